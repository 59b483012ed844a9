"""Kaplan-Meier inside the engine beside lifelines: `python -m benchmarks.sizes.survival --cases 10000000`.

All get the same made-up times, the engine as a Parquet file, lifelines as arrays in memory, which is its best way. Each is a
process of its own; the medians must be the same.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.sizes.run import measured

DAY_US = 86_400_000_000
SIDES = {"this project": "quantiles", "this project, the whole curve": "curve", "lifelines": "lifelines"}


def main() -> None:
    """Make the times, run both, print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--side", choices=SIDES.values(), help=argparse.SUPPRESS)
    parser.add_argument("--times", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.side:
        print(
            json.dumps(by_lifelines(asked.times) if asked.side == "lifelines" else by_engine(asked.times, asked.side))
        )
        return
    with tempfile.TemporaryDirectory() as folder:
        times = Path(folder) / "times.parquet"
        make(times, asked.cases)
        done = {
            name: measured(["benchmarks.sizes.survival", "--side", side, "--times", str(times)], 3600.0)
            for name, side in SIDES.items()
        }
    print(f"| {asked.cases:,} cases | median (days) | median (s) | whole (s) | peak (MB) |\n|---|---:|---:|---:|---:|")
    for name, one in done.items():
        if one.failed:
            sys.exit(f"{name}: {one.failed}")
        print(
            f"| {name} | {one.said['median']:.6f} | {one.said['seconds']:.2f} | {one.whole:.2f} | {one.peak_mb:,.0f} |"
        )
    medians = {one.said["median"] for one in done.values()}
    if max(medians) - min(medians) > 1e-9:
        sys.exit("The medians differ: at least one of the two is wrong.")


def make(times: Path, cases: int) -> None:
    """Waits of whole seconds, most of them ended; the rest is open since some day before."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    draw = np.random.default_rng(1)
    wait = (np.exp(5.5 + 0.9 * draw.standard_normal(cases)) * 86_400).astype(np.int64)
    followed = draw.integers(0, 2700 * 86_400, cases)
    table = pa.table({"t": np.minimum(wait, followed) * 1_000_000, "ended": wait <= followed})
    pq.write_table(table, times)


def by_engine(times: Path, side: str) -> dict[str, float]:
    """The package's own, on a table in the engine: the median alone, or read from the curve at every time."""
    import ibis

    from ketenmonitor.measures import curve as km
    from ketenmonitor.store import connect

    engine = connect()
    rows = engine.connection.read_parquet(times)
    kept = engine.keep(rows.select("t", kind=rows.ended.ifelse("to", ibis.null("string")), one=ibis.literal(0)))
    began = time.perf_counter()
    if side == "quantiles":
        found = engine.run(km.read_quantiles(engine, kept, ["one"], {"median": 0.5})).to_pylist()[0]
    else:
        found = km.read(engine, kept, ["one"], {"median": 0.5}, [365])[(0,)]
    return {"seconds": time.perf_counter() - began, "median": found["median"] / DAY_US}


def by_lifelines(times: Path) -> dict[str, float]:
    """Its fitter, on arrays."""
    import pyarrow.parquet as pq
    from lifelines import KaplanMeierFitter

    table = pq.read_table(times)
    waits, ended = table["t"].to_numpy(), table["ended"].to_numpy()
    began = time.perf_counter()
    found = KaplanMeierFitter().fit(waits, ended).median_survival_time_
    return {"seconds": time.perf_counter() - began, "median": found / DAY_US}


if __name__ == "__main__":
    main()
