"""What does one more delivery cost? `python -m benchmarks.sizes.increment LOG` (a folder of `benchmarks.sizes.generate`).

Everything but the last hundredth of the events (`--share`) is received into a new home; then one delivery of one partner
brings these. Goes out: seconds to receive it and to refresh what questions read, beside receiving and preparing everything;
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

from benchmarks.sizes.generate import CHAIN
from benchmarks.sizes.ours import QUESTIONS
from benchmarks.sizes.questions import CUT_OFF_US
from ketenmonitor.intake import receive
from ketenmonitor.linking import Cases
from ketenmonitor.measures import Selection, measure, prepare
from ketenmonitor.source import sha256_of
from ketenmonitor.store import Home, make_home, open_view

PARTNER = "police"  # it begins every case, so most of what it reports last is of cases that nobody knew


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
    first, later, n = _split(log, place, round(events * share))
    home = make_home(place / "home", [log / "definition.toml"])
    others = [path for path in sorted((log / "deliveries").iterdir()) if path.name != PARTNER]
    found: dict[str, Any] = {"events": events, "events of the delivery": n}
    found["receive everything else (s)"] = _seconds(lambda: [receive(home, d, CUT_OFF_US) for d in (first, *others)])
    found["prepare everything else (s)"] = _seconds(lambda: prepare(home, CHAIN))
    found["receive the delivery (s)"] = _seconds(lambda: receive(home, later, CUT_OFF_US))
    found["refresh (s)"] = _seconds(lambda: prepare(home, CHAIN))
    refreshed = _figures(home)
    shutil.rmtree(home.prepared_path(CHAIN))
    found["prepare everything (s)"] = _seconds(lambda: prepare(home, CHAIN))
    assert refreshed == _figures(home), "the refreshed tables give other figures"
    rebuild = found["receive everything else (s)"] + found["receive the delivery (s)"] + found["prepare everything (s)"]
    one = found["receive the delivery (s)"] + found["refresh (s)"]
    found["delivery / rebuild"] = round(one / rebuild, 4)
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


def _split(log: Path, place: Path, n: int) -> tuple[Path, Path, int]:
    """The deliveries of one partner before and from some moment; the second has about `n` events."""
    source = log / "deliveries" / PARTNER
    said = json.loads((source / "delivery.json").read_text(encoding="utf-8"))
    rows = f"FROM '{source / 'events.parquet'}'"
    moment = duckdb.execute(f"SELECT min(time) FROM (SELECT time {rows} ORDER BY time DESC LIMIT {n})").fetchall()[0][0]
    edge = f"{moment.isoformat()}+00:00"
    first = {"delivery_id": "first", "delivered_until": edge}
    later = {"delivery_id": "later", "kind": "increment", "follows": "first", "delivered_from": edge}
    counts = []
    for name, where, changes in (("first", "<", first), ("later", ">=", later)):
        file = place / name / "events.parquet"
        file.parent.mkdir()
        query = f"SELECT * {rows} WHERE time {where} TIMESTAMP '{moment}'"
        counts.append(duckdb.execute(f"COPY ({query}) TO '{file}'").fetchall()[0][0])
        files = {file.name: {"rows": counts[-1], "sha256": sha256_of(file)}}
        text = json.dumps({**said, **changes, "files": files})
        (file.parent / "delivery.json").write_text(text, encoding="utf-8")
    return place / "first", place / "later", counts[1]


if __name__ == "__main__":
    main()
