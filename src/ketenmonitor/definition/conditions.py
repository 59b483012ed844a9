"""What a `where` may ask of an attribute, and how its values are written.

Comes in: the `where` tables of lead times and themes. Goes out: `Condition`s, and a finding for each value that the
attribute cannot have. The promise: a value is written as the store writes it, so that conditions compare texts only.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from ketenmonitor.definition.declared import Attribute
from ketenmonitor.definition.model import (
    Condition,
    Definition,
)
from ketenmonitor.toml import LARGEST, Finding, Place, choices, shown

WITH_CONDITIONS = ("lead_times", "themes")


@dataclass(frozen=True)
class _Sort:
    """The types of TOML that a value of an attribute may have, in words and by example."""

    types: tuple[type, ...]
    words: str
    example: str


SORTS = {
    "category": _Sort((str,), "a text", '"value"'),
    "integer": _Sort((int,), "a whole number", "12"),
    "number": _Sort((int, float), "a number", "12.5"),
    "date": _Sort((date,), "a date without quotes", "2025-12-31"),
    "boolean": _Sort((bool,), "true or false", "true"),
}


def written(value: object) -> str:
    """A value as the store keeps it: true, 12, 12.5, 2025-12-31, or the text itself."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, int):
        return str(value) if abs(value) < LARGEST else ""  # refused by the check; of huge ones Python makes no text
    return value.isoformat() if isinstance(value, date) else str(value)


def conditions_of(where: dict[str, Any]) -> tuple[Condition, ...]:
    """One condition an attribute; a single value is a list of one."""
    return tuple(Condition(name, tuple(written(v) for v in _values(asked))) for name, asked in where.items())


def check_conditions(values: dict[str, Any], draft: Definition) -> Iterator[Finding]:
    """A finding for each value of the wrong type, outside the closed list, or named twice."""
    for table in WITH_CONDITIONS:
        for entry, content in values.get(table, {}).items():
            for name, asked in content.get("where", {}).items():
                attribute = draft.attributes.get(name)
                if attribute and attribute.type:
                    yield from check_condition((table, entry, "where", name), attribute, asked)


def check_condition(place: Place, attribute: Attribute, asked: Any) -> Iterator[Finding]:
    """What is wrong with the value, or the values, that one attribute should have."""
    if asked == []:
        yield Finding("empty", place, {"example": SORTS[attribute.type].example})
    seen: set[tuple[type, Any]] = set()
    for index, value in enumerate(_values(asked)):
        at = (*place, index) if isinstance(asked, list) else place
        yield from _check_value(at, attribute, value)
        if not isinstance(value, Hashable):
            continue
        if (type(value), value) in seen:  # to Python, true is 1
            yield Finding("twice-in-list", at, {"shown": shown(value)})
        seen.add((type(value), value))


def _check_value(place: Place, attribute: Attribute, value: Any) -> Iterator[Finding]:
    sort, words = SORTS[attribute.type], {"shown": shown(value), "attribute": attribute.id}
    if type(value) not in sort.types or not _has_a_size(value):
        yield Finding("condition-type", place, {**words, "wanted": sort.words, "example": sort.example})
    elif attribute.values and value not in attribute.values:
        yield Finding("condition-value", place, {**words, "choices": choices(value, attribute.values)})


def _has_a_size(value: Any) -> bool:
    """Not infinite, no NaN, and no whole number beyond the 64 bits that TOML has."""
    return not isinstance(value, (int, float)) or abs(value) < LARGEST


def _values(asked: Any) -> list[Any]:
    return asked if isinstance(asked, list) else [asked]
