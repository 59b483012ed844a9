"""The questions of the comparison that pm4py answers, in its own best way: `python -m benchmarks.peers.by_pm4py LOG`.

The program is loaded inside `main`, because the time that takes counts.
"""

from __future__ import annotations

import json
import sys
import time


def main(log: str) -> None:
    """Read the log, and answer what it can."""
    began = time.perf_counter()
    import pm4py

    seconds = {"start": time.perf_counter() - began}
    began = time.perf_counter()
    frame = pm4py.read_xes(log)
    seconds["load"] = time.perf_counter() - began
    for name, question in (
        ("paths", pm4py.discover_dfg),
        ("waits", pm4py.discover_performance_dfg),
        ("variants", pm4py.get_variants),
        ("durations", pm4py.get_all_case_durations),
    ):
        began = time.perf_counter()
        question(frame)
        seconds[name] = time.perf_counter() - began
    print(json.dumps(seconds))


if __name__ == "__main__":
    main(sys.argv[1])
