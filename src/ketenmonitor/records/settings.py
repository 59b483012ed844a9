"""The settings of a linkage: which columns hold what on each side, what is compared, and how sure a link must be.

Comes in: a TOML file. Goes out: `Settings`. The promise: whatever is in the file, either it is sound or `RecordsError` says
every fault of it with its line, in the order of the lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from ketenmonitor.errors import RecordsError
from ketenmonitor.records.comparisons import BLOCKING, COMPARISONS
from ketenmonitor.records.competing import ONE
from ketenmonitor.records.made_up.faults import Rates
from ketenmonitor.records.model import Plan
from ketenmonitor.records.persons.births import FORMS
from ketenmonitor.records.table import COLUMNS, LISTS
from ketenmonitor.toml import (
    LINE,
    SHARE,
    WORDINGS,
    Finding,
    Key,
    Kind,
    Objection,
    Table,
    check_shape,
    choice,
    choices,
    list_of,
    read_document,
    shown,
)

# What a column of a side may hold, besides the own identifier.
FIELDS = (
    "given",
    "initials",
    "prefix",
    "surname",
    "partner_surname",
    "birth",
    "place",
    "postcode",
    "house_number",
    "address",
    "sex",
)
PARTS_OF_DATES = ("%Y", "%m", "%d")
OWN_WORDINGS = {
    **WORDINGS,
    "file-empty": ("nothing is said.", "Begin with [a] and [b], the columns of both files."),
    "file-too-large": ("the file has more than {most} MB.", "Give the settings, and no data."),
    "table-unknown": ('the settings have no table "{name}".', "{choices}"),
    "number-out-of-range": ("{shown} is not from {least} to {most}.", "Write a number in between."),
    "date-form": (
        "{shown} is no form of a date.",
        'Write %Y, %m and %d once each with what stands between, like "%d-%m-%Y".',
    ),
    "column-unknown": ('pairs cannot be looked for by "{name}".', "{choices}"),
    "nothing-shared": (
        "the two sides have too little in common to compare.",
        "Give surname, and birth or given names, of both.",
    ),
}


@dataclass(frozen=True)
class Side:
    """One file: the column of the own identifier, what its other columns hold, and how it writes dates."""

    id: str
    columns: Mapping[str, str]
    date_forms: tuple[str, ...] = FORMS
    sheet: str | None = None


@dataclass(frozen=True)
class Links:
    """How links are written for a delivery: the types of both identifiers, and the moment that they are given."""

    from_type: str
    to_type: str
    time: str


@dataclass(frozen=True)
class Settings:
    """All that a linkage needs to know, with the defaults that hold when the file is silent."""

    a: Side
    b: Side
    plan: Plan = field(default_factory=Plan)
    kind: str = "one-to-one"
    precision: float = 0.99
    least_probability: float = 0.8
    review_from: float = 0.05
    most_for_review: int = 500
    sample: int = 50
    made_up: int = 10_000
    seed: int = 1
    faults: tuple[Rates, Rates] = (Rates(), Rates())
    links: Links | None = None

    def shared(self) -> tuple[str, ...]:
        """The columns of persons that both sides can fill."""
        return tuple(name for name in _filled_by(self.a.columns) if name in _filled_by(self.b.columns))


def read_settings(path: Path) -> Settings:
    """The settings in a file; raises `RecordsError` with all their faults."""
    try:
        document = read_document(str(path), path.read_bytes(), OWN_WORDINGS)
    except OSError as error:
        raise RecordsError(
            f"{path}: {(error.strerror or 'unreadable').lower()}. Check the path of the settings."
        ) from error
    findings = list(check_shape(document.values, SCHEMA))
    if not findings and not document.faults:
        findings = list(_check_meaning(document.values))
    if faults := document.in_order(findings):
        raise RecordsError("\n".join(map(str, faults)))
    return _built(document.values)


def _filled_by(said: Mapping[str, str]) -> list[str]:
    return [name for name, sources in COLUMNS.items() if any(source in said for source in sources)]


def _check_meaning(values: dict[str, Any]) -> Iterator[Finding]:
    """What goes together: both sides have something to compare, and the columns of rules exist on both."""
    both = [_filled_by(values[side]) for side in ("a", "b")]
    shared = [column for column in both[0] if column in both[1]]
    if "surname" not in shared or not {"birth_date", "initials"} & set(shared):
        yield Finding("nothing-shared", ("b",))
    for at, rule in enumerate(values.get("compare", {}).get("blocking", [])):
        usable = [column for column in shared if column not in LISTS]
        for place, name in enumerate(rule):
            if name not in usable:
                yield Finding(
                    "column-unknown",
                    ("compare", "blocking", at, place),
                    {"name": name, "choices": choices(name, usable)},
                )


def _built(values: dict[str, Any]) -> Settings:
    a, b = (_side(values[name]) for name in ("a", "b"))
    rates = (Rates(**values.get("faults_a", {})), Rates(**values.get("faults_b", {})))
    links = Links(**values["links"]) if "links" in values else None
    said = {"kind" if key == "match" else key: value for key, value in values.get("decide", {}).items()}
    draft = Settings(a, b, faults=rates, links=links, **said)
    return replace(draft, plan=_plan(values.get("compare", {}), set(draft.shared())))


def _plan(said: dict[str, Any], shared: set[str]) -> Plan:
    """What both sides have columns for, of what is wanted."""
    wanted = said.get("comparisons", tuple(COMPARISONS))
    rules = tuple(tuple(rule) for rule in said.get("blocking", BLOCKING))
    compared = tuple(name for name in COMPARISONS if name in wanted and _needed(name) in shared)
    return Plan(compared, tuple(rule for rule in rules if shared.issuperset(rule)))


def _needed(comparison: str) -> str:
    """The column without which a comparison says nothing."""
    return {"given": "initials", "birth": "birth_date", "address": "postcode"}.get(comparison, comparison)


def _side(said: dict[str, Any]) -> Side:
    columns = {name: said[name] for name in FIELDS if name in said}
    return Side(said["id"], columns, tuple(said.get("date_forms", FORMS)), said.get("sheet"))


def _between(least: float, most: float, words: str, example: str) -> Kind:
    def rule(number: float) -> Objection | None:
        said = {"shown": shown(number), "least": f"{least:g}", "most": f"{most:g}"}
        return None if least <= number <= most else ("number-out-of-range", said)

    return Kind(words, (int,) if "whole" in words else (int, float), example, rule)


def _form_rule(text: str) -> Objection | None:
    sound = all(text.count(part) == 1 for part in PARTS_OF_DATES) and text.count("%") == len(PARTS_OF_DATES)
    return None if sound else ("date-form", {"shown": shown(text)})


SIDE = Table(
    "one",
    "side",
    {"id": Key(LINE, required=True), "sheet": Key(LINE)}
    | {name: Key(LINE) for name in FIELDS}
    | {"date_forms": Key(list_of(Kind("a form of a date", (str,), '"%d-%m-%Y"', _form_rule), '["%d-%m-%Y"]'))},
    required=True,
)
FAULTS = Table("one", "table of faults", {f.name: Key(_between(0, 0.9, "a number", "0.02")) for f in fields(Rates)})
SCHEMA: dict[str, Table] = {
    "a": SIDE,
    "b": SIDE,
    "compare": Table(
        "one",
        "table of comparisons",
        {
            "comparisons": Key(list_of(choice("comparison", tuple(COMPARISONS)), '["surname", "given", "birth"]')),
            "blocking": Key(
                list_of(list_of(LINE, '["birth_key"]'), '[["birth_key"], ["surname_sound", "birth_year"]]')
            ),
        },
    ),
    "decide": Table(
        "one",
        "table of decisions",
        {
            "match": Key(choice("way of matching", tuple(ONE))),
            "precision": Key(SHARE),
            "least_probability": Key(_between(0.5, 1, "a number", "0.8")),
            "review_from": Key(_between(0, 1, "a number", "0.05")),
            "most_for_review": Key(_between(0, 1_000_000, "a whole number", "500")),
            "sample": Key(_between(0, 100_000, "a whole number", "50")),
            "made_up": Key(_between(300, 200_000, "a whole number", "10000")),
            "seed": Key(_between(0, 2**31, "a whole number", "1")),
        },
    ),
    "faults_a": FAULTS,
    "faults_b": FAULTS,
    "links": Table(
        "one",
        "table of links",
        {name: Key(LINE, required=True) for name in ("from_type", "to_type", "time")},
    ),
}
