"""What is told of data that are behind the gatekeeper, and of data that were destroyed."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketenmonitor.citizens import Overview, overview
from ketenmonitor.store import Home
from tests.chain import instant
from tests.looks import looked
from tests.unit.citizens.homes import OFFICE
from tests.unit.retention.policies import AFTER_5, AFTER_10, OLD_CASE, OLD_REPORT, OPEN_CASE, filled


def asked(home: Home, identifier: str, at: str) -> Overview:
    return overview(home, "proef", [identifier], instant(at))


def told(found: Overview) -> list[tuple[str, str, str, str]]:
    return [(one.partner, item.kind, item.what, item.state) for one in found.partners for item in one.items]


def test_what_is_behind_the_gatekeeper_is_told_to_be_there_and_no_more(tmp_path: Path) -> None:
    home, _ = filled(tmp_path, AFTER_5)
    found = asked(home, OLD_REPORT, AFTER_5)
    assert told(found) == [("politie", "object", "melding", "shielded")]
    assert {item.value for one in found.partners for item in one.items} == {None}


def test_a_case_still_leads_to_the_report_that_is_behind_the_gatekeeper(tmp_path: Path) -> None:
    home, _ = filled(tmp_path, AFTER_5)
    assert ("politie", "object", "melding", "shielded") in told(asked(home, OPEN_CASE, AFTER_5))


@pytest.mark.parametrize("identifier", [OLD_REPORT, OLD_CASE])
def test_of_what_was_destroyed_nothing_is_held_and_who_looked_is_still_told(identifier: str, tmp_path: Path) -> None:
    home, _ = filled(tmp_path, AFTER_5, AFTER_10)
    (home.path / "citizens.toml").write_text(OFFICE, encoding="utf-8")
    looked(home, instant(AFTER_5), "ann", identifier)
    found = asked(home, identifier, AFTER_10)
    assert told(found) == []
    assert [one.operation for one in found.looks] == ["case"]
