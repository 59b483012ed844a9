"""The three logs of a monitor, when what writes them is killed or cannot write: no answer is ever given that one of them misses.

They are written in the order decisions, processing, audit. What a crash leaves is a beginning of that: a trace without its line of the
audit log was never answered, and can be told from all others.
"""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ketenmonitor.errors import StorageError
from ketenmonitor.logbook import Logbook
from ketenmonitor.store import Home, case_name
from tests.faults.crash import ROOT
from tests.faults.test_disk import disk, filled
from tests.unit.logbook.made import audit, decision, lines, logbook_in, statistics, view_of

__all__ = ["disk"]  # a fixture
ORDER = ("decisions", "processing", "audit")
# Answers one question after another, and says of each that it did. Dies itself before the write of that number, if there is one.
ANSWERS = """
import os, signal, sys
from pathlib import Path
from ketenmonitor.logbook import Logbook
from ketenmonitor.store import Home
from ketenmonitor.transparency import Log
from tests.unit.logbook.made import audit, decision, view_of

folder, dies_at, count = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
confirm, writes = Log.confirm, 0

def counted(log, records):
    global writes
    if writes == dies_at:
        os.kill(os.getpid(), signal.SIGKILL)
    writes += 1
    return confirm(log, records)

Log.confirm = counted
logbook = Logbook(Home(folder))
print("begin", flush=True)
for number in range(count):
    trace = logbook.confirm(view_of(logbook, f"S-{number}", "S-x"), decision(), audit())
    if writes == dies_at:
        os.kill(os.getpid(), signal.SIGKILL)
    print(trace, flush=True)
"""


def start(home: Path, dies_at: int, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", ANSWERS, str(home), str(dies_at), str(count)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def by_trace(logbook: Logbook) -> dict[str, list[str]]:
    """Of which logs each trace has lines."""
    found: dict[str, list[str]] = {}
    for log in ORDER:
        for trace in dict.fromkeys(one["trace_id"] for one in lines(logbook, log)):
            found.setdefault(trace, []).append(log)
    return found


@pytest.mark.parametrize("writes", [1, 2, 3])
def test_killed_between_the_logs(tmp_path: Path, writes: int) -> None:
    home = logbook_in(tmp_path) and tmp_path / "home"
    answered, _ = (process := start(home, 3 + writes, 5)).communicate()
    assert process.returncode == -signal.SIGKILL
    traces = answered.split()[1:]
    assert len(traces) == 1, "what was killed gave no answer"
    logbook = Logbook(Home(home))
    found = by_trace(logbook)
    broken = [trace for trace in found if trace not in traces]
    assert found[traces[0]] == list(ORDER)
    assert [found[trace] for trace in broken] == [list(ORDER[:writes])]
    # Written whole and not answered: that nobody saw it cannot be known, so it stands as a look.
    assert logbook.cut_off() == (broken if writes < 3 else [])
    again = logbook.confirm(view_of(logbook, "S-1"), decision(), audit())
    assert by_trace(logbook)[again] == list(ORDER)


@pytest.mark.parametrize("answers", [1, 7, 40])
def test_killed_by_another_at_any_moment(tmp_path: Path, answers: int) -> None:
    home = logbook_in(tmp_path) and tmp_path / "home"
    process = start(home, -1, 1_000_000)
    assert process.stdout is not None
    traces = [process.stdout.readline().strip() for _ in range(answers + 1)][1:]
    process.kill()
    traces += process.stdout.read().split()
    process.wait()
    logbook = Logbook(Home(home))
    found = by_trace(logbook)
    assert all(found[trace] == list(ORDER) for trace in traces)
    assert len(found) <= len(traces) + 1
    assert all(len(found[trace]) < 3 for trace in logbook.cut_off())


@pytest.mark.parametrize("log", ORDER)
def test_a_log_that_cannot_be_written_is_a_refusal(tmp_path: Path, log: str) -> None:
    logbook_in(tmp_path)
    home = Home(tmp_path / "home")
    place = home.path / "log" / log
    shutil.rmtree(place, ignore_errors=True)
    place.parent.mkdir(exist_ok=True)
    place.write_text("in the way")
    with pytest.raises(StorageError):
        Logbook(home).confirm([statistics()], decision(), audit())
    place.unlink()
    assert not lines(Logbook(home), "audit")


def test_a_full_disk_is_a_refusal_and_what_was_answered_stays(disk: Path) -> None:
    logbook = logbook_in(disk)
    first = logbook.confirm(view_of(logbook, "S-1"), decision(), audit())
    filler = filled(disk, 20_000)
    answered: list[str] = []
    many = [f"S-{number}" for number in range(20)]
    with pytest.raises(StorageError, match="space"):
        answered.extend(logbook.confirm(view_of(logbook, *many), decision(), audit()) for _ in range(200))
    filler.unlink()
    logbook = Logbook(Home(disk / "home"))
    last = logbook.confirm(view_of(logbook, "S-1"), decision(), audit())
    found = by_trace(logbook)
    assert all(found[trace] == list(ORDER) for trace in (first, *answered, last))
    assert set(found) - {first, *answered, last} == set(logbook.cut_off())


def test_a_key_that_is_gone_is_not_made_again_when_there_are_logs(tmp_path: Path) -> None:
    logbook = logbook_in(tmp_path)
    logbook.confirm(view_of(logbook, "S-1"), decision(), audit())
    (tmp_path / "home" / "logbook.toml").unlink()
    with pytest.raises(StorageError, match=r"there are logs that were made with it\. Put it back from a backup"):
        Logbook(Home(tmp_path / "home"))


@pytest.mark.parametrize("text", ["", "[logbook]\nsubject_key = 1\n", '[logbook]\nsubject_key = "ab"\n', "\x00"])
def test_a_key_that_is_none(tmp_path: Path, text: str) -> None:
    logbook_in(tmp_path)
    (tmp_path / "home" / "logbook.toml").write_text(text)
    with pytest.raises(StorageError, match="Put it back from a backup"):
        Logbook(Home(tmp_path / "home"))


def test_the_key_is_for_its_owner_only_and_not_that_of_publication(tmp_path: Path) -> None:
    from ketenmonitor.store import publication_secrets

    logbook = logbook_in(tmp_path)
    place = tmp_path / "home" / "logbook.toml"
    assert place.stat().st_mode & 0o777 == 0o600
    other = publication_secrets(tmp_path / "home")
    assert other.record_key.hex() not in place.read_text()
    assert other.signing_key.hex() not in place.read_text()
    assert case_name(logbook.home, "proef", "S-1") != case_name(logbook_in(tmp_path / "b").home, "proef", "S-1")


def all_said(logbook: Logbook) -> list[dict[str, Any]]:
    return [one for log in ORDER for one in lines(logbook, log)]


def test_processes_write_together(tmp_path: Path) -> None:
    home = logbook_in(tmp_path) and tmp_path / "home"
    processes = [start(home, -1, 8) for _ in range(3)]
    traces = [trace for process in processes for trace in process.communicate()[0].split()[1:]]
    logbook = Logbook(Home(home))
    assert len(set(traces)) == 24
    assert {trace: found for trace, found in by_trace(logbook).items() if found != list(ORDER)} == {}
    assert len(all_said(logbook)) == 24 * 5
    assert not logbook.cut_off()
    assert json.dumps(all_said(logbook)).count('"operation": "case"') == 24
