"""Texts that say when: into instants and local clock times, inside the engine.

Comes in: a table with a column of texts. Goes out: the same with `at_us`, `local_us` and what was odd. A text without
offset is local time in the chain's timezone. An hour that occurs twice (autumn) is its first occurrence; one that does
not exist (spring) is read with the offset before the change, as Python does with fold=0. Both are flagged, so that
they are counted.

What clocks do is asked of Python once for each day that occurs, and joined: asking the engine's calendar for each row
took twenty times as long. Clocks are taken to change at most once in three days. Nothing is computed here but those days:
the caller keeps the result.
"""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir
import pyarrow as pa

from ketenmonitor.instants import DAY_US, EARLIEST, LATEST, day_number, from_us, to_us
from ketenmonitor.store import Engine

ISO_8601 = r"^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-](0\d|1[0-5])(:?[0-5]\d)?)?)?$"
HAS_OFFSET = r":\d{2}(\.\d+)?(Z|[+-](0\d|1[0-5])(:?[0-5]\d)?)$"

# The two forms that most systems write: each is known by one cheap test, so that the expressions above, which take longer
# than all else, are asked of few rows. 2026-01-31 13:45:00, as the engine itself writes a time without offset:
LIKE_PLAIN = "____-__-__ __:__:__%"
# 2026-01-31T13:45:00+01:00, whole to the second and with an offset:
WHOLE_INSTANT = r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-](0\d|1[0-5])(:?[0-5]\d)?)$"
PLAIN, WHOLE, LOCAL, SHORT = range(4)
DAY_LENGTH = len("2026-01-31")
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
    read = _read(engine, rows).mutate(day=ibis._.time.left(DAY_LENGTH))
    read = engine.named(read).left_join(_clocks(engine, rows, zone), "day").drop("day_right")
    # A change of the clocks lies between `before` and `after`; without one nearby, as on most days, all else is not asked.
    is_steady, is_local = read.change_us.isnull(), read.wall_us.notnull()
    first, second = read.wall_us - read.before, read.wall_us - read.after
    first_fits, second_fits = first < read.change_us, second >= read.change_us
    naive = (first_fits | ~second_fits).ifelse(first, second)
    read = engine.named(
        read.mutate(
            at_us=read.instant_us.isnull().ifelse(is_steady.ifelse(first, naive), read.instant_us),
            is_ambiguous=is_steady.ifelse(False, is_local & (first_fits & second_fits).fill_null(False)),
            is_nonexistent=is_steady.ifelse(False, is_local & ~(first_fits | second_fits).fill_null(True)),
        )
    )
    # Systems write the ends of the calendar for "unknown" and "never"; the year 0 is BC, which ISO 8601 leaves to agree.
    at_us = read.at_us.between(to_us(EARLIEST), to_us(LATEST) - 1).ifelse(read.at_us, ibis.null("int64"))
    ahead = (read.change_us.isnull() | (read.at_us < read.change_us)).ifelse(read.before, read.after)
    read = read.mutate(at_us=at_us, local_us=at_us + ahead)
    return engine.named(read.drop("wall_us", "instant_us", "day", "before", "after", "change_us"))


def _read(engine: Engine, rows: ir.Table) -> ir.Table:
    """The rows with `wall_us` (said without offset) or `instant_us` (with one)."""
    is_like = rows.time.like(LIKE_PLAIN)
    rows = engine.named(rows.mutate(plain=is_like.ifelse(rows.time.try_cast(WALL), ibis.null(WALL))))
    text, null = rows.time, ibis.null("int64")
    form = ibis.cases(
        # What the engine writes back as it was is written in full: digits, in their places, and of a day that exists.
        (rows.plain.cast("string") == text, PLAIN),
        (text.re_search(WHOLE_INSTANT), WHOLE),
        (text.re_search(ISO_8601), text.re_search(HAS_OFFSET).ifelse(SHORT, LOCAL)),
        else_=ibis.null("int8"),
    )
    rows = engine.named(rows.mutate(form=form))
    text, form = rows.time, rows.form
    # DuckDB wants seconds before an offset; ISO 8601 does not.
    longer = text.re_replace(r"^(.{10}[T ]\d{2}:\d{2})(Z|[+-].*)$", r"\1:00\2")
    wall = ((form == PLAIN, wall_us(rows.plain)), (form == LOCAL, wall_us(text.try_cast(WALL))))
    instant = ((form == WHOLE, text), (form == SHORT, longer))
    instants = [(is_so, instant_us(said.try_cast(INSTANT))) for is_so, said in instant]
    read = rows.mutate(wall_us=ibis.cases(*wall, else_=null), instant_us=ibis.cases(*instants, else_=null))
    return read.drop("plain", "form")


def _clocks(engine: Engine, rows: ir.Table, zone: ZoneInfo) -> ir.Table:
    """day, before, after, change_us: how far clocks are ahead of UTC around each day, and when that changes (or null)."""
    # Counted, though nobody asks how often: a filter on `distinct` is asked of each row, before.
    days = rows.group_by(day=rows.time.left(DAY_LENGTH)).aggregate(n=rows.count())
    # Of what is no day a delivery may hold any number: it stays in the engine.
    days = days.filter(days.day.try_cast("date").notnull())
    texts = engine.run(days).to_pydict()["day"]
    found = [(text, *_around(day, zone)) for text in texts if (day := _day_of(text)) is not None]
    named, *clocks = zip(*found, strict=True) if found else [()] * (len(CLOCK) + 1)
    columns = {name: pa.array(values, pa.int64()) for name, values in zip(CLOCK, clocks, strict=True)}
    return engine.keep(ibis.memtable(pa.table({"day": pa.array(named, pa.string()), **columns})))


def _day_of(text: str | None) -> int | None:
    """The number of a day that is written as 2026-01-31; None when it is none."""
    try:
        return day_number(date.fromisoformat(text)) if text and len(text) == DAY_LENGTH else None
    except ValueError:
        return None


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
