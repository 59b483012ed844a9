"""A TOML text as values, with the line on which each of them stands.

Comes in: the bytes of a file. Goes out: a `Document`. The promise: whatever the bytes are, a document comes back, and
what could not be read is in its `faults`, with a line.

`tomllib` stops at the first fault. The statement at which it stops is set aside and the rest is read, so that one
forgotten quote does not hide what else is wrong.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tree_sitter import Node

from ketenmonitor.toml.faults import WORDINGS, Fault, Finding, Place, Wordings, fault_from
from ketenmonitor.toml.lines import Statement, lines_of, statement_on, syntax_tree

ABSENCES = ("table-missing", "key-missing", "empty")
WHERE_TOML_STOPPED = re.compile(r"(.*) \(at (?:line (\d+), column \d+|end of document)\)", re.DOTALL)
LONG_NUMBER = re.compile(r"[\d_]{4300,}")
DEEPEST = 50  # tables and lists in each other; who reads them calls itself for each
MOST_MB = 2  # a chain of two thousand activities has a tenth of it
MOST_ASIDES = 25  # after each the whole text is read again, so of hundreds only the first are told
REPEATED = "cannot "  # so begins all that tomllib says of sound statements that do not go with earlier ones
TOO_DEEP = "lists or tables are nested too deeply"
PLAINER = {
    "Invalid value": "a text stands between quotes, a list between brackets",
    "Illegal character '\\n'": "a text has no closing quote",
    "Invalid statement": "it has no key and value",
}


@dataclass(frozen=True)
class Document:
    """What a file says and where. `complete`: nothing was set aside, except what was said before."""

    name: str
    values: dict[str, Any]
    lines: dict[Place, int]
    faults: tuple[Fault, ...] = ()
    complete: bool = True
    wordings: Wordings = field(default_factory=lambda: WORDINGS, repr=False)

    def fault(self, finding: Finding) -> Fault:
        """The finding in words, at its line."""
        return fault_from(finding, self.name, self.line_of(finding.place), self.wordings)

    def in_order(self, findings: Iterable[Finding]) -> tuple[Fault, ...]:
        """All that is wrong, by line. Of a file that could not be read whole nothing is said to be missing."""
        told = [one for one in findings if self.complete or one.code not in ABSENCES]
        every = [*self.faults, *map(self.fault, told)]
        return tuple(sorted(every, key=lambda fault: (fault.line, fault.place, fault.code)))

    def line_of(self, place: Place) -> int:
        """Where the place stands or, for what is absent, where it would: at the nearest that is there."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


@dataclass(frozen=True)
class _Stop:
    """Where and why `tomllib` stopped. The row counts from 0 and is None at the end of the text."""

    row: int | None
    reason: str


@dataclass(frozen=True)
class _Aside:
    """The rows to leave out so as to read on; None when it cannot be told where the fault ends."""

    finding: Finding
    row: int
    rows: range | None
    contained: bool


def document_at(path: Path, wordings: Wordings = WORDINGS) -> Document:
    """Read the file at a path."""
    try:
        return read_document(str(path), path.read_bytes(), wordings)
    except FileNotFoundError:
        return unreadable(str(path), Finding("file-missing", ()), wordings)
    except (OSError, ValueError) as error:  # ValueError: a path with a NUL in it
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "it is no path"
        return unreadable(str(path), Finding("file-unreadable", (), {"reason": reason.lower()}), wordings)


def unreadable(name: str, finding: Finding, wordings: Wordings, line: int = 1) -> Document:
    """A document of which nothing can be said but why."""
    return Document(name, {}, {}, (fault_from(finding, name, line, wordings),), complete=False, wordings=wordings)


