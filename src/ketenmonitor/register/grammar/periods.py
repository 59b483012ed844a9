"""Where a text names a unit of the calendar: 12 mei 2026, derde kwartaal, zomer van dit jaar, tweede helft van 2026.

In: folded text and the date of the paper. Out: the units in it, with their place. Promise: only what was read whole: a bare
year is a unit of kind `year`, and whoever uses it must see to what stands in front of it; figures, paper numbers and ranges of
a session (2025/26) are no years.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from ketenmonitor.register.grammar import period_forms as forms
from ketenmonitor.register.grammar.calendar import tables
from ketenmonitor.register.grammar.units import NO_DATE, Unit, relative

# "15 december 20222": a PDF glues the mark of a footnote to the year.
_MARK = "digits behind the year are read as the mark of a footnote"
_ORDINALS = {"eerste": 1, "tweede": 2, "derde": 3, "vierde": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_REL_KINDS = {
    "week": "week",
    "maand": "month",
    "kwartaal": "quarter",
    "half": "half",
    "jaar": "year",
    "kalenderjaar": "year",
}


@dataclass(frozen=True)
class Period:
    """A unit of the calendar at its place in the text. `named_year`: the year stands there (or a word for it)."""

    begin: int
    end: int
    unit: Unit
    named_year: bool = False
    tagged: bool = False


def periods(folded: str, on: date | None) -> Iterator[Period]:
    """Each unit of the calendar that the text names, in order."""
    end = 0
    for match in forms.CORE.finditer(folded):
        if match.start() < end:
            continue
        for begin, stop, unit in _units(match, on):
            found = _tagged(folded, _dated(folded, Period(begin, stop, unit, unit.year is not None), on))
            end = found.end
            if found.named_year or not _OTHER_YEAR.match(folded, found.end):
                yield found


def _units(match: re.Match[str], on: date | None) -> Iterator[tuple[int, int, Unit]]:
    """What one match of the core says (the parts of "12 en 13 mei" are one unit that runs over both)."""
    reader = next(reader for group, reader in _READERS if match[group])
    unit = reader(match, on)
    if unit is not None:
        yield match.start(), match.end(), unit


def _day(match: re.Match[str], on: date | None) -> Unit | None:
    name = match["daymonth"].rstrip(".")
    number = tables()["months"].get(name) or tables()["short_months"][name]
    first, last = int(match["day"]), int(match["day2"] or match["day"])
    if not (1 <= first <= 31 and 1 <= last <= 31):
        return None
    return Unit("day", number, first, until=last)


def _written_date(match: re.Match[str], on: date | None) -> Unit | None:
    keys = ("isoy", "isom", "isod") if match["isoy"] else ("dmyy", "dmym", "dmyd")
    year, month, day = (int(match[key]) for key in keys)
    try:
        date(year, month, day)
    except ValueError:
        return None
    return Unit("day", month, day, year=year)


def _quarter(match: re.Match[str], on: date | None) -> Unit | None:
    if match["qord"]:
        numbers = [_ordinal(match["qord"], 4), _ordinal(match["qord2"] or match["qord"], 4)]
    else:
        number = match["yearq"] or match["kw"] or match["q"]
        numbers = [int(number), int(match["q2"] or number)]
    first, last = min(numbers), max(numbers)
    year = int(match["yearfirst"]) if match["yearfirst"] else None
    return Unit("quarter", first * 3 - 2, last * 3, year=year)


def _half(match: re.Match[str], on: date | None) -> Unit | None:
    number = int(match["h"]) if match["h"] else _ordinal(match["hord"], 2)
    return Unit("half", 6 * number - 5, 6 * number) if number <= 2 else None


def _ordinal(word: str, last: int) -> int:
    return last if word == "laatste" else _ORDINALS.get(word, 0) or int(word[0])


def _month(match: re.Match[str], on: date | None) -> Unit | None:
    name = match["month"] or match["short"]
    number = tables()["months"].get(name) or tables()["short_months"][name]
    last = tables()["months"][match["month2"]] if match["month2"] else number
    return Unit("month", number, last) if last >= number else None


def _season(match: re.Match[str], on: date | None) -> Unit | None:
    return Unit("season", name=match["season"], year=int(match["overyear"]) if match["overyear"] else None)


def _recess(match: re.Match[str], on: date | None) -> Unit | None:
    name = match["recess"]
    if not name:
        return Unit("recess", name="zomer", notes=("it is not said which recess: taken as the summer recess",))
    return Unit("recess", name={"voorjaars": "voorjaar", "krokus": "voorjaar"}.get(name, name))


def _relative(match: re.Match[str], on: date | None) -> Unit | None:
    steps = 0 if match["this"] else 1 if match["next"] else -1
    kind = _REL_KINDS[match["rel"].split(" ")[0].replace("halfjaar", "half")]
    when = "past" if steps < 0 else ""
    if on is None:
        return Unit(kind, name="bare" if match["this"] == "het" else "relative", when=when)
    fixed = relative(kind, steps, on)
    name = (
        "coming"
        if (match["next"] or "").endswith(("komende", "komend"))
        else "relative"
        if steps
        else "bare"
        if match["this"] == "het"
        else "this"
    )
    return Unit(kind, name=name, when=when, fixed=fixed, year=fixed[0].year) if fixed else None


def _year(match: re.Match[str], on: date | None) -> Unit | None:
    return Unit("year", year=int(match["year"]))


def _years(match: re.Match[str], on: date | None) -> Unit | None:
    first, last = int(match["from"]), int(match["to"])
    whole = (date(first, 1, 1), date(last, 12, 31))
    return Unit("year", name="range", year=first, fixed=whole) if first < last <= first + 15 else None


def _feast(match: re.Match[str], on: date | None) -> Unit | None:
    day = {"prinsjesdag": None, "kerst": (12, 25), "kerstmis": (12, 25)}.get(match["feast"], (1, 1))
    return Unit("fixed day", *day, name=match["feast"]) if day else Unit("event", name="Prinsjesdag")


_READERS = (
    ("day", _day),
    ("isoy", _written_date),
    ("dmyy", _written_date),
    ("yearq", _quarter),
    ("from", _years),
    ("year", _year),
    ("q", _quarter),
    ("h", _half),
    ("kw", _quarter),
    ("qord", _quarter),
    ("hord", _half),
    ("recess", _recess),
    ("anyrecess", _recess),
    ("season", _season),
    ("feast", _feast),
    ("rel", _relative),
    ("month", _month),
    ("short", _month),
)


# A year that no paper means ("31 december 9999"): without it the day would be another one, so there is no moment.
_OTHER_YEAR = re.compile(r" (?!(?:19|20)\d\d)\d{4,5}(?=[.,;:)]|$)")


def _dated(folded: str, period: Period, on: date | None) -> Period:
    """With the year that follows: 2026, van dit jaar, volgend jaar."""
    tail = forms.TAIL.match(folded, period.end)
    if tail is None or period.unit.year is not None or period.unit.kind == "year" or period.unit.fixed:
        return period
    if tail["anyyear"]:
        return replace(period, end=tail.end())
    if tail["short"]:
        return Period(period.begin, tail.end(), replace(period.unit, year=2000 + int(tail["short"])), named_year=True)
    if tail["year"]:
        notes = (_MARK,) if tail["mark"] else ()
        unit = replace(period.unit, year=int(tail["year"]), notes=(*period.unit.notes, *notes))
    else:
        steps = 0 if tail["this"] else 1 if tail["next"] else -1
        year = on.year + steps if on else None
        unit = replace(period.unit, year=year, this_year=steps == 0, notes=() if on else (NO_DATE,))
    return Period(period.begin, tail.start("mark") if tail["mark"] else tail.end(), unit, named_year=True)


def _tagged(folded: str, period: Period) -> Period:
    """With jl. or a.s. behind it."""
    tag = forms.TAG.match(folded, period.end)
    if tag is None:
        return period
    return replace(
        period, end=tag.end(), tagged=True, unit=replace(period.unit, when="past" if tag["past"] else "next")
    )
