"""What does one more delivery cost? `python -m benchmarks.sizes.increment LOG` (a folder of `benchmarks.sizes.generate`).

Everything but the last hundredth of the events (`--share`) is received into a new home; then one more delivery of each
partner brings these. Goes out: seconds to receive it and to refresh what questions read, beside receiving and preparing everything;
and whether the refreshed tables give the same figures as tables that are prepared anew.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.sizes.ours import QUESTIONS
from benchmarks.sizes.questions import CUT_OFF_US
from benchmarks.sizes.written import CHAIN
from ketenmonitor.intake import receive
from ketenmonitor.linking import Cases
from ketenmonitor.measures import Selection, measure, prepare
from ketenmonitor.source import sha256_of
from ketenmonitor.store import Home, make_home, open_view


def main() -> None:
    """Split, receive, refresh, compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("log", type=Path)
    parser.add_argument("--share", type=float, default=0.01)
    asked = parser.parse_args()
    place = Path(tempfile.mkdtemp(dir=asked.log.parent))
    try:
        print(json.dumps(_measured(asked.log, place, asked.share), indent=1))
    finally:
        shutil.rmtree(place)


def _measured(log: Path, place: Path, share: float) -> dict[str, Any]:
    events = json.loads((log / "facts.json").read_text(encoding="utf-8"))["events"]
    n = _split(log, place, round(events * share))
    first, later = (sorted((place / name).iterdir()) for name in ("first", "later"))
    home = make_home(place / "home", [log / "definition.toml"])
    found: dict[str, Any] = {"events": events, "events delivered later": n}
    found["receive what came first (s)"] = _seconds(lambda: [receive(home, d, CUT_OFF_US) for d in first])
    found["prepare it (s)"] = _seconds(lambda: prepare(home, CHAIN))
    found["receive what came later (s)"] = _seconds(lambda: [receive(home, d, CUT_OFF_US) for d in later])
    found["refresh (s)"] = _seconds(lambda: prepare(home, CHAIN))
    refreshed = _figures(home)
    shutil.rmtree(home.prepared_path(CHAIN))
    found["prepare everything (s)"] = _seconds(lambda: prepare(home, CHAIN))
    assert refreshed == _figures(home), "the refreshed tables give other figures"
    one = found["receive what came later (s)"] + found["refresh (s)"]
    rebuild = found["receive what came first (s)"] + found["prepare everything (s)"]
    found["later / rebuild"] = round(one / rebuild, 4)
    found["refresh / prepare everything"] = round(found["refresh (s)"] / found["prepare everything (s)"], 4)
    found["peak (MB)"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return found


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return round(time.perf_counter() - began, 2)


def _figures(home: Home) -> list[dict[str, Any]]:
    cases = Cases(open_view(home, CHAIN))
    assert cases.view.prepared, "nothing is prepared"
    asked = [measure(cases, name, selection=Selection(period=period)) for name, period, _ in QUESTIONS.values()]
    return [record for figures in asked for record in figures.records]


def _split(log: Path, place: Path, n: int) -> int:
    """The deliveries of every partner before and from one moment; how many events come from then on (about `n`)."""
    rows = f"FROM '{log / 'deliveries'}/*/events.parquet'"
    moment = duckdb.execute(f"SELECT min(time) FROM (SELECT time {rows} ORDER BY time DESC LIMIT {n})").fetchall()[0][0]
    edge = f"{moment.isoformat()}+00:00"
    later = 0
    for source in sorted((log / "deliveries").iterdir()):
        _deliver(source, place / "first" / source.name, f"time < TIMESTAMP '{moment}'", delivered_until=edge)
        more = {"delivery_id": "later", "kind": "increment", "delivered_from": edge}
        more["follows"] = f"{source.name}-1"
        later += _deliver(source, place / "later" / source.name, f"time >= TIMESTAMP '{moment}'", **more)
    return later


def _deliver(source: Path, place: Path, where: str, **changes: str) -> int:
    """A part of a delivery; returns how many events it has."""
    place.mkdir(parents=True)
    file = place / "events.parquet"
    query = f"SELECT * FROM '{source / 'events.parquet'}' WHERE {where}"
    n = int(duckdb.execute(f"COPY ({query}) TO '{file}'").fetchall()[0][0])
    said = json.loads((source / "delivery.json").read_text(encoding="utf-8"))
    files = {file.name: {"rows": n, "sha256": sha256_of(file)}}
    (place / "delivery.json").write_text(json.dumps({**said, **changes, "files": files}), encoding="utf-8")
    return n


if __name__ == "__main__":
    main()
