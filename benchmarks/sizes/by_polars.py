"""The questions as a good hand writes them for Polars: `python -m benchmarks.sizes.by_polars FOLDER [MODE STORE]`.

Modes and prepared tables are those of `by_duckdb`.
"""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl

from benchmarks.sizes.polars_tables import prepare
from benchmarks.sizes.questions import CUT_OFF_US, DAY_US, ENDS, FIRST_MONTH, MONTHS, OTHER_ENDS, START, STOCKS, Asked
from benchmarks.sizes.questions import numbers as n

Tables = dict[str, pl.LazyFrame]


def main(folder: Path, mode: str = "", store: Path | None = None) -> None:
    """Prepare, ask, or both."""
    asked = Asked()
    with asked.step("load"):
        if mode == "prepared":
            tables = {name: pl.scan_parquet(f"{store}/{name}.parquet") for name in ("steps", "own", "loose")}
        else:
            tables = prepare(folder)
    if mode == "prepare":
        assert store is not None
        with asked.step("write"):
            store.mkdir(parents=True, exist_ok=True)
            for name, table in tables.items():
                table.collect().write_parquet(store / f"{name}.parquet")
    else:
        for question_name, question in QUESTIONS.items():
            with asked.step(question_name):
                question(tables, asked)
    asked.finish()


def paths(tables: Tables, asked: Asked) -> None:
    """One group over the prepared pairs."""
    pairs = tables["steps"].filter(pl.col("next_a").is_not_null()).group_by("a", "next_a")
    found = pairs.agg(pl.len(), median=(pl.col("next_us") - pl.col("at_us")).median()).collect()
    asked.say(path_pairs=len(found), path_times=found["len"].sum(), path_medians_days=found["median"].sum() / DAY_US)


def variants(tables: Tables, asked: Asked) -> None:
    """Rows stand in order of case and place, so a case's activities are a slice."""
    ways = tables["steps"].group_by("c", maintain_order=False).agg("a")
    found = ways.group_by("a").len().collect()
    asked.say(variants=len(found), variant_top=found["len"].max())


def durations(tables: Tables, asked: Asked) -> None:
    """Of cases with an end: the first end after the start."""
    at = pl.col("at_us")
    cases = tables["steps"].group_by("c").agg(start=at.min(), end=at.filter(pl.col("a").is_in(n(ENDS))).min())
    found = cases.select((pl.col("end") - pl.col("start")).median()).collect().item()
    asked.say(duration_median_days=found / DAY_US)


def lead_time(tables: Tables, asked: Asked) -> None:
    """Kaplan-Meier by cumulative sums over the times that occur."""
    at, a = pl.col("at_us"), pl.col("a")
    events = pl.concat([tables[name].select("c", "a", "at_us") for name in ("steps", "loose")])
    firsts = events.group_by("c").agg(
        start=at.filter(a == n((START,))[0]).min(),
        to=at.filter(a.is_in(n(ENDS))).min(),
        other=at.filter(a.is_in(n(OTHER_ENDS))).min(),
    )
    to, other = pl.col("to"), pl.col("other")
    spans = firsts.filter(pl.col("start").is_not_null()).select(
        t=pl.min_horizontal(to, other, pl.lit(CUT_OFF_US)) - pl.col("start"),
        is_to=to.is_not_null() & (other.is_null() | (to <= other)),
        is_end=to.is_not_null() | other.is_not_null(),
    )
    points = spans.group_by("t").agg(n=pl.len(), d=pl.col("is_end").sum(), d_to=pl.col("is_to").sum()).sort("t")
    points = points.with_columns(at_risk=pl.col("n").cum_sum(reverse=True)).collect()
    survival = (1 - points["d"] / points["at_risk"]).cum_prod()
    asked.say(
        km_median_days=points["t"].filter(survival <= 0.5 + 1e-9).min() / DAY_US,
        completed=points["d_to"].sum(),
        other_ends=(points["d"] - points["d_to"]).sum(),
        open=(points["n"] - points["d"]).sum(),
    )


def _changes(tables: Tables, enters: tuple[str, ...], leaves: tuple[str, ...]) -> pl.LazyFrame:
    """Each entry and leave that changes something, with the day, and for an entry the day of the leave."""
    marks = tables["own"].filter(pl.col("a").is_in(n((*enters, *leaves)))).sort("c", "at_us")
    marks = marks.select("c", enters=pl.col("a").is_in(n(enters)), day=pl.col("at_us") // DAY_US)
    same = pl.col("c") == pl.col("c").shift(1)
    was_in = pl.when(same).then(pl.col("enters").shift(1)).otherwise(False).fill_null(False)
    marks = marks.filter(pl.col("enters") != was_in)
    until = pl.when(pl.col("c") == pl.col("c").shift(-1)).then(pl.col("day").shift(-1))
    return marks.with_columns(until=until)


def _month(day: pl.Expr) -> pl.Expr:
    """How many months after the first a day lies."""
    date = day.cast(pl.Int32).cast(pl.Date)
    return (date.dt.year() * 12 + date.dt.month().cast(pl.Int32) - 1 - FIRST_MONTH).cast(pl.Int32)


def stock(tables: Tables, asked: Asked) -> None:
    """Each stay is put at the few months' ends that it covers, instead of joined with all of them."""
    total = {"stock_sum": 0, "stock_old": 0, "stock_ages_days": 0.0}
    for enters, leaves, old in STOCKS.values():
        stays = _changes(tables, enters, leaves).filter(pl.col("enters"))
        months = pl.int_ranges(_month(pl.col("day")), _month(pl.col("until")).fill_null(MONTHS))
        ends = stays.select("day", month=months).explode("month").drop_nulls("month")
        end_day = pl.date(2019, 1, 1).dt.offset_by(pl.format("{}mo", pl.col("month"))).dt.month_end()
        months_ends = pl.LazyFrame({"month": range(MONTHS)}, schema={"month": pl.Int64}).with_columns(
            end=end_day.cast(pl.Int32).cast(pl.Int64)
        )
        ages = ends.with_columns(pl.col("month").cast(pl.Int64)).join(months_ends, on="month")
        ages = ages.select("month", age=pl.col("end") - pl.col("day"))
        found = (
            ages.group_by("month")
            .agg(pl.len(), old=(pl.col("age") > old).sum(), median=pl.col("age").median())
            .collect()
        )
        total["stock_sum"] += found["len"].sum()
        total["stock_old"] += found["old"].sum()
        total["stock_ages_days"] += found["median"].sum()
    asked.say(**total)


def flow(tables: Tables, asked: Asked) -> None:
    """Entries and leaves by month; the stock at the end follows from them."""
    entered = left = 0
    for enters, leaves, _ in STOCKS.values():
        changes = _changes(tables, enters, leaves).group_by(month=_month(pl.col("day")))
        found = changes.agg(entered=pl.col("enters").sum(), left=(~pl.col("enters")).sum()).collect()
        entered, left = entered + found["entered"].sum(), left + found["left"].sum()
    asked.say(flow_entered=entered, flow_left=left, flow_end=entered - left)


QUESTIONS = {
    "paths": paths,
    "variants": variants,
    "durations": durations,
    "lead_time": lead_time,
    "stock": stock,
    "flow": flow,
}


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:3], *map(Path, sys.argv[3:4]))
