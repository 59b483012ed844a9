"""Replications on several processes: the same in any number of them, and nothing is left of those that are stopped."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ketenmonitor.errors import SimulationError
from ketenmonitor.whatif.simulate import replicate
from tests.unit.whatif.simulate.workers import dies, hash_of, refuses

ROOT = Path(__file__).parents[4]


def test_one_process_and_two_give_the_same_in_the_same_order() -> None:
    alone = replicate(hash_of, 5, workers=1)
    assert len(set(alone)) == 5
    assert replicate(hash_of, 5, workers=2) == alone


def test_a_process_that_is_killed_is_said() -> None:
    with pytest.raises(SimulationError, match=r"one of 2 processes .* fewer processes"):
        replicate(dies, 4, workers=2)


def test_what_a_replication_refuses_comes_out_as_it_is() -> None:
    for workers in (1, 2):
        with pytest.raises(SimulationError, match=r"^replication 0 cannot be played$"):
            replicate(refuses, 3, workers=workers)


SCRIPT = """
import json, sys
from functools import partial
from pathlib import Path
from ketenmonitor.whatif.simulate import replicate
from tests.unit.whatif.simulate.workers import begins
if __name__ == "__main__":
    try:
        replicate(partial(begins, Path(sys.argv[1])), 4, workers=2)
    except KeyboardInterrupt:
        print(json.dumps("stopped"))
"""


def test_ctrl_c_stops_all_processes_at_once_and_quietly(tmp_path: Path) -> None:
    """As a terminal does it: the signal goes to every process of the group."""
    script = tmp_path / "run.py"
    script.write_text(SCRIPT)
    environment = os.environ | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    run = subprocess.Popen(
        [sys.executable, script, tmp_path], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, start_new_session=True,
    )  # fmt: skip
    _until(lambda: len(list(tmp_path.glob("*.pid"))) == 2)
    os.killpg(run.pid, signal.SIGINT)
    out, err = run.communicate(timeout=20)
    assert (json.loads(out), err) == ("stopped", "")
    for file in tmp_path.glob("*.pid"):
        with pytest.raises(ProcessLookupError):
            os.kill(int(file.read_text()), 0)


def test_when_the_one_that_began_them_is_killed_they_end(tmp_path: Path) -> None:
    script = tmp_path / "run.py"
    script.write_text(SCRIPT)
    environment = os.environ | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    run = subprocess.Popen([sys.executable, script, tmp_path], env=environment, stderr=subprocess.DEVNULL)
    _until(lambda: len([file for file in tmp_path.glob("*.pid") if file.read_text()]) == 2)
    run.kill()
    run.wait()
    _until(lambda: not any(_is_there(int(file.read_text())) for file in tmp_path.glob("*.pid")))


def _is_there(pid: int) -> bool:
    """Not ended; one that nobody collects (without an init) has ended too."""
    place = Path(f"/proc/{pid}/stat")
    try:
        return place.read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def _until(is_so: Callable[[], bool]) -> None:
    for _ in range(600):
        if is_so():
            return
        time.sleep(0.05)
    raise AssertionError("it did not begin")
