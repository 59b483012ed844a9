"""On which days a step is left: working days, hearing days, holidays.

Comes in: when cases left a step. Goes out: weekdays on which work is done, whether it goes on on holidays, and the clock of working
time. The promise: a day is only taken for a free one when so many cases show it that chance does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from ketenmonitor.instants import day_number, day_of_number

Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]
DAY_S = 86_400
A_TENTH = 0.1  # of what leaves on the busiest weekday: less is not taken for work
ENOUGH = 50  # departures before anything is concluded of weekdays


@dataclass(frozen=True, eq=False)
class Workdays:
    """Which weekdays (0 is Monday) count, whether holidays do, and how many departures say so."""

    weekdays: frozenset[int]
    holidays: bool
    departures: int


def weekday_of(days: Whole) -> Whole:
    """Of day numbers: 0 is Monday (1970-01-01 was a Thursday)."""
    return (days + 3) % 7


def is_holiday(first: int, last: int, free: frozenset[date]) -> Flags:
    """Of every day number from `first` up to `last` (not included)."""
    found = np.zeros(max(last - first, 0), bool)
    for day in free:
        number = day_number(day)
        if first <= number < last:
            found[number - first] = True
    return found


def workdays_of(left_s: Whole, from_s: int, until_s: int, free: frozenset[date]) -> Workdays:
    """From departures between two moments."""
    days = left_s // DAY_S
    if len(days) < ENOUGH:
        return Workdays(frozenset(range(7)), True, len(days))
    first, last = from_s // DAY_S, -(-until_s // DAY_S)
    off = is_holiday(first, last, free)
    every = np.arange(first, last)
    on = ~off[days - first]
    per_day = np.bincount(weekday_of(days[on]), minlength=7) / np.maximum(
        np.bincount(weekday_of(every[~off]), minlength=7), 1
    )
    weekdays = frozenset(w for w in range(7) if per_day[w] >= A_TENTH * per_day.max())
    expected = sum(float(per_day[w]) for w in weekday_of(every[off]).tolist() if w in weekdays)
    works = expected < 5 or int((~on).sum()) >= 0.5 * expected  # too few holidays to tell: they are as other days
    return Workdays(weekdays, works, len(days))


def is_worked(first: int, last: int, work: Workdays, free: frozenset[date]) -> Flags:
    """Of every day number from `first` up to `last` (not included): whether work is done."""
    worked = np.isin(weekday_of(np.arange(first, last)), list(work.weekdays))
    return worked if work.holidays else worked & ~is_holiday(first, last, free)


def working_clock(moments_s: Whole, from_s: int, worked: Flags) -> Whole:
    """How many seconds of working days passed from the day of `from_s` until each moment."""
    first = from_s // DAY_S
    passed = np.concatenate(([0], np.cumsum(worked, dtype=np.int64))) * DAY_S
    day = np.clip(moments_s // DAY_S - first, 0, len(worked) - 1)
    into = np.clip(moments_s - (day + first) * DAY_S, 0, DAY_S)
    return np.asarray(passed[day] + into * worked[day])


def day_of(moment_s: int) -> date:
    """The local date of a moment."""
    return day_of_number(moment_s // DAY_S)
