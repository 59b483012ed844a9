"""Whether every name leads somewhere: to an entry of the table that its key refers to.

Comes in: the values of a file, of the right form, and its schema. Goes out: a finding for each name that is not declared.
The promise: each key that the schema says refers to a table is looked up, with no exception.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ketenmonitor.toml.faults import Finding, Place, choices
from ketenmonitor.toml.kinds import Table


def check_references(values: dict[str, Any], schema: Mapping[str, Table]) -> Iterator[Finding]:
    """A finding for each name that is declared nowhere, with what is declared."""
    for table, place, entry in _entries(values, schema):
        for name, key in schema[table].keys.items():
            if name not in entry or key.refers_to is None:
                continue
            declared = values.get(key.refers_to, {})
            if not declared and schema[key.refers_to].required:
                continue  # the whole table is missing, which has been told
            for at, reference in _names((*place, name), entry[name]):
                if reference and reference not in declared:
                    yield _unknown(at, schema[key.refers_to].noun, reference, declared)


def _unknown(place: Place, noun: str, name: str, declared: dict[str, Any]) -> Finding:
    words = {"noun": noun, "name": name, "choices": choices(name, declared)}
    return Finding("reference-unknown", place, words)


def _entries(values: dict[str, Any], schema: Mapping[str, Table]) -> Iterator[tuple[str, Place, dict[str, Any]]]:
    """Every entry of every table, whatever the form of the table."""
    for name, table in schema.items():
        if table.form == "one":
            yield name, (name,), values.get(name, {})
        elif table.form == "named":
            for entry, content in values.get(name, {}).items():
                yield name, (name, entry), content
        elif table.form == "list":
            for index, content in enumerate(values.get(name, [])):
                yield name, (name, index), content or {}


def _names(place: Place, value: Any) -> Iterator[tuple[Place, str]]:
    """The names in a value: itself, its elements, or the keys of a `where`."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, list):
        for index, name in enumerate(value):
            yield from _names((*place, index), name)
    else:
        for name in value:
            yield (*place, name), name
