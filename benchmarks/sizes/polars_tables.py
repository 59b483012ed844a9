"""The prepared tables of `by_polars`: the same as those of `by_duckdb`, made with Polars."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from benchmarks.sizes.process import ACTIVITIES

CODES = pl.Enum(ACTIVITIES)


def prepare(folder: Path) -> dict[str, pl.LazyFrame]:
    """`steps`, `own` and `loose`, in memory."""
    if not (folder / "log.parquet").exists():
        return _of_objects(folder)
    log = pl.scan_parquet(folder / "log.parquet").select(
        c=pl.col("case:concept:name").cast(pl.Categorical).to_physical(),
        a=pl.col("concept:name").cast(CODES).to_physical(),
        at_us=pl.col("time:timestamp").dt.epoch("us"),
    )
    steps = _with_next(log).collect().lazy()
    return {"steps": steps, "own": steps, "loose": steps.select("c", "a", "at_us").clear()}


def _with_next(events: pl.LazyFrame) -> pl.LazyFrame:
    """Events in order of case and time, each with the next of its case."""
    same = pl.col("c") == pl.col("c").shift(-1)
    following = {name: pl.when(same).then(pl.col(of).shift(-1)) for name, of in (("next_a", "a"), ("next_us", "at_us"))}
    return events.sort("c", "at_us").with_columns(**following)


def _of_objects(folder: Path) -> dict[str, pl.LazyFrame]:
    """A case has the events of its own and of the objects that are linked to it; a file without a case is loose."""
    objects = pl.scan_parquet(folder / "object.parquet").select(
        id="ocel_id", kind="ocel_type", c=pl.int_range(pl.len(), dtype=pl.UInt32)
    )
    events = pl.scan_parquet(folder / "event.parquet").select(
        "ocel_id", a=pl.col("ocel_type").cast(CODES).to_physical(), at_us=pl.col("ocel_time").dt.epoch("us")
    )
    pairs = pl.scan_parquet(folder / "event_object.parquet").filter(pl.col("ocel_qualifier") == "own")
    own = (
        events.join(pairs, left_on="ocel_id", right_on="ocel_event_id")
        .join(objects, left_on="ocel_object_id", right_on="id")
        .select("c", "kind", "a", "at_us")
        .collect()
        .lazy()
    )
    number = objects.select("id", "c")
    up = (
        pl.scan_parquet(folder / "object_object.parquet")
        .join(number, left_on="ocel_source_id", right_on="id")
        .join(number, left_on="ocel_target_id", right_on="id", suffix="_case")
        .select("c", "c_case")
        .collect()
        .lazy()
    )
    columns = ("c", "a", "at_us")
    linked = own.join(up, on="c").select(c="c_case", a="a", at_us="at_us")
    steps = _with_next(pl.concat([linked, own.filter(pl.col("kind") == "case").select(columns)]))
    loose = own.filter(pl.col("kind") == "file").join(up, on="c", how="anti").select(columns)
    return {"steps": steps.collect().lazy(), "own": own, "loose": loose.collect().lazy()}
