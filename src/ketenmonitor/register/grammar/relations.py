"""From a phrase to days: what "voor", "uiterlijk", "na", "rond" and "eind" make of a unit of the calendar.

In: a phrase and the date of the paper. Out: relation, earliest and latest day, and what was taken for granted. The formulas
(first, last: the days of the unit): in: [first, last]; voor: [-, first - 1], voor eind: [-, last]; uiterlijk: [-, last];
na: [last + 1, -]; vanaf: [first, -]. Seasons by the conventions of the labels (voor de zomer: before the summer recess; na de
zomer: from 1 September). Promise: earliest is never after latest.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ketenmonitor.register.grammar.calendar import month, part_of, recess, season, shift
from ketenmonitor.register.grammar.phrases import Phrase
from ketenmonitor.register.grammar.units import Days, Unit, days, with_year


@dataclass(frozen=True)
class When:
    """A phrase as days. `relation` as in `Moment`."""

    relation: str
    earliest: date | None
    latest: date | None
    rule: str
    assumptions: tuple[str, ...] = ()


def when(phrase: Phrase, on: date | None) -> When:
    """The days that a phrase names, read on the date of the paper."""
    said, unit = phrase.unit.year, phrase.unit
    phrase = replace(phrase, unit=with_year(phrase.unit, on))
    whole = _coming(phrase.unit, on) if not phrase.part else None
    whole = whole or _part(days(phrase.unit, on), phrase.part)
    reader = _READERS.get(phrase.relation, _within)
    found = reader(phrase, whole)
    gone = on is not None and found.latest is not None and found.latest + _slack(phrase, said) < on
    if (
        gone
        and said is None
        and phrase.unit.when == ""
        and phrase.relation == "before"
        and phrase.unit.year is not None
    ):
        # "voor de zomer" in a paper of August, "voor 1 april" in one of that very day: the next.
        later = phrase.unit.year + 1
        note = f"no year is said, and that of {later - 1} has begun: the next one, {later}"
        return when(replace(phrase, unit=replace(unit, year=later, notes=(*unit.notes, note))), on)
    past = phrase.unit.when == "past" or phrase.relation == "since" or gone
    return replace(found, relation="past") if past else found


def _slack(phrase: Phrase, said: int | None) -> timedelta:
    """Recess dates are estimates: "voor het meireces" in a paper of the day on which it begins is still that recess."""
    loose = said is None and phrase.relation == "before" and phrase.unit.kind in ("recess", "season")
    return timedelta(days=10 if loose else 0)


def _coming(unit: Unit, on: date | None) -> Days | None:
    """ "komend jaar" (not: begin komend jaar) runs from the day of the paper."""
    months = {"month": 1, "half": 6, "year": 12}.get(unit.kind)
    if unit.name != "coming" or on is None or months is None:
        return None
    return Days(on, shift(on, months), (f"komend is read as from the date of the paper, {on}",))


def _part(whole: Days, part: str) -> Days:
    if whole.earliest is None or whole.latest is None or part in ("", "whole"):
        return whole
    if part in ("firsthalf", "secondhalf"):
        length = (whole.latest - whole.earliest).days + 1
        middle = whole.earliest + timedelta(days=max(0, length // 2 - 1))
        late = middle + timedelta(days=length > 1)
        half = (whole.earliest, middle) if part == "firsthalf" else (min(late, whole.latest), whole.latest)
        return replace(whole, earliest=half[0], latest=half[1])
    if part in ("firstweek", "lastweek"):
        if part == "firstweek":
            return replace(whole, latest=shift(whole.earliest, days=6))
        return replace(whole, earliest=shift(whole.latest, days=-6))
    if part == "week":
        monday, sunday = (
            shift(whole.earliest, days=-whole.earliest.weekday()),
            shift(whole.earliest, days=6 - whole.earliest.weekday()),
        )
        return replace(whole, earliest=monday, latest=sunday)
    begin, end = part_of((whole.earliest, whole.latest), part)
    return replace(whole, earliest=begin, latest=end)


def _within(phrase: Phrase, whole: Days) -> When:
    name = f"{phrase.part} of {phrase.unit.kind}" if phrase.part else phrase.unit.kind
    return When("in", whole.earliest, whole.latest, f"in {name}", whole.assumptions)


def _before(phrase: Phrase, whole: Days) -> When:
    unit = phrase.unit
    if unit.kind == "year" and not phrase.strict and not phrase.part:
        said = "voor with a year: what is done for that year, not before it"
        return When("in", whole.earliest, whole.latest, "for year", (*whole.assumptions, said))
    if phrase.part == "eind":
        return When("before", None, whole.latest, f"before the end of {unit.kind}", whole.assumptions)
    start, notes = whole.earliest, whole.assumptions
    if unit.kind == "season" and unit.name == "zomer" and not phrase.part and unit.year is not None:
        found = recess("zomer", unit.year)
        start, notes = (
            found.begin,
            (*notes, "before the summer is read as before the summer recess", *_noted(found.assumption)),
        )
    return When("before", None, shift(start, days=-1) if start else None, f"before {unit.kind}", notes)


def _noted(sentence: str | None) -> tuple[str, ...]:
    return (sentence,) if sentence else ()


def _by(phrase: Phrase, whole: Days) -> When:
    return When("by", None, whole.latest, f"by {phrase.unit.kind}", whole.assumptions)


def _after(phrase: Phrase, whole: Days) -> When:
    end = shift(whole.latest, days=1) if whole.latest else None
    if phrase.unit.kind == "recess" and not phrase.part:
        end = whole.latest
    return When("after", end, _end_of_named_year(phrase.unit, end), f"after {phrase.unit.kind}", whole.assumptions)


def _end_of_named_year(unit: Unit, begin: date | None) -> date | None:
    """ "na de zomer dit jaar" ends with the year: the words say in this year; "na de zomer van 2027" stays open."""
    return month(unit.year, 1, 12)[1] if unit.name == "zomer" and unit.this_year and unit.year and begin else None


def _from(phrase: Phrase, whole: Days) -> When:
    return When("after", whole.earliest, None, f"from {phrase.unit.kind}", whole.assumptions)


def _around(phrase: Phrase, whole: Days) -> When:
    unit = phrase.unit
    if unit.kind == "season" and not phrase.part and unit.year is not None:
        begin, end = season(unit.name, unit.year, "around")
        return When("in", begin, end, "around season", whole.assumptions)
    return When("in", whole.earliest, whole.latest, f"around {unit.kind}", (*whole.assumptions, "around is read as in"))


_READERS: dict[str, Callable[[Phrase, Days], When]] = {
    "before": _before,
    "by": _by,
    "after": _after,
    "from": _from,
    "since": _from,
    "around": _around,
}