def read_document(name: str, content: bytes, wordings: Wordings = WORDINGS) -> Document:
    """Read the bytes of a file; `name` is what faults call it."""
    if len(content) > MOST_MB << 20:
        return unreadable(name, Finding("file-too-large", (), {"most": str(MOST_MB)}), wordings)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return unreadable(name, Finding("not-utf-8", ()), wordings, content.count(b"\n", 0, error.start) + 1)
    rows = text.replace("\r\n", "\n").split("\n")
    asides: list[_Aside] = []

    def told(values: dict[str, Any], lines: dict[Place, int], asides: list[_Aside], complete: bool) -> Document:
        faults = tuple(fault_from(aside.finding, name, aside.row + 1, wordings) for aside in asides)
        return Document(name, values, lines, faults, complete, wordings)

    while isinstance(outcome := _values("\n".join(rows)), _Stop):
        asides.append(_aside(rows, outcome))
        if _runs_on(rows, asides):
            return told({}, {}, asides[:-1], False)
        if len(asides) == MOST_ASIDES:
            more = _Aside(Finding("more-faults", asides[-1].finding.place), asides[-1].row, None, contained=False)
            return told({}, {}, [*asides, more], False)
        if asides[-1].rows is None:
            return told({}, {}, asides, False)
        for row in asides[-1].rows:
            rows[row] = ""
    if not outcome and not asides:
        return unreadable(name, Finding("file-empty", ()), wordings)
    lines = lines_of(syntax_tree("\n".join(rows).encode()))
    return told(outcome, lines, asides, all(aside.finding.code == "declared-twice" for aside in asides))


def _values(text: str) -> dict[str, Any] | _Stop:
    try:
        values = tomllib.loads(text)
        return values if _depth(values) <= DEEPEST else _Stop(None, TOO_DEEP)
    except RecursionError:
        return _Stop(None, TOO_DEEP)
    except ValueError as error:
        stopped = WHERE_TOML_STOPPED.fullmatch(str(error))
        if not stopped:  # Python reads no number of thousands of digits, and does not say where it is
            number = LONG_NUMBER.search(text)
            return _Stop(text.count("\n", 0, number.start()) if number else None, "a number is too long")
        reason, line = stopped.groups()
        return _Stop(int(line) - 1 if line else None, PLAINER.get(reason, reason[0].lower() + reason[1:]))


def _depth(values: dict[str, Any]) -> int:
    """How many tables and lists are in each other; `tomllib` reads a key of thousands of dots."""
    depth, layer = 0, list[Any]([values])
    while layer and depth <= DEEPEST:
        inside = [one for each in layer for one in (each.values() if isinstance(each, dict) else each)]
        depth, layer = depth + 1, [one for one in inside if isinstance(one, (dict, list))]
    return depth


def _aside(rows: list[str], stop: _Stop) -> _Aside:
    """What to leave out: the statement where the tree knows its bounds, else the row, unless others hang on it."""
    syntax = Finding("syntax", (), {"reason": stop.reason})
    if stop.row is None:
        return _Aside(syntax, len(rows) - 1, None, contained=False)
    root = syntax_tree("\n".join(rows).encode())
    if statement := statement_on(root, stop.row):
        extent = range(statement.first_row, statement.last_row + 1)
        sound = not isinstance(_values(statement.text), _Stop)
        if sound and stop.reason.startswith(REPEATED):
            twice = Finding("declared-twice", statement.place, {"first": str(_first_line(root, statement))})
            return _Aside(twice, statement.first_row, extent, contained=True)
        if not sound and not statement.text.startswith("["):
            return _Aside(Finding("syntax", statement.place, syntax.words), stop.row, extent, contained=True)
    hangs = not rows[stop.row].strip() or rows[stop.row].lstrip().startswith("[")
    return _Aside(syntax, stop.row, None if hangs else range(stop.row, stop.row + 1), contained=False)


def _first_line(root: Node, statement: Statement) -> int:
    """Where the same place was mentioned before, or the place above it that was closed before."""
    lines, place = lines_of(root), statement.place
    while len(place) > 1 and lines.get(place) == statement.first_row + 1:
        place = place[:-1]
    return lines[place]


def _runs_on(rows: list[str], asides: list[_Aside]) -> bool:
    """Two bad rows in a row: the first did not end there (a list without its bracket), so the second is no news."""
    if len(asides) < 2 or asides[-1].contained or asides[-2].contained:
        return False
    between = rows[asides[-2].row + 1 : asides[-1].row]
    return not any(row.strip() for row in between)
