"""A closed run leaves its outputs whole or not at all, and no name anywhere once the input is destroyed."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ketenmonitor.errors import RecordsError
from ketenmonitor.records import closed, linkage
from ketenmonitor.records.closed import closed_run
from tests.unit.records.persons import Files, files, judge, pairs_of

PLANTED = "Zwijgmaarstil"
PLACE_OF_SOURCE = Path(linkage.__file__).parents[2]


def planted(folder: Path) -> Files:
    """A register in which everybody's surname, place and postcode are known to nobody else."""
    given = files(folder, 120, 11)
    for name in ("a.csv", "b.csv"):
        path = folder / name
        head, *rows = path.read_text(encoding="utf-8").splitlines()
        cells = [row.split(",") for row in rows]
        path.write_text(
            "\n".join([head, *(",".join([*r[:3], f"{PLANTED}{r[3][:6]}", *r[4:]]) for r in cells if len(r) == 10)]),
            encoding="utf-8",
        )
    return given


def holding(folder: Path, word: str) -> list[str]:
    """Every file below a folder in which the word stands, in any of three encodings or in its name."""
    words = [word.encode(code) for code in ("utf-8", "utf-16-le", "utf-32-le")] + [word.lower().encode()]
    return [
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if word in path.name or (path.is_file() and any(one in path.read_bytes() for one in words))
    ]


def typed(folder: Path, *words: str) -> subprocess.Popen[bytes]:
    """The command in a process of its own, for which everything that is temporary is below the folder."""
    places = {name: str(folder / "tmp") for name in ("TMPDIR", "HOME", "XDG_CACHE_HOME")}
    return subprocess.Popen(
        [sys.executable, "-m", "ketenmonitor", "link-records", *words],
        env={**os.environ, **places, "PYTHONPATH": str(PLACE_OF_SOURCE)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=folder,
    )


def test_nothing_with_a_name_in_it_is_left_when_the_input_is_destroyed(tmp_path: Path) -> None:
    (tmp_path / "tmp").mkdir()
    given = planted(tmp_path / "in")
    given.link(tmp_path / "first")
    judge(tmp_path / "first" / "review.csv", set(given.made.truth), tmp_path / "judged.csv")
    (tmp_path / "first" / "review.csv").unlink()
    assert sorted(holding(tmp_path, PLANTED)) == ["in/a.csv", "in/b.csv", "judged.csv"]
    asked = ["in/a.csv", "in/b.csv", "--settings", "in/settings.toml", "--out", "out", "--reviewed", "judged.csv"]
    run = typed(tmp_path, *asked, "--destroy-input", "--no-review")
    said, _ = run.communicate(timeout=300)
    assert run.returncode == 0, said.decode()
    assert PLANTED.encode() not in said
    assert holding(tmp_path, PLANTED) == []
    assert pairs_of(tmp_path / "out")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["first", "in", "out", "tmp"]


def test_outputs_are_for_their_owner_alone(tmp_path: Path) -> None:
    planted(tmp_path / "in").link(tmp_path / "out")
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "out").iterdir()} == {0o600}


def test_what_is_there_already_is_not_replaced(tmp_path: Path) -> None:
    given = planted(tmp_path / "in")
    (tmp_path / "out").mkdir()
    with pytest.raises(RecordsError, match="not replaced"):
        given.link(tmp_path / "out", destroy_input=True)
    assert (tmp_path / "in" / "a.csv").exists()


def test_input_stays_when_the_outputs_could_not_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = planted(tmp_path / "in")
    written: list[str] = []

    def full(folder: Path, name: str, text: str) -> None:
        written.append(name)
        if len(written) == 3:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(linkage, "write", full)
    with pytest.raises(OSError, match="No space"):
        given.link(tmp_path / "out", destroy_input=True)
    assert [path.name for path in tmp_path.iterdir()] == ["in"]
    assert (tmp_path / "in" / "a.csv").exists()


def test_outputs_are_on_disk_before_the_first_input_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = planted(tmp_path / "in")
    there: list[bool] = []
    monkeypatch.setattr(linkage, "destroy", lambda paths: there.append((tmp_path / "out" / "pairs.csv").exists()))
    given.link(tmp_path / "out", destroy_input=True)
    assert there == [True]


