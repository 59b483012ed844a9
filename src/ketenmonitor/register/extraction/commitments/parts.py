"""One sentence, several commitments: cut where each has a moment of its own; and the moment by which each is due.

In: a sentence that holds a commitment. Out: its parts (mostly one), none too long to be checked at a glance, and their moments.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from ketenmonitor.register.extraction.commitments.clauses import Clause, clauses
from ketenmonitor.register.extraction.text.data import phrase
from ketenmonitor.register.grammar.due import due
from ketenmonitor.register.grammar.moments import moments
from ketenmonitor.register.items import Moment
from ketenmonitor.register.traced import Traced

LONGEST = 75  # words
AND = re.compile(r",?\s(?=(?:en|waarna|terwijl)\s)")
BORDERS = re.compile(r"[,;:]\s|\S\s(?=(?:en|of|om)\s)")
# A sentence that only says when: its moment is that of the commitment before it.
THEN = re.compile(r"^(?:dit|deze|dat|die|het|zij|naar verwachting)\b", re.IGNORECASE)


def parts(sentence: Traced, on: date | None) -> tuple[Traced, ...]:
    """The sentence, cut between two moments where both sides say that something happens."""
    said = [place for moment, place in moments(sentence, on) if moment.relation != "past" and not _of(sentence, place)]
    for one, other in zip(said, said[1:], strict=False):
        between = [
            match.end()
            for match in AND.finditer(sentence.text)
            if _offset(sentence, one) + len(one) <= match.start() and match.end() <= _offset(sentence, other)
        ]
        for cut in between[-1:]:
            left, right = sentence[:cut].strip(" ,"), sentence[cut:].strip()
            if _acts(left.text) and _acts(right.text):
                return (left, *parts(right, on))
    return (sentence,)


def shortened(sentence: Traced, clause: Clause) -> Traced:
    """The sentence, or where it is too long to be checked at a glance what stands around its commitment."""
    if len(sentence.text.split()) <= LONGEST:
        return sentence
    ends = [border.end() for border in BORDERS.finditer(sentence.text) if border.end() > clause.begin]
    fits = [end for end in ends if len(sentence.text[clause.begin : end].split()) <= LONGEST]
    return sentence[clause.begin : max(fits, default=clause.end)].strip()


def only_says_when(sentence: str) -> bool:
    """ "Dit zal naar verwachting in mei zijn": no commitment by itself, but the moment of the one before it."""
    short = len(sentence.split()) <= 12
    return bool(short and THEN.match(sentence) and not any(clause.deeds for clause in clauses(sentence)))


def with_moment(sentence: Traced, following: Sequence[Traced], on: date | None) -> tuple[Traced, Moment | None]:
    """When the commitment of a sentence is due, with the sentence that says so: the same, or the next where that says only this."""
    own = due(sentence, on)
    if own and (own.earliest or own.latest):
        return sentence, own
    for after in following:
        if only_says_when(after.text) and (then := due(after, on)):
            return Traced.join([sentence, after]), then
    return sentence, own


def _acts(text: str) -> bool:
    return any(clause.deeds - {"vague"} for clause in clauses(text)) or bool(phrase("law_step").search(text))


def _of(sentence: Traced, place: Traced) -> bool:
    """ "van 3 maart": the moment of something that is named, not of the deed."""
    return place.text.lower().startswith("van ")


def _offset(sentence: Traced, place: Traced) -> int:
    return sentence.at.index(place.at[0])
