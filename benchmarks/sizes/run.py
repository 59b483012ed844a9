"""Run a program as a process of its own, and measure it from outside.

Goes out: the seconds of the clock and of the processors, the most memory it held, and what it said itself. The promise:
nothing of another process is in these numbers, so this program itself stays small (the memory of a parent counts for its
child until the child has begun).
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
from typing import Any

from benchmarks.sizes.contenders import Contender

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Process:
    """A process that has ended; `said` is the JSON of its last line, `failed` says why there is none."""

    whole: float
    processor: float
    peak_mb: float
    said: dict[str, Any]
    failed: str


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
    """One contender on one log."""
    events = json.loads((log / "facts.json").read_text(encoding="utf-8"))["events"]
    found = Run(kind, size, events, contender.name, is_asked=contender.is_asked)
    if importlib.util.find_spec(contender.needs) is None:
        found.failed = f"{contender.needs} is not installed"
        return found
    if "{store}" in contender.arguments and not contender.fills and not store.exists():
        found.failed = "what it works on was not made"
        return found
    places = {"{log}": str(log), "{store}": str(store)}
    words = [places.get(word, word) for word in contender.arguments]
    done = measured([f"benchmarks.sizes.{contender.module}", *words], timeout)
    found.whole, found.processor, found.peak_mb, found.failed = done.whole, done.processor, done.peak_mb, done.failed
    found.steps = {name: value for name, value in done.said.items() if name != "answers"}
    found.answers = done.said.get("answers", {})
    return found


def measured(words: list[str], timeout: float) -> Process:
    """Run a module with its arguments from its start to its end."""
    with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as cried:
        began = time.perf_counter()
        process = subprocess.Popen([sys.executable, "-m", *words], stdout=said, stderr=cried, cwd=ROOT)
        watch = Timer(timeout, process.kill)
        watch.start()
        _, status, used = os.wait4(process.pid, 0)
        watch.cancel()
        whole = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        cried.seek(0)
        failed = _why(process.returncode, whole >= timeout, cried.read())
        last = {} if failed else json.loads(said.read().strip().splitlines()[-1])
    peak_mb = used.ru_maxrss / (1024 if sys.platform == "linux" else 2**20)
    return Process(whole, used.ru_utime + used.ru_stime, peak_mb, last, failed)


def _why(status: int, is_late: bool, cried: str) -> str:
    if not status:
        return ""
    if is_late:
        return "not done in time"
    if status < 0:
        return f"ended by signal {-status} (9: no memory left)"
    return (cried.strip().splitlines() or [f"ended with {status}"])[-1][:200]
