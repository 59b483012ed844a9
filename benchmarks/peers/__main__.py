"""Both programs on one log, in turn, whole processes: `python -m benchmarks.peers LOG [--repeat N]`.

Prints a table for docs/performance.md: medians of seconds, peak memory, and ratios of this one run.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

# A step, and what of each program makes it up.
STEPS = {
    "start the program": (("start",), ("start",)),
    "load the log": (("load",), ("load",)),
    "paths with median waits": (("path",), ("paths", "waits")),
    "variants with durations": (("variant",), ("variants", "durations")),
    "lead times, stocks, flows, hand-overs, terms": (("lead-time", "stock", "flow", "handover", "term"), ()),
}


def run(module: str, *arguments: str) -> dict[str, float]:
    """One process: its own seconds per step, its seconds as a whole, and the memory of the largest child so far."""
    began = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", module, *arguments], capture_output=True, text=True, check=True)
    whole = time.perf_counter() - began
    found: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return {**found, "whole": whole}


def peak_of(module: str, *arguments: str) -> float:
    """Megabytes of memory at most, of a process of its own (resource usage of children only grows)."""
    code = (
        "import resource, subprocess, sys; "
        "subprocess.run([sys.executable, '-m', *sys.argv[1:]], capture_output=True, check=True); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run([sys.executable, "-c", code, module, *arguments], capture_output=True, text=True, check=True)
    return int(done.stdout) / 1024  # Linux gives kilobytes


def main() -> None:
    """Run both in turn and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("log")
    parser.add_argument("--repeat", type=int, default=3)
    asked = parser.parse_args()
    ours: list[dict[str, Any]] = []
    theirs: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(asked.repeat):
            ours.append(run("benchmarks.peers.ours", asked.log, str(Path(folder) / f"home-{number}")))
            theirs.append(run("benchmarks.peers.by_pm4py", asked.log))
        peaks = (
            peak_of("benchmarks.peers.ours", asked.log, str(Path(folder) / "home-peak")),
            peak_of("benchmarks.peers.by_pm4py", asked.log),
        )
    print("| step | this project (s) | pm4py (s) | ratio |\n|---|---:|---:|---:|")
    for step, (mine, other) in {**STEPS, "whole process": (("whole",), ("whole",))}.items():
        a = median(sum(one[name] for name in mine) for one in ours)
        b = median(sum(one[name] for name in other) for one in theirs) if other else None
        print(f"| {step} | {a:.2f} | {'-' if b is None else f'{b:.2f}'} | {'-' if b is None else f'{a / b:.2f}'} |")
    print(f"| peak memory (MB) | {peaks[0]:.0f} | {peaks[1]:.0f} | {peaks[0] / peaks[1]:.2f} |")


if __name__ == "__main__":
    main()
