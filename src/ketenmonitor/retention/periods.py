"""Periods of retention, as ISO 8601 writes durations: P5Y, P6M, P10D, P1Y6M.

Comes in: a text. Goes out: a `Period`. The promise: a period of years or months ends on the same day of a later month, and where that
month has no such day on the first day after it, so that nothing goes too early.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

FORM = re.compile(r"P(?=\d)(?:(?P<years>\d{1,3})Y)?(?:(?P<months>\d{1,4})M)?(?:(?P<days>\d{1,5})D)?")
ONE = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """So many years and months, and then so many days."""

    years: int = 0
    months: int = 0
    days: int = 0

    def __str__(self) -> str:
        parts = ((self.years, "Y"), (self.months, "M"), (self.days, "D"))
        return "P" + "".join(f"{n}{letter}" for n, letter in parts if n)

    def end(self, start: date) -> date:
        """The day on which a period that began on `start` is over. Raises OverflowError beyond the calendar."""
        months = start.year * 12 + start.month - 1 + self.years * 12 + self.months
        if months >= 9999 * 12:
            raise OverflowError
        first = date(months // 12, months % 12 + 1, 1)
        following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
        return min(first + timedelta(days=start.day - 1), following) + timedelta(days=self.days)

    def last_start(self, today: date) -> date:
        """The last day of which a period that began on it is over today."""
        months = max(today.year * 12 + today.month - 1 - self.years * 12 - self.months, 12)
        found = max(date(months // 12, months % 12 + 1, 28) - timedelta(days=self.days - 8), date(1, 1, 1))
        while found > date.min and self.end(found) > today:
            found -= ONE
        return found


def period_of(text: str) -> Period | None:
    """The period that a text says; None when it says none, or one of no length."""
    said = FORM.fullmatch(text)
    found = Period(**{name: int(number or 0) for name, number in said.groupdict().items()}) if said else None
    return found if found and found != Period() else None


def and_then(first: Period, second: Period, start: date) -> date:
    """The day on which the second of two periods is over, of which it follows the first."""
    return second.end(first.end(start))
