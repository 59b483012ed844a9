"""Texts that say when: into instants and local clock times, inside the engine.

Comes in: a text column. Goes out: `at_us`, `local_us` and what was odd about it. A text without offset is local time
in the chain's timezone. An hour that occurs twice (autumn) is its first occurrence; one that does not exist (spring)
is read with the offset before the change, as Python does with fold=0. Both are flagged, so that they are counted.
"""

from __future__ import annotations

from dataclasses import dataclass

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

from ketenmonitor.instants import DAY_US

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


@ibis.udf.scalar.builtin(signature=((dt.int64,), INSTANT))
def make_timestamptz(at_us: ir.IntegerValue) -> ir.TimestampValue:
    """The instant `at_us`."""


@ibis.udf.scalar.builtin(signature=((dt.string, INSTANT), WALL))
def timezone(zone: str, instant: ir.TimestampValue) -> ir.TimestampValue:
    """What the clock in `zone` shows at an instant."""


@dataclass(frozen=True)
class Times:
    """Columns made of one text column; `at_us` is null where the text is not a time."""

    at_us: ir.IntegerColumn
    local_us: ir.IntegerColumn
    is_ambiguous: ir.BooleanColumn
    is_nonexistent: ir.BooleanColumn


def clock(at_us: ir.IntegerValue, zone: str) -> ir.IntegerValue:
    """What the wall clock shows at an instant, in microseconds as if it were UTC."""
    return wall_us(timezone(zone, make_timestamptz(at_us)))


def parse(text: ir.StringColumn, zone: str) -> Times:
    """Read a column of ISO 8601 texts."""
    is_iso = text.re_search(ISO_8601)
    wall = is_iso.ifelse(wall_us(text.try_cast(WALL)), ibis.null("int64"))
    # DuckDB wants seconds before an offset; ISO 8601 does not.
    whole = text.re_replace(r"^(.{10}[T ]\d{2}:\d{2})(Z|[+-].*)$", r"\1:00\2")
    instant = instant_us(whole.try_cast(INSTANT))
    # Clocks change at most once in a day or two, so the offset of a day before and of a day after are the candidates.
    before = wall - (clock(wall - DAY_US, zone) - (wall - DAY_US))
    after = wall - (clock(wall + DAY_US, zone) - (wall + DAY_US))
    before_fits, after_fits = clock(before, zone) == wall, clock(after, zone) == wall
    has_offset = text.re_search(HAS_OFFSET)
    naive = (before_fits | ~after_fits).ifelse(before, after)
    at_us = has_offset.ifelse(is_iso.ifelse(instant, ibis.null("int64")), naive)
    return Times(
        at_us=at_us,
        local_us=clock(at_us, zone),
        is_ambiguous=~has_offset & before_fits & after_fits & (before != after),
        is_nonexistent=~has_offset & ~before_fits & ~after_fits,
    )
