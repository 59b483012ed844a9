"""Days as numbers: to which period a day belongs, and which days are working days.

Comes in: a range of days. Goes out: a small table that event-level expressions join with, so that no engine does
calendar arithmetic of its own. Holidays come from the `holidays` library; for the Netherlands they are those of the
Algemene termijnenwet art. 3 (Good Friday and every 5 May included), which the library splits over two categories.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import date, timedelta
from functools import lru_cache

import holidays
import ibis
import ibis.expr.types as ir
import pyarrow as pa

from ketenmonitor.definition import Definition
from ketenmonitor.instants import day_number, day_of_number

CATEGORIES = {"NL": ("public", "optional")}
PUBLIC = ("public",)


def period_of(day: date, period: str) -> str:
    """The name of the period in which a day lies: 2025, 2025-Q3 or 2025-08."""
    if period == "year":
        return f"{day.year:04d}"
    if period == "quarter":
        return f"{day.year:04d}-Q{(day.month + 2) // 3}"
    return f"{day.year:04d}-{day.month:02d}"


def last_day_of(day: date, period: str) -> date:
    """The last day of the period in which a day lies."""
    month = {"year": 12, "quarter": (day.month + 2) // 3 * 3, "month": day.month}[period]
    return date(day.year, 12, 31) if month == 12 else date(day.year, month + 1, 1) - timedelta(days=1)


def first_day_of(day: date, period: str) -> date:
    """The first day of the period in which a day lies."""
    return date(day.year, {"year": 1, "quarter": (day.month - 1) // 3 * 3 + 1, "month": day.month}[period], 1)


def periods_between(first: date, last: date, period: str) -> list[tuple[date, date]]:
    """The first and last day of every period from that of `first` to that of `last`."""
    found = []
    start = first_day_of(first, period)
    while start <= last:
        end = last_day_of(start, period)
        found.append((start, end))
        start = end + timedelta(days=1)
    return found


def kind_of(name: str) -> str | None:
    """Whether a name is that of a year, a quarter or a month; None when it is of none."""
    forms = {"year": r"\d{4}", "quarter": r"\d{4}-Q[1-4]", "month": r"\d{4}-(0[1-9]|1[0-2])"}
    return next((kind for kind, form in forms.items() if re.fullmatch(form, name)), None)


def days_of(name: str) -> tuple[date, date] | None:
    """The first and last day of a period by its name; None when it is not a period."""
    kind = kind_of(name)
    if kind is None or name.startswith("0000"):
        return None
    year, _, rest = name.partition("-")
    month = int(rest[1:]) * 3 - 2 if kind == "quarter" else int(rest or 1)
    first = date(int(year), month, 1)
    return first, last_day_of(first, kind)


def period_table(first: int, last: int, period: str) -> ir.Table:
    """day, period: for every day number from `first` to `last`."""
    numbers = range(first, last + 1)
    names = [period_of(day_of_number(n), period) for n in numbers]
    return ibis.memtable(pa.table({"day": pa.array(numbers, pa.int64()), "period": pa.array(names, pa.string())}))


def term_table(definition: Definition, first: int, last: int, days: int, counting: str, extend: bool) -> ir.Table:
    """day, last_day: the last day of a term that starts on each day number from `first` to `last`."""
    starts = range(first, last + 1)
    ends = [last_day_of_term(definition.holidays, n, days, counting, extend) for n in starts]
    return ibis.memtable(pa.table({"day": pa.array(starts, pa.int64()), "last_day": pa.array(ends, pa.int64())}))


def last_day_of_term(country: str | None, start: int, days: int, counting: str, extend: bool) -> int:
    """The last day (a day number) of a term of `days` that starts on `start`, which is day 0.

    Working: the `days`-th working day after the start. `extend`: a last day that is no working day becomes the next.
    """
    if counting == "calendar":
        last = start + days
        return _next_working(country, last) if extend else last
    working = _working_days(country, day_of_number(start).year, day_of_number(start + 2 * days + 60).year)
    return working[bisect_left(working, start + 1) + days - 1]


def _next_working(country: str | None, day: int) -> int:
    year = day_of_number(day).year
    working = _working_days(country, year, year + 1)
    return working[bisect_left(working, day)]


@lru_cache(maxsize=256)
def _working_days(country: str | None, first_year: int, last_year: int) -> list[int]:
    """The day numbers of all working days of these years, in order."""
    free = holidays_of(country, first_year, last_year)
    first, last = day_number(date(first_year, 1, 1)), day_number(date(last_year, 12, 31))
    days = ((n, day_of_number(n)) for n in range(first, last + 1))
    return [n for n, day in days if day.weekday() < 5 and day not in free]


def holidays_of(country: str | None, first_year: int, last_year: int) -> frozenset[date]:
    """The holidays of a country in these years; none without a country."""
    if not country:
        return frozenset()
    kinds = CATEGORIES.get(country, PUBLIC)
    return frozenset(holidays.country_holidays(country, years=range(first_year, last_year + 1), categories=kinds))
