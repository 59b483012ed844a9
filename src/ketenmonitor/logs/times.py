"""Times of a log: as they are written for the gate, as instants to know the first and the last event.

Comes in: a column of ISO 8601 texts. Goes out: texts with microseconds at most, and instants. The promise: a text is
read here as the gate reads it (`intake.times`), so that the coverage of an imported log holds all its events. Before
1970 the two may know other offsets for a time that gives none: collections of time zones differ there.
"""

from __future__ import annotations

import polars as pl

from ketenmonitor.instants import DAY_US, EARLIEST, LATEST, to_us

OFFSET = r"(?<offset>Z|[+-](?:0[0-9]|1[0-5])(?::?[0-5][0-9])?)"
CLOCK = r"(?<minute>[0-9]{2}:[0-9]{2})(?::(?<second>[0-5][0-9])(?:\.(?<part>[0-9]{1,9}))?)?"
PARTS = rf"^(?<day>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})(?:[T ]{CLOCK}{OFFSET}?)?$"
TOO_FINE = r"(\.[0-9]{6})[0-9]+"
MINUTE_US = 60_000_000
# Instants that have a local date in every zone: systems write the ends of the calendar for "unknown" and "never".


def loses_precision(text: pl.Expr) -> pl.Expr:
    """Whether more than microseconds are said, so that something is cut off."""
    return text.str.contains(r"\.[0-9]{6}[0-9]*[1-9]")


def cut(text: pl.Expr) -> pl.Expr:
    """The same text without what is finer than microseconds."""
    return text.str.replace(TOO_FINE, "$1")


def lacks_offset(text: pl.Expr) -> pl.Expr:
    """Whether it is a time that leaves the zone to the reader."""
    parts = text.str.extract_groups(PARTS).struct
    return parts.field("day").is_not_null() & parts.field("offset").is_null()


def instants(text: pl.Expr, timezone: str) -> pl.Expr:
    """Microseconds since 1970 UTC, null where the text is no time. Without an offset it is local time in `timezone`."""
    return text.map_batches(lambda texts: _read(texts, timezone), return_dtype=pl.Int64, is_elementwise=True)


def _read(texts: pl.Series, timezone: str) -> pl.Series:
    """Each text that occurs is read once: many events of a log have the same time, if only because it is a date."""
    parts = pl.col("text").str.extract_groups(PARTS).struct.unnest()
    read = pl.DataFrame({"text": texts.drop_nulls().unique()}).with_columns(parts)
    minute, second = pl.col("minute").fill_null("00:00"), pl.col("second").fill_null("00")
    part = pl.col("part").str.pad_end(6, "0").str.slice(0, 6).cast(pl.Int64).fill_null(0)
    is_day_end = (minute == "24:00") & (second == "00") & (part == 0)  # ISO 8601 allows it for the next midnight
    minute = pl.when(is_day_end).then(pl.lit("00:00")).otherwise(minute)
    clock = pl.concat_str("day", pl.lit("T"), minute, pl.lit(":"), second)
    whole = clock.str.to_datetime("%Y-%m-%dT%H:%M:%S", time_unit="us", strict=False).dt.timestamp("us")
    read = read.with_columns(wall=whole + part + is_day_end.cast(pl.Int64) * DAY_US)
    local = of_local(pl.col("wall"), timezone)
    at_us = pl.when(pl.col("offset").is_null()).then(local).otherwise(pl.col("wall") - _of_offset(pl.col("offset")))
    read = read.select("text", at_us=at_us)
    return texts.to_frame("text").join(read, on="text", how="left", maintain_order="left")["at_us"]


def on_the_calendar(at_us: pl.Expr) -> pl.Expr:
    """Whether an instant can be when something happened."""
    return at_us.is_between(to_us(EARLIEST), to_us(LATEST), closed="left")


def local_day(at_us: pl.Expr, timezone: str) -> pl.Expr:
    """The local date at an instant, as text."""
    moment = pl.from_epoch(at_us, time_unit="us").dt.replace_time_zone("UTC")
    return moment.dt.convert_time_zone(timezone).dt.strftime("%Y-%m-%d")


def _of_offset(offset: pl.Expr) -> pl.Expr:
    """The microseconds that a text such as +01:00 puts a clock ahead of UTC; 0 for Z."""
    digits = offset.str.replace_all(r"[^0-9]", "").str.pad_end(4, "0").cast(pl.Int64)
    ahead = (digits // 100 * 60 + digits % 100) * MINUTE_US
    return pl.when(offset.str.starts_with("-")).then(-ahead).otherwise(ahead)


def of_local(wall: pl.Expr, timezone: str) -> pl.Expr:
    """The instant of a local time. An hour that occurs twice is its first occurrence; one that does not exist has the
    offset of the day before.
    """
    exists, before = _in_zone(wall, timezone), _in_zone(wall - DAY_US, timezone) + DAY_US
    return pl.coalesce(exists, before)


def _in_zone(wall: pl.Expr, timezone: str) -> pl.Expr:
    clock = pl.from_epoch(wall, time_unit="us")
    return clock.dt.replace_time_zone(timezone, ambiguous="earliest", non_existent="null").dt.timestamp("us")
