"""Words with their places -> lines in reading order, and for tables the column and row of each line.

Outside tables the order of the file is kept, which is the order in which it was written. A table is found by its drawn lines
(`tables`); without lines, by gutters that run down a page whose first column holds numbers. Its rows are given cell by cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ketenmonitor.register.reading.found import Found, Lines
from ketenmonitor.register.reading.page import Page, Table, Word
from ketenmonitor.register.reading.tables import tables_of

Row = tuple[tuple[str, ...], ...]
# What stands above or below a table on its page, and may be no more than the head or foot of the page.
MOST_EDGE_LINES = 3


@dataclass(frozen=True)
class _Going:
    """A table at the foot of a page, that may go on: the places of its columns, and its heading."""

    lefts: tuple[float, ...]
    shape: tuple[int, ...]
    heading: Row


def laid_out(
    pages: Sequence[Page], notes: tuple[str, ...] = (), stated: tuple[tuple[date, str, float], ...] = ()
) -> Found:
    """All pages as one text."""
    lines = Lines()
    breaks: list[int] = []
    goes_on: _Going | None = None
    for number, page in enumerate(pages):
        if number:
            breaks.append(len(lines.text))
        goes_on = _lay(page, tables_of(page, goes_on.lefts if goes_on else ()), lines, goes_on)
    found = lines.found(notes=notes, stated=stated)
    starts, at = [], 0
    for line in lines.text:
        starts.append(at)
        at += len(line) + 1
    offsets = tuple(starts[line] if line < len(starts) else len(found.raw) for line in breaks)
    return Found(**{**found.__dict__, "page_breaks": offsets})


def _lay(page: Page, tables: Sequence[Table], lines: Lines, goes_on: _Going | None) -> _Going | None:
    """Put a page down; returns the table that may go on, on the next page."""
    rest = list(page.words)
    for table in sorted(tables, key=lambda one: -one.top):
        above = [word for word in rest if word.base > table.top]
        inside = [word for word in rest if table.foot <= word.base <= table.top]
        rest = [word for word in rest if word.base < table.foot]
        same = goes_on is not None and goes_on.shape == _shape(table) and _heights(above) <= MOST_EDGE_LINES
        _running(above, lines)
        heading = _cells(inside, table, lines, goes_on.heading if same and goes_on else None)
        goes_on = _Going(table.lefts, _shape(table), heading)
    _running(rest, lines)
    if not page.words:
        lines.add("")
    return goes_on if tables and _heights(rest) <= MOST_EDGE_LINES else None


def _heights(words: Sequence[Word]) -> int:
    """On how many lines words stand."""
    return len({round(word.base) for word in words})


def _shape(table: Table) -> tuple[int, ...]:
    """Tables on two pages are the same if their columns stand in the same places, but for some points."""
    return tuple(round(left / 6) for left in table.lefts)


def _running(words: Sequence[Word], lines: Lines) -> None:
    """Text outside tables: a line for each baseline, in the order of the file; a blank line where there is more space."""
    for line, gap in _lines(words):
        if gap:
            lines.gap()
        lines.add(line)
    if words:
        lines.gap()


def _lines(words: Sequence[Word]) -> Iterable[tuple[str, bool]]:
    held: list[Word] = []
    spacing = _spacing(words)
    before: Word | None = None
    for word in words:
        if held and (abs(word.base - held[-1].base) > 0.6 * max(word.size, held[-1].size) or word.left < held[-1].left):
            yield _joined(held), before is not None and _apart(before, held[0], spacing)
            before = held[0]
            held = []
        held.append(word)
    if held:
        yield _joined(held), before is not None and _apart(before, held[0], spacing)


def _apart(above: Word, below: Word, spacing: float) -> bool:
    step = above.base - below.base
    return step > 1.35 * spacing or step < -1


def _spacing(words: Sequence[Word]) -> float:
    """The usual step from one line to the next."""
    steps = sorted(
        one.base - other.base
        for one, other in zip(words, words[1:], strict=False)
        if 0.8 * one.size < one.base - other.base < 3 * one.size
    )
    return steps[len(steps) // 4] if steps else 12.0


def _joined(words: Sequence[Word]) -> str:
    text = words[0].text
    for one, other in zip(words, words[1:], strict=False):
        text += ("\t" if other.left - one.right > 2.5 * one.size else " ") + other.text
    return text


def _cells(words: Sequence[Word], table: Table, lines: Lines, heading: Row | None) -> Row:
    """A table, row by row, cell by cell; returns its heading. `heading`: that of the table that goes on here, if one does: it
    is then no text when it is repeated, and the next row goes on with the row before it if its first column is empty."""
    cells: dict[tuple[int, int], list[Word]] = {}
    for word in words:
        cells.setdefault(table.cell(word), []).append(word)
    lines.gap()
    first: Row | None = None
    may_go_on = heading is not None and lines.row >= 0
    for row in sorted({row for row, _ in cells}):
        held = tuple(_cell(cells.get((row, column), ())) for column in range(len(table.lefts)))
        first = first or held
        if may_go_on and heading and all(cell[: len(top)] == top for cell, top in zip(held, heading, strict=True)):
            begin = len(lines.text)
            _row(heading, lines, None)
            lines.furniture.update(range(begin + 1, len(lines.text) + 1))
            held = tuple(cell[len(top) :] for cell, top in zip(held, heading, strict=True))
        if any(held):
            lines.row += not (may_go_on and not held[0])
            may_go_on = False
            _row(held, lines, lines.row)
    lines.gap()
    return heading or first or ()


def _cell(words: Sequence[Word]) -> tuple[str, ...]:
    """The lines of a cell from above, with a blank one where there is more space."""
    held = sorted(words, key=lambda one: -one.base)
    lines: list[list[Word]] = []
    for word in held:
        if lines and lines[-1][0].base - word.base <= 0.6 * word.size:
            lines[-1].append(word)
        else:
            lines.append([word])
    ordered = [word for line in lines for word in sorted(line, key=lambda one: one.left)]
    return tuple(one for text, gap in _lines(ordered) for one in (["", text] if gap else [text]))


def _row(cells: Row, lines: Lines, row: int | None) -> None:
    for column, cell in enumerate(cells):
        lines.cell(cell, column if row is not None else None, row)
