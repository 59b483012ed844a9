"""The rows of a table of answers, gathered from lines of which the column is known or was found.

In: a paper. Out: what stands before the table, and its rows. Promise: where the file itself shows rows and columns (a PDF with a
drawn table), these are taken as they are, in whatever order the columns stand; else the columns are found from how the lines are set.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from ketenmonitor.register.extraction.budget.columns import ANSWER, MARK, PREAMBLE, QUESTION, SECTION, columns
from ketenmonitor.register.extraction.budget.lines import (
    LABELS,
    Line,
    read_mark,
    row_number,
    table_lines,
    without_number,
)
from ketenmonitor.register.grammar.people import groups, parties
from ketenmonitor.register.paper import Paper
from ketenmonitor.register.traced import Traced

_NUMBER = re.compile(r"^\d{1,4}[.):]?$")
_MEMBER = re.compile(r"[^.?!:;()]{2,60}\((?P<party>[^()]{2,30})\)")
_FEWEST = 3  # rows with a number that make a table one of questions


@dataclass
class Row:
    """A row of the table as it is gathered: the lines of its cells, in order."""

    section: Traced | None
    number: int | None
    question: list[Line] = field(default_factory=list)
    answer: list[Line] = field(default_factory=list)
    asker: str | None = None
    offices: tuple[str, ...] = ()


def rows_of(paper: Paper) -> tuple[list[Line], list[Row]]:
    """What stands before the table, and its rows."""
    return _from_cells(paper) or _from_lines(table_lines(paper))


def shows_cells(paper: Paper) -> bool:
    """Does the file itself show a table of questions?"""
    return _from_cells(paper) is not None


def _from_lines(lines: tuple[Line, ...]) -> tuple[list[Line], list[Row]]:
    before: list[Line] = []
    rows: list[Row] = []
    section: Traced | None = None
    for line, state in zip(lines, columns(lines), strict=True):
        if state.column == PREAMBLE:
            before.append(line)
        elif state.column == SECTION:
            section = line.text
        elif state.starts:
            first = Line(without_number(line.text), line.blank, line.breaks)
            rows.append(Row(section, row_number(line), [first]))
        elif state.column == QUESTION:
            rows[-1].question.append(line)
        elif state.column == ANSWER:
            rows[-1].answer.append(line)
        elif state.column == MARK and rows:
            rows[-1].asker = rows[-1].asker or line.asker
            rows[-1].offices = rows[-1].offices or line.offices
    return before, rows


def _from_cells(paper: Paper) -> tuple[list[Line], list[Row]] | None:
    cells, before, above = _cells(paper)
    numbered = _most(cells, lambda said: bool(_NUMBER.match(said)))
    if numbered is None or sum(1 for row in cells if _NUMBER.match(_said(row.get(numbered)))) < _FEWEST:
        return None
    long = Counter({column: sum(len(_said(row.get(column))) for row in cells) for row in cells for column in row})
    texts = sorted(column for column, _ in long.most_common(2))
    if len(texts) < 2 or numbered in texts:
        return None
    asked = Counter(
        {column: sum(1 for row in cells if _said(row.get(column)).endswith("?")) for column in texts}
    ).most_common(1)[0][0]
    answered = next(column for column in texts if column != asked)
    rows: list[Row] = []
    section: Traced | None = None
    for at, row in enumerate(cells):
        number = _said(row.get(numbered))
        section = above.get(at, section)
        if not number.isdigit() and not (row.get(asked) and row.get(answered)):
            section = _heading(row) or section
        elif all(LABELS.match(_said(cell)) for cell in row.values()):
            continue
        elif not number and rows:
            rows[-1].question += row.get(asked, [])
            rows[-1].answer += row.get(answered, [])
        else:
            rows.append(_row(row, section, int(number) if number.isdigit() else None, asked, answered, numbered))
    return before, rows


def _row(
    row: dict[int, list[Line]], section: Traced | None, number: int | None, asked: int, answered: int, numbered: int
) -> Row:
    found = Row(section, number, row.get(asked, []), row.get(answered, []))
    for column in sorted(set(row) - {asked, answered, numbered}):
        asker, offices = read_mark(row[column])
        found.asker, found.offices = found.asker or asker, found.offices or offices
    return found


def _cells(paper: Paper) -> tuple[list[dict[int, list[Line]]], list[Line], dict[int, Traced]]:
    """The lines of each cell of each row, the lines before the first row, and above which row a heading stands over the table."""
    rows, places = getattr(paper, "rows", ()), getattr(paper, "columns", ())
    furniture: frozenset[int] = getattr(paper, "furniture", frozenset())
    cells: dict[int, dict[int, list[Line]]] = defaultdict(lambda: defaultdict(list))
    before: list[Line] = []
    above: dict[int, Traced] = {}
    heading: Traced | None = None
    blank = False
    for at, text in enumerate(paper.lines):
        row, column = (rows[at], places[at]) if at < min(len(rows), len(places)) else (None, None)
        if at + 1 in furniture:
            continue
        if not text.text.strip():
            blank = True
        elif row is not None and column is not None:
            if heading is not None and row not in cells:
                above[len(cells)], heading = heading, None
            cells[row][column].append(Line(text.strip(), blank, False))
            blank = False
        elif at + 1 in paper.headings or party_of(text.text):
            heading, blank = text.strip(), False
        elif not cells:
            before.append(Line(text.strip(), blank, False))
            blank = False
    return [dict(cells[row]) for row in sorted(cells)], before, above


def party_of(heading: str) -> str | None:
    """The party that a heading is: by its name alone, as a group ("Fractie van de VVD"), or in brackets behind a member."""
    said = " ".join(heading.split()).strip(" :.*")
    if said.lower() in parties():
        return parties()[said.lower()]
    named = _MEMBER.fullmatch(said)
    if named:
        return named["party"]
    groups_named = groups(Traced.of(said)) if len(said) <= 80 and not said.endswith(("?", ";")) else []
    whole = groups_named and (said.endswith(groups_named[-1][1].text) or said.startswith(groups_named[0][1].text))
    return (
        groups_named[0][0] if whole and not re.search(r"\b(?:vraagt|vragen of|is|zijn|heeft|hebben)\b", said) else None
    )


def _heading(row: dict[int, list[Line]]) -> Traced | None:
    """A row that is no question: a heading over the whole table, however its words were laid in columns."""
    lines = [line.text for column in sorted(row) for line in row[column]]
    text = Traced.join(lines)
    return text if text and len(text) <= 120 and not all(LABELS.match(_said(cell)) for cell in row.values()) else None


def _most(cells: list[dict[int, list[Line]]], fits: Callable[[str], bool]) -> int | None:
    counted = Counter(column for row in cells for column in row if fits(_said(row[column])))
    return counted.most_common(1)[0][0] if counted else None


def _said(cell: list[Line] | None) -> str:
    return " ".join(line.said for line in cell or ())
