"""Answers in a consultation that point to other answers in their own words, without a number.

In go the questions, out come the same with `refers_elsewhere` (the words that point) and, where an answer does no more than
point and it is clear to what, `resolved`: the answer to the question of that party that has most words in common.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ketenmonitor.register.items import Question

_POINTS = re.compile(
    r"\b(?:be)?antwoord(?:en|ing)?\b[^.;?]{0,40}\bvra(?:ag|gen) van (?:de |het )?(?:leden|lid|fracties?|[\w-]+-fractie|[Gg]roep)\b[^.;?]{0,120}"
    r"|\b(?:be)?antwoord(?:en|ing)?\b (?:op|van) (?:de )?(?:voorgaande|vorige|eerdere|bovenstaande) vra(?:ag|gen)\b[^.;?,]{0,80}"
    r"|\b[Zz]oals (?:\w+ ){0,3}(?:hierboven|eerder|hiervoor|reeds|in de eerdere)\b[^.;?,]{0,40}\b(?:be)?antwoord(?:en|ing)?\b[^.;?,]{0,60}"
)
_ONLY_POINTS = re.compile(r"\b(?:verwezen|verwijs|verwijst|zie)\b", re.IGNORECASE)
_EARLIER = re.compile(r"\b(?:voorgaande|vorige|eerdere|bovenstaande|hierboven)\b")
_WORD = re.compile(r"\w{5,}")


def with_pointers(questions: Sequence[Question]) -> tuple[Question, ...]:
    """The questions with what their answers point to."""
    return tuple(_with_pointer(questions, i) for i in range(len(questions)))


def _with_pointer(questions: Sequence[Question], i: int) -> Question:
    question = questions[i]
    said = tuple(dict.fromkeys(" ".join(match[0].split()) for match in _POINTS.finditer(question.answer or "")))
    known = question.refers_elsewhere
    new = tuple(one for one in said if not any(one in other or other in one for other in known))
    target = _target(questions, i, new + known) if _only_points(question.answer or "") else None
    return replace(
        question,
        refers_elsewhere=(*known, *new),
        resolved=question.resolved or (questions[target].answer if target is not None else None),
    )


def _only_points(answer: str) -> bool:
    """One sentence, which sends the reader elsewhere."""
    return bool(_ONLY_POINTS.search(answer)) and len(re.findall(r"[.!?](?=\s+[A-Z]|$)", answer)) <= 1


def _target(questions: Sequence[Question], i: int, said: tuple[str, ...]) -> int | None:
    """The question whose answer is meant: of a party that is named or before this one, with most words in common."""
    words = " ".join(said)
    named = [k for k, other in enumerate(questions) if k != i and other.party and other.party in words]
    before = [k for k in range(i) if questions[k].party == questions[i].party] if _EARLIER.search(words) else []
    ranked = sorted((_common(questions[i], questions[k]), k) for k in (named or before) if questions[k].answer)
    if not ranked or ranked[-1][0] < 3 or (len(ranked) > 1 and ranked[-1][0] == ranked[-2][0]):
        return None
    return ranked[-1][1]


def _common(one: Question, other: Question) -> int:
    return len(
        set(_WORD.findall(one.question.lower())) & set(_WORD.findall(f"{other.question} {other.answer}".lower()))
    )
