"""A piece of fuzzing in a process of its own: a reader that kills the process is caught by the one that waits for it.

Comes in: a format, a seed, where to begin and for how long. Goes out: a `Slice`, through a pipe. Before each run the
input is written down, so that it is still there when the process dies or hangs.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import resource
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from ketenmonitor.errors import KetenmonitorError

LONGEST_SECONDS = 60  # what takes longer hangs
SLOW_SECONDS = 15  # of computing: kept, to look at
MOST_MEMORY_MB = 3000
NOW = "now"


@dataclass
class Slice:
    """What came of some runs: how many of each outcome, the crashes by where they are, and the slowest run."""

    runs: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    crashes: Counter[str] = field(default_factory=Counter)
    slowest_seconds: float = 0.0
    memory_mb: int = 0

    def add(self, other: Slice) -> None:
        self.runs += other.runs
        self.outcomes += other.outcomes
        self.crashes += other.crashes
        self.slowest_seconds = max(self.slowest_seconds, other.slowest_seconds)
        self.memory_mb = max(self.memory_mb, other.memory_mb)


def run_apart(name: str, seed: int, first: int, seconds: float, kept: Path) -> Slice:
    """Run in another process; when that dies or hangs, its last input is a crash."""
    kept.mkdir(parents=True, exist_ok=True)
    receiving, sending = multiprocessing.get_context("spawn").Pipe(duplex=False)
    process = multiprocessing.get_context("spawn").Process(
        target=_run, args=(name, seed, first, seconds, kept, sending)
    )
    process.start()
    sending.close()
    found, hangs = Slice(), False
    while not hangs:
        hangs = not receiving.poll(LONGEST_SECONDS)
        try:
            if not hangs:
                found.add(receiving.recv())
        except EOFError:  # it is done, or dead
            break
    if hangs:
        process.kill()
    process.join()
    now = kept / f"{name}.{NOW}"
    if (hangs or process.exitcode) and now.exists():  # else it never began, on a machine that is busy with other things
        found.runs += 1
        found.crashes["hangs" if hangs else f"the process died: {process.exitcode}"] += 1
        now.replace(kept / f"{name}.{'hangs' if hangs else 'dies'}.{seed}.{first + found.runs}")
    now.unlink(missing_ok=True)
    return found


def _run(name: str, seed: int, first: int, seconds: float, kept: Path, sending: Connection) -> None:
    from benchmarks.fuzz.formats import FORMATS  # here, so that the waiting process stays small

    until = time.monotonic() + seconds
    number = first
    with TemporaryDirectory() as folder:
        (Path(folder) / "in").mkdir()
        while time.monotonic() < until:
            data = FORMATS[name].make(Random(f"{seed}/{name}/{number}"))
            (kept / f"{name}.{NOW}").write_bytes(data)
            one = Slice(runs=1)
            started = time.process_time()  # of the clock on the wall other programs have their share
            one.outcomes[_outcome(name, Path(folder) / "in", data, one, kept)] += 1
            one.slowest_seconds = time.process_time() - started
            if one.slowest_seconds > SLOW_SECONDS:
                (kept / f"{name}.slow.{seed}.{number}").write_bytes(data)
            one.memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            sending.send(one)
            number += 1
            if one.memory_mb > MOST_MEMORY_MB:
                break


def _outcome(name: str, folder: Path, data: bytes, one: Slice, kept: Path) -> str:
    from benchmarks.fuzz.formats import FORMATS

    try:
        return FORMATS[name].read(folder, data)
    except KetenmonitorError as error:
        return f"refused: {type(error).__name__}"
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # Rust panics are no Exception
        where = [
            f"{Path(f.filename).name}:{f.lineno}"
            for f in traceback.extract_tb(error.__traceback__)
            if "ketenmonitor" in f.filename
        ]
        place = f"{type(error).__name__} at {where[-1] if where else 'the fuzzer'}"
        one.crashes[place] += 1
        digest = hashlib.sha256(place.encode()).hexdigest()[:8]
        if not (kept / f"{name}.{digest}").exists():
            (kept / f"{name}.{digest}").write_bytes(data)
            (kept / f"{name}.{digest}.txt").write_text(traceback.format_exc(), encoding="utf-8", errors="replace")
        return "crash"
