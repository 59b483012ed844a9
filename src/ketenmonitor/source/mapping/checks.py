"""Whether a mapping fits the definition of its chain, and says all that it must.

Comes in: the values of a mapping of the right form, and the definition. Goes out: findings. The promise: each check is one
small function in `CHECKS`; what a partner does not deliver by the definition cannot be mapped.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from typing import Any

from ketenmonitor.definition import Definition
from ketenmonitor.source.mapping.model import HMAC, NONE, OPRF
from ketenmonitor.source.mapping.rules import rules_of
from ketenmonitor.source.mapping.schema import CELL
from ketenmonitor.source.mapping.values import FORMS, instant_of
from ketenmonitor.toml import NAME, Finding, Key, Place, check_value, choices, shown

Values = dict[str, Any]
PASSWORD = re.compile(r"^[^:/]+://[^/@]*:[^/@]+@|[?&]password=", re.IGNORECASE)
NEEDS = {
    HMAC: ("key", "purpose", "recipient", "period"),
    OPRF: ("purpose", "recipient", "recipient_key", "period"),
    NONE: (),
}
EXCLUDING = (("file", "sql"), ("file", "database"), ("sql", "sheet"))
FIGURE_CELLS = ("measure", "id", "field", "date", "period", "value")


def check_mapping(values: Values, definition: Definition) -> Iterator[Finding]:
    """All that does not fit."""
    for check in CHECKS:
        yield from check(values, definition)
    partner = values.get("delivery", {}).get("partner", "")
    if partner in definition.partners:
        yield from rules_of(values, definition, partner)


def check_alone(values: Values) -> Iterator[Finding]:
    """What can be told without a definition."""
    for check in ALONE:
        yield from check(values)


def _partner(values: Values, definition: Definition) -> Iterator[Finding]:
    said = values.get("delivery", {})
    partner = said.get("partner")
    if partner and partner not in definition.partners:
        words = {"name": partner, "choices": choices(partner, definition.partners)}
        yield Finding("partner-unknown", ("delivery", "partner"), words)
    elif partner and _is_oprf(values) and not (said.get("oin") or definition.partners[partner].oin):
        yield Finding("own-oin-missing", ("delivery",), {"partner": partner})


def _is_oprf(values: Values) -> bool:
    return bool(values.get("pseudonyms", {}).get("mode") == OPRF)


def _identifiers(values: Values, definition: Definition) -> Iterator[Finding]:
    for name, entry in values.get("identifiers", {}).items():
        if name not in definition.objects:
            words = {"noun": "object type", "name": name, "choices": choices(name, definition.objects)}
            yield Finding("reference-unknown", ("identifiers", name), words)
        if "kind" in entry and values.get("pseudonyms", {}).get("mode") == NONE:
            yield Finding("kind-without-mode", ("identifiers", name, "kind"))


def _begin(values: Values, definition: Definition) -> Iterator[Finding]:
    begin = values.get("delivery", {}).get("from")
    if begin and instant_of(begin, values, definition) is None:
        yield Finding("not-a-moment", ("delivery", "from"), {"shown": shown(begin)})


def _pseudonyms(values: Values) -> Iterator[Finding]:
    said = values.get("pseudonyms", {})
    mode = said.get("mode")
    for name in NEEDS.get(mode, ()):
        if not said.get(name):
            yield Finding("mode-needs", ("pseudonyms", name), {"mode": mode, "name": name})
    for name in ("purpose", "recipient", "period"):
        if "|" in said.get(name, ""):
            yield Finding("separator", ("pseudonyms", name))
    if "recipient_key" in said and not _is_key(said["recipient_key"]):
        yield Finding("not-a-key", ("pseudonyms", "recipient_key"))


def _is_key(text: str) -> bool:
    try:
        return len(b64decode(text, validate=True)) == 32
    except ValueError:
        return False


def _sources(values: Values) -> Iterator[Finding]:
    for name, said in values.get("sources", {}).items():
        place: Place = ("sources", name)
        if "file" not in said and not {"sql", "database"} <= set(said):
            yield Finding("place-missing", place)
        for one, other in EXCLUDING:
            if one in said and other in said:
                yield Finding("place-twice", (*place, other), {"one": one, "other": other})
        if "file" in said:
            yield from _file(place, said)
        if PASSWORD.search(said.get("database", "")):
            yield Finding("password-in-file", (*place, "database"))


def _file(place: Place, said: Values) -> Iterator[Finding]:
    form = next((end for end in FORMS if said["file"].lower().endswith(end)), None)
    if form is None:
        yield Finding("file-form", (*place, "file"), {"shown": shown(said["file"]), "known": ", ".join(FORMS)})
    if form == ".xlsx" and "sheet" not in said:
        yield Finding("sheet-missing", place)


def _references(values: Values) -> Iterator[Finding]:
    declared = values.get("sources", {})
    for kind in ("events", "links", "objects", "figures"):
        for index, entry in enumerate(values.get(kind, [])):
            name = (entry or {}).get("source")
            if name and name not in declared:
                words = {"name": name, "choices": choices(name, declared)}
                yield Finding("source-unknown", (kind, index, "source"), words)


def _cells(values: Values) -> Iterator[Finding]:
    """Every place where a column, or a fixed value, stands."""
    for kind, names in (("events", ("activity",)), ("objects", ()), ("figures", FIGURE_CELLS)):
        for index, entry in enumerate(values.get(kind, [])):
            said: dict[tuple[str, ...], Any] = {(name,): (entry or {}).get(name) for name in names}
            said |= {("attributes", name): cell for name, cell in (entry or {}).get("attributes", {}).items()}
            for path, cell in said.items():
                place: Place = (kind, index, *path)
                if path[0] == "attributes":
                    yield from check_value(place, cell, Key(CELL))
                yield from _cell(place, cell)


def _objects(values: Values) -> Iterator[Finding]:
    for index, entry in enumerate(values.get("events", [])):
        said = (entry or {}).get("object")
        for name, column in said.items() if isinstance(said, dict) else ():
            yield from check_value(("events", index, "object", name), column, Key(NAME))


def _cell(place: Place, cell: Any) -> Iterator[Finding]:
    if not isinstance(cell, dict):
        return
    if ("column" in cell) == ("value" in cell):
        yield Finding("column-or-value", place)
    elif "value" in cell and ("codes" in cell or "ignore" in cell):
        yield Finding("codes-of-value", place)
    codes = cell.get("codes")
    for code, meaning in codes.items() if isinstance(codes, dict) else ():
        if not isinstance(meaning, str):
            yield Finding("code-not-text", (*place, "codes", code), {"shown": shown(meaning)})


def _times(values: Values) -> Iterator[Finding]:
    for kind in ("events", "links"):
        for index, entry in enumerate(values.get(kind, [])):
            said = (entry or {}).get("time")
            if isinstance(said, dict) and set(said) & {"column", "date", "clock"} not in (
                {"column"},
                {"date", "clock"},
            ):
                yield Finding("time-columns", (kind, index, "time"))


CHECKS: tuple[Callable[[Values, Definition], Iterator[Finding]], ...] = (_partner, _identifiers, _begin)
ALONE: tuple[Callable[[Values], Iterator[Finding]], ...] = (
    _pseudonyms,
    _sources,
    _references,
    _cells,
    _objects,
    _times,
)
