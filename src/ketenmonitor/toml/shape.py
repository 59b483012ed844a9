"""Whether a file has the form that it should have: tables, keys, and each value by itself.

Comes in: the values of a file, and its schema. Goes out: findings, and the values without what was found. The promise: what
is left has the types that the schema asks for, so that no later check looks at types again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ketenmonitor.toml.faults import Finding, Place, choices, found, shown
from ketenmonitor.toml.kinds import ID, Key, Table

FORMS = {"one": "[{}]", "named": "[{}.ID]", "list": "[[{}]]"}
KEPT = ("id-malformed", "twice-in-list", "key-missing", "table-missing")


def check_shape(values: dict[str, Any], schema: Mapping[str, Table]) -> Iterator[Finding]:
    """All that is wrong with tables, keys and single values."""
    for name in values:
        if name not in schema:
            yield Finding("table-unknown", (name,), {"name": name, "choices": choices(name, schema)})
    for name, table in schema.items():
        if name in values:
            yield from _check_table(name, table, values[name])
        elif table.required:
            yield Finding("table-missing", (name,), {"example": FORMS[table.form].format(name)})


def without(values: dict[str, Any], findings: Iterable[Finding]) -> dict[str, Any]:
    """The values without the faulty ones. An odd id stays, or all that names it would seem wrong too."""
    faulty = {finding.place for finding in findings if finding.code not in KEPT}
    return {name: _pruned(value, (name,), faulty) for name, value in values.items() if (name,) not in faulty}


def _pruned(value: Any, place: Place, faulty: set[Place]) -> Any:
    if isinstance(value, dict):
        parts = {key: (*place, key) for key in value}
        return {key: _pruned(value[key], at, faulty) for key, at in parts.items() if at not in faulty}
    if isinstance(value, list):
        parts_at = [(element, (*place, index)) for index, element in enumerate(value)]
        # An empty text for a faulty element, so that the others keep their place and line
        return ["" if at in faulty else _pruned(element, at, faulty) for element, at in parts_at]
    return value


def _check_table(name: str, table: Table, value: Any) -> Iterator[Finding]:
    form = FORMS[table.form].format(name)
    if isinstance(value, list) != (table.form == "list") or not isinstance(value, (list, dict)):
        yield _wrong_type((name,), value, form, form)
    elif table.form == "one":
        yield from _check_entry((name,), value, table, form)
    elif table.required and not value:
        yield Finding("empty", (name,), {"example": form})
    elif table.form == "named":
        for entry in value:
            yield from check_value((name, entry), entry, Key(ID))
            yield from _check_entry((name, entry), value[entry], table, form.replace("ID", entry))
    elif table.form == "list":
        for index, entry in enumerate(value):
            yield from _check_entry((name, index), entry, table, form)


def _check_entry(place: Place, entry: Any, table: Table, form: str) -> Iterator[Finding]:
    if isinstance(entry, dict):
        yield from _check_keys(place, entry, table.keys)
    else:
        yield _wrong_type(place, entry, f"{table.noun}, a table {form},", form)


def _check_keys(place: Place, entry: dict[str, Any], keys: Mapping[str, Key]) -> Iterator[Finding]:
    for name in entry:
        if name not in keys:
            yield Finding("key-unknown", (*place, name), {"name": name, "choices": choices(name, keys)})
    for name, key in keys.items():
        if name in entry:
            yield from check_value((*place, name), entry[name], key)
        elif key.required:
            yield Finding("key-missing", (*place, name), {"key": name, "example": key.kind.example})


def check_value(place: Place, value: Any, key: Key) -> Iterator[Finding]:
    """All that is wrong with one value, and with what is in it."""
    kind = key.kind
    if type(value) not in kind.types:  # not isinstance: to Python, true is a number
        yield _wrong_type(place, value, kind.words, kind.example)
    elif isinstance(value, dict) and kind.keys is not None:
        yield from _check_keys(place, value, kind.keys)
    elif isinstance(value, (list, dict)) and not value and key.required:
        yield Finding("empty", place, {"example": kind.example})
    elif isinstance(value, list) and kind.element:
        yield from _check_elements(place, value, Key(kind.element))
    elif kind.rule and (objection := kind.rule(value)):
        code, words = objection
        yield Finding(code, place, words)


def _check_elements(place: Place, elements: list[Any], key: Key) -> Iterator[Finding]:
    seen: set[str] = set()
    for index, element in enumerate(elements):
        yield from check_value((*place, index), element, key)
        if not isinstance(element, str):
            continue
        if element in seen:
            yield Finding("twice-in-list", (*place, index), {"shown": shown(element)})
        seen.add(element)


def _wrong_type(place: Place, value: Any, wanted: str, example: str) -> Finding:
    return Finding("wrong-type", place, {"found": found(value), "wanted": wanted, "example": example})
