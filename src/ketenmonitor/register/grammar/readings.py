"""All moments of a text with their place: phrases of the calendar, spans from the day of the paper, events, and vague words.

In: a text and the date of the paper. Out: readings in order, none over another. Promise: of two readings at one place the
longer one is kept; the text of a moment stands in the text as it was given.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ketenmonitor.register.grammar.calendar import shift
from ketenmonitor.register.grammar.joins import groups, whole
from ketenmonitor.register.grammar.phrases import Phrase, phrases
from ketenmonitor.register.grammar.relations import When, when
from ketenmonitor.register.grammar.spans import Known, spans
from ketenmonitor.register.grammar.tense import speaks_of_past
from ketenmonitor.register.grammar.undated import TO_COME, undated
from ketenmonitor.register.grammar.words import fold, pattern
from ketenmonitor.register.items import Moment

# What may stand between an event and its date: het debat over de jacht op 2 juli.
_ABOUT = pattern(r"(?: ?(?:over|van|met|in|aan|inzake)?(?: [\w-]{1,30}){1,6})? ?\(?")
_PRECISIONS = {"week": "day", "event": "day", "fixed day": "day"}


@dataclass(frozen=True)
class Reading:
    """A moment at its place in a text; `said`: what stands in front of it ("of": van, it may belong to a noun);
    `days`: the first and last day of what is named, whatever the relation."""

    begin: int
    end: int
    moment: Moment
    said: str = ""
    days: tuple[date | None, date | None] = (None, None)


def readings(text: str, on: date | None) -> list[Reading]:
    """Each moment in the text, in order of place."""
    folded = fold(text)
    found = [*_dated(text, folded, on), *(_undated(text, folded))]
    found = [*found, *_spans(text, folded, on, found)]
    return _hung(text, folded, on, _apart(found))


def _apart(found: list[Reading]) -> list[Reading]:
    """None over another: the longer one is kept."""
    found.sort(key=lambda one: (one.begin, -one.end))
    kept: list[Reading] = []
    for one in found:
        if kept and one.begin < kept[-1].end:
            if one.end - one.begin > kept[-1].end - kept[-1].begin:
                kept[-1] = one
            continue
        kept.append(one)
    return kept


def _hung(text: str, folded: str, on: date | None, found: list[Reading]) -> list[Reading]:
    """An event or paper and the date that belongs to it as one: voor het debat op 2 juli; in de brief van juni 2027."""
    out: list[Reading] = []
    for one in found:
        last = out[-1] if out else None
        if last and _belongs(folded, last, one):
            out[-1] = _event_on(text, last, one)
        elif (
            one.said in ("of", "") and one.moment.relation != "past" and (paper := _paper_before(folded, one, last, on))
        ):
            out.append(paper)
        else:
            out.append(one)
    return [_worded(text, one) for one in out]


def _worded(text: str, one: Reading) -> Reading:
    """With its words as they stand there, and a bracket that was opened in them closed."""
    words = text[one.begin : one.end]
    end = one.end + (words.count("(") > words.count(")") and text[one.end : one.end + 1] == ")")
    return replace(one, end=end, moment=replace(one.moment, text=text[one.begin : end]))


def _belongs(folded: str, event: Reading, day: Reading) -> bool:
    """Whether a date stands behind an event with nothing but words about the event between."""
    has_days = day.moment.earliest is not None or day.moment.latest is not None
    if event.moment.precision not in ("event", "document") or event.moment.latest or not has_days:
        return False
    if event.moment.rule == "a span from an event":  # the span would have to be counted anew
        return False
    between = folded[event.end : day.begin]
    if day.moment.relation not in ("in", "past") or event.moment.relation == "past":
        return False
    near = day.said in ("of", "") or day.moment.precision == "day" or not between.strip()
    return near and _ABOUT.fullmatch(between) is not None


def _event_on(text: str, event: Reading, day: Reading) -> Reading:
    first, last = day.moment.earliest, day.moment.latest
    relation = event.moment.relation if day.moment.relation != "past" else "past"
    days = {
        "before": (None, shift(first, days=-1) if first else None),
        "after": (shift(last, days=1) if last else None, None),
        "by": (None, last),
    }.get(relation, (first, last))
    rule = f"{relation} {event.moment.precision} with a date"
    moment = replace(
        event.moment, relation=relation, earliest=days[0], latest=days[1], rule=rule, assumptions=day.moment.assumptions
    )
    return Reading(event.begin, day.end, moment, event.said)


def _paper_before(folded: str, one: Reading, last: Reading | None, on: date | None) -> Reading | None:
    """A date of a paper still to come is a moment: in de voortgangsbrief van juni 2027."""
    latest = one.moment.latest
    if one.moment.precision in ("none", "event", "document") or latest is None or on is None or latest < on:
        return None
    lowest = max(last.end if last else 0, one.begin - 80)
    match = TO_COME.search(folded[lowest : one.begin])
    if match is None:
        return None
    moment = replace(one.moment, precision="document", rule="in document with a date", anchor=match["paper"])
    return Reading(lowest + match.start(), one.end, moment)


def _dated(text: str, folded: str, on: date | None) -> Iterator[Reading]:
    for group in groups(folded, phrases(text, folded, on), on):
        begin, end = whole(group)
        found = _union(group, on)
        unit = group[0].unit
        precision = (
            "year part"
            if unit.kind == "year" and any(one.part for one in group)
            else _PRECISIONS.get(unit.kind, unit.kind)
        )
        anchor = unit.name if unit.kind == "event" else None
        days = (found.earliest, found.latest)
        moment = Moment(text[begin:end], found.relation, *days, precision, found.rule, anchor, found.assumptions)
        plain = [when(replace(one, relation=""), on) for one in group]
        yield Reading(begin, end, moment, group[0].relation, (plain[0].earliest, plain[-1].latest))


def _union(group: Sequence[Phrase], on: date | None) -> When:
    """The days of phrases that are one moment: from the first of the first to the last of the last."""
    found = [when(one, on) for one in group]
    if len(found) == 1:
        return found[0]
    plain = [when(replace(one, relation=""), on) for one in group]
    begins = [one.earliest for one in plain if one.earliest]
    ends = [one.latest for one in plain if one.latest]
    notes = tuple(dict.fromkeys(note for one in plain for note in one.assumptions))
    relation = "past" if all(one.relation == "past" for one in plain) else "by" if group[0].relation == "by" else "in"
    if len(begins) < len(found) or len(ends) < len(found):
        return When(relation, None, None, "from one to the other", notes)
    begin = None if group[0].relation == "by" else min(begins)
    return When(relation, begin, max(ends), "from one to the other", notes)


def _undated(text: str, folded: str) -> Iterator[Reading]:
    for one in undated(folded):
        # "Tijdens de begrotingsbehandeling heb ik toegezegd": nothing is due there any more.
        past = one.rule != "again and again" and speaks_of_past(folded, one.begin, one.end)
        relation = "past" if past else one.relation
        moment = Moment(text[one.begin : one.end], relation, None, None, one.precision, one.rule, one.anchor)
        yield Reading(one.begin, one.end, moment)


def _spans(text: str, folded: str, on: date | None, found: Sequence[Reading]) -> Iterator[Reading]:
    known = {reading.begin: Known(reading.end, reading.days, reading.moment.assumptions) for reading in found}
    for one in spans(folded, on, known):
        days = (one.earliest, one.latest)
        moment = Moment(text[one.begin : one.end], one.relation, *days, one.precision, one.rule, None, one.assumptions)
        yield Reading(one.begin, one.end, moment)
