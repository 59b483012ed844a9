"""Where a home may lie, and what a crash may leave in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketenmonitor.errors import UsageError
from ketenmonitor.store import make_home, open_home
from tests.chain import DEFINITION, deliver, home_of, n_events, received

ONE = [("e1", "aangifte", "2024-01-05T10:00:00+01:00", "m1")]


@pytest.mark.parametrize("name", ["met spatie", "één", "a#b", "a&(b)"])
def test_a_home_may_have_any_ordinary_name(tmp_path: Path, name: str) -> None:
    home = home_of(tmp_path / name)
    assert received(home, deliver(tmp_path, events=ONE)).status == "accepted"
    assert n_events(home) == 1


@pytest.mark.parametrize("name", ["[oud]", "a*", "wat?", "100%", "a|b", "a^b", "a\\b"])
def test_a_name_that_tables_cannot_have_is_refused_at_once(tmp_path: Path, name: str) -> None:
    source = tmp_path / "definition.toml"
    source.write_text(DEFINITION, encoding="utf-8")
    with pytest.raises(UsageError, match="choose a folder with another name"):
        make_home(tmp_path / name / "home", [source])
    assert not (tmp_path / name).exists()
    with pytest.raises(UsageError, match="choose a folder with another name"):
        open_home(tmp_path / name / "home")


def test_half_a_definition_that_a_crash_left_is_no_definition(tmp_path: Path) -> None:
    home = home_of(tmp_path)
    (home.chain_path("proef") / "definitions" / ".0002.toml").write_text("[chai", encoding="utf-8")
    assert [definition.version for definition in home.definitions("proef")] == ["1"]
    assert received(home, deliver(tmp_path, events=ONE)).status == "accepted"


def test_files_that_were_half_written_are_removed_by_the_next_receive(tmp_path: Path) -> None:
    home = home_of(tmp_path)
    received(home, deliver(tmp_path, "d1", events=ONE))
    root = home.tables_path("proef")
    names = ("events/part-x.parquet#1", "events/part-x.parquet", "events/_delta_log/1.json#1", "ledger/part-x.parquet")
    for name in names:
        (root / name).write_bytes(b"half")
    received(home, deliver(tmp_path, "d2", events=ONE, follows="d1"))
    assert [name for name in names if (root / name).exists()] == []
    assert n_events(home) == 1
