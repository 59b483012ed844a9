"""What stands around a figure in its sentence: the period it is for, and what it is compared with.

In: a sentence and the amounts in it. Out: for an amount its moment, or None, and what it is set against, or None; neither is guessed from
elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ketenmonitor.register.extraction.figures import words as say
from ketenmonitor.register.grammar import moments
from ketenmonitor.register.items import Moment
from ketenmonitor.register.traced import Traced

FROM_TO = re.compile(
    r"\b(?:(?:in|over|van|voor)\s+)?(?:de\s+(?:jaren|periode)\s+)?(?P<first>(?:19|20)\d\d)"
    r"(?:\s?[-–]\s?|\s+(?P<to>tot en met|t/m|tot)\s+)(?P<last>(?:19|20)?\d\d)(?![\d/])"
)
# Between the first and the last of two levels.
MOVED_TO = re.compile(r"(?:\s+(?:in|op|eind|begin)\s+[\w\s]{4,20}?)?\s*(?:\([^)]*\)\s*)?(?:naar|tot)\s+(?:\w+\s+){0,2}")
FAR = 200  # characters between two levels, and before the first, in which what joins them stands
REACH = 90  # characters within which a period belongs to a number
NAMED_BEFORE = "count of what was named before"  # the rule whose amounts know already what they are about
When = tuple[Moment, int, int]  # a moment, where it begins in the sentence, how long it is


@dataclass(frozen=True)
class Amount:
    """A number with its unit, from `begin` to `end` of the sentence, and the rule that read it."""

    value: float
    unit: str
    begin: int
    end: int
    rule: str
    confidence: float
    about: str | None = None
    change: str = "absolute"


def when_told(sentence: Traced, amounts: list[Amount], on: date | None) -> list[When]:
    """The moments of a sentence with where they stand: not a duration that is a figure itself, nor what is compared with."""
    taken = [(amount.begin, amount.end) for amount in amounts]
    taken.extend(
        match.span()
        for match in say.AGAINST.finditer(sentence.text)
        if not re.search(r"\d\s*$|\d{3}", _unyeared(match[0]))
    )
    found = _years(sentence.text)
    taken.extend((begin, begin + length) for _, begin, length in found)
    for moment, piece in moments(sentence, on):
        begin = sentence.at.index(piece.at[0])
        if (moment.earliest or moment.latest) and not any(
            begin < end and first < begin + len(piece) for first, end in taken
        ):
            found.append((moment, begin, len(piece)))
    return found


def _years(text: str) -> list[When]:
    """ "2031–2034", "de jaren 2031 t/m 2034", "van 2031 tot 2034": years from and to; what "tot" names is not in it."""
    found = []
    for match in FROM_TO.finditer(text):
        first, last = (
            int(match["first"]),
            int(match["last"] if len(match["last"]) == 4 else match["first"][:2] + match["last"]),
        )
        last -= match["to"] == "tot"
        if first < last <= first + 30:
            moment = Moment(match[0], "in", date(first, 1, 1), date(last, 12, 31), "year", "years from and to")
            found.append((moment, match.start(), len(match[0])))
    return found


def owned_by(amounts: list[Amount], when: list[When], text: str) -> dict[int, int]:
    """Which period is of one amount only: begin of the period -> begin of the amount. It stands right behind the amount ("€ 5 miljoen in
    2030"), or with it in brackets ("(vorig jaar 654)")."""
    owned = {begin: amount.begin for amount in amounts for _, begin, _ in when if 0 <= begin - amount.end <= 1}
    for bracket in re.finditer(r"\([^()]*\)", text):
        inside = [amount for amount in amounts if bracket.start() < amount.begin < bracket.end()]
        for _, begin, _ in when:
            if len(inside) == 1 and bracket.start() < begin < bracket.end():
                owned[begin] = inside[0].begin
    return owned


def _unyeared(text: str) -> str:
    return re.sub(r"\b(?:19|20)\d\d\b", "", text)


def against(text: str, amount: Amount, amounts: list[Amount]) -> str | None:
    """What a change is a change from ("ten opzichte van 2030"), or the first of two levels ("van 210 naar 180 dagen")."""
    if amount.change == "relative":
        told = say.AGAINST.search(text)
        return " ".join(told["against"].split()) if told else None
    for first in amounts:
        if amount.begin - first.end > FAR:
            continue
        between = text[first.end : amount.begin]
        if (
            first.begin < amount.begin
            and MOVED_TO.fullmatch(between)
            and re.search(r"\bvan\s+(?:\w+\s+){0,2}$", text[max(0, first.begin - FAR) : first.begin])
        ):
            return text[first.begin : first.end]
    return None


def period(text: str, amount: Amount, when: list[When], owned: dict[int, int]) -> Moment | None:
    """The period nearest to the number, in its own clause if there is one; not the number itself, nor what is another's."""
    best: tuple[int, Moment] | None = None
    for moment, begin, length in when:
        if (begin < amount.end and amount.begin < begin + length) or owned.get(begin, amount.begin) != amount.begin:
            continue
        between = text[begin + length : amount.begin] if begin < amount.begin else text[amount.end : begin]
        distance = 0 if begin in owned else len(between) + (REACH // 2 if re.search(r"[;:,]\s", between) else 0)
        if distance <= REACH + REACH // 2 and (best is None or distance < best[0]):
            best = (distance, moment)
    return best[1] if best else None
