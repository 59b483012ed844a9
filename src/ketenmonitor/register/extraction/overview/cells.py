"""The cells of tables, and which of them are the rows of an overview of motions and commitments.

In: a paper. Out: the cells of each row that the file shows or that is set with tabs, and the `OverviewRow`s among them. Promise: only
under a heading of such a table, or where a row itself says all three; other tables give nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from ketenmonitor.register.extraction.overview.words import (
    BY,
    FOUND_IN,
    HEADS,
    MOTION,
    PROMISED,
    STATE,
    WHAT,
    WHEN,
    WHERE,
)
from ketenmonitor.register.paper import Paper
from ketenmonitor.register.traced import Traced

_GAP = re.compile(r"\t|(?<=\S) {3,}(?=\S)")
LONGEST = 1500  # characters of a row; what is longer is no table
_ASIDE = 3  # characters by which a cell may stand beside its heading
_LEFT = 3  # lines that may stand between the pages of a table


@dataclass(frozen=True)
class OverviewRow:
    """A row. `heading`: what stands over the table or its first column, which may say what sort of item it holds; `lines`: the
    lines (from 0) on which it stands; `sure`: how sure it is that these are the cells of one row; `by` and `when`: who moved it and
    when it is due, where these have columns of their own."""

    what: Traced
    where: Traced
    state: Traced
    heading: str
    lines: tuple[int, ...]
    sure: float
    by: Traced | None = None
    when: Traced | None = None


@dataclass(frozen=True)
class Cells:
    """Cells of one row of any table, by column, and the lines on which they stand."""

    cells: dict[int, Traced]
    lines: tuple[int, ...]


def shown(paper: Paper) -> Iterator[Cells]:
    """The rows that the file itself shows."""
    placed = [
        (row, column, at)
        for at, (row, column) in enumerate(zip(paper.rows, paper.columns, strict=True))
        if row is not None and column is not None and at + 1 not in paper.furniture
    ]
    for _, group in groupby(placed, key=lambda one: one[0]):
        cells: dict[int, list[Traced]] = {}
        lines = []
        for _, column, at in group:
            cells.setdefault(column, []).append(paper.lines[at].strip())
            lines.append(at)
        yield Cells({column: joined(held) for column, held in cells.items()}, tuple(lines))


def tabbed(paper: Paper) -> Iterator[Cells]:
    """Lines that are a row each, their cells apart by tabs; or, below headings set apart by spaces, lines that go on in columns."""
    starts: list[int] = []
    held: list[tuple[int, dict[int, Traced]]] = []
    for at, line in enumerate((*paper.lines, Traced("", ()))):
        pieces = _pieces(line) if at >= len(paper.rows) or paper.rows[at] is None else []
        cells = Cells({column: piece for column, (_, piece) in enumerate(pieces) if piece}, (at,))
        headed = len(pieces) > 1 and bool(columns_of(cells))
        below = {} if headed or not starts or "\t" in line.text else _in_columns(pieces, starts)
        if held and (not below or _opens(below)):
            yield _together(held)
            held = []
        if headed:
            starts = [] if "\t" in line.text else [begin for begin, _ in pieces]
        if below:
            held.append((at, below))
        elif len(pieces) > 1:
            yield cells
        elif pieces:
            starts = []


def _pieces(line: Traced) -> list[tuple[int, Traced]]:
    """The cells of a line, each with the place where it begins."""
    cuts = [match.span() for match in _GAP.finditer(line.text)]
    begins, ends = [0, *(end for _, end in cuts)], [*(begin for begin, _ in cuts), len(line)]
    cells = []
    for begin, end in zip(begins, ends, strict=True):
        indent = len(line.text[begin:end]) - len(line.text[begin:end].lstrip())
        cells.append((begin + indent, line[begin:end].strip()))
    return cells if "\t" in line.text else [(begin, cell) for begin, cell in cells if cell]


def _in_columns(pieces: list[tuple[int, Traced]], starts: list[int]) -> dict[int, Traced]:
    """The cells by the column under whose heading they stand; nothing where one stands under none, or two under the same."""
    found: dict[int, Traced] = {}
    for begin, piece in pieces:
        column = next((column for column, start in enumerate(starts) if abs(begin - start) <= _ASIDE), None)
        if column is None or column in found:
            return {}
        found[column] = piece
    return found


def _opens(cells: dict[int, Traced]) -> bool:
    return any(MOTION.match(cell.text) or PROMISED.match(cell.text) for cell in list(cells.values())[:1])


def _together(held: list[tuple[int, dict[int, Traced]]]) -> Cells:
    """The lines of a row as one."""
    columns = sorted({column for _, cells in held for column in cells})
    whole = {column: joined([cells[column] for _, cells in held if column in cells]) for column in columns}
    return Cells(whole, tuple(at for at, _ in held))


def joined(lines: list[Traced]) -> Traced:
    """Lines as running text; a word broken at the end of a line is made one again."""
    whole = Traced("", ())
    for line in lines:
        if re.search(r"\w-$", whole.text) and line.text[:1].islower() and not re.match(r"(?:en|of)\b", line.text):
            whole = whole[: len(whole) - 1] + line
        else:
            whole = Traced.join([whole, line]) if whole else line
    return whole


def of_cells(paper: Paper, rows: list[Cells]) -> Iterator[OverviewRow]:
    """The rows of overviews: those under the headings of their columns, and those that say themselves what they are."""
    columns: dict[str, int] = {}
    last = -1
    for row in rows:
        headed = columns_of(row)
        if headed:
            columns, last = headed, row.lines[-1]
            continue
        if columns and not _near(paper, last, row.lines[0]):
            columns = {}
        own = columns if columns else _by_itself(row)
        if not own:
            continue
        what, where, state = (row.cells.get(own.get(part, -1), Traced("", ())) for part in (WHAT, WHERE, STATE))
        by, when = (row.cells.get(own.get(part, -1)) for part in (BY, WHEN))
        last = row.lines[-1]
        if len(what) > 10 and len(what) + len(state) <= LONGEST and (columns or where):
            sure = 0.9 if columns else 0.75
            yield OverviewRow(what, where, state, above(paper, row.lines[0]), row.lines, sure, by, when)


def columns_of(row: Cells) -> dict[str, int]:
    """Which column is which, if this row heads an overview: what an item is and how it stands are there, and one of them names
    items or where they were found."""
    found: dict[str, int] = {}
    for column, cell in row.cells.items():
        part = next((part for part, head in HEADS.items() if head.fullmatch(plain(cell))), None)
        if part and part not in found:
            found[part] = column
    names = re.search(r"motie|toezegging", plain(row.cells[found[WHAT]]), re.IGNORECASE) if WHAT in found else None
    return found if WHAT in found and STATE in found and (WHERE in found or names) else {}


def _by_itself(row: Cells) -> dict[str, int]:
    """Without a heading: a cell that is an item, after it one that is where it was found, after that how it stands."""
    what = next((c for c, cell in row.cells.items() if MOTION.match(cell.text) or PROMISED.match(cell.text)), None)
    after = sorted(c for c in row.cells if what is not None and c > what)
    where = next((c for c in after if FOUND_IN.match(row.cells[c].text)), None)
    state = next((c for c in after if where is not None and c > where), None)
    return (
        {WHAT: what, WHERE: where, STATE: state} if what is not None and where is not None and state is not None else {}
    )


def _near(paper: Paper, last: int, first: int) -> bool:
    """Whether a row goes on with the table: between them stands no more than what belongs to a page."""
    between = [at for at in range(last + 1, first) if paper.lines[at].text.strip() and at + 1 not in paper.furniture]
    return len([at for at in between if at >= len(paper.rows) or paper.rows[at] is None]) <= _LEFT


def above(paper: Paper, at: int) -> str:
    """What is said right above a table of the sort of its items: "Moties", "Openstaande toezeggingen"."""
    for line in reversed(paper.lines[max(0, at - 400) : at]):
        said = plain(line)
        if len(said) <= 90 and re.search(r"\b(?:moties?|toezegging(?:en)?)\s*$|^(?:moties|toezeggingen)\b", said, re.I):
            return said
    return ""


def plain(cell: Traced) -> str:
    """What a cell or heading says, without marks around it."""
    return " ".join(cell.text.split()).strip(" :.*")
