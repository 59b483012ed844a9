"""What went into a delivery, and what did not, with the reason: in counts and row numbers, never in values.

Comes in: what is dropped or odd, as it is found. Goes out: a `Report`, and the same as JSON. The promise: a report can be shown to
anybody: it holds names of columns, counts and row numbers of the extract, and nothing that stood in a row.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any

import polars as pl

MOST_ROWS = 10  # of the rows of one reason so many are named


@dataclass
class Line:
    """One reason at one place: `dropped` says whether the row stayed out, or only the value, or nothing."""

    source: str
    place: str
    column: str | None
    reason: str
    dropped: str
    count: int = 0
    rows: list[int] = field(default_factory=list)


ROW, VALUE, NOTHING = "row", "value", "nothing"


@dataclass
class Report:
    """The report of one pack. `sent`: by kind of file how many rows are new, changed, withdrawn and unchanged."""

    head: dict[str, Any] = field(default_factory=dict)
    sent: dict[str, dict[str, int]] = field(default_factory=dict)
    full_because: list[str] = field(default_factory=list)
    sources: list[dict[str, Any]] = field(default_factory=list)
    identifiers: int | None = None
    _lines: dict[tuple[str, ...], Line] = field(default_factory=dict)

    def note(
        self,
        source: str,
        place: str,
        column: str | None,
        reason: str,
        rows: pl.Series,
        dropped: str = ROW,
        count: int | None = None,
    ) -> None:
        """That this happened in these rows, or (`count`) in so many of which these are the first."""
        if not rows.len():
            return
        key = (source, place, column or "", reason, dropped)
        line = self._lines.setdefault(key, Line(source, place, column, reason, dropped))
        line.count += rows.len() if count is None else count
        line.rows += rows.head(MOST_ROWS - len(line.rows)).to_list()

    @property
    def lines(self) -> list[Line]:
        """What was dropped or odd, in the order of the mapping; the most frequent first."""
        return sorted(self._lines.values(), key=lambda line: (line.place, line.dropped, -line.count, line.reason))

    @property
    def n_dropped(self) -> int:
        """How many rows stayed out."""
        return sum(line.count for line in self._lines.values() if line.dropped == ROW)

    def as_data(self) -> dict[str, Any]:
        """The report for programs."""
        lines = [asdict(line) for line in self.lines]
        return {
            **self.head,
            "sent": self.sent,
            "full_because": self.full_because,
            "identifiers": self.identifiers,
            "sources": self.sources,
            "lines": lines,
        }

    def as_json(self) -> str:
        """The same as text."""
        return json.dumps(self.as_data(), indent=2, ensure_ascii=False) + "\n"
