"""Read OCEL 2.0 in JSON.

Comes in: a path. Goes out: an `ObjectLog`. The promise: numbers stay as they are written, and a file that is broken or
no OCEL 2.0 is told by its place, without a value of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from ketenmonitor.intake.logs.ocel.model import Collected, ObjectLog, old_version
from ketenmonitor.logs.faults import LogError

TOP = {"objectTypes", "eventTypes", "objects", "events"}
PARTS = {
    "events": {"id", "type", "time", "attributes", "relationships"},
    "objects": {"id", "type", "attributes", "relationships"},
    "relationships": {"objectId", "qualifier"},
    "attributes": {"name", "value", "time"},
}
Entry = dict[str, Any]


class Number(NamedTuple):
    """A number of the file, as it is written there: no digit is lost."""

    text: str


def read_json(path: Path) -> ObjectLog:
    """The log in a JSON file. Raises `LogError`."""
    whole = _parsed(path)
    if not isinstance(whole, dict):
        raise _not_ocel("it holds no JSON object at the top")
    if any(name.startswith("ocel:") for name in whole):
        raise old_version()
    if missing := [name for name in ("events", "objects") if name not in whole]:
        raise _not_ocel(f'it has no "{missing[0]}"')
    read = Collected()
    read.findings["unknown-part"] += len(whole.keys() - TOP)
    for n, (event, where) in enumerate(_entries(whole, "events", "", read)):
        read.events.append(tuple(_text(event.get(name), read) for name in ("id", "type", "time")))
        for relation, _ in _entries(event, "relationships", where, read):
            read.event_objects.append((n, *_relation(relation, read)))
        for value, _ in _entries(event, "attributes", where, read):
            read.event_values.append((n, _text(value.get("name"), read), _text(value.get("value"), read)))
    for thing, where in _entries(whole, "objects", "", read):
        identifier = _text(thing.get("id"), read)
        read.objects.append((identifier, _text(thing.get("type"), read)))
        for relation, _ in _entries(thing, "relationships", where, read):
            read.object_objects.append((identifier, *_relation(relation, read)))
        for value, _ in _entries(thing, "attributes", where, read):
            said = (_text(value.get(name), read) for name in ("name", "value", "time"))
            read.object_values.append((identifier, *said))
    return read.log()


def _parsed(path: Path) -> Any:
    try:
        return json.loads(
            path.read_bytes(),
            parse_int=Number,
            parse_float=Number,
            parse_constant=Number,
            object_pairs_hook=_named_once,
        )
    except UnicodeDecodeError:
        raise LogError("it is not UTF-8", "A JSON log is UTF-8", "Save the file as UTF-8") from None
    except json.JSONDecodeError as error:
        what = f"broken at line {error.lineno}: {error.msg}"
        raise LogError(what, "A log is one whole JSON object", "Export or copy it anew") from None
    except RecursionError:
        raise _not_ocel("it holds values inside values without end") from None


def _named_once(pairs: list[tuple[str, Any]]) -> Entry:
    found = dict(pairs)
    if len(found) < len(pairs):
        what = "one object has two values of the same name"
        raise LogError(what, "Each name stands once in a JSON object", "Remove one of the two")
    return found


def _entries(owner: Entry, name: str, where: str, read: Collected) -> Iterator[tuple[Entry, str]]:
    """The objects in a list of `owner`, each with its place; none when there is no such list."""
    entries = owner.get(name) or []
    if not isinstance(entries, list):
        raise _not_ocel(f'"{name}"{where} is not a list')
    known = PARTS[name]
    for number, entry in enumerate(entries, start=1):
        if not isinstance(entry, dict):
            raise _not_ocel(f'number {number} of "{name}"{where} is not an object')
        read.findings["unknown-part"] += len(entry.keys() - known)
        yield entry, f' of number {number} of "{name}"'


def _relation(relation: Entry, read: Collected) -> tuple[str | None, str | None]:
    return _text(relation.get("objectId"), read), _text(relation.get("qualifier"), read)


def _text(value: Any, read: Collected) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Number):
        return value.text
    read.findings["nested-value"] += 1
    return None


def _not_ocel(what: str) -> LogError:
    right = 'OCEL 2.0 in JSON is an object with "events" and "objects", which are lists of objects'
    return LogError(what, right, "Export it as OCEL 2.0")
