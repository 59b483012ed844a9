"""Figures say what left: before it they have no value, after it they count what stays and say how much does not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ketenmonitor.linking import Cases
from ketenmonitor.measures import MEASURES, measure, state_of
from ketenmonitor.measures.figures import ABOUT, NOTES
from ketenmonitor.store import Home, open_view
from tests.chain import figures, home_of, instant, received
from tests.unit.retention.policies import AFTER_5, AFTER_10, OLD_CASE, OLD_REPORT, applied, filled, police, prosecution

THEN = "2025-06-01T00:00:00+02:00"


def asked(home: Home, name: str, as_known_at: str | None = None) -> list[dict[str, Any]]:
    return figures(home, name, as_known_at=as_known_at, **({"period": "year"} if name == "flow" else {}))


@pytest.mark.parametrize("name", MEASURES)
def test_as_known_before_destruction_there_is_no_wrong_number(tmp_path: Path, name: str) -> None:
    before = asked(filled(tmp_path / "before")[0], name, as_known_at=THEN)
    found = asked(filled(tmp_path, AFTER_10)[0], name, as_known_at=THEN)
    assert bool(found) == bool(before)
    for record in found:
        assert record["notes"] == ["destroyed-by-policy"]
        assert {key: value for key, value in record.items() if key not in ABOUT | {"notes"} and value is not None} == {}
    assert set(NOTES) >= {"destroyed-by-policy", "removed-by-policy"}


def test_what_is_behind_the_gatekeeper_is_told_apart_from_what_is_destroyed(tmp_path: Path) -> None:
    home, policy = filled(tmp_path)
    only_removed = policy.__class__(**{**vars(policy), "rules": policy.rules[:2]})
    applied(home, only_removed, AFTER_5)
    assert figures(home, "stock", "politie", as_known_at=THEN)[0]["notes"] == ["removed-by-policy"]


def test_what_was_not_known_yet_does_not_make_earlier_figures_unknown(tmp_path: Path) -> None:
    home = home_of(tmp_path)
    _, policy = filled(tmp_path / "other")
    assert received(home, police(tmp_path), "2024-02-02T00:00:00+01:00").status == "accepted"
    assert received(home, prosecution(tmp_path), THEN).status == "accepted"
    only_cases = policy.__class__(**{**vars(policy), "rules": policy.rules[2:]})
    early = "2024-03-01T00:00:00+01:00"
    before = figures(home, "stock", "politie", as_known_at=early)
    applied(home, only_cases, AFTER_5)
    assert figures(home, "stock", "politie", as_known_at=early) == before
    assert figures(home, "stock", "politie", as_known_at=THEN)[0]["notes"] == ["destroyed-by-policy"]


def test_figures_after_it_say_how_much_is_gone(tmp_path: Path) -> None:
    home, policy = filled(tmp_path)
    assert "gone" not in figures(home, "lead-time", "keten")[0]
    applied(home, policy, AFTER_10)
    (record,) = figures(home, "lead-time", "keten")
    assert record["gone"] == {"melding": 1, "strafzaak": 1}
    assert figures(home, "lead-time", "keten", as_known_at=AFTER_10) == [record], "asked at that moment it is the same"
    assert record["known_at"] == AFTER_10


def test_nothing_is_counted_twice_on_its_way_through_the_gate(tmp_path: Path) -> None:
    home, policy = filled(tmp_path, AFTER_5)
    applied(home, policy, AFTER_10)
    assert figures(home, "lead-time", "keten")[0]["gone"] == {"melding": 1, "strafzaak": 1}


def test_figures_are_those_of_a_monitor_that_never_had_it(tmp_path: Path) -> None:
    home, _ = filled(tmp_path, AFTER_10)
    never = home_of(tmp_path / "never")
    for delivery in (police(tmp_path / "never"), prosecution(tmp_path / "never")):
        for file in delivery.glob("*.csv"):
            lines = [line for line in file.read_text().splitlines() if OLD_REPORT not in line and OLD_CASE not in line]
            file.write_text("\n".join(lines) + "\n")
        manifest = json.loads((delivery / "delivery.json").read_text())
        manifest["files"] = {file.name: of(file) for file in delivery.glob("*.csv")}
        (delivery / "delivery.json").write_text(json.dumps(manifest))
        assert received(never, delivery).status == "accepted"
    for name in MEASURES:
        mine, theirs = (asked(one, name) for one in (home, never))
        assert [{k: v for k, v in r.items() if k not in ("gone", "known_at")} for r in mine] == [
            {k: v for k, v in r.items() if k != "known_at"} for r in theirs
        ], name


def of(file: Path) -> dict[str, object]:
    import hashlib

    return {"rows": len(file.read_text().splitlines()) - 1, "sha256": hashlib.sha256(file.read_bytes()).hexdigest()}


def test_the_state_of_a_chain_then_has_no_wrong_number_either(tmp_path: Path) -> None:
    home, _ = filled(tmp_path, AFTER_10)
    then, now = (state_of(Cases(open_view(home, "proef", at)), None) for at in (instant(THEN), None))
    assert (then["cases"], then["events"]) == (None, None)
    assert (now["cases"], now["events"], now["gone"]) == (1, 2, {"melding": 1, "strafzaak": 1})
    assert measure(Cases(open_view(home, "proef")), "lead-time").records[0]["counted"] == 1
