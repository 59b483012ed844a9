"""Stocks are protected in one way in all releases, and each release knows what every earlier one showed."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from ketenmonitor.errors import DisclosureError, StorageError
from ketenmonitor.publishing import publish
from ketenmonitor.publishing.kept import kept_releases
from ketenmonitor.release import files_of
from tests.chain import instant
from tests.unit.publishing.homes import LATER, adopted, filled, publishing, released

ROUNDED = 'methods = { stock = "rounding" }\n'


@pytest.mark.parametrize(("first", "second"), [("", ROUNDED), (ROUNDED, "")])
def test_stocks_that_were_published_are_not_protected_in_another_way(tmp_path: Path, first: str, second: str) -> None:
    home = filled(tmp_path, publishing("stock") + first)
    released(home, "2024-02-03")
    adopted(home, tmp_path, publishing("stock") + second, "2024-02-20")
    with pytest.raises(DisclosureError, match=r"2024-02-03 were protected by .* in two ways"):
        released(home, "2024-03-03")


def test_where_no_stock_was_published_the_method_is_free(tmp_path: Path) -> None:
    home = filled(tmp_path, publishing("term"))
    released(home, "2024-02-03")
    adopted(home, tmp_path, publishing("stock") + ROUNDED, "2024-02-20")
    assert released(home, "2024-03-03").since == date(2024, 2, 3)


def test_a_release_of_a_later_day_made_meanwhile_is_not_overlooked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = filled(tmp_path, publishing("stock") + ROUNDED)

    def meanwhile(content: Any) -> dict[str, bytes]:
        released(home, "2024-02-10")
        return files_of(content)

    monkeypatch.setattr(import_module("ketenmonitor.publishing.publish"), "files_of", meanwhile)
    with pytest.raises(StorageError, match="made at the same time"):
        publish(home, "proef", date(2024, 2, 3), tmp_path / "out", instant(LATER))
    assert not (tmp_path / "out").exists()
    assert [one.as_of for one in kept_releases(home.releases_path("proef"))] == [date(2024, 2, 10)]
