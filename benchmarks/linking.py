"""What a limit on links costs: `python -m benchmarks.linking --objects 110000` (some million events).

Comes in: how many reports to make up. Goes out: seconds of processor and of the clock for linking (which objects there are,
which links are followed, all paths) without limits, with limits that nothing reaches, and with limits of one link, that almost
everything exceeds; medians of so many turns, and the ratio to the first. The promise: the three take turns in one run, over
the same stored rows, and each computes everything itself.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from benchmarks.sizes.objects import make_objects
from benchmarks.sizes.questions import CUT_OFF_US
from ketenmonitor.definition import Definition
from ketenmonitor.intake import receive
from ketenmonitor.linking import Cases
from ketenmonitor.store import Home, connect, make_home, open_view

FAR = 1_000_000


def main() -> None:
    """Make a chain up, and link it in turns."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--objects", type=int, default=110_000)
    parser.add_argument("--repeat", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = _filled(Path(folder), asked.objects)
        chain = home.chains()[0]
        definition = home.definition(chain)
        contenders = {
            "no limit": definition,
            "a limit on each type": _limited(definition, FAR),
            "all stripped": _limited(definition, 1),
        }
        taken: dict[str, list[tuple[float, float]]] = {name: [] for name in contenders}
        for _ in range(asked.repeat):
            for name, one in contenders.items():
                taken[name].append(_linked(home, chain, one))
    first = statistics.median(cpu for cpu, _ in taken["no limit"])
    print("| linking | processor (s) | clock (s) | ratio |\n|---|---:|---:|---:|")
    for name, times in taken.items():
        cpu, clock = (statistics.median(values) for values in zip(*times, strict=True))
        print(f"| {name} | {cpu:.2f} | {clock:.2f} | {cpu / first:.2f} |")


def _filled(folder: Path, reports: int) -> Home:
    make_objects(folder, reports, seed=1)
    home = make_home(folder / "home", [folder / "definition.toml"])
    for delivery in sorted((folder / "deliveries").iterdir()):
        assert receive(home, delivery, CUT_OFF_US).status == "accepted"
    view = open_view(home, home.chains()[0])
    events, links = (view.engine.run(table.count().as_table())[0][0].as_py() for table in (view.events, view.links))
    print(f"{events:,} events, {links:,} links\n")
    return home


def _limited(definition: Definition, limit: int) -> Definition:
    return replace(
        definition, objects={name: replace(one, most_links=limit) for name, one in definition.objects.items()}
    )


def _linked(home: Home, chain: str, definition: Definition) -> tuple[float, float]:
    """Seconds of processor and of the clock."""
    view = replace(open_view(home, chain, engine=connect(), definition=definition), prepared={})
    cpu, clock = time.process_time(), time.perf_counter()
    cases = Cases(view)
    view.engine.run(cases.paths.count().as_table())
    return time.process_time() - cpu, time.perf_counter() - clock


if __name__ == "__main__":
    main()
