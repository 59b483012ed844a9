"""Run one contender as a process of its own, and measure it from outside.

Goes out: a `Run` with the seconds of the clock and of the processors, the most memory it held, and what it said itself. The
promise: nothing of another process is in these numbers, so this program itself stays small (the memory of a parent counts
for its child until the child has begun).
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from threading import Timer

from benchmarks.sizes.contenders import Contender

ROOT = Path(__file__).parents[2]


@dataclass
class Run:
    """What came of one contender on one log; `failed` says why there is nothing."""

    kind: str
    size: int
    events: int
    contender: str
    whole: float = 0.0
    processor: float = 0.0
    peak_mb: float = 0.0
    steps: dict[str, float] = field(default_factory=dict)
    answers: dict[str, float] = field(default_factory=dict)
    failed: str = ""
    is_asked: bool = True


def run(contender: Contender, kind: str, size: int, log: Path, store: Path, timeout: float) -> Run:
    """One process from its start to its end."""
    events = json.loads((log / "facts.json").read_text(encoding="utf-8"))["events"]
    found = Run(kind, size, events, contender.name, is_asked=contender.is_asked)
    if importlib.util.find_spec(contender.needs) is None:
        found.failed = f"{contender.needs} is not installed"
        return found
    places = {"{log}": str(log), "{store}": str(store)}
    words = [places.get(word, word) for word in contender.arguments]
    with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as cried:
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", f"benchmarks.sizes.{contender.module}", *words], stdout=said, stderr=cried, cwd=ROOT
        )
        watch = Timer(timeout, process.kill)
        watch.start()
        _, status, used = os.wait4(process.pid, 0)
        watch.cancel()
        found.whole = time.perf_counter() - began
        found.processor, found.peak_mb = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024  # Linux gives kilobytes
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        cried.seek(0)
        if process.returncode:
            found.failed = _why(process.returncode, found.whole >= timeout, cried.read())
        else:
            found.steps = json.loads(said.read().strip().splitlines()[-1])
            found.answers = found.steps.pop("answers")  # type: ignore[assignment]  # one line holds both
    return found


def _why(status: int, is_late: bool, cried: str) -> str:
    if is_late:
        return "not done in time"
    if status < 0:
        return f"ended by signal {-status} (9: no memory left)"
    return (cried.strip().splitlines() or [f"ended with {status}"])[-1][:200]
