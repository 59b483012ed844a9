"""When prepared tables are made, refreshed and used, and when not."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from ketenmonitor.definition import read_definition
from ketenmonitor.errors import StorageError
from ketenmonitor.measures import prepare
from ketenmonitor.store import Home, open_view
from tests.chain import DEFINITION, NOW, deliver, figures, home_of, instant, received

FIRST = [("e1", "aangifte", "2024-01-02", "m1"), ("e2", "inzending", "2024-01-05", "m1")]
LATER = [("e3", "aangifte", "2024-01-20", "m2")]
LINK = [{"from_type": "melding", "from_id": "m1", "to_type": "strafzaak", "to_id": "s1"}]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("KETENMONITOR_PREPARE_FROM", "1")
    home = home_of(tmp_path)
    received(home, deliver(tmp_path, "p1", "politie", events=FIRST))
    received(home, deliver(tmp_path, "o1", "om", events=[("b1", "besluit", "2024-01-09", "s1")], links=LINK))
    return home


def more(home: Home, tmp_path: Path) -> None:
    until = "2024-03-01T00:00:00+01:00"
    later = deliver(tmp_path, "p2", "politie", events=LATER, follows="p1", delivered_from=None, delivered_until=until)
    received(home, later)


def uses(home: Home, at: str | None = None) -> bool:
    return bool(open_view(home, "proef", None if at is None else instant(at)).prepared)


def stocks(home: Home) -> Any:
    return figures(home, "stock", period="month")


def test_what_is_prepared_is_used_and_follows_deliveries(home: Home, tmp_path: Path) -> None:
    assert not uses(home)
    assert [prepare(home, "proef"), prepare(home, "proef")] == ["rebuilt", "current"]
    assert uses(home)
    more(home, tmp_path)
    assert not uses(home), "tables of fewer receipts were used"
    expected = stocks(home)
    assert prepare(home, "proef") == "refreshed"
    assert uses(home)
    assert stocks(home) == expected


def test_a_small_chain_has_nothing_prepared(tmp_path: Path) -> None:
    home = home_of(tmp_path)
    received(home, deliver(tmp_path, "p1", "politie", events=FIRST))
    assert prepare(home, "proef") == "too-few"
    assert not home.prepared_path("proef").exists()


def test_an_earlier_moment_is_computed_from_rows(home: Home, tmp_path: Path) -> None:
    received(
        home,
        deliver(tmp_path, "p2", "politie", events=LATER, follows="p1", delivered_from=None),
        "2025-06-01T00:00:00+02:00",
    )
    prepare(home, "proef")
    assert uses(home)
    assert not uses(home, NOW)


def test_a_new_definition_prepares_everything_anew(home: Home, tmp_path: Path) -> None:
    prepare(home, "proef")
    file = tmp_path / "second.toml"
    changed = DEFINITION.replace('version = "1"', 'version = "2"').replace("old_after_days = 5", "old_after_days = 7")
    file.write_text(changed, encoding="utf-8")
    home.add_definition(file, read_definition(file), instant(NOW))
    assert not uses(home)
    assert prepare(home, "proef") == "rebuilt"
    assert uses(home)


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"receipts": 2}', None])
def test_a_damaged_state_is_no_state(home: Home, damage: str | None) -> None:
    prepare(home, "proef")
    expected, state = stocks(home), home.prepared_path("proef") / "state.json"
    if damage is None:
        state.unlink()
    else:
        state.write_text(damage, encoding="utf-8")
    assert not uses(home)
    assert stocks(home) == expected
    assert prepare(home, "proef") == "rebuilt"
    assert uses(home)


def test_a_crash_before_the_state_is_replaced_leaves_the_old(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare(home, "proef")
    more(home, tmp_path)
    state = home.prepared_path("proef") / "state.json"
    before = json.loads(state.read_text(encoding="utf-8"))

    def dies(*_: object) -> None:
        raise SystemExit(9)

    monkeypatch.setattr("ketenmonitor.store.prepared.os.replace", dies)
    with pytest.raises(SystemExit):
        prepare(home, "proef")
    monkeypatch.undo()
    monkeypatch.setenv("KETENMONITOR_PREPARE_FROM", "1")
    assert json.loads(state.read_text(encoding="utf-8")) == before
    left = home.prepared_path("proef") / "000007"
    left.mkdir()  # as a process that is killed leaves it
    expected = stocks(home)
    assert prepare(home, "proef") == "refreshed"
    assert stocks(home) == expected
    assert not left.exists(), "what the crash left was not removed"


def test_readers_of_what_was_prepared_before_are_not_disturbed(home: Home, tmp_path: Path) -> None:
    prepare(home, "proef")
    view = open_view(home, "proef")
    more(home, tmp_path)
    prepare(home, "proef")
    assert view.engine.run(view.prepared["stock.politie"]).num_rows == 2


def test_only_the_newest_folders_stay(home: Home, tmp_path: Path) -> None:
    prepare(home, "proef")
    for number in range(2, 6):
        place = deliver(tmp_path, f"p{number}", "politie", events=LATER, follows=f"p{number - 1}", delivered_from=None)
        received(home, place)
        prepare(home, "proef")
    assert len([p for p in os.scandir(home.prepared_path("proef")) if p.is_dir()]) <= 4


def test_preparing_that_fails_leaves_nothing(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise StorageError("The disk is full. Make room.")

    monkeypatch.setattr("ketenmonitor.store.prepared.Writer.settle", full)
    with pytest.raises(StorageError):
        prepare(home, "proef")
    assert list(home.prepared_path("proef").iterdir()) == []
