"""Sets of written questions after each other in one paper, with or without answers, with or without headings.

In goes a `Paper` in which each line is a paragraph, or was before a page wrapped it; out come its sets, its questions and its
passages. A heading begins a set, and so does a run of questions that opens anew; `index` starts at 1 in each. A set without answers
has answers of None, never an empty text. A set that is asked again word for word says of which earlier set it is the repeat.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ketenmonitor.register.extraction.answers import resolve
from ketenmonitor.register.extraction.official import questions as official_questions
from ketenmonitor.register.extraction.official.blocks import is_official
from ketenmonitor.register.extraction.official.uitstel import is_delay
from ketenmonitor.register.extraction.passages import Passage, Segments
from ketenmonitor.register.extraction.sets.headings import Heading, headings
from ketenmonitor.register.extraction.sets.lines import ANSWERS, ASKS, label
from ketenmonitor.register.extraction.sets.openings import may_open, openings
from ketenmonitor.register.extraction.sets.speaker import asks
from ketenmonitor.register.extraction.text.unwrapping import unwrapped
from ketenmonitor.register.items import Question, QuestionSet
from ketenmonitor.register.paper import Paper
from ketenmonitor.register.traced import Traced

_NUMBER = re.compile(r"^(?:\(?\d{1,2}[.):]|\d{1,2}(?= [A-Z«„‘“]))\s*")
_ANSWER_WORD = re.compile(r"^Antwoord(?: op vraag \d+)?\s*:\s*")
_RULE = "lines that ask and lines that answer, read together"


@dataclass(frozen=True)
class _Asked:
    """A question as its lines: what asks, what answers (none: no answer), and how clearly the first line asks."""

    asking: tuple[Traced, ...]
    answering: tuple[Traced, ...]
    clearness: float


def segment(paper: Paper) -> Segments:
    """The sets, questions and passages of a paper with question sets; those with numbered headings are read by these."""
    return official_questions.segment(paper) if is_official(paper) else _by_speakers(unwrapped(paper))


def _by_speakers(paper: Paper) -> Segments:
    found = headings(paper)
    passages = _before(paper, found)
    sets: list[QuestionSet] = []
    questions: list[Question] = []
    notes: list[str] = []
    for heading, begin, end in _stretches(paper, found):
        asked, other = _asked(paper, begin, end)
        if heading is not None:
            passages.append(Passage(heading.title, "heading"))
        starts = openings(
            [_joined(each.asking).text for each in asked], [_joined(each.answering).text or None for each in asked]
        )
        for own, following in zip(starts, [*starts[1:], len(asked)], strict=True):
            made = _set(paper, len(sets) + 1, heading if own == 0 else None, asked[own:following])
            sets.append(made)
            put_off = _notice(other, asked, own, following)
            for index, each in enumerate(asked[own:following], 1):
                passages.extend(_passages(each, len(questions), heading if own == 0 else None))
                questions.append(replace(_question(paper, made, index, each), put_off=put_off))
        passages.extend(Passage(line, "body") for line in other)
        notes.extend(
            f"Set {len(sets)}: the answers are put off ({line.text[:120]})" for line in other if is_delay(line.text)
        )
    resolved, pointing = resolve(questions)
    sets, questions = _repeats(sets, list(resolved))
    return Segments(paper, "question_sets", tuple(passages), tuple(questions), tuple(sets), (*notes, *pointing))


def _before(paper: Paper, found: tuple[Heading, ...]) -> list[Passage]:
    """What stands above the first heading, if no question does."""
    end = found[0].begin if found else 0
    lines = [line.strip() for line in paper.lines[:end] if line.text.strip()]
    return [] if any(asks(line.text) > 3 for line in lines) else [Passage(line, "body") for line in lines]


def _stretches(paper: Paper, found: tuple[Heading, ...]) -> list[tuple[Heading | None, int, int]]:
    """Each heading with the lines that stand under it; first those without heading, if they ask."""
    ends = [*(each.begin for each in found), len(paper.lines)]
    stretches: list[tuple[Heading | None, int, int]] = [
        (each, each.end, end) for each, end in zip(found, ends[1:], strict=True)
    ]
    if any(asks(line.text) > 3 for line in paper.lines[: ends[0]]):
        stretches.insert(0, (None, 0, ends[0]))
    return stretches


def _asked(paper: Paper, begin: int, end: int) -> tuple[list[_Asked], list[Traced]]:
    """The questions on these lines, and the lines that are neither question nor answer (a notice that answers are put off)."""
    lines = [_without_number(line.strip()) for line in paper.lines[begin:end] if line.text.strip()]
    other = [line for line in lines if is_delay(line.text)]
    lines = [line for line in lines if not is_delay(line.text)]
    texts = [line.text for line in lines]
    found: list[tuple[list[Traced], list[Traced]]] = []
    for line, name in zip(lines, label(texts, [may_open(text) for text in texts]), strict=True):
        if name in ASKS or not found:
            found.append(([line], []))
        else:
            found[-1][name in ANSWERS].append(line)
    return [_Asked(tuple(asking), tuple(answering), asks(asking[0].text)) for asking, answering in found], other


def _notice(other: list[Traced], asked: list[_Asked], own: int, following: int) -> str | None:
    """The notice that stands among the questions of a set, or below them."""
    begin = asked[own].asking[0].begin if own else -1
    end = asked[following].asking[0].begin if following < len(asked) else None
    found = (line.text for line in other if line.begin >= begin and (end is None or line.begin < end))
    return next(found, None)


def _without_number(line: Traced) -> Traced:
    """A question without the number that is printed before it, and an answer without the word."""
    printed = _NUMBER.match(line.text)
    if printed and asks(line.text[printed.end() :]) > 3:
        return line[printed.end() :]
    word = _ANSWER_WORD.match(line.text)
    return line[word.end() :] if word and word.end() < len(line) else line


def _set(paper: Paper, number: int, heading: Heading | None, asked: list[_Asked]) -> QuestionSet:
    if heading is not None:
        return QuestionSet(number, paper.place(heading.title), heading.title.text, heading.askers, heading.addressees)
    place = paper.place(asked[0].asking[0]) if asked else paper.place(paper.lines[0])
    return QuestionSet(number, place)


def _question(paper: Paper, of: QuestionSet, index: int, each: _Asked) -> Question:
    asking, answer = _joined(each.asking), _joined(each.answering)
    parties = dict.fromkeys(person.party for person in of.askers if person.party)
    return Question(
        question=asking.text,
        answer=answer.text or None,
        place=paper.place(asking),
        rule=_RULE,
        confidence=round(min(0.99, 0.5 + each.clearness / 12), 2),
        set=of.number,
        index=index,
        section=of.title,
        asker=", ".join(person.name for person in of.askers) or None,
        party=", ".join(parties) or None,
        addressee=tuple(person.name for person in of.addressees),
        answer_place=paper.place(answer) if answer else None,
    )


def _joined(lines: tuple[Traced, ...]) -> Traced:
    return Traced.join(lines)


def _passages(each: _Asked, question: int, heading: Heading | None) -> list[Passage]:
    section = heading.title if heading else None
    return [
        *(Passage(line, "question", section, question) for line in each.asking),
        *(Passage(line, "answer", section, question) for line in each.answering),
    ]


def _repeats(sets: list[QuestionSet], questions: list[Question]) -> tuple[list[QuestionSet], list[Question]]:
    """Sets that ask the very same questions as an earlier one say so, and so do their questions."""
    first: dict[tuple[str, ...], int] = {}
    again: dict[int, int] = {}
    for each in sets:
        asked = tuple(" ".join(question.question.split()) for question in questions if question.set == each.number)
        if asked and asked in first:
            again[each.number] = first[asked]
        else:
            first[asked] = each.number
    marked = [replace(each, repeat_of=again.get(each.number)) for each in sets]
    return marked, [
        replace(question, repeat_of=(again[question.set], question.index))
        if question.set in again and question.index is not None
        else question
        for question in questions
    ]
