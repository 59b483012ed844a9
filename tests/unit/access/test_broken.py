"""What the gate rests on, taken away while it works: each time nothing is shown, and what was confirmed stays."""

from __future__ import annotations

import json
import resource
import shutil
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ketenmonitor.access import permit, shown
from ketenmonitor.errors import PurposeError, StorageError
from ketenmonitor.logbook import Logbook
from ketenmonitor.store import Home, case_name
from tests.chain import home_of, instant
from tests.faults.crash import ROOT
from tests.faults.test_disk import disk, filled
from tests.unit.access.test_gate import HANDLER
from tests.unit.access.worlds import FITS, PLANTED, audited, world

__all__ = ["disk"]  # a fixture
NOW = instant("2024-06-01T00:00:00+02:00")
CASE = f"{PLANTED}-m1"
# Asks leave in a process of its own, so many times, and says of each question that it may be answered.
ASKS = """
import sys
from pathlib import Path
from ketenmonitor.access import Asker, permit
from ketenmonitor.store import Home

home, purpose, count = Home(Path(sys.argv[1])), sys.argv[2] or None, int(sys.argv[3])
sys.stdin.readline()
for number in range(count):
    permit(home, Asker("local:h", frozenset({"handler"})), "case", "proef", purpose, 1_717_192_800_000_000 + number, case=f"c{number}")
    print(number, flush=True)
"""


def asks(home: Home, purpose: str = FITS, count: int = 20) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", ASKS, str(home.path), purpose, str(count)]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def look(home: Home) -> None:
    permit(home, HANDLER, "case", "proef", FITS, NOW, case=CASE)


@pytest.mark.parametrize(
    "what",
    ["log", "log/audit", "log/processing", "log/decisions", "logbook.toml", "purposes.toml", "log/register.sqlite"],
)
def test_what_is_removed_while_a_process_runs_is_missed_at_the_next_question(tmp_path: Path, what: str) -> None:
    home = world(tmp_path)
    look(home)
    place = home.path / what
    shutil.rmtree(place) if place.is_dir() else place.unlink()
    with pytest.raises((StorageError, PurposeError)):
        look(home)


def test_an_older_copy_of_a_log_that_is_put_back_while_a_process_runs_is_seen(tmp_path: Path) -> None:
    home = world(tmp_path)
    look(home)
    shutil.copytree(home.path / "log" / "audit", tmp_path / "older")
    look(home)
    shutil.rmtree(home.path / "log" / "audit")
    (tmp_path / "older").rename(home.path / "log" / "audit")
    with pytest.raises(StorageError, match="fewer records"):
        look(home)


def test_a_full_disk_shows_nothing_and_what_was_confirmed_stays(disk: Path) -> None:
    home = world(disk)
    look(home)
    filler = filled(disk, 12_000)
    answered: list[None] = []
    with pytest.raises(StorageError, match="space"):
        answered.extend(look(home) for _ in range(200))
    filler.unlink()
    look(home)
    assert len(audited(home)) == 1 + len(answered) + 1


def test_a_file_that_may_not_grow_shows_nothing(tmp_path: Path) -> None:
    """The limit of a process, as an administrator or a quota sets it: the write is cut off halfway."""
    home = world(tmp_path)
    look(home)
    size = (home.path / "log" / "decisions" / "records" / "00000000").stat().st_size
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 200, before[1]))
        with pytest.raises(StorageError):
            look(home)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    look(home)
    assert len(audited(home)) == 2
    assert Logbook(home).cut_off() == []


def test_a_disk_that_may_only_be_read_shows_nothing(disk: Path) -> None:
    home = world(disk)
    look(home)
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    with pytest.raises(StorageError, match="read-only"):
        look(home)
    subprocess.run(["mount", "-o", "remount,rw", disk], check=True)
    look(home)
    assert len(audited(home)) == 2


def test_processes_at_once_write_whole_lines_under_one_name(tmp_path: Path) -> None:
    """Also when none of them finds a key: it is made once."""
    home = home_of(tmp_path)
    processes = [asks(home, "", 15) for _ in range(4)]
    for one in processes:
        assert one.stdin is not None
        one.stdin.write("\n")
        one.stdin.flush()
    assert [len(one.communicate()[0].split()) for one in processes] == [15] * 4
    lines = [json.loads(one) for one in (home.path / "log" / "internal.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(lines) == 60
    assert {one["case"] for one in lines} == {case_name(home, "proef", f"c{n}") for n in range(15)}


def test_processes_and_threads_at_once_have_all_their_lines_in_the_logs(tmp_path: Path) -> None:
    home = world(tmp_path)
    processes = [asks(home) for _ in range(3)]
    for one in processes:
        assert one.stdin is not None
        one.stdin.write("\n")
        one.stdin.flush()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: look(home), range(20)))
    assert [len(one.communicate()[0].split()) for one in processes] == [20] * 3
    assert len(audited(home)) == 80
    assert Logbook(home).cut_off() == []


@pytest.mark.parametrize("answers", [1, 5])
def test_killed_at_any_moment_no_answer_is_without_its_lines(tmp_path: Path, answers: int) -> None:
    home = world(tmp_path)
    process = asks(home, count=100_000)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("\n")
    process.stdin.flush()
    told = [process.stdout.readline() for _ in range(answers)]
    process.send_signal(signal.SIGKILL)
    told += process.stdout.read().split("\n")
    process.wait()
    answered = [one for one in told if one.strip()]
    assert len(answered) <= len(audited(home)) <= len(answered) + 1
    look(home)  # and it goes on


def test_many_cases_in_one_answer_are_confirmed_together(tmp_path: Path) -> None:
    home = world(tmp_path)
    given = permit(home, HANDLER, "cases", "proef", FITS, NOW)
    shown(home, given, [f"c{n}" for n in range(5_000)])
    lines = list(Logbook(home).query(trace=given.trace, logs=("processing",)))
    assert sum("dpl.core.data_subject_id" in one["record"]["attributes"] for one in lines) == 5_000
