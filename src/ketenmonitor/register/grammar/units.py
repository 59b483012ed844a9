"""Units of the calendar as a text names them, before it is known of which year: a day, month, quarter, half, season, recess.

In: what was read (kind, months, name), a year or the words that stand for one, and the date of the paper. Out: first and last
day, with what was taken for granted. Promise: a year that is said is kept; a year that is not said is the next one from the
date of the paper, or the last one where the text says past, and that is always said; without a date of the paper: no days.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR, date
from functools import partial

from ketenmonitor.register.grammar.calendar import Interval, month, prinsjesdag, recess, season, shift

NO_DATE = "the date of the paper is not known, so no day can be said"


@dataclass(frozen=True)
class Unit:
    """A unit of the calendar. `kind`: day, fixed day, week, month, quarter, half, season, recess, year, event; `first`, `last`: months (a
    day: its month and its number, `until` a later day of that month); `name`: of a season or recess; `year`: if said;
    `this_year`: said as "dit jaar"; `when`: past, next or "" (nothing said); `fixed`: days that were counted from the paper."""

    kind: str
    first: int = 0
    last: int = 0
    name: str = ""
    year: int | None = None
    when: str = ""
    until: int = 0
    this_year: bool = False
    fixed: Interval | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Days:
    """First and last day of a unit (None: not known) and what was taken for granted."""

    earliest: date | None
    latest: date | None
    assumptions: tuple[str, ...] = ()


def interval_in(unit: Unit, year: int) -> Interval | None:
    """The days of the unit in that year; None where it has none (29 February)."""
    if not MINYEAR < year < MAXYEAR:
        return None
    if unit.kind in ("day", "fixed day"):
        try:
            return date(year, unit.first, unit.last), date(year, unit.first, max(unit.last, unit.until))
        except ValueError:
            return None
    if unit.kind == "season":
        return season(unit.name, year)
    if unit.kind == "recess":
        found = recess(unit.name, year)
        return found.begin, found.end
    if unit.kind == "event":
        return prinsjesdag(year), prinsjesdag(year)
    if unit.kind == "year":
        return month(year, 1, 12)
    return month(year, unit.first, unit.last)


def days(unit: Unit, on: date | None) -> Days:
    """The days of a unit, read on the date of the paper."""
    if unit.fixed:
        return Days(*unit.fixed, unit.notes)
    if unit.year is not None:
        found = interval_in(unit, unit.year)
        if found is None:
            return Days(None, None, (*unit.notes, "there is no such day in that year"))
        return Days(*found, (*unit.notes, *_recess_note(unit, unit.year)))
    if on is None:
        return Days(None, None, (*unit.notes, NO_DATE))
    return _nearest(unit, on)


def with_year(unit: Unit, on: date | None) -> Unit:
    """The unit with the year it is read in (unchanged where that cannot be said)."""
    if unit.year is not None or unit.fixed or on is None:
        return unit
    year = _nearest_year(unit, on)
    return unit if year is None else replace(unit, year=year, notes=(*unit.notes, *_year_notes(unit, year)))


def _nearest(unit: Unit, on: date) -> Days:
    year = _nearest_year(unit, on)
    found = interval_in(unit, year) if year is not None else None
    if year is None or found is None:
        return Days(None, None, (*unit.notes, "there is no such day near the date of the paper"))
    return Days(*found, (*unit.notes, *_year_notes(unit, year), *_recess_note(unit, year)))


def _year_notes(unit: Unit, year: int) -> tuple[str, ...]:
    if unit.when == "past":
        return (f"no year is said; the text speaks of the past: {year}",)
    return (f"no year is said: the next one from the date of the paper, {year}",)


def _nearest_year(unit: Unit, on: date) -> int | None:
    """The year of the unit nearest to the paper on the side that the text says (29 February may be up to eight years off)."""
    near = [(year, found) for year in range(on.year - 8, on.year + 9) if (found := interval_in(unit, year))]
    if unit.when == "past":
        gone = [year for year, (_, last) in near if last < on]
        begun = [year for year, (first, _) in near if first <= on]
        # "in januari jl." in a paper of 28 January is that very month; "afgelopen zomer" in July is the summer before.
        return max(begun if unit.kind in ("month", "day") else gone, default=None)
    if unit.when == "next":
        return min((year for year, (first, _) in near if first > on), default=None)
    return min((year for year, (_, last) in near if last >= on), default=None)


def _recess_note(unit: Unit, year: int) -> tuple[str, ...]:
    note = recess(unit.name, year).assumption if unit.kind == "recess" else None
    return (note,) if note else ()


def relative(kind: str, steps: int, on: date | None) -> Interval | None:
    """This (0), the next (1) or the last (-1) week, month, quarter, half or year, counted from the paper's date."""
    if on is None:
        return None
    if kind == "week":
        monday = shift(on, days=7 * steps - on.weekday())
        sunday = shift(monday, days=6) if monday else None
        return (monday, sunday) if monday and sunday else None
    length = {"month": 1, "quarter": 3, "half": 6, "year": 12}[kind]
    begin = shift(on.replace(month=(on.month - 1) // length * length + 1, day=1), months=steps * length)
    span = partial(month, begin.year, begin.month) if begin else None
    return span(begin.month + length - 1) if span and begin else None
