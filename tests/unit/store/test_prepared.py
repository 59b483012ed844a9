"""Prepared tables are used when they fit and are whole; otherwise questions are answered without them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ketenmonitor.errors import StorageError
from ketenmonitor.measures import prepare
from ketenmonitor.store import Home, make_home, open_view
from ketenmonitor.store.prepared import open_prepared
from tests.chain import DEFINITION, deliver, figures, home_of, instant, received


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A small chain of which tables are prepared."""
    monkeypatch.setenv("KETENMONITOR_PREPARE_FROM", "0")
    home = home_of(tmp_path)
    rows = [
        ("a1", "aangifte", "2024-01-02T10:00:00+01:00", "m1"),
        ("i1", "inzending", "2024-01-03T10:00:00+01:00", "m1"),
    ]
    received(home, deliver(tmp_path, "p1", events=rows))
    rows = [
        ("s1", "inschrijving", "2024-01-04T10:00:00+01:00", "z1"),
        ("b1", "besluit", "2024-01-05T10:00:00+01:00", "z1"),
    ]
    received(home, deliver(tmp_path, "o1", "om", events=rows))
    prepare(home, "proef")
    assert open_view(home, "proef").prepared
    return home


def said(home: Home, **other: Any) -> None:
    place = home.prepared_path("proef") / "state.json"
    place.write_text(json.dumps({**json.loads(place.read_text()), **other}))


def table(home: Home) -> Path:
    return home.prepared_path("proef") / "000001" / "steps" / "000.parquet"


DAMAGE: dict[str, Callable[[Home], Any]] = {
    "the state has a text for a number": lambda home: said(home, receipts="2"),
    "the state has no folder": lambda home: said(home, base=None),
    "the folder of the state is gone": lambda home: said(home, base="000099"),
    "the overlay is gone": lambda home: said(home, overlay="000099"),
    "the folder is gone": lambda home: shutil.rmtree(home.prepared_path("proef") / "000001"),
    "a table is gone": lambda home: table(home).unlink(),
    "a table is empty": lambda home: table(home).write_bytes(b""),
    "a table is cut short": lambda home: table(home).write_bytes(table(home).read_bytes()[:-20]),
    "a table is zeros": lambda home: table(home).write_bytes(bytes(1000)),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damaged_prepared_tables_are_not_used_and_are_made_again(home: Home, damage: str) -> None:
    before = figures(home, "path")
    DAMAGE[damage](home)
    assert figures(home, "path") == before
    assert prepare(home, "proef") == "rebuilt"
    assert open_view(home, "proef").prepared


def test_a_table_with_other_bytes_in_it_is_an_error_that_says_what_to_do(home: Home) -> None:
    table(home).write_bytes(b"PAR1" + b"\xff" * 1000 + (500).to_bytes(4, "little") + b"PAR1")
    with pytest.raises(StorageError, match=r"steps: a file in it is damaged.*remove the folder"):
        figures(home, "path")
    shutil.rmtree(home.prepared_path("proef"))
    assert figures(home, "path")


def test_a_view_opened_while_a_version_is_adopted_does_not_take_the_tables_of_that_version(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = tmp_path / "newer.toml"
    newer.write_text(DEFINITION.replace('version = "1"', 'version = "2"'), encoding="utf-8")
    version = make_home(tmp_path / "other", [newer]).definition("proef")
    place = "ketenmonitor.store.view.open_prepared"

    def adopted_meanwhile(*arguments: Any) -> Any:
        monkeypatch.setattr(place, open_prepared)
        home.add_definition(newer, version, instant("2025-06-01"))
        assert prepare(home, "proef") == "rebuilt"
        return open_prepared(*arguments)

    monkeypatch.setattr(place, adopted_meanwhile)
    view = open_view(home, "proef")
    assert (view.definition.version, dict(view.prepared)) == ("1", {})
    assert open_view(home, "proef").prepared
