"""Spans of time counted from the paper or from another moment: binnen zes weken, over een half jaar, een jaar voor 1 april 2029.

In: folded text, the date of the paper, and the moments already read. Out: spans with their days. The formulas: binnen N: [-,
paper + N]; over N: the day paper + N; de komende N weken: [paper, paper + N]; N voor/na X: X shifted by N. Promise: a number
that is not said (enkele weken) gives no days, and a span that hangs on an event without a date has none either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ketenmonitor.register.grammar.calendar import shift
from ketenmonitor.register.grammar.units import NO_DATE
from ketenmonitor.register.grammar.words import any_of, number_of, numbers, pattern

_PARTS = {
    "NUMBER": rf"(?:\d{{1,3}}|{any_of(numbers())})",
    "SOME": r"(?:enkele|een paar|een aantal|afzienbare|redelijke|korte)",
    "UNIT": r"(?:dag|dagen|werkdagen|week|weken|maand|maanden|kwartaal|kwartalen|half ?jaar|jaren|jaar|termijn|tijd)",
}
_SPAN = pattern(
    r"(?<![\w-])(?:(?P<within>(?:uiterlijk )?binnen (?:een termijn van )?(?:de )?(?:wettelijke )?(?:termijn van )?|in ten hoogste )"
    r"|(?P<over>(?:uiterlijk |naar verwachting )?over )|(?P<coming>(?:in |gedurende |voor )?(?:de )?(?:eerst)?komende )"
    r"|(?P<ago>afgelopen |voorbije )|(?P<by>uiterlijk )|)"
    r"(?P<some><SOME> )?(?P<number><NUMBER>(?: a <NUMBER>| tot <NUMBER>)? ?)?(?P<unit><UNIT>)(?!\w)"
    r"(?: (?P<side>voorafgaand aan|voorafgaande aan|voor|na|vanaf|later))?"
    r"(?P<then> (?:daarna|hierna|nadien|erna)(?!\w))?",
    **_PARTS,
)
_MONTHS = {"maand": 1, "maanden": 1, "kwartaal": 3, "kwartalen": 3, "half": 6, "jaar": 12, "jaren": 12}
_DAYS = {"dag": 1, "dagen": 1, "week": 7, "weken": 7}
# How far a moment may stand behind "een jaar voorafgaand aan", with no end of a clause between.
_REACH = 90


@dataclass(frozen=True)
class Span:
    """A span of time at its place."""

    begin: int
    end: int
    relation: str
    earliest: date | None
    latest: date | None
    precision: str
    rule: str
    assumptions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Known:
    """A moment that was read: where it ends, and the first and last day of what it names."""

    end: int
    days: tuple[date | None, date | None]
    assumptions: tuple[str, ...] = ()


def spans(folded: str, on: date | None, found: Mapping[int, Known]) -> Iterator[Span]:
    """Each span of time; `found`: the moments already read by where they begin."""
    for match in _SPAN.finditer(folded):
        if match["then"]:
            span = _after_what_was_said(match)
        else:
            span = _from_moment(folded, match, found) if match["side"] else _from_paper(match, on)
        if span is not None:
            yield span


def _length(match: re.Match[str]) -> tuple[int, int] | None:
    """Months and days of the span; None where the number or the unit is not said."""
    word = re.split(" (?:a|tot) ", (match["number"] or "").strip())[-1]
    unit = match["unit"].split(" ")[0].replace("halfjaar", "half")
    number = number_of(word) if word else None
    if unit == "half" and not word.strip():
        return None
    if number is None or match["some"]:
        return None
    if unit in _DAYS:
        return 0, int(number * _DAYS[unit])
    return (int(number * _MONTHS[unit]), 0) if unit in _MONTHS else None


def _after_what_was_said(match: re.Match[str]) -> Span | None:
    """ "binnen twee weken daarna": counted from something that the text does not date here."""
    relation = "before" if match["within"] or match["by"] else "after"
    return Span(match.start(), match.end(), relation, None, None, "event", "a span from an event")


def _from_paper(match: re.Match[str], on: date | None) -> Span | None:
    length = _length(match)
    place = (match.start(), len(match[0].rstrip()) + match.start())
    if match["ago"] or not (match["within"] or match["over"] or match["coming"]):
        return None
    relation = "before" if match["within"] else "in"
    if length is None:
        return (
            None
            if match["unit"] in ("jaar", "tijd", "dag") and not match["some"] and not match["within"]
            else Span(*place, relation, None, None, "none", "a span without a number")
        )
    if on is None:
        return Span(*place, relation, None, None, "none", "a span from the paper", (NO_DATE,))
    end = shift(on, *length)
    note = (f"counted from the date of the paper, {on}",)
    if match["within"]:
        return Span(*place, "before", None, end, "day", "within a span", note)
    if (match["over"] or "").startswith("uiterlijk"):
        return Span(*place, "by", None, end, "day", "within a span", note)
    begin = on if match["coming"] else end
    return Span(*place, "in", begin, end, "day", "in a span" if match["coming"] else "after a span", note)


def _from_moment(folded: str, match: re.Match[str], found: Mapping[int, Known]) -> Span | None:
    length = _length(match)
    near = min((at for at in found if match.start("side") <= at <= match.end() + _REACH), default=None)
    if length is None or near is None or re.search(r"[.;:?!,](?: |$)", folded[match.end() : near]):
        return None
    known = found[near]
    before = match["side"].startswith("voor")
    base = known.days[0] if before else known.days[1]
    if base is None:
        adjacent = near <= match.end() + 1
        relation = "before" if before or match["within"] or match["by"] else "after"
        hung = Span(match.start(), known.end, relation, None, None, "event", "a span from an event")
        return hung if adjacent else None
    sign = -1 if before else 1
    day = shift(base, sign * length[0], sign * length[1])
    relation, begin = ("before", None) if match["within"] or match["by"] else ("in", day)
    return Span(match.start(), known.end, relation, begin, day, "day", "a span from a moment", known.assumptions)
