"""Whether every rule of a mapping makes only what the definition asks of this partner.

Comes in: the values of a mapping, the definition and the partner. Goes out: findings. The promise: an activity, object type,
link or attribute that the definition does not declare for this partner has no way into a delivery.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ketenmonitor.definition import Attribute, Definition
from ketenmonitor.toml import Finding, Place, choices, shown

Entry = dict[str, Any]
DROPPED = ""  # what a code means that is left out on purpose


def rules_of(values: Entry, definition: Definition, partner: str) -> Iterator[Finding]:
    """All that the rules make that they may not."""
    for index, entry in _entries(values, "events"):
        yield from _event(("events", index), entry, definition, partner)
    yield from _identities(values)
    for index, entry in _entries(values, "links"):
        yield from _link(("links", index), entry, definition, partner)
    for index, entry in _entries(values, "objects"):
        yield from _object(("objects", index), entry, definition, partner)
    for index, entry in _entries(values, "figures"):
        yield from _attributes(("figures", index), entry, definition, definition.attributes)


def activities_of(entry: Entry, definition: Definition, partner: str) -> list[str]:
    """The activities that the rows of one rule may become."""
    said = entry.get("activity")
    own = [a.id for a in definition.activities.values() if a.partner == partner]
    if isinstance(said, dict) and "value" in said:
        named = [said["value"]]
    elif isinstance(said, dict) and isinstance(said.get("codes"), dict):
        named = [meaning for meaning in said["codes"].values() if isinstance(meaning, str)]
    else:
        return own
    return [name for name in dict.fromkeys(named) if name in own]


def _entries(values: Entry, kind: str) -> list[tuple[int, Entry]]:
    return [(index, entry) for index, entry in enumerate(values.get(kind, [])) if entry]


def _event(place: Place, entry: Entry, definition: Definition, partner: str) -> Iterator[Finding]:
    said = entry.get("activity")
    own = [a.id for a in definition.activities.values() if a.partner == partner]
    if isinstance(said, dict):
        codes = said.get("codes") if isinstance(said.get("codes"), dict) else {}
        named = {("value",): said.get("value")} | {("codes", code): meaning for code, meaning in (codes or {}).items()}
        for path, name in named.items():
            if isinstance(name, str) and name not in (*own, DROPPED):
                yield _not_of(partner, "activity", (*place, "activity", *path), name, own)
    activities = [definition.activities[name] for name in activities_of(entry, definition, partner)]
    columns = entry.get("object")
    types = dict.fromkeys(activity.object for activity in activities)
    if isinstance(columns, dict):
        for name in columns:
            if name not in types:
                yield _not_of(partner, "object type", (*place, "object", name), name, types)
        for name in types:
            if name not in columns:
                yield Finding("object-column-missing", (*place, "object"), {"name": name})
    carried = dict.fromkeys(name for activity in activities for name in activity.attributes)
    yield from _attributes(place, entry, definition, carried)


def _identities(values: Entry) -> Iterator[Finding]:
    """Two rules on the same rows with the same key need something that tells their events apart."""
    seen: dict[tuple[Any, ...], int] = {}
    for index, entry in _entries(values, "events"):
        said = entry.get("activity")
        fixed = said.get("value") if isinstance(said, dict) else None
        if entry.get("id"):
            key = (entry.get("source"), tuple(entry["id"]), fixed)
            if key in seen:
                yield Finding("same-identity", ("events", index, "id"), {"other": f"events[{seen[key] + 1}]"})
            seen.setdefault(key, index)


def _link(place: Place, entry: Entry, definition: Definition, partner: str) -> Iterator[Finding]:
    one, other = ((entry.get(end) or {}).get("type") for end in ("from", "to"))
    own = [(link.from_type, link.to_type) for link in definition.links if link.partner == partner]
    if one and other and (one, other) not in own:
        links = ", ".join(f"{a} to {b}" for a, b in own) or "none"
        yield Finding("link-undeclared", place, {"one": one, "other": other, "links": links})


def _object(place: Place, entry: Entry, definition: Definition, partner: str) -> Iterator[Finding]:
    own = [o.id for o in definition.objects.values() if o.partner == partner]
    name = entry.get("type")
    if name and name not in own:
        yield _not_of(partner, "object type", (*place, "type"), name, own)
    elif name:
        yield from _attributes(place, entry, definition, definition.objects[name].attributes)


def _attributes(place: Place, entry: Entry, definition: Definition, carried: Iterable[str]) -> Iterator[Finding]:
    for name, cell in entry.get("attributes", {}).items():
        at: Place = (*place, "attributes", name)
        if name not in carried:
            yield Finding("not-carried", at, {"name": name, "choices": choices(name, carried)})
        elif isinstance(cell, dict):
            yield from _values(at, cell, definition.attributes[name])


def _values(place: Place, cell: Entry, attribute: Attribute) -> Iterator[Finding]:
    """Of a category the values are known: what a code means must be one."""
    codes = cell.get("codes") if isinstance(cell.get("codes"), dict) else {}
    said = {("value",): cell.get("value")} | {("codes", code): meaning for code, meaning in (codes or {}).items()}
    for path, value in said.items():
        if attribute.type == "category" and isinstance(value, str) and value not in (*attribute.values, DROPPED):
            words = {"shown": shown(value), "name": attribute.id, "choices": choices(value, attribute.values)}
            yield Finding("value-unknown", (*place, *path), words)


def _not_of(partner: str, noun: str, place: Place, name: str, own: Iterable[str]) -> Finding:
    words = {"noun": noun, "name": name, "partner": partner, "choices": choices(name, own)}
    return Finding("not-of-partner", place, words)
