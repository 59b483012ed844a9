"""When each set of questions in a paper was answered, where the paper gathers sets of many months and states no date.

In: a segmented paper. Out: a day for each set, concluded from its own text: after the latest day of which it speaks as past, and
before the first moment with a year that it speaks of as still to come,
and before a limit without a year that it names as next. Promise: a date that the paper states is never replaced,
and sets that are gathered in one paper lie not much more than a year apart.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from ketenmonitor.register.extraction.commitments.clauses import clauses
from ketenmonitor.register.extraction.passages import Segments
from ketenmonitor.register.extraction.text.sentences import sentences
from ketenmonitor.register.grammar.moments import moments
from ketenmonitor.register.reading.dating import dated
from ketenmonitor.register.traced import Traced

STATED = 0.7  # the confidence from which a date is stated rather than concluded
LONGEST = timedelta(days=400)
STILL = ("shall", "going", "present", "passive", "can")
YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


def set_days(segments: Segments) -> dict[int, date]:
    """The day of each set whose text points to one."""
    texts = _texts(segments)
    if len(texts) < 2 or segments.paper.dated.confidence >= STATED:
        return {}
    around = segments.paper.dated.date
    found = {number: day for number, pieces in texts.items() if (day := _day(pieces))}
    return {number: day for number, day in found.items() if around is None or around - LONGEST <= day <= around}


def _texts(segments: Segments) -> dict[int, list[Traced]]:
    texts: dict[int, list[Traced]] = {}
    for passage in segments.passages:
        number = segments.questions[passage.question].set if passage.question is not None else None
        if number is not None:
            texts.setdefault(number, []).append(passage.text)
    return texts


def _day(pieces: list[Traced]) -> date | None:
    """Half way between what is past and what is to come; the latest past day where nothing with a year is to come."""
    past = dated([piece.text for piece in pieces], ()).date
    if past is None:
        return None
    coming = min(_coming(pieces, past), default=None)
    if coming is None or not past < coming <= past + LONGEST:
        return past
    half_way = past + (coming - past) / 2
    limit = min(_limits(pieces, past), default=half_way)
    # "nog voor het zomerreces": said before the next one, so the day does not pass it.
    return half_way if half_way <= limit else past + (limit - past) / 2


def _limits(pieces: list[Traced], past: date) -> list[date]:
    """The last days of the moments without a year before which something will be done, as they were next to come after `past`."""
    return [
        moment.latest
        for piece in pieces
        for sentence in sentences(piece)
        if any(clause.tense in STILL for clause in clauses(sentence.text))
        for moment, place in moments(sentence, past)
        if moment.relation in ("before", "by") and not YEAR.search(place.text)
        if moment.latest and past < moment.latest
    ]


def _coming(pieces: list[Traced], past: date) -> list[date]:
    """The last days of the moments with a year by which, as the text says, something will be done."""
    return [
        moment.latest
        for piece in pieces
        for sentence in sentences(piece)
        if YEAR.search(sentence.text) and any(clause.tense in ("shall", "going") for clause in clauses(sentence.text))
        for moment, place in moments(sentence, past)
        if moment.latest and moment.latest > past and YEAR.search(place.text) and moment.relation != "past"
    ]
