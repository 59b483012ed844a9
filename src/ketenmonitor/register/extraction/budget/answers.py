"""Written answers to the questions of a budget debate, from a table set in columns: number, question, answer, asker, minister.

In: a paper of this kind, as PDF tools give it, the columns cut by page breaks and laid after each other. Out: its questions with
their answers, askers, parties (of the heading) and ministers, and passages in reading order. Promise: each line of the table is
part of one question, one answer, a mark of asker or minister, or a heading.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace

from ketenmonitor.register.extraction.answers import resolve
from ketenmonitor.register.extraction.budget.lines import Line
from ketenmonitor.register.extraction.budget.rows import Row, party_of, rows_of
from ketenmonitor.register.extraction.passages import Passage, Segments
from ketenmonitor.register.items import Question
from ketenmonitor.register.paper import Paper
from ketenmonitor.register.traced import Traced

# "wet- en regelgeving": the hyphen stands for a word left out, and a space follows it.
_LOOSE = re.compile(r"(?:en|of|als|dan|noch)\b")


def segment(paper: Paper) -> Segments:
    """The questions and passages of a table of answers."""
    before, rows = rows_of(paper)
    drawn = [_question(paper, row) for row in rows]
    questions, notes = resolve(_with_askers(drawn, rows))
    passages = [Passage(_joined(part), "body") for part in _paragraphs(before)]
    section: Traced | None = None
    for index, row in enumerate(rows):
        if row.section is not None and row.section is not section:
            section = row.section
            passages.append(Passage(section, "heading"))
        passages.append(Passage(_joined(row.question), "question", section, index))
        passages.extend(Passage(_joined(part), "answer", section, index) for part in _paragraphs(row.answer))
    return Segments(paper, "budget_answers", tuple(passages), questions, notes=(*notes, *_gaps(questions)))


def _question(paper: Paper, row: Row) -> Question:
    asked, said = _joined(row.question), _joined(row.answer)
    return Question(
        question=asked.text,
        answer=said.text if said else None,
        place=paper.place(asked),
        rule="row of a table in columns",
        confidence=0.95 if said and row.asker else 0.9 if said else 0.6,
        number=row.number,
        section=row.section.text if row.section else None,
        asker=row.asker,
        party=party_of(row.section.text) if row.section else None,
        addressee=row.offices,
        answer_place=paper.place(said) if said else None,
    )


def _with_askers(questions: list[Question], rows: list[Row]) -> list[Question]:
    """Askers completed: a name cut by a page break by the whole name elsewhere; a name that is missing by the only one of its
    section; a party that the heading does not give by another section of the same asker."""
    names = {question.asker for question in questions if question.asker}
    sections: dict[str | None, set[str]] = defaultdict(set)
    whole = []
    for question in questions:
        longer = {name for name in names if question.asker and name.startswith(question.asker + " ")}
        whole.append(replace(question, asker=longer.pop()) if len(longer) == 1 else question)
        if whole[-1].asker:
            sections[question.section].add(whole[-1].asker or "")
    parties = {
        name: q.party for q in whole if q.party and len(sections[q.section]) == 1 for name in sections[q.section]
    }
    done = []
    for question in whole:
        only = sections[question.section]
        if question.asker is None and question.party and len(only) == 1:
            question = replace(question, asker=next(iter(only)), rule=question.rule + "; asker of the section")
        if question.party is None and question.asker in parties:
            question = replace(question, party=parties[question.asker])
        done.append(question)
    return done


def _paragraphs(lines: list[Line]) -> list[list[Line]]:
    """Lines in paragraphs: a new one after a blank line, where the text before is at an end or a list goes on."""
    parts: list[list[Line]] = []
    for line in lines:
        if parts and not (line.blank and _at_end(parts[-1][-1])):
            parts[-1].append(line)
        else:
            parts.append([line])
    return parts


def _at_end(line: Line) -> bool:
    return line.said.endswith((".", "?", "!", ":", ";"))


def _joined(lines: list[Line]) -> Traced:
    """Lines as running text; a word broken with a hyphen is made one again where the next line goes on in small letters."""
    whole = Traced("", ())
    for line in lines:
        if whole and whole.text.endswith("-") and line.said[:1].isalpha() and not _LOOSE.match(line.said):
            whole = whole + line.text
        elif whole:
            whole = Traced.join((whole, line.text))
        else:
            whole = line.text
    return whole


def _gaps(questions: tuple[Question, ...]) -> tuple[str, ...]:
    """Numbers that are missing or stand twice, said for a reader."""
    numbers = [question.number for question in questions if question.number is not None]
    missing = sorted(set(range(1, max(numbers, default=0))) - set(numbers))
    double = sorted({number for number in numbers if numbers.count(number) > 1})
    notes = []
    if missing:
        notes.append(
            f"No question has the numbers {_listed(missing)}: these numbers are not used, or the row was not read."
            if len(missing) > 1
            else f"No question has the number {_listed(missing)}: it is not used, or its row was not read."
        )
    if double:
        notes.append(
            f"The numbers {_listed(double)} stand at more than one question."
            if len(double) > 1
            else f"The number {_listed(double)} stands at more than one question."
        )
    unanswered = [question.number for question in questions if question.number is not None and not question.answer]
    if unanswered:
        notes.append(
            f"No answers were found to the questions {_listed(unanswered)}."
            if len(unanswered) > 1
            else f"No answer was found to question {_listed(unanswered)}."
        )
    return tuple(notes)


def _listed(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers))
