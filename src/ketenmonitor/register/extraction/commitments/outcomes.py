"""Undertakings that name an outcome rather than a deed: what will be so by a day, what citizens may from a day on, what is seen to.

In: a clause, its sentence and the day of the paper. Out: the names of the cues (in `commitment_weights.toml`) that it gives.
Promise: an outcome counts only where its day is still to come in full on the day of the paper; a state of today is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ketenmonitor.register.extraction.commitments.clauses import Clause
from ketenmonitor.register.extraction.commitments.subjects import OWN
from ketenmonitor.register.extraction.text.data import phrase
from ketenmonitor.register.grammar.readings import readings
from ketenmonitor.register.items import Moment

STATES = ("being", "must")
# A count between two days is history, though the days have no year.
COUNTED = re.compile(r"\btussen\b.*\ben\b", re.IGNORECASE)
# Money and plans are for a year; nothing happens in it.
OF_A_NOUN = ("of", "for")
ONCE_OVER = ("past", "perfect", "would")
WORTH = ("present", "passive", "none", "going")


def outcomes(clause: Clause, sentence: str, on: date | None) -> Iterator[str]:
    """The cues that a clause gives by the outcome it names."""
    if clause.tense in ONCE_OVER and not phrase("right_to").search(clause.text):
        return
    main = not phrase("subordinate").search(clause.text)
    if main and clause.subject not in ("chamber", "first person"):
        yield from _of_a_day(clause, on)
    if clause.subject in (*OWN, "body") and clause.tense in ("present", "none"):
        yield from _seen_to(clause, sentence)
    if clause.tense == "passive" and _comes_back(clause):
        yield "done_regularly"


def _of_a_day(clause: Clause, on: date | None) -> Iterator[str]:
    """What will be so, or may be done, from or by a day that is still to come."""
    text = clause.text
    if phrase("others_hear").search(text) and phrase("moment").search(text) and clause.subject != "body":
        yield "others_hear"
    if clause.tense in WORTH and phrase("amount_set").search(text):
        yield "amount_set"
    ahead = to_come(text, on)
    if ahead and clause.tense in STATES and not phrase("told").search(text) and not COUNTED.search(text):
        yield "result_by"
    if phrase("may_from").search(text) and (
        phrase("next_start").search(text) or (ahead and phrase("from_when").search(text))
    ):
        yield "may_from"


def _seen_to(clause: Clause, sentence: str) -> Iterator[str]:
    """What a minister or body answers for, has done or takes over."""
    if phrase("sees_to_it").search(sentence[clause.begin :]):
        yield "sees_to_it"
    for name in ("gives_order", "adopts"):
        if phrase(name).search(clause.text):
            yield name


def _comes_back(clause: Clause) -> bool:
    """Something that can be pointed at is made each year or quarter."""
    return bool("concrete" in clause.deeds and phrase("recurs").search(clause.text))


def to_come(text: str, on: date | None) -> bool:
    """Whether the text names a moment that begins, or by which something is to be so, after the day of the paper."""
    named = [one for one in readings(text, on) if one.said not in OF_A_NOUN and one.moment.rule != "for year"]
    return any(_to_come(one.moment, on) for one in named)


def _to_come(moment: Moment, on: date | None) -> bool:
    if moment.relation == "past" or (moment.earliest is None and moment.latest is None):
        return False
    if moment.earliest is None:
        return on is None or (moment.latest is not None and moment.latest > on)
    return on is None or moment.earliest > on
