"""Official questions in a numbered list, with their answers below each or in a numbered list of their own.

In: a paper. Out: `Item`s in order: what is said above a set, its questions and answers with their numbers. Promise: only below a line
that says who asks whom, and only where the questions are numbered through from 1 and ask; else nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ketenmonitor.register.extraction.text.unwrapping import unwrapped
from ketenmonitor.register.paper import Paper
from ketenmonitor.register.traced import Traced

SUBJECT, QUESTION, ANSWER = "subject", "question", "answer"
_ASKS = re.compile(
    r"^\W*(?:nadere\s+|schriftelijke\s+)*vragen\s+van\s+(?:het\s+lid|de\s+leden)\b.*\baan\b", re.IGNORECASE
)
_ANSWERS = re.compile(
    r"^\W*(?:antwoord(?:en)?|beantwoording)(?P<more>\s+(?:van|op)\s+(?!vraag\b)[^.?!]{3,200})?\s*[:.]?\s*$",
    re.IGNORECASE,
)
_ANSWERED = re.compile(r"^\s*antwoord\s*:\s*(?=\S)", re.IGNORECASE)
_NUMBER = re.compile(r"^\s*\(?(?P<list>\d{1,2}(?:\s*(?:,|en|t/m)\s*\d{1,2})*)\s*(?:[.):]\s*|\s+(?=[A-ZÀ-Þ«„‘“'\"])|$)")
_MOSTLY = 0.6


@dataclass
class Item:
    """One piece: what it is, the numbers before it, and its paragraphs."""

    kind: str
    numbers: tuple[int, ...]
    lines: list[Traced] = field(default_factory=list)


@dataclass
class _At:
    """How far the reading is: the number that the next question and the next answer would have; 0 for the answers as long as
    they have no list of their own."""

    question: int = 1
    answer: int = 0
    answered: bool = False


def listed(paper: Paper) -> tuple[Item, ...]:
    """The numbered questions and answers of a paper; none if it has no such lists."""
    if not any(_ASKS.match(line.text) for line in paper.lines):
        return ()
    found = tuple(_items(unwrapped(paper)))
    asked = [item for item in found if item.kind == QUESTION]
    answers = [item for item in found if item.kind == ANSWER]
    asking = sum("?" in line.text for item in asked for line in item.lines)
    numbers = {number for item in asked for number in item.numbers}
    if not asked or asking < _MOSTLY * len(asked) or any(not set(item.numbers) <= numbers for item in answers):
        return ()
    return found


def _items(paper: Paper) -> Iterator[Item]:
    at = _At()
    held: Item | None = None
    for line in (line.strip() for line in paper.lines):
        if not line:
            continue
        opened = _opened(line, at, held)
        if opened is None:
            if held is not None:
                held.lines.append(line)
            continue
        if held is not None and (held.lines or held.kind == QUESTION):
            yield held
        held = opened
    if held is not None and held.lines:
        yield held


def _opened(line: Traced, at: _At, held: Item | None) -> Item | None:
    """What begins on this line, if anything does."""
    if _ASKS.match(line.text):
        at.question, at.answer, at.answered = 1, 0, False
        return Item(SUBJECT, (), [line])
    if held is None:
        return None
    if at.question > 1 and (_ANSWERS.match(line.text) or _ANSWERED.match(line.text)):
        at.answered = True
        said = _ANSWERED.match(line.text)
        return Item(ANSWER, (at.question - 1,), [line[said.end() :]] if said else [])
    number = _NUMBER.match(line.text)
    return (
        _numbered(line[number.end() :], [int(one) for one in re.findall(r"\d+", number["list"])], at)
        if number
        else None
    )


def _numbered(rest: Traced, said: list[int], at: _At) -> Item | None:
    """The next question or the next answer, by its number; any other number is part of the text."""
    lines = [rest] if rest else []
    if at.answer and said[0] == at.answer:
        at.answer = said[-1] + 1
        return Item(ANSWER, tuple(range(said[0], said[-1] + 1) if len(said) == 2 else said), lines)
    if not at.answer and said == [at.question]:
        at.question += 1
        return Item(QUESTION, (said[0],), lines)
    if not at.answer and said[0] == 1 and at.question > 1 and (at.answered or (rest and "?" not in rest.text)):
        at.answer = said[-1] + 1
        return Item(ANSWER, tuple(said), lines)
    return None
