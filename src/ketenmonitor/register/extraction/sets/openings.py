"""Where a set of questions begins anew without a heading.

Members open a set by asking whether the minister knows what they read: "Bent u bekend met het bericht ...?". They ask that
halfway a set too, so other evidence is weighed with it: a footnote that is number 1 again, a closing question just before,
answers that begin or stop, other subjects. Each piece of evidence and its weight stands below.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ketenmonitor.register.extraction.sets.weighing import Sign, sign, weigh

_KNOWS = re.compile(
    r"^(?:Bent u (?:er ?mee |ermee )?(?:bekend|op de hoogte)|Kent u|Is het u bekend|Herinnert u zich"
    r"|(?:Heeft|Hebt) u (?:\w+ )?(?:kennis ?genomen|gehoord|gezien|gelezen)\b"
    r"|(?:Heeft|Hebt) u [^?]{0,120}\b(?:kennis ?genomen|gehoord|gezien|gelezen)\b)"
)
OPENING: tuple[Sign, ...] = (
    sign(_KNOWS.pattern, 1.0, "it asks whether the minister knows something"),
    sign(
        rf"(?={_KNOWS.pattern})"
        r".{0,85}?(?:[«“„\"‘']|\b(?:nieuws)?(?:bericht(?:en|geving)?|artikel(?:en)?|uitzending|aflevering|reportage|documentaire"
        r"|podcast|item|interview|column|rapport(?:en)?|onderzoek|(?:\w*brief)|publicatie|filmpje|video|beelden|noodkreet|oproep)\b)",
        1.0,
        "what one should know was published",
    ),
    sign(
        r"^(?:\S+ ){0,5}(?:ook|eveneens|tevens|daarnaast|voorts|verder|andere?|nog (?:meer|een))\b",
        -2.0,
        "it goes on: 'also', 'other'",
    ),
    sign(r"^(?:\S+ ){0,6}(?:het feit|dit|deze|die|dat|genoemde?)\b", -1.0, "it takes up what was said before"),
)
_CLOSES = re.compile(
    r"\b(?:vragen?)\b.{0,160}\b(?:beantwoord(?:en)?|antwoorden)\b|\b(?:beantwoord(?:en)?)\b.{0,80}\bvragen\b",
    re.IGNORECASE | re.DOTALL,
)
_NOTE = re.compile(r"(?:[^\W\d]\.|[^\d\W]|[?!»)”’\"'])(\d{1,2})(?=[\s,.;?]|$)")
_WORD = re.compile(r"\w{5,}")
ENOUGH = 2.0  # A question that asks after something published is enough, if nothing speaks against it.
_NOTE_AGAIN, _NOTE_GOES_ON, _CLOSED, _ANSWERS_CHANGE, _BARE_YES = 1.5, -1.5, 1.5, 1.5, 0.5
_JUST_OPENED, _SAME_WORDS, _OTHER_WORDS = -2.0, -1.0, 0.5
_MUCH, _LITTLE = 0.3, 0.1


def may_open(question: str) -> bool:
    """Whether a question is of the kind with which a set opens."""
    return weigh(question, OPENING) >= 1.0


def openings(questions: Sequence[str], answers: Sequence[str | None]) -> list[int]:
    """Where, among questions under one heading, sets begin: always 0, and where the evidence is enough."""
    found = [0]
    for i in range(1, len(questions)):
        before, after = range(found[-1], i), range(i, min(len(questions), i + 4))
        if may_open(questions[i]) and _evidence(questions, answers, before, after) >= ENOUGH:
            found.append(i)
    return found


def _evidence(questions: Sequence[str], answers: Sequence[str | None], before: range, after: range) -> float:
    """The evidence that a set begins where `after` begins."""
    i = after[0]
    weight = weigh(questions[i], OPENING)
    weight += _of_notes([questions[k] for k in before], questions[i])
    weight += _CLOSED if _CLOSES.search(questions[before[-1]]) else 0.0
    weight += _ANSWERS_CHANGE if _change(answers, before, after) else 0.0
    weight += _BARE_YES if (answers[i] or "").strip(" .").lower() == "ja" else 0.0
    weight += _JUST_OPENED if len(before) == 1 else 0.0
    shared = _shared([questions[k] for k in before], [questions[k] for k in after])
    return weight + (_SAME_WORDS if shared > _MUCH else _OTHER_WORDS if shared < _LITTLE else 0.0)


def _of_notes(before: Sequence[str], question: str) -> float:
    """Footnotes of the questions of one set are numbered through, so a second number 1 is another set."""
    earlier = [int(number) for text in before for number in _NOTE.findall(text)]
    own = [int(number) for number in _NOTE.findall(question)]
    if not earlier or not own:
        return 0.0
    return _NOTE_AGAIN if own[0] == 1 else _NOTE_GOES_ON if own[0] == max(earlier) + 1 else 0.0


def _change(answers: Sequence[str | None], before: range, after: range) -> bool:
    """All that went before is answered and what comes is not, or the other way round."""
    return len({answers[i] is None for i in before}) == 1 == len({answers[i] is None for i in after}) and (
        (answers[before[0]] is None) != (answers[after[0]] is None)
    )


def _shared(before: Sequence[str], after: Sequence[str]) -> float:
    """Which part of the longer words of the questions that come was used in those before."""
    old = {word[:8] for text in before for word in _WORD.findall(text.lower())} - _COMMON
    new = {word[:8] for text in after for word in _WORD.findall(text.lower())} - _COMMON
    return len(old & new) / len(new) if new else 0.0


# Words of any question (cut to eight letters): that two sets share them says nothing of their subject.
_COMMON_WORDS = """
    aangeven aanpak aantal acties andere bekend beoordeelt bereid bericht daarbij daarvan deelt deze dergelijke genomen hierbij
    hiervan hoeveel hoeverre indien informeren kamer klopt kunnen kunt maatregelen mening mogelijk nemen nederland onderzoek
    opvatting rondom soort toelichten tussen uitvoering verhoudt voorkomen vraag vragen waarin waarom waarbij wanneer welke
    wijze willen worden wordt zouden zoals zorgen stappen staat stand zaken situatie specifiek
"""
_COMMON = frozenset(word[:8] for word in _COMMON_WORDS.split())
