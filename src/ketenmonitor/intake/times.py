"""Texts that say when: into instants and local clock times, inside the engine.

Comes in: a table with a column of texts. Goes out: the same with `at_us`, `local_us` and what was odd. A text without
offset is local time in the chain's timezone. An hour that occurs twice (autumn) is its first occurrence; one that does
not exist (spring) is read with the offset before the change, as Python does with fold=0. Both are flagged, so that
they are counted.

What clocks do is asked of Python once for each day that occurs, and joined: asking the engine's calendar for each row
took twenty times as long. Clocks are taken to change at most once in three days.
"""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir
import pyarrow as pa

from ketenmonitor.instants import DAY_US, EARLIEST, LATEST, from_us, to_us
from ketenmonitor.store import Engine

ISO_8601 = r"^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-](0\d|1[0-5])(:?[0-5]\d)?)?)?$"
HAS_OFFSET = r":\d{2}(\.\d+)?(Z|[+-](0\d|1[0-5])(:?[0-5]\d)?)$"


WALL, INSTANT = dt.Timestamp(), dt.Timestamp(timezone="UTC")


# DuckDB's own functions, by their names there; the bodies are never run.
@ibis.udf.scalar.builtin(name="epoch_us", signature=((WALL,), dt.int64))
def wall_us(wall: ir.TimestampValue) -> ir.IntegerValue:
    """Microseconds since 1970 of a timestamp without zone, as if it were UTC."""


@ibis.udf.scalar.builtin(name="epoch_us", signature=((INSTANT,), dt.int64))
def instant_us(instant: ir.TimestampValue) -> ir.IntegerValue:
    """Microseconds since 1970 of an instant."""


def with_instants(engine: Engine, rows: ir.Table, zone: ZoneInfo) -> ir.Table:
    """Add to rows with a `time`: `at_us` (null where it is no time of the years 2 to 9999), `local_us`, `is_ambiguous`, `is_nonexistent`."""
    read = _read(engine, rows)
    clocks = _clocks(engine, read, zone)
    read = read.left_join(clocks, "day").drop("day_right")
    # A change of the clocks lies between `before` and `after`; without one nearby they are the same.
    first, second = read.wall_us - read.before, read.wall_us - read.after
    first_fits, second_fits = (first < read.change_us).fill_null(True), (second >= read.change_us).fill_null(True)
    naive = (first_fits | ~second_fits).ifelse(first, second)
    is_local = read.instant_us.isnull() & read.wall_us.notnull()
    at_us = is_local.ifelse(naive, read.instant_us)
    # Systems write the ends of the calendar for "unknown" and "never"; the year 0 is BC, which ISO 8601 leaves to agree.
    at_us = at_us.between(to_us(EARLIEST), to_us(LATEST) - 1).ifelse(at_us, ibis.null("int64"))
    read = engine.keep(
        read.mutate(
            at_us=at_us,
            local_us=at_us + (at_us < read.change_us).fill_null(True).ifelse(read.before, read.after),
            is_ambiguous=(is_local & first_fits & second_fits & (first != second)).fill_null(False),
            is_nonexistent=(is_local & ~first_fits & ~second_fits).fill_null(False),
        )
    )
    return read.drop("wall_us", "instant_us", "day", "before", "after", "change_us")


def _read(engine: Engine, rows: ir.Table) -> ir.Table:
    """The rows with `wall_us` (said without offset) or `instant_us` (with one), and the `day` it is about."""
    text = rows.time
    is_iso, has_offset = text.re_search(ISO_8601), text.re_search(HAS_OFFSET)
    # DuckDB wants seconds before an offset; ISO 8601 does not.
    whole = text.re_replace(r"^(.{10}[T ]\d{2}:\d{2})(Z|[+-].*)$", r"\1:00\2")
    null = ibis.null("int64")
    read = engine.keep(
        rows.mutate(
            wall_us=(is_iso & ~has_offset).ifelse(wall_us(text.try_cast(WALL)), null),
            instant_us=(is_iso & has_offset).ifelse(instant_us(whole.try_cast(INSTANT)), null),
        )
    )
    return read.mutate(day=_day_of(ibis.coalesce(read.instant_us, read.wall_us)))


def _day_of(us: ir.IntegerValue) -> ir.IntegerValue:
    """The day number of an instant, also before 1970."""
    return ((us - us % DAY_US - ibis.ifelse(us % DAY_US < 0, DAY_US, 0)) // DAY_US).cast("int64")


def _clocks(engine: Engine, read: ir.Table, zone: ZoneInfo) -> ir.Table:
    """day, before, after, change_us: how far clocks are ahead of UTC around each day, and when that changes (or null)."""
    days = [row["day"] for row in engine.run(read.filter(read.day.notnull()).select("day").distinct()).to_pylist()]
    around = [_around(day, zone) for day in days]
    columns = {name: pa.array([one[i] for one in around], pa.int64()) for i, name in enumerate(CLOCK)}
    return ibis.memtable(pa.table({"day": pa.array(days, pa.int64()), **columns}))


CLOCK = ("before", "after", "change_us")


def _around(day: int, zone: ZoneInfo) -> tuple[int, int, int | None]:
    low, high = (day - 1) * DAY_US, (day + 2) * DAY_US
    before, after = _ahead(low, zone), _ahead(high, zone)
    if before == after:
        return before, after, None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _ahead(middle, zone) == before else (low, middle)
    return before, after, high


def _ahead(at_us: int, zone: ZoneInfo) -> int:
    """How many microseconds clocks in `zone` are ahead of UTC at an instant."""
    moment = from_us(min(max(at_us, to_us(EARLIEST)), to_us(LATEST)))
    return (moment.astimezone(zone).utcoffset() or timedelta()) // timedelta(microseconds=1)
