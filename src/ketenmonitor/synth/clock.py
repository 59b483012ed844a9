"""The wall clock of a chain, for whole columns of instants at once.

Comes in: a timezone and the dates between which it must be right. Goes out: `Clock`, which turns instants (`at`,
microseconds since 1970 in UTC) into local times, dates and ISO texts. The promise: whole columns, no event alone.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ketenmonitor.synth.columns import Bools, Ints

SECOND = 1_000_000
HOUR = 3600 * SECOND
DAY = 24 * HOUR
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Clock:
    """`offsets[i]` is what the clock is ahead of UTC before `changes[i]`; the last one holds after all changes."""

    zone: ZoneInfo
    changes: Ints
    offsets: Ints

    def offset(self, at: Ints) -> Ints:
        return self.offsets[np.searchsorted(self.changes, at, side="right")]

    def local(self, at: Ints) -> Ints:
        return at + self.offset(at)

    def day(self, at: Ints) -> Ints:
        """The local date, in days since 1970-01-01."""
        return self.local(at) // DAY

    def instant(self, local: Ints) -> Ints:
        """An instant at which the clock shows `local`; near a change of the clock it may be the hour beside it."""
        return local - self.offset(local - self.offset(local))

    def occurs_twice(self, at: Ints) -> Bools:
        """Whether the local time of these instants is shown twice, because the clock was put back."""
        return self._within(at, self.offsets[:-1] - self.offsets[1:], before=True)

    def is_first_of_two(self, at: Ints) -> Bools:
        return self.occurs_twice(at) & ~self._within(at, self.offsets[:-1] - self.offsets[1:], before=False)

    def follows_a_gap(self, at: Ints) -> Bools:
        """Whether the clock was put forward so shortly before that the skipped time could be meant."""
        return self._within(at, self.offsets[1:] - self.offsets[:-1], before=False)

    def _within(self, at: Ints, widths: Ints, *, before: bool) -> Bools:
        widths = np.maximum(widths, 0)
        place = np.searchsorted(self.changes - (widths if before else 0), at, side="right") - 1
        known = place >= 0
        place = np.maximum(place, 0)
        return known & (at < self.changes[place] + widths[place]) if len(self.changes) else np.zeros(len(at), bool)


def clock_of(zone: ZoneInfo, first: date, last: date) -> Clock:
    """A clock that is right from `first` to `last`."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    changes, offsets = [], [_offset(zone, midnight_utc(days[0]))]
    for day, following in pairwise(days):
        before, after = (_offset(zone, midnight_utc(d)) for d in (day, following))
        if before != after:
            minutes = range(midnight_utc(day), midnight_utc(following), 60 * SECOND)
            changes.append(minutes[bisect_left(minutes, True, key=lambda at: _offset(zone, at) == after)])
            offsets.append(after)
    return Clock(zone, np.array(changes, np.int64), np.array(offsets, np.int64))


def _offset(zone: ZoneInfo, at: int) -> int:
    ahead = datetime.fromtimestamp(at // SECOND, zone).utcoffset()
    assert ahead is not None, "a datetime with a zone has an offset"
    return ahead // timedelta(microseconds=1)


def midnight_utc(day: date) -> int:
    """The instant at which a date begins in UTC."""
    return (day - EPOCH).days * DAY


def midnight(day: date, zone: ZoneInfo) -> int:
    """The instant at which a local date begins."""
    return int(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp()) * SECOND


def iso(at: int, zone: ZoneInfo) -> str:
    """One instant as ISO 8601 with its offset."""
    return datetime.fromtimestamp(at // SECOND, UTC).astimezone(zone).isoformat()


def written(clock: Clock, at: Ints, form: str, *, careless: bool = False) -> pa.Array:
    """Instants as a partner writes them: "instant" (a timestamp in UTC), "offset" or "local" (texts).

    "local" leaves the offset out where the reader cannot be mistaken. A careless partner also leaves it out in an
    hour that occurs twice (when it means the first), and keeps an old clock in the hour that is skipped.
    """
    if form == "instant":
        return pa.array(at, pa.timestamp("us", tz="UTC"))
    local, offset = clock.local(at), clock.offset(at)
    bare = np.zeros(len(at), bool)
    if form == "local":
        bare = ~clock.occurs_twice(at) | (clock.is_first_of_two(at) & careless)
        behind = clock.follows_a_gap(at) & careless
        local = np.where(behind, at + clock.offset(at - HOUR), local)
    texts = pa.array(local // SECOND, pa.timestamp("s")).cast(pa.string())
    texts = pc.utf8_replace_slice(texts, 10, 11, "T")
    known, place = np.unique(offset, return_inverse=True)
    suffixes = pa.array([*(_suffix(int(value)) for value in known), ""])
    return pc.binary_join_element_wise(texts, suffixes.take(pa.array(np.where(bare, len(known), place))), "")


def _suffix(offset: int) -> str:
    sign, minutes = "-" if offset < 0 else "+", abs(offset) // (60 * SECOND)
    return f"{sign}{minutes // 60:02d}:{minutes % 60:02d}"
