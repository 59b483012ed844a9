"""To which column each line of a table of answers belongs, found from how the lines are set.

In: the lines of the table (`budget_lines`). Out: for each of them one of PREAMBLE, SECTION, QUESTION, ANSWER, MARK, and whether a
row of the table begins with it. Promise: the choice is the cheapest reading of the whole paper, not a guess line by line; what
counts is only how text is set: the width of a column (a line that could have held the next word was not broken by its column),
blank lines, page breaks, the number of a row, and whether question and answer are at their end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ketenmonitor.register.extraction.budget.lines import Line, row_number
from ketenmonitor.register.extraction.budget.widths import Widths, widths

PREAMBLE, SECTION, QUESTION, ANSWER, MARK = "preamble", "section", "question", "answer", "mark"
_NEVER = 1e6
_AT_END = re.compile(r"[.?!][)\]\"'”’»]*\s*(?:\[\d+\])?$")
_ANSWERS = re.compile(
    r"(?:Ja|Nee|Zie|Idem|Hierbij|Hiervoor)\b"
)  # words with which answers open, and questions do not go on
_SECTION_PARTY = re.compile(r"^[A-ZÀ-Þ][\w'’.\- \u2013]{1,60}\([\w'’ \-+/&]{2,40}\)$")


@dataclass(frozen=True)
class State:
    """What a line is, and what is still unfinished in its row: the question, the answer (`begun`: has an answer begun?)."""

    column: str
    starts: bool = False
    question_open: bool = False
    answer_open: bool = False
    begun: bool = False


def columns(lines: Sequence[Line]) -> list[State]:
    """The cheapest reading of all lines."""
    sizes = widths(lines)
    best: dict[State, float] = {State(PREAMBLE): 0.0}
    back: list[dict[State, State]] = []
    for at in range(len(lines)):
        reached: dict[State, float] = {}
        came: dict[State, State] = {}
        for before, cost in best.items():
            for state, more in _steps(lines, at, before, sizes):
                if cost + more < reached.get(state, _NEVER):
                    reached[state], came[state] = cost + more, before
        best = reached
        back.append(came)
    state = min(best, key=lambda one: best[one] + _cost_of_ending(one))
    path = [state]
    for came in reversed(back[1:]):
        path.append(came[path[-1]])
    return path[::-1]


def _steps(lines: Sequence[Line], at: int, before: State, sizes: Widths) -> list[tuple[State, float]]:
    """What line `at` can be after `before`, and what that costs."""
    line = lines[at]
    if line.mark:
        return [_mark(before)]
    steps = []
    if before.column == PREAMBLE:
        steps.append((before, 1.0))
    number = row_number(line)
    if number is not None:
        steps.append(_row(lines, at, before, sizes))
    if _may_be_section(line):
        steps.append(_section(lines, at, before, sizes.gaps))
    if before.column in (QUESTION, ANSWER, MARK):
        steps.append(_more_question(lines, at, before, sizes))
        steps.append(_more_answer(lines, at, before, sizes))
    return steps


def _mark(before: State) -> tuple[State, float]:
    if before.column in (PREAMBLE, SECTION):
        return before, 0.5 if before.column == PREAMBLE else 8.0
    cost = 2.0 if before.column == QUESTION else 0.0
    return State(MARK, False, before.question_open, before.answer_open, before.begun), cost


def _row(lines: Sequence[Line], at: int, before: State, sizes: Widths) -> tuple[State, float]:
    """A new row: after an answer that is at its end, or the mark after it, or a heading; its first line as narrow as questions."""
    line = lines[at]
    cost = _cost_of_ending(before) + sizes.too_wide_for_question(at)
    if not (line.blank or line.breaks or before.column == MARK):
        cost += 6.0 if sizes.gaps else 1.0
    if before.column == QUESTION:
        cost += 0.5 if before.begun else 6.0
    words = re.sub(r"^\d+[.):]?\s+", "", line.said)
    cost += 0.0 if words[:1].isupper() or not words[:1].isalpha() else 2.0
    cost += sizes.out_of_order(at)
    return State(QUESTION, True, not _AT_END.search(line.said), False, False), cost


def _section(lines: Sequence[Line], at: int, before: State, gaps: bool) -> tuple[State, float]:
    line = lines[at]
    cost = _cost_of_ending(before) + (0.0 if _SECTION_PARTY.match(line.said) else 0.7)
    if before.column == SECTION:
        cost += 1.5
    if not (line.blank or line.breaks):
        cost += 6.0 if gaps else 0.5
    after = lines[at + 1] if at + 1 < len(lines) else None
    if after is None or row_number(after) is None:
        cost += 4.0
    return State(SECTION), cost


def _more_question(lines: Sequence[Line], at: int, before: State, sizes: Widths) -> tuple[State, float]:
    """The question goes on: in its cell, or on the next page, after the mark or the first part of the answer."""
    line = lines[at]
    cost = sizes.too_wide_for_question(at) + _cost_of_small_letter(line, before.question_open)
    if before.column == QUESTION and not before.begun and not before.question_open and _ANSWERS.match(line.said):
        cost += 1.5
    if before.column == QUESTION:
        cost += (
            sizes.loose_in_question(at)
            if not line.blank
            else _cost_of_gap(before.question_open, before.starts, line, lines[at - 1])
        )
    else:
        cost += 0.0 if before.question_open else 4.0
        cost += 0.0 if line.breaks else 2.0 if before.column == MARK or not sizes.gaps else 6.0
        cost += 0.5 if before.column == ANSWER else 0.0
        cost += 0.0 if before.begun else 1.0
    return State(QUESTION, False, not _AT_END.search(line.said), before.answer_open, before.begun), cost


def _more_answer(lines: Sequence[Line], at: int, before: State, sizes: Widths) -> tuple[State, float]:
    """The answer begins, or goes on: in its cell, or on the next page."""
    line = lines[at]
    cost = sizes.too_wide_for_answer(at) + (_cost_of_small_letter(line, before.answer_open) if before.begun else 0.0)
    if before.column == ANSWER:
        cost += 0.3 if line.blank or line.breaks else sizes.loose_in_answer(at)
    elif before.column == QUESTION:
        cost += 0.0 if line.blank or not sizes.gaps else 2.0 if line.breaks else 2.5
        cost += 1.0 if before.question_open else 0.0
        cost += 3.0 if before.begun and not before.answer_open else 0.0
        cost += 0.0 if before.begun or line.said[:1].isupper() or not line.said[:1].isalpha() else 1.0
    else:
        cost += 0.3 if before.answer_open or not before.begun else 2.5
        cost += 1.5 if before.question_open else 0.0
    return State(ANSWER, False, before.question_open, not _AT_END.search(line.said), True), cost


def _cost_of_gap(still_open: bool, first: bool, line: Line, last: Line) -> float:
    """A blank line within the cell of a question: usual after the first line of a table, else only where the text runs on."""
    runs_on = still_open and line.said[:1].islower()
    return (0.5 if first else 2.5) + (0.0 if runs_on else 0.5 if still_open else 3.0)


def _cost_of_ending(state: State) -> float:
    """To begin something new while the row has no answer yet, or question or answer are not at their end."""
    if state.column in (PREAMBLE, SECTION):
        return 0.0
    return (
        (0.0 if state.begun else 4.0)
        + (1.5 if state.answer_open else 0.0)
        + (1.0 if state.question_open else 0.0)
        + 0.2
    )


def _cost_of_small_letter(line: Line, still_open: bool) -> float:
    """A small letter goes on with what is not yet at its end."""
    return 2.0 if line.said[:1].islower() and not still_open else 0.0


def _may_be_section(line: Line) -> bool:
    words = line.said.split()
    return len(words) <= 8 and line.said[:1].isupper() and not _AT_END.search(line.said) and row_number(line) is None
