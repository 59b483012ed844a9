"""The calendar on which due moments are read: months, seasons, recesses, Prinsjesdag.

In: a year (and a name). Out: the first and the last day, with a sentence for everything that is not certain. Promise: what is
known stands in `calendar.toml` with its source; what is computed says that it is an estimate; nothing depends on today.
"""

from __future__ import annotations

import calendar as days_of
import re
import tomllib
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta
from functools import cache
from importlib import resources
from typing import Any

Interval = tuple[date, date]


@cache
def tables() -> dict[str, Any]:
    """The tables of `calendar.toml`."""
    file = resources.files("ketenmonitor.register.grammar") / "calendar.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Recess:
    """First and last day of a recess; `assumption`: why it is not certain (None: it was published)."""

    begin: date
    end: date
    assumption: str | None


@cache
def recess(name: str, year: int) -> Recess:
    """The recess of that name that begins in `year`: from the table, else computed by its rule and said so."""
    table = next(one for one in tables()["recess"] if one["name"] == name)
    for one in table["years"]:
        if one["begin"].year == year:
            note = f"the {name} recess of {year} begins {one['begin']}: an estimate" if one.get("estimate") else None
            return Recess(one["begin"], one["end"], note)
    begin, end = _by_rule(table["rule"], year)
    note = f"the {name} recess of {year} is not in the table: computed ({table['rule']}), an estimate"
    return Recess(begin, end, note)


def _by_rule(rule: str, year: int) -> Interval:
    """`friday on or after D MONTH, N days`, the one form of rule there is."""
    found = re.fullmatch(r"friday on or after (\d+) (\w+), (\d+) days", rule)
    if found is None:
        raise ValueError(f"calendar.toml has a rule that cannot be read: {rule}")
    month = [name.lower() for name in days_of.month_name].index(found[2])
    first = date(year, month, int(found[1]))
    begin = first + timedelta(days=(4 - first.weekday()) % 7)
    return begin, begin + timedelta(days=int(found[3]))


def month(year: int, number: int, last: int | None = None) -> Interval:
    """From the first day of month `number` to the last day of month `last` (the same month if none is given)."""
    last = last or number
    return date(year, number, 1), date(year, last, days_of.monthrange(year, last)[1])


def season(name: str, year: int, table: str = "seasons") -> Interval:
    """The season that begins in `year`; `table`: `seasons`, or `around` for the wider reading."""
    begin, end = (tuple(int(part) for part in edge.split("-")) for edge in tables()[table][name])
    later = year + (end < begin)
    return date(year, *begin), date(min(later, MAXYEAR), *end)


def prinsjesdag(year: int) -> date:
    """The third Tuesday of September (article 65 of the Constitution)."""
    first = date(year, 9, 1)
    return first + timedelta(days=(1 - first.weekday()) % 7 + 14)


def part_of(interval: Interval, part: str) -> Interval:
    """`begin`, `medio` or `eind` of an interval: of a whole year by the table, of a season or quarter its first, middle or
    last month, of a month its first, second or last ten days."""
    first, last = interval
    if (first.month, first.day, last.month, last.day, first.year) == (1, 1, 12, 31, last.year):
        return month(first.year, *tables()["year_parts"][part])
    length = (last - first).days + 1
    third = length // 3
    if third < 1:
        return interval
    begin = {"begin": 0, "medio": third, "eind": length - third}[part]
    end = {"begin": third - 1, "medio": length - third - 1, "eind": length - 1}[part]
    if 27 < length < 32 and first.day == 1:  # a month: 1-10, 11-20, from 21
        begin, end = {"begin": (0, 9), "medio": (10, 19), "eind": (20, length - 1)}[part]
    elif 55 < length < 65:  # a summer of two months: the first or the last of them
        begin, end = {"begin": (0, 30), "medio": (15, length - 16), "eind": (length - 31, length - 1)}[part]
    elif length > 85 and first.day == 1 and last.day == days_of.monthrange(last.year, last.month)[1]:
        return _whole_months(first + timedelta(days=begin), first + timedelta(days=end), interval)
    return first + timedelta(days=begin), first + timedelta(days=end)


def _whole_months(begin: date, end: date, within: Interval) -> Interval:
    """The same, moved to whole months where that stays inside."""
    middle = begin + (end - begin) / 2
    first, last = month(middle.year, middle.month)
    if (end - begin).days > 45:
        first, last = begin.replace(day=1), month(end.year, end.month)[1]
    return max(first, within[0]), min(last, within[1])


def shift(day: date, months: int = 0, days: int = 0) -> date | None:
    """A day so many months and days later; the last of the month where there is no such day; None beyond the calendar."""
    year, number = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= MAXYEAR:
        return None
    moved = date(year, number + 1, min(day.day, days_of.monthrange(year, number + 1)[1]))
    try:
        return moved + timedelta(days=days)
    except OverflowError:
        return None
