"""Tables as plain values, which the template turns into HTML.

Comes in: records of protected figures. Goes out: `Table`. The promise: every cell has a text; a missing value has its
reason as text and is marked as missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ketenmonitor.wording import Language

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Cell:
    """One value as text. `is_missing`: the text is the reason why there is none. `is_text`: words, not a number."""

    text: str
    is_missing: bool = False
    is_text: bool = False


@dataclass(frozen=True)
class Row:
    """A row: its head and its cells."""

    head: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """A table with a caption; `head` names the first column, `columns` the others.

    `shares`: how wide each column is beside the others, the first included, where its words do not tell.
    """

    caption: str
    head: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    shares: tuple[float, ...] = ()

    @property
    def wordy(self) -> tuple[bool, ...]:
        """For each of `columns`, whether there are words in it: these stand on the left, and may run on."""
        return tuple(any(row.cells[n].is_text for row in self.rows) for n in range(len(self.columns)))

    @property
    def weights(self) -> tuple[float, ...]:
        """On paper, how wide each column is beside a column of numbers; the first one included."""
        if self.shares:
            return self.shares

        def weight(texts: Iterable[str]) -> float:
            return min(max(max(map(len, texts), default=0) / 12, 0.9), 3.0)

        words = (weight(row.cells[n].text for row in self.rows) for n in range(len(self.columns)))
        is_wordy = self.wordy
        return (weight(row.head for row in self.rows), *(w if is_wordy[n] else 1.0 for n, w in enumerate(words)))


def count(language: Language, record: Record, field: str) -> Cell:
    """A number of cases."""
    value = record.get(field)
    if value is None:
        return Cell(language.missing(record, field, "count"), is_missing=True)
    return Cell(language.number(value))


def days(language: Language, record: Record, field: str, kind: str = "time") -> Cell:
    """A number of days; `kind` says why it can be missing."""
    value = record.get(field)
    if value is None:
        return Cell(language.missing(record, field, kind), is_missing=True)
    return Cell(language.days(value))


def share(language: Language, record: Record, field: str) -> Cell:
    """A share of cases, as a percentage."""
    value = record.get(field)
    if value is None:
        return Cell(language.missing(record, field, "share"), is_missing=True)
    return Cell(language.share(value))


def part(language: Language, record: Record, field: str, whole: str) -> Cell:
    """One count as a share of another of the same record."""
    if record.get(field) is None or record.get(whole) is None:
        name = field if record.get(field) is None else whole
        return Cell(language.missing(record, name, "count"), is_missing=True)
    if not record[whole]:
        return Cell(language.say("not-applicable"), is_missing=True)
    return Cell(language.share(record[field] / record[whole]))


def point(language: Language, record: Record, series: str, value: float | None) -> Cell:
    """A share at one day of a series."""
    if value is None:
        return Cell(language.missing(record, series, "share"), is_missing=True)
    return Cell(language.share(value))
