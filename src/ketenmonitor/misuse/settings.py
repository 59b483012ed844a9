"""The settings of an assessment: which file has which table, how long terms go on, and what the score weighs.

Comes in: a TOML file, and tables that need no file. Goes out: `Settings`. The promise: whatever is in the file, either it is sound or
`MisuseError` says every fault of it with its line, in the order of the lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from ketenmonitor.errors import MisuseError
from ketenmonitor.misuse.components import COMPONENTS
from ketenmonitor.misuse.explanations import EXPLANATIONS
from ketenmonitor.misuse.schema import SCHEMA, WORDINGS
from ketenmonitor.misuse.tables import TABLES
from ketenmonitor.toml import Finding, check_references, check_shape, document_at, without


@dataclass(frozen=True)
class Supplied:
    """One table: its file, and which of its columns is which of ours. `rows`: of a table that is no file."""

    file: Path
    columns: Mapping[str, str]
    rows: pa.Table | None = None


@dataclass(frozen=True)
class Weight:
    """Of a component of the score: its points, and how many are needed for all of them."""

    points: float
    full: int


@dataclass(frozen=True)
class Reviewer:
    """Who gives a command, by the operating system; the officer and the person that they are. No `officer`: no reviewer."""

    login: str
    officer: str | None = None
    persons: frozenset[str] = frozenset()

    def is_party(self, user: str, person: str) -> bool:
        """Whether a look of this officer at this person is their own, or at them."""
        return user in (self.officer, self.login) or person in self.persons


# For each identifier: the chain in which it has a name in the logs, the identifier, and that name.
Named = Callable[[Iterable[str]], Iterable[tuple[str, str, str]]]


@dataclass(frozen=True)
class Own:
    """What a monitor has itself: tables of which the cases and persons have their names of the logs, and where its review stands."""

    tables: Mapping[str, pa.Table]
    folder: Path
    log: Path
    zone: ZoneInfo
    named: Named


@dataclass(frozen=True)
class Settings:
    """All that an assessment needs to know. `reviewers`: by the name of their user of the system.

    `named`: by which cases and persons of files get the names that those of `looks` have; None when they have them already.
    """

    place: Path
    folder: Path
    log: Path
    zone: ZoneInfo
    tables: Mapping[str, Supplied]
    reviewers: Mapping[str, Reviewer]
    weights: Mapping[str, Weight]
    explained_by: tuple[str, ...]
    named: Named | None = None
    days_before: int = 1
    days_after: int = 30
    most: int = 200
    hours: tuple[int, int] = (7, 19)
    most_namesakes: int = 20
    follow_up_days: int = 14


def read_settings(path: Path, own: Own | None = None) -> Settings:
    """The settings in a file; raises `MisuseError` with all their faults. With tables of a monitor itself it need not be there."""
    known = {name: dict.fromkeys(table.column_names, "") for name, table in own.tables.items()} if own else {}
    if own and not path.exists():
        return _built(path, known, own)
    schema = {name: form for name, form in SCHEMA.items() if name not in known}
    document = document_at(path, WORDINGS)
    shape = list(check_shape(document.values, schema))
    values = without(document.values, shape)
    findings = [*shape, *check_references(values, schema), *_check_meaning(values | known)]
    if faults := document.in_order(findings):
        raise MisuseError("\n".join(map(str, faults)))
    return _built(path, document.values | known, own)


def _check_meaning(values: dict[str, Any]) -> Iterator[Finding]:
    """What goes together."""
    for name, form in TABLES.items():
        if name in values and form.one_of and not set(form.one_of) & set(values[name]):
            yield Finding("one-of-missing", (name,), {"names": ", ".join(form.one_of)})
    is_faulty = "" in values.get("assess", {}).get("explained_by", [])  # told already
    if "looks" in values and not is_faulty and not _usable(values):
        yield Finding("nothing-explains", ("looks",))
    begin, end = values.get("assess", {}).get("work_begins", 7), values.get("assess", {}).get("work_ends", 19)
    if begin >= end:
        yield Finding("hours-in-order", ("assess",), {"begin": str(begin), "end": str(end)})
    seen: set[str] = set()
    for login, said in values.get("reviewers", {}).items():
        if said.get("user") in seen:
            yield Finding("user-twice", ("reviewers", login, "user"))
        seen.add(said.get("user", ""))


def _usable(values: dict[str, Any]) -> tuple[str, ...]:
    """The explanations that are wanted and have what they need."""
    wanted = values.get("assess", {}).get("explained_by", list(EXPLANATIONS))
    cases_known = "involved" in values or "case" in values["looks"]
    return tuple(
        name
        for name, one in EXPLANATIONS.items()
        if name in wanted and _has(values, one.needs) and (cases_known or not one.by_case)
    )


def _has(values: Mapping[str, Any], needs: Mapping[str, tuple[str, ...]]) -> bool:
    return all(table in values and set(columns) <= set(values[table]) for table, columns in needs.items())


def _built(path: Path, values: dict[str, Any], own: Own | None) -> Settings:
    said = dict(values.get("assess", {}))
    hours = (said.pop("work_begins", 7), said.pop("work_ends", 19))
    beside, folder, zone = path.resolve().parent, said.pop("folder", "beoordeling"), said.pop("timezone", None)
    place = own.folder if own else beside / folder
    said.pop("explained_by", None)
    return Settings(
        path, place, own.log if own else place / "log" / "review",
        ZoneInfo(zone) if zone else own.zone if own else ZoneInfo("Europe/Amsterdam"),
        {name: _supplied(name, values, beside, own) for name in TABLES if name in values},
        {login: _reviewer(login, one, own) for login, one in values.get("reviewers", {}).items()},
        _weights(values), _usable(values), own.named if own else None, hours=hours, **said,
    )  # fmt: skip


def _supplied(name: str, values: Mapping[str, Any], beside: Path, own: Own | None) -> Supplied:
    if own and name in own.tables:
        return Supplied(own.folder, {c: c for c in own.tables[name].column_names}, own.tables[name])
    columns = {c: values[name][c] for c in TABLES[name].columns if c in values[name]}
    return Supplied(beside / values[name]["file"], columns)


def _reviewer(login: str, said: Mapping[str, str], own: Own | None) -> Reviewer:
    person = said.get("person")
    if person is None:
        return Reviewer(login, said["user"])
    names = frozenset(name for _, _, name in own.named([person])) if own else frozenset({person})
    return Reviewer(login, said["user"], names)


def _weights(values: Mapping[str, Any]) -> dict[str, Weight]:
    given = values.get("score", {})
    return {
        name: Weight(given.get(name, {}).get("points", one.points), given.get(name, {}).get("full", one.full))
        for name, one in COMPONENTS.items()
        if _has(values, one.needs)
    }
