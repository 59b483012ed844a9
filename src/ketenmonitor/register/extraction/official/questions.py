"""Official parliamentary questions, with or without their answers: XML, HTML or text.

In goes a `Paper`, out come its questions, each with the answer whose heading names its number ("Antwoord 2, 3 en 4" answers
three), its sets and its passages. A notice that answers are put off leaves the questions without answer, and says so in a note.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ketenmonitor.register.extraction.answers import resolve
from ketenmonitor.register.extraction.official.blocks import (
    ANSWER,
    NOTE,
    QUESTION,
    SUBJECT,
    Block,
    blocks,
    passed_over,
    plain,
)
from ketenmonitor.register.extraction.official.heads import Head, head
from ketenmonitor.register.extraction.official.uitstel import is_delay
from ketenmonitor.register.extraction.passages import Passage, Segments
from ketenmonitor.register.extraction.sets.lines import ANSWERS, label
from ketenmonitor.register.items import Question, QuestionSet
from ketenmonitor.register.paper import Paper
from ketenmonitor.register.traced import Traced

_OTHER_LAYOUT = (
    "Some questions stand in a numbered list and others under headings such as 'Vraag 1': only the latter were read. "
    "Give each paper as a file of its own."
)
_PUT_OFF = "The answers are put off: the paper says so, and gives none."


@dataclass
class _Asked:
    """A question as it is gathered: its number, its paragraphs, and those of its answer."""

    number: int
    asking: list[Traced]
    answering: list[Traced] = field(default_factory=list)
    passed: bool = False  # an answer was announced, and none given
    rule: str = "a question with its number"
    confidence: float = 0.97


@dataclass
class _Set:
    """A set as it is gathered."""

    head: Head = field(default_factory=Head)
    asked: list[_Asked] = field(default_factory=list)


def segment(paper: Paper) -> Segments:
    """The questions, sets and passages of a paper with official questions."""
    found = blocks(paper)
    sets = _merged(_sets(found))
    for each in sets:
        _unmarked_answers(each)
    questions: list[Question] = []
    places: list[QuestionSet] = []
    passages: list[Passage] = []
    for number, each in enumerate(sets, 1):
        own = number if len(sets) > 1 else None
        for index, asked in enumerate(each.asked, 1):
            passages.extend(_passages(asked, len(questions), passages))
            questions.append(_question(paper, each.head, own, index, asked))
        if each.asked:
            places.append(_set(paper, each, number))
    resolved, pointing = resolve(questions)
    delayed = [block for block in found if _is_delay(block)]
    notice = _joined(list(delayed[0].lines)).text if delayed else None
    resolved = tuple(each if each.answer else replace(each, put_off=notice) for each in resolved)
    passages.extend(Passage(line, "footnote") for block in found if block.kind == NOTE for line in block.lines)
    passages.extend(
        Passage(line, "heading" if block.kind == SUBJECT else "body")
        for block in found
        if block.kind not in (QUESTION, ANSWER, NOTE) or _is_delay(block)
        for line in block.lines
    )
    passages.sort(key=lambda each: each.text.begin)
    mixed = (_OTHER_LAYOUT,) if paper.tree is None and passed_over(paper) else ()
    notes = (*((_PUT_OFF,) if delayed else ()), *mixed, *pointing)
    return Segments(paper, "official_questions", tuple(passages), resolved, tuple(places), notes)


def _is_delay(block: Block) -> bool:
    text = " ".join(line.text for line in block.lines)
    return is_delay(text) and block.kind != QUESTION


def _sets(found: tuple[Block, ...]) -> list[_Set]:
    """The blocks as sets: a new one begins where the numbers of the questions begin again."""
    sets = [_Set()]
    for block in found:
        last = sets[-1]
        if block.kind == SUBJECT:
            said = head(" ".join(line.text for line in block.lines))
            if said.askers and last.asked:
                sets.append(_Set(said))
            elif said.askers or (said.addressees and not last.head.addressees):
                last.head = said if said.askers else replace(last.head, addressees=said.addressees)
        elif block.kind == QUESTION:
            asked = _asked(block, last)
            if last.asked and asked[0].number <= min(each.number for each in last.asked):
                last = _Set(last.head)
                sets.append(last)
            last.asked.extend(asked)
        elif block.kind == ANSWER and not _is_delay(block):
            _answer(last, block)
    return [each for each in sets if each.asked]


def _asked(block: Block, within: _Set) -> list[_Asked]:
    """The questions of a block: one, or as many as its heading names if it has as many paragraphs."""
    numbers = block.numbers or ((max((each.number for each in within.asked), default=0) + 1),)
    lines = list(block.lines)
    if len(numbers) > 1 and len(numbers) == len(lines):
        return [_Asked(number, [line]) for number, line in zip(numbers, lines, strict=True)]
    return [_Asked(number, lines) for number in numbers]


def _answer(within: _Set, block: Block) -> None:
    """The answer goes to the questions its heading names; without numbers to those that wait for one."""
    if block.numbers:
        for each in within.asked:
            if each.number in block.numbers:
                each.answering.extend(block.lines)
        return
    for each in within.asked:
        if not each.answering and not each.passed:
            each.answering.extend(block.lines)
            each.passed = not block.lines
            each.rule, each.confidence = "the answer that follows, which has no number", 0.85


def _merged(sets: list[_Set]) -> list[_Set]:
    """Without the list of questions that is repeated with its answers: the same questions, once without and once with."""
    kept: list[_Set] = []
    for each in sets:
        before = kept[-1] if kept else None
        if before is not None and not any(asked.answering for asked in before.asked) and _same(before, each):
            kept[-1] = replace(each, head=each.head if each.head.askers else before.head)
        else:
            kept.append(each)
    return kept


def _same(one: _Set, other: _Set) -> bool:
    """As many questions, of which one of the two may have something behind it that belongs to no question."""
    pairs = [
        (_joined(first.asking).text, _joined(second.asking).text)
        for first, second in zip(one.asked, other.asked, strict=False)
    ]
    alike = all(first.startswith(second) or second.startswith(first) for first, second in pairs)
    return alike and len(one.asked) == len(other.asked)


def _unmarked_answers(within: _Set) -> None:
    """Where no answer has a heading, an answer may follow its question all the same: then it is told by who speaks."""
    if any(each.answering for each in within.asked):
        return
    for each in within.asked:
        names = label([line.text for line in each.asking], [False] * len(each.asking))
        answer = [line for line, name in zip(each.asking, names, strict=True) if name in ANSWERS]
        if answer:
            each.asking = [line for line, name in zip(each.asking, names, strict=True) if name not in ANSWERS]
            each.answering, each.rule, each.confidence = answer, "who speaks below the question", 0.8


def _question(paper: Paper, said: Head, own: int | None, index: int, asked: _Asked) -> Question:
    question, answer = _joined(asked.asking), _joined(asked.answering)
    place = paper.place(question) if question else paper.place(paper.lines[0])
    return Question(
        question=question.text,
        answer=answer.text or None,
        place=place,
        rule=asked.rule,
        confidence=asked.confidence,
        set=own,
        number=asked.number,
        index=index,
        section=said.subject,
        asker=", ".join(person.name for person in said.askers) or None,
        party=", ".join(dict.fromkeys(person.party for person in said.askers if person.party)) or None,
        addressee=tuple(person.name for person in said.addressees),
        answer_place=paper.place(answer) if answer else None,
    )


def _set(paper: Paper, each: _Set, number: int) -> QuestionSet:
    place = paper.place(each.asked[0].asking[0]) if each.asked[0].asking else paper.place(paper.lines[0])
    return QuestionSet(number, place, each.head.subject, each.head.askers, each.head.addressees)


def _joined(lines: list[Traced]) -> Traced:
    return Traced.join(plain(line)[0] for line in lines)


def _passages(asked: _Asked, question: int, before: list[Passage]) -> list[Passage]:
    """The paragraphs of a question and its answer; an answer to several questions at once stands with the first of them."""
    made = []
    known = {(each.text.begin, each.role) for each in before if each.role in ("question", "answer")}
    for role, lines in (("question", asked.asking), ("answer", asked.answering)):
        for line in lines:
            text, notes = plain(line)
            if (text.begin, role) not in known:
                made.append(Passage(text, role, None, question, notes))
    return made
