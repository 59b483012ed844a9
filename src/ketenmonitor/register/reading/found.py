"""What a reader of one type of file gives: text, where its pages and cells are, and what the file says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

MOST_CHARACTERS = 20_000_000


@dataclass(frozen=True)
class Found:
    """As the fields of `Paper` of the same names, before repair. `stated`: dates that the file itself gives, with the
    sentence that says where and how sure that is, best first."""

    raw: str
    page_breaks: tuple[int, ...] = ()
    columns: tuple[int | None, ...] = ()
    rows: tuple[int | None, ...] = ()
    furniture: frozenset[int] = frozenset()
    headings: frozenset[int] = frozenset()
    notes: tuple[str, ...] = ()
    stated: tuple[tuple[date, str, float], ...] = ()
    tree: object | None = field(default=None, compare=False, repr=False)


@dataclass
class Lines:
    """Lines as they are gathered, each with its cell; `found` makes one text of them."""

    text: list[str] = field(default_factory=list)
    columns: list[int | None] = field(default_factory=list)
    rows: list[int | None] = field(default_factory=list)
    furniture: set[int] = field(default_factory=set)
    headings: set[int] = field(default_factory=set)
    row: int = -1

    def add(self, text: str, column: int | None = None, row: int | None = None) -> None:
        """Put lines down, all in the same cell."""
        for line in text.split("\n"):
            self.text.append(line)
            self.columns.append(column)
            self.rows.append(row)

    def gap(self) -> None:
        """A blank line, where there is none yet."""
        if self.text and self.text[-1].strip():
            self.add("")

    def table(self, rows: Iterable[Iterable[str]]) -> None:
        """A table: a line a row where cells are short, else cell after cell, each line knowing its cell."""
        held = [[cell.strip() for cell in row] for row in rows]
        self.gap()
        plain = not any(_is_running(cell) for row in held for cell in row)
        for row in held:
            self.row += 1
            if plain:
                self.add("\t".join(row))
                continue
            for column, cell in enumerate(row):
                self.cell(cell.split("\n") if cell else (), column, self.row)
        self.gap()

    def cell(self, lines: Iterable[str], column: int | None, row: int | None) -> None:
        """One cell. The number of a question stands right above it, as on paper beside it; other cells are apart."""
        for line in lines:
            self.add(line, column, row)
        if column != 0:
            self.gap()

    def found(self, **more: object) -> Found:
        """All lines as one text, and what else is known."""
        in_table = any(row is not None for row in self.rows)
        return Found(
            "\n".join(self.text),
            columns=tuple(self.columns) if in_table else (),
            rows=tuple(self.rows) if in_table else (),
            furniture=frozenset(self.furniture),
            headings=frozenset(self.headings),
            **more,  # type: ignore[arg-type]  # the fields of Found that are not about lines
        )


# A cell with more than this is running text, to be read line by line and not as one field of a row; so is a sentence.
LONGEST_SHORT_CELL = 120
SENTENCE = re.compile(r".*\w+\W+\w+\W+\w+.*[.?!]")


def _is_running(cell: str) -> bool:
    return "\n" in cell or len(cell) > LONGEST_SHORT_CELL or bool(SENTENCE.fullmatch(cell))
