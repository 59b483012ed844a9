"""The days for which something holds, and whether two of them have a day in common.

Comes in: what a file says of `from` and `until`. Goes out: a `Period`. The promise: `until` of a file is its last day, that of a
`Period` the first day after it; what has no begin or no end has one before or after all days.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

ALWAYS, NEVER = date.min, date.max


@dataclass(frozen=True)
class Period:
    """Days from `begin` up to `end`, which is not in it."""

    begin: date = ALWAYS
    end: date = NEVER

    def meets(self, other: Period) -> bool:
        """Whether both have a day in common."""
        return self.begin < other.end and other.begin < self.end

    def holds(self, other: Period) -> bool:
        """Whether every day of the other is one of this."""
        return self.begin <= other.begin and other.end <= self.end


def after(last: date | None) -> date | None:
    """The day after the last one that a file names."""
    return None if last is None else last + timedelta(days=1)


def said_in(entry: Any) -> Period:
    """The days of an entry of a file. One that ends before it begins has no days; that is told elsewhere."""
    return period(entry.get("from"), after(entry.get("until")))


def period(from_day: date | None, until_day: date | None) -> Period:
    """The days of a change, where None is always."""
    return Period(from_day or ALWAYS, until_day or NEVER)


def begins_of(periods: Iterable[Period]) -> Iterator[date]:
    """Each day on which something begins to hold, once, in order: a sum over what holds is largest on one of them."""
    yield from sorted({one.begin for one in periods})
