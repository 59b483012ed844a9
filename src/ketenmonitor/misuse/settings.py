"""The settings of an assessment: which file has which table, how long terms go on, and what the score weighs.

Comes in: a TOML file. Goes out: `Settings`. The promise: whatever is in the file, either it is sound or `MisuseError` says every
fault of it with its line, in the order of the lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ketenmonitor.errors import MisuseError
from ketenmonitor.misuse.components import COMPONENTS
from ketenmonitor.misuse.explanations import EXPLANATIONS
from ketenmonitor.misuse.tables import TABLES, Column, Form
from ketenmonitor.toml import (
    LINE,
    NAME,
    TIMEZONE,
    WORDINGS,
    Finding,
    Key,
    Kind,
    Objection,
    Table,
    check_references,
    check_shape,
    choice,
    document_at,
    list_of,
    shown,
    without,
)

OWN_WORDINGS = {
    **WORDINGS,
    "file-missing": ("there is no such file.", "Check the path of the settings."),
    "file-empty": ("nothing is said.", "Begin with [looks], its file and its columns."),
    "file-too-large": ("the file has more than {most} MB.", "Give the settings, and no data."),
    "number-out-of-range": ("{shown} is not from {least} to {most}.", "Write a number in between."),
    "one-of-missing": ("none of {names} is said.", "Name the column of at least one of them."),
    "nothing-explains": (
        "no table explains any look, so each would go to a person.",
        "Add [handlers], or another table that explains.",
    ),
    "hours-in-order": ("working hours begin at {begin} and end at {end}.", "Let them begin before they end."),
    "user-twice": ("this officer is declared as a reviewer before.", "Name each officer once."),
}


@dataclass(frozen=True)
class Supplied:
    """One table: its file, and which of its columns is which of ours."""

    file: Path
    columns: Mapping[str, str]


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
    person: str | None = None

    def is_party(self, user: str, person: str) -> bool:
        """Whether a look of this officer at this person is their own, or at them."""
        return user == self.officer or person == self.person


@dataclass(frozen=True)
class Settings:
    """All that an assessment needs to know. `reviewers`: by the name of their user of the system."""

    place: Path
    folder: Path
    zone: ZoneInfo
    tables: Mapping[str, Supplied]
    reviewers: Mapping[str, Reviewer]
    weights: Mapping[str, Weight]
    explained_by: tuple[str, ...]
    days_before: int = 1
    days_after: int = 30
    most: int = 200
    hours: tuple[int, int] = (7, 19)
    most_namesakes: int = 20
    follow_up_days: int = 14


def read_settings(path: Path) -> Settings:
    """The settings in a file; raises `MisuseError` with all their faults."""
    document = document_at(path, OWN_WORDINGS)
    shape = list(check_shape(document.values, SCHEMA))
    values = without(document.values, shape)
    findings = [*shape, *check_references(values, SCHEMA), *_check_meaning(values)]
    if faults := document.in_order(findings):
        raise MisuseError("\n".join(map(str, faults)))
    return _built(path, document.values)


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


def _built(path: Path, values: dict[str, Any]) -> Settings:
    beside = path.resolve().parent
    said = dict(values.get("assess", {}))
    tables = {
        name: Supplied(beside / values[name]["file"], {c: values[name][c] for c in TABLES[name].columns if c in values[name]})
        for name in TABLES
        if name in values
    }  # fmt: skip
    given = values.get("score", {})
    weights = {
        name: Weight(given.get(name, {}).get("points", one.points), given.get(name, {}).get("full", one.full))
        for name, one in COMPONENTS.items()
        if _has(values, one.needs)
    }
    hours = (said.pop("work_begins", 7), said.pop("work_ends", 19))
    zone, folder = ZoneInfo(said.pop("timezone", "Europe/Amsterdam")), beside / said.pop("folder", "beoordeling")
    said.pop("explained_by", None)
    reviewers = {
        login: Reviewer(login, one["user"], one.get("person")) for login, one in values.get("reviewers", {}).items()
    }
    return Settings(path, folder, zone, tables, reviewers, weights, _usable(values), hours=hours, **said)


def _between(least: int, most: int, *, whole: bool = True) -> Kind:
    def rule(number: float) -> Objection | None:
        said = {"shown": shown(number), "least": str(least), "most": str(most)}
        return None if least <= number <= most else ("number-out-of-range", said)

    return Kind("a whole number" if whole else "a number", (int,) if whole else (int, float), str(max(least, 1)), rule)


def _column(column: Column) -> Key:
    return Key(LINE, required=column.required)


def _table(name: str, form: Form) -> Table:
    keys = {"file": Key(LINE, required=True)} | {key: _column(column) for key, column in form.columns.items()}
    return Table("one", f"table of {name}", keys, required=form.required)


SCHEMA: dict[str, Table] = {name: _table(name, form) for name, form in TABLES.items()} | {
    "assess": Table(
        "one",
        "table of what is assessed",
        {
            "timezone": Key(TIMEZONE),
            "folder": Key(LINE),
            "explained_by": Key(list_of(choice("explanation", tuple(EXPLANATIONS)), '["handler", "team"]')),
            "days_before": Key(_between(0, 366)),
            "days_after": Key(_between(0, 3660)),
            "most": Key(_between(1, 100_000)),
            "work_begins": Key(_between(0, 23)),
            "work_ends": Key(_between(1, 24)),
            "most_namesakes": Key(_between(1, 1_000_000)),
            "follow_up_days": Key(_between(0, 3660)),
        },
    ),
    "reviewers": Table("named", "reviewer", {"user": Key(NAME, required=True), "person": Key(NAME)}),
    "score": Table(
        "one",
        "table of weights",
        {
            name: Key(
                Kind(
                    "a weight", (dict,), f"{{ points = {one.points:g}, full = {one.full} }}",
                    keys={"points": Key(_between(0, 100, whole=False)), "full": Key(_between(1, 10_000))},
                )
            )
            for name, one in COMPONENTS.items()
        },
    ),
}  # fmt: skip
