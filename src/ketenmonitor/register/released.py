"""What releases of a monitor say: the tables of each, held against their seal.

Comes in: folders of releases. Goes out: `Release`s with their cells. The promise: a table that is not as it was sealed is not read,
and that is said; a cell without a value keeps the reason why it has none.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from ketenmonitor.errors import KetenmonitorError
from ketenmonitor.release import State, faults_of_seal, manifest_of, read_folder

TOTAL = "_total"
# The field of a measure that people mean when they name none.
MAIN = {"stock": "stock", "flow": "entered", "lead-time": "median_days", "handover": "median_days", "term": "met"}
KEYS = ("id", "period", "date")


@dataclass(frozen=True)
class Figures:
    """What somebody asks of a release: a measure of a chain, broken down or not, by period or not, and which field of it."""

    chain: str
    measure: str
    id: str
    by: tuple[str, ...] = ()
    period: str | None = None
    field: str | None = None

    @property
    def table(self) -> str:
        """The table in which it stands, as a release names it."""
        by = f"-by-{'-'.join(self.by)}" if self.by else ""
        return f"{self.measure}{by}{f'-{self.period}' if self.period else ''}"

    @property
    def column(self) -> str:
        """The column in which it stands."""
        return self.field or MAIN.get(self.measure, self.measure)


@dataclass(frozen=True)
class Release:
    """One release: its chain, its day, where it lies, and its tables as they were sealed; `faults`: why it cannot be relied on."""

    chain: str
    as_of: date
    folder: Path
    tables: Mapping[str, str]
    faults: tuple[str, ...] = ()

    def rows(self, asked: Figures) -> list[dict[str, str]]:
        """The rows of what is asked; none when the release does not have it."""
        text = self.tables.get(asked.table)
        rows = list(csv.DictReader(io.StringIO(text, newline=""))) if text is not None else []
        return [row for row in rows if row.get("id") == asked.id and asked.column in row]

    def address(self, asked: Figures) -> str:
        """Where the figure stands: the file of the release, and the row by its id."""
        return f"{self.chain}/{self.as_of}/data/{asked.table}.csv?id={asked.id}#{asked.column}"


def releases_in(folders: Iterable[Path]) -> tuple[Release, ...]:
    """The releases in these folders, the earliest day first; a folder without one is left out."""
    found = [one for folder in folders if (one := _release(folder, _changed(folder))) is not None]
    return tuple(sorted(found, key=lambda one: (one.chain, one.as_of)))


def value_of(text: str) -> float | State:
    """A cell: its number, or why there is none."""
    try:
        return State(text)
    except ValueError:
        return float(text)


def is_total(row: Mapping[str, str], asked: Figures) -> bool:
    """Whether a row is of all together."""
    return all(row.get(name) == TOTAL for name in asked.by)


def when_of(row: Mapping[str, str]) -> str:
    """Of when a row is: its period, else its day; nothing for a figure over the whole of the release."""
    return row.get("period") or row.get("date") or ""


@lru_cache(maxsize=64)
def _release(folder: Path, _changed: int) -> Release | None:
    try:
        files = read_folder(folder)
    except KetenmonitorError:
        return None
    said, faults = manifest_of(files), faults_of_seal(files)
    if not said:
        return None
    data = {path: content for path, content in files.items() if path.startswith("data/") and path.endswith(".csv")}
    tables = {} if faults else {Path(path).stem: content.decode("utf-8") for path, content in data.items()}
    return Release(str(said["chain"]), date.fromisoformat(said["as_of"]), folder, tables, faults)


def _changed(folder: Path) -> int:
    """Another number when something in the folder was changed."""
    try:
        return max((place.stat().st_mtime_ns for place in folder.rglob("*")), default=0)
    except OSError:
        return 0
