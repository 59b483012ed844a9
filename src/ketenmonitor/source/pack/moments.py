"""When things happened, as it is written in an extract: instants, and what was odd.

Comes in: a part of an extract and a `Moment`. Goes out: `at_us` (null where nothing can be read), and which texts say an hour that
occurs twice or not at all. The promise: only the forms that the mapping names are read, and ISO 8601 where it names none or the
system itself knows what is a time; a text without an offset is local time in the zone that the mapping says.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from ketenmonitor.logs import times
from ketenmonitor.source.mapping import Moment, Source

MIDNIGHT = r"^([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]00:00(:00(\.0+)?)?$"
BEFORE_CLOCK = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]"
OFFSET = "%z"
READ = {"at_us": pl.Int64, "is_ambiguous": pl.Boolean, "is_nonexistent": pl.Boolean}


@dataclass(frozen=True)
class Clocks:
    """How times are written in one source."""

    formats: tuple[str, ...]
    timezone: str
    iso: bool

    @classmethod
    def of(cls, source: Source, timezone: str, is_typed: bool, moment: Moment | None = None) -> Clocks:
        """As the moment says it, else its source, else the mapping."""
        formats = (moment.formats if moment else ()) or source.formats
        zone = (moment.timezone if moment else None) or source.timezone or timezone
        return cls(formats, zone, is_typed or not formats)


def written(part: pl.DataFrame, moment: Moment) -> pl.Series:
    """The texts that say when; of a day and a clock in two columns both, and the day alone where there is no clock."""
    day = pl.col(moment.column)
    if moment.clock is None:
        return part.select(day.alias("text"))["text"]
    day = day.str.replace(MIDNIGHT, "$1")  # a system that knows no days alone
    clock = pl.col(moment.clock).str.replace(BEFORE_CLOCK, "")
    both = pl.when(clock.is_null()).then(day).otherwise(pl.concat_str(day, clock, separator=" "))
    return part.select(both.alias("text"))["text"]


def instants(texts: pl.Series, clocks: Clocks) -> pl.DataFrame:
    """at_us, is_ambiguous and is_nonexistent of each text. Each text that occurs is read once."""
    distinct = pl.DataFrame({"text": texts.drop_nulls().unique()})
    text, zone = pl.col("text"), clocks.timezone
    walls = [text.str.to_datetime(form, strict=False, time_unit="us") for form in clocks.formats if OFFSET not in form]
    exact = [text.str.to_datetime(form, strict=False, time_unit="us") for form in clocks.formats if OFFSET in form]
    wall = [value.dt.timestamp("us") for value in walls]
    at_us = [value.dt.timestamp("us") for value in exact]
    if clocks.iso:
        cut, is_local = times.cut(text), times.lacks_offset(text)
        wall.append(pl.when(is_local).then(times.instants(cut, "UTC")))
        at_us.append(pl.when(~is_local).then(times.instants(cut, zone)))
    read = distinct.with_columns(wall=pl.coalesce([*wall, pl.lit(None, pl.Int64)]))
    read = read.with_columns(
        at_us=pl.coalesce(times.of_local(pl.col("wall"), zone), *at_us), **_odd(pl.col("wall"), zone)
    )
    is_possible = times.on_the_calendar(pl.col("at_us"))
    read = read.select("text", *(pl.when(is_possible).then(pl.col(name)).alias(name) for name in READ))
    return texts.alias("text").to_frame().join(read, on="text", how="left", maintain_order="left").select(*READ)


def _odd(wall: pl.Expr, zone: str) -> dict[str, pl.Expr]:
    clock = pl.from_epoch(wall, time_unit="us")
    first, last = (
        clock.dt.replace_time_zone(zone, ambiguous=which, non_existent="null").dt.timestamp("us")
        for which in ("earliest", "latest")
    )
    return {"is_ambiguous": first != last, "is_nonexistent": first.is_null() & wall.is_not_null()}


def as_text(at_us: pl.Expr) -> pl.Expr:
    """An instant as a delivery has it: ISO 8601 in UTC, exact to the microsecond."""
    moment = pl.from_epoch(at_us, time_unit="us")
    is_whole = at_us % 1_000_000 == 0
    return (
        pl.when(is_whole)
        .then(moment.dt.strftime("%Y-%m-%dT%H:%M:%SZ"))
        .otherwise(moment.dt.strftime("%Y-%m-%dT%H:%M:%S%.6fZ"))
    )
