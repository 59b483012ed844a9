"""What differs between two definitions of a chain, and whether the newer can follow the older.

Comes in: the definition in force and the one that is offered. Goes out: sentences, one per difference or refusal. The
promise: a version that is adopted reads what is stored already in the same way as its predecessor.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from ketenmonitor.definition.model import Condition, Definition, Norm
from ketenmonitor.definition.publishable import Difference
from ketenmonitor.definition.title import Title

TABLES = {
    "partners": "partner",
    "objects": "object type",
    "attributes": "attribute",
    "activities": "activity",
    "lead_times": "lead time",
    "pauses": "pause",
    "stocks": "stock",
    "handovers": "hand-over",
    "terms": "term",
    "themes": "theme",
}
CHAIN_FIELDS = ("id", "version", "title", "unit", "timezone", "basis", "holidays", "dormant_days", "dark_after_days")
PUBLICATION_FIELDS = (
    "measures", "breakdowns", "periods", "stock_method", "publisher", "contact", "licence", "address", "differences",
)  # fmt: skip
LETTER_FIELDS = ("title", "stocks", "period")
FIXED = {"activities": ("partner", "object"), "attributes": ("type",)}
KEYS_OF_THE_FILE = {"starts": "from", "ends": "to", "rank": "place in the chain"}


def changes_between(old: Definition, new: Definition) -> tuple[str, ...]:
    """What was changed, added and removed from `old` to `new`; nothing when they say the same."""
    return (
        *_changed("chain", old, new, CHAIN_FIELDS),
        *_changed("publication", old.publication, new.publication, PUBLICATION_FIELDS),
        *_changed("letter", old.publication.letter, new.publication.letter, LETTER_FIELDS),
        *(line for table in TABLES for line in _table_changes(TABLES[table], *_both(table, old, new))),
        *_table_changes("link", _links(old), _links(new)),
    )


def faults_of_adoption(old: Definition, new: Definition) -> tuple[str, ...]:
    """Why `new` cannot follow `old`, with what to do; nothing when it can."""
    return (
        *_faults_of_the_chain(old, new),
        *(line for table, names in FIXED.items() for line in _faults_of_entries(table, names, old, new)),
    )


def _faults_of_the_chain(old: Definition, new: Definition) -> Iterator[str]:
    if new.id != old.id:
        yield f'this defines the chain "{new.id}", not "{old.id}". Give a definition of "{old.id}".'
    elif new.version == old.version and new != old:
        yield f'version "{new.version}" is in force with another content. Give the new content a version of its own.'
    if new.timezone != old.timezone:
        yield (
            f'the timezone was "{old.timezone}" and would be "{new.timezone}", but what was received is stored with its'
            f' local time. Keep "{old.timezone}", or make a new chain.'
        )


def _faults_of_entries(table: str, names: tuple[str, ...], old: Definition, new: Definition) -> Iterator[str]:
    """Stored rows name these entries, and would mean something else."""
    before, after = _both(table, old, new)
    for entry in (entry for entry in before if entry in after):
        for name in names:
            was, would_be = getattr(before[entry], name), getattr(after[entry], name)
            if was != would_be:
                yield (
                    f'{TABLES[table]} "{entry}": {name} was "{was}" and would be "{would_be}", but what was received'
                    " stays as it was. Declare it under a new id."
                )


def _both(table: str, old: Definition, new: Definition) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    return getattr(old, table), getattr(new, table)


def _links(definition: Definition) -> dict[str, Any]:
    return {f"{link.from_type} to {link.to_type}": link for link in definition.links}


def _table_changes(noun: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    yield from (f'{noun} "{name}" was added.' for name in after if name not in before)
    yield from (f'{noun} "{name}" was removed.' for name in before if name not in after)
    for name in before:
        if name in after:
            names = tuple(field.name for field in fields(before[name]))
            yield from _changed(f'{noun} "{name}"', before[name], after[name], names)


def _changed(whose: str, before: Any, after: Any, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        was, became = getattr(before, name), getattr(after, name)
        if was != became:
            yield f"{whose}: {KEYS_OF_THE_FILE.get(name, name)} {_difference(was, became)}."


def _difference(was: Any, became: Any) -> str:
    """For lists what came in and went out, for anything else the old and the new."""
    if not isinstance(was, tuple):
        return f"was {_worded(was)} and became {_worded(became)}"
    gained = [_worded(element) for element in became if element not in was]
    lost = [_worded(element) for element in was if element not in became]
    said = [f"gained {', '.join(gained)}"] * bool(gained) + [f"lost {', '.join(lost)}"] * bool(lost)
    return " and ".join(said) or "stand in another order"


def _worded(value: Any) -> str:
    match value:
        case None:
            return "absent"
        case bool():
            return str(value).lower()
        case Title():
            return f'"{value.nl}"' if value.nl == value.en else f'"{value.nl}" / "{value.en}"'
        case Norm():
            return f"{value.share:g} within {value.days} days"
        case Condition():
            return f"{value.attribute} = {' or '.join(value.values)}"
        case Difference():
            return f"{value.measure} {value.id} {value.field} by {value.kind}: {_worded(value.text)}"
        case tuple():
            return " with ".join(value)
        case str():
            return f'"{value}"'
        case _:
            return str(value)
