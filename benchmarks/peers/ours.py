"""The questions of the comparison, answered by this project: `python -m benchmarks.peers.ours LOG HOME`.

Prints one JSON object: seconds per step. The log comes in through the gate, whole, and every measure is computed. The
program is loaded inside `main`, because the time that takes counts.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

CHAIN = "verkeersboetes"


def main(log: Path, folder: Path) -> None:
    """Import the log into a new home, and ask every measure once of a fresh view."""
    began = time.perf_counter()
    from ketenmonitor.definition import shipped_definition
    from ketenmonitor.instants import to_us
    from ketenmonitor.intake import import_log
    from ketenmonitor.linking import Cases
    from ketenmonitor.measures import MEASURES, Selection, measure
    from ketenmonitor.store import make_home, open_view

    seconds = {"start": time.perf_counter() - began}
    home = make_home(folder, [shipped_definition(CHAIN)])
    began = time.perf_counter()
    outcomes = import_log(home, CHAIN, log, to_us(datetime(2026, 1, 1, tzinfo=UTC)))
    assert all(outcome.status == "accepted" for outcome in outcomes)
    seconds["load"] = time.perf_counter() - began
    for name in MEASURES:
        began = time.perf_counter()
        selection = Selection(period="year") if name == "flow" else Selection()
        figures = measure(Cases(open_view(home, CHAIN)), name, selection=selection)
        seconds[name] = time.perf_counter() - began
        assert figures.records or name in ("linkage", "reconcile")
    print(json.dumps(seconds))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