def report_of(out: Path) -> tuple[bool, str]:
    """What both reports say of the input."""
    said = json.loads((out / "report.json").read_text(encoding="utf-8"))["input_destroyed"]
    return said, (out / "report.md").read_text(encoding="utf-8").splitlines()[-1]


def test_the_report_says_that_input_was_removed_only_when_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = planted(tmp_path / "in")
    before: list[tuple[bool, str]] = []

    def seen(paths: list[Path]) -> None:
        before.append(report_of(tmp_path / "out"))
        closed.destroy(paths)

    monkeypatch.setattr(linkage, "destroy", seen)
    assert given.link(tmp_path / "out", destroy_input=True)["input_destroyed"] is True
    assert before == [(False, "De invoer is niet verwijderd.")]
    assert report_of(tmp_path / "out") == (True, "De invoer is verwijderd.")
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "out").iterdir()} == {0o600}


def test_a_crash_while_the_report_is_replaced_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = planted(tmp_path / "in")

    def fails(_from: Path, _to: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fails)
    with pytest.raises(RecordsError, match="the input was removed"):
        given.link(tmp_path / "out", destroy_input=True)
    monkeypatch.undo()
    assert not (tmp_path / "in" / "a.csv").exists()
    assert report_of(tmp_path / "out") == (False, "De invoer is niet verwijderd.")


@pytest.mark.parametrize("another", [Path.symlink_to, Path.hardlink_to])
def test_input_that_would_outlive_its_name_is_refused_before_anything_is_linked(tmp_path: Path, another: Any) -> None:
    """Removing a link to a file removes no name in it."""
    given = planted(tmp_path / "in")
    real = (tmp_path / "in" / "a.csv").rename(tmp_path / "real.csv")
    another(tmp_path / "in" / "a.csv", real)
    with pytest.raises(RecordsError, match=r"a\.csv: this (is a link|file has another name)"):
        given.link(tmp_path / "out", destroy_input=True)
    assert not (tmp_path / "out").exists()
    assert PLANTED in real.read_text(encoding="utf-8")


def test_input_that_cannot_be_removed_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").mkdir()
    with pytest.raises(RecordsError, match="could not be removed"):
        closed.destroy([tmp_path / "a.csv"])


def test_a_killed_run_leaves_nothing_that_looks_finished_and_the_next_cleans_up(tmp_path: Path) -> None:
    given = planted(tmp_path / "in")
    (tmp_path / "tmp").mkdir()
    asked = ["in/a.csv", "in/b.csv", "--settings", "in/settings.toml", "--out", "out", "--destroy-input"]
    run = typed(tmp_path, *asked)
    unfinished = tmp_path / ".out.unfinished"
    while not unfinished.exists() and run.poll() is None:
        time.sleep(0.01)
    run.kill()
    run.wait()
    assert run.stdout is not None
    run.stdout.close()
    assert not (tmp_path / "out").exists()
    assert (tmp_path / "in" / "a.csv").exists()
    assert unfinished.exists()
    given.link(tmp_path / "out")
    assert not unfinished.exists()
    assert pairs_of(tmp_path / "out")


def test_what_the_database_says_of_a_value_is_not_passed_on(tmp_path: Path) -> None:
    with pytest.raises(RecordsError) as refused, closed_run(tmp_path / "out") as (_, connection):
        connection.execute(f"SELECT CAST('{PLANTED}' AS INTEGER)")
    assert PLANTED not in str(refused.value)
    assert refused.value.__suppress_context__
    with pytest.raises(duckdb.Error, match=PLANTED):
        duckdb.connect().execute(f"SELECT CAST('{PLANTED}' AS INTEGER)")
    assert list(tmp_path.iterdir()) == []


def test_a_link_in_the_place_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "kept").write_text("kept", encoding="utf-8")
    (tmp_path / ".out.unfinished").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(RecordsError, match="this is a link"), closed_run(tmp_path / "out"):
        pass
    assert (tmp_path / "elsewhere" / "kept").exists()
