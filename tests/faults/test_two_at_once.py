"""Two writers wait for each other or are told to; readers go on reading and see whole states only, in order."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

from ketenmonitor.errors import StorageError
from ketenmonitor.store import Home
from tests.chain import deliver, home_of, n_events, received
from tests.faults.crash import ROOT

RECEIVE = """
import sys
from pathlib import Path
from ketenmonitor.store import open_home
from tests.chain import received
home = open_home(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
for delivery in sys.argv[2:]:
    print(received(home, Path(delivery)).status, flush=True)
"""
READ = """
import sys
from pathlib import Path
from ketenmonitor.linking import Cases
from ketenmonitor.measures import measure
from ketenmonitor.store import open_home, open_view
home = open_home(Path(sys.argv[1]))
stop = Path(sys.argv[2])
print("ready", flush=True)
while True:
    is_last = stop.exists()
    view = open_view(home, "proef")
    rows = view.engine.run(view.events.count().as_table())[0][0].as_py()
    counted = measure(Cases(view), "stock").records[-1]["counted"] if view.receipts else None
    print(len(view.receipts), rows, counted, flush=True)
    if is_last:
        break
"""


def started(script: str, *arguments: object) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    command = [sys.executable, "-W", "ignore", "-c", script, *map(str, arguments)]
    process = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n", process.stderr and process.stderr.read()
    return process


def delivery(folder: Path, number: int) -> Path:
    """Each brings two cases, and the same event of the first case once more: a correction."""
    moment = f"2024-01-{number:02d}T09:00:00+01:00"
    rows = [(f"{number}-{case}", "aangifte", moment, f"{number}-{case}") for case in "ab"]
    return deliver(folder, f"d{number}", events=[*rows, ("first", "aangifte", moment, "first")])


def test_two_processes_receive_into_one_home_in_turn(tmp_path: Path) -> None:
    home = home_of(tmp_path)
    both = [started(RECEIVE, home.path, *(delivery(tmp_path, n) for n in pair)) for pair in [(1, 2), (3, 4)]]
    for process in both:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    told = [process.communicate() for process in both]
    assert [out for out, _ in told] == ["accepted\naccepted\n"] * 2, told
    assert n_events(home) == 2 * 4 + 1


def test_a_writer_that_waits_too_long_is_told_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = home_of(tmp_path)
    monkeypatch.setenv("KETENMONITOR_LOCK_TIMEOUT_SECONDS", "0.05")
    sentence = r"0\.05 seconds.*nothing was changed. Try again"
    with FileLock(home.path / "lock"), pytest.raises(StorageError, match=sentence):
        received(Home(home.path), delivery(tmp_path, 1))
    assert n_events(home) == 0
    assert received(Home(home.path), delivery(tmp_path, 1)).status == "accepted"


def test_a_home_without_rights_to_write_is_told(tmp_path: Path) -> None:
    home = home_of(tmp_path)
    (home.path / "lock").unlink(missing_ok=True)
    (home.path / "lock").mkdir()
    with pytest.raises(StorageError, match="rights"):
        received(home, delivery(tmp_path, 1))


def test_reading_while_receiving_sees_whole_states_in_order(tmp_path: Path) -> None:
    home = home_of(tmp_path)
    stop = tmp_path / "stop"
    reader = started(READ, home.path, stop)
    for number in range(1, 6):
        assert received(home, delivery(tmp_path, number)).status == "accepted"
    stop.touch()
    out, error = reader.communicate(timeout=60)
    assert reader.returncode == 0, error
    seen = [line.split() for line in out.splitlines()]
    states = [["0", "0", "None"], *([str(n), str(2 * n + 1), str(2 * n + 1)] for n in range(1, 6))]
    assert [one for one in seen if one not in states] == []
    assert seen == sorted(seen, key=lambda one: int(one[0]))
    assert seen[-1] == states[-1]
    assert len(seen) > 2
