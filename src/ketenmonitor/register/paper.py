"""A paper as it was read: its raw text, kept for good, and its lines, repaired, each leading back to the raw text."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from ketenmonitor.register.traced import Traced


@dataclass(frozen=True)
class Place:
    """Where something stands: line of the source from 1, page if the file has pages, offsets in the raw text."""

    line: int
    begin: int
    end: int
    page: int | None = None


@dataclass(frozen=True)
class Repair:
    """One character that a PDF tool had broken: what stood there, what it is read as, and on what evidence."""

    raw: str
    read_as: str
    times: int
    evidence: str
    sure: bool


@dataclass(frozen=True)
class Dated:
    """The date of a paper, and the rule that found it (`rule` says so when it was concluded, not stated)."""

    date: date | None
    rule: str
    confidence: float


@dataclass(frozen=True)
class Paper:
    """One paper that was read.

    `source`: name of the file; `sha256` of its bytes; `file_type`: pdf, docx, html, txt or xml; `raw`: the text as the file
    gave it, lines separated by a newline; `lines`: the same lines, repaired, without their newline (as many as in `raw`);
    `page_breaks`: offsets in `raw` where pages 2, 3, ... begin (empty: no pages); `notes`: what a reader should know.

    Only where the file shows it: `columns` and `rows`, one a line: in which column and row of a table the line stands, from
    0 (None: in no table). The lines of a row are together, cell after cell; rows count on through the paper, so a row that
    goes on after a page break keeps its number, and a new table begins with a new row. `furniture`: lines (from 1) that
    belong to the page and not to the text: running heads, page numbers; `headings`: lines (from 1) that are set as headings.
    """

    source: str
    sha256: str
    file_type: str
    raw: str
    lines: tuple[Traced, ...]
    page_breaks: tuple[int, ...] = ()
    repairs: tuple[Repair, ...] = ()
    notes: tuple[str, ...] = ()
    dated: Dated = field(default=Dated(None, "none", 0.0))
    columns: tuple[int | None, ...] = ()
    rows: tuple[int | None, ...] = ()
    furniture: frozenset[int] = frozenset()
    headings: frozenset[int] = frozenset()
    # The parsed tree of official XML, for the extraction that knows its tags; no other reader gives one. Each element that
    # is shown has the attributes `line` and `last-line`: where its text stands in `raw`, from 1.
    tree: object | None = field(default=None, compare=False, repr=False)

    @cached_property
    def _line_starts(self) -> tuple[int, ...]:
        starts, at = [], 0
        for line in self.raw.split("\n"):
            starts.append(at)
            at += len(line) + 1
        return tuple(starts)

    def line_of(self, offset: int) -> int:
        """The line, from 1, on which the character at `offset` of the raw text stands."""
        return max(1, bisect_right(self._line_starts, offset))

    def place(self, piece: Traced) -> Place:
        """Where a piece of this paper stands."""
        begin = piece.begin
        page = 1 + bisect_right(self.page_breaks, begin) if self.page_breaks else None
        return Place(self.line_of(begin), begin, piece.end, page)
