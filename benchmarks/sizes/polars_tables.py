"""The prepared tables of `by_polars`: the same as those of `by_duckdb`, made with Polars."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from benchmarks.sizes.process import ACTIVITIES

CODES = pl.Enum(ACTIVITIES)


def prepare(folder: Path) -> dict[str, pl.LazyFrame]:
    """`steps`, `own` and `loose`, the first two in memory."""
    log = pl.scan_parquet(folder / "log.parquet").select(
        c=pl.col("case:concept:name").cast(pl.Categorical).to_physical(),
        a=pl.col("concept:name").cast(CODES).to_physical(),
        at_us=pl.col("time:timestamp").dt.epoch("us"),
    )
    steps = with_next(log).collect().lazy()
    return {"steps": steps, "own": steps, "loose": steps.select("c", "a", "at_us").clear()}


def with_next(events: pl.LazyFrame) -> pl.LazyFrame:
    """Events in order of case and time, each with the next of its case."""
    same = pl.col("c") == pl.col("c").shift(-1)
    following = {name: pl.when(same).then(pl.col(of).shift(-1)) for name, of in (("next_a", "a"), ("next_us", "at_us"))}
    return events.sort("c", "at_us").with_columns(**following)
