"""Read OCEL 2.0 in SQLite: six tables, and one more for each type of event and of object.

Comes in: a path. Goes out: an `ObjectLog`. The promise: identifiers and values come out as texts whatever the type of
their column, so that 12 in one table and '12' in another are the same object; rows that one table has and another
lacks are kept and counted. How a file that means harm is opened: `database.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ketenmonitor.intake.logs.ocel.database import Database, opened
from ketenmonitor.intake.logs.ocel.model import Collected, ObjectLog, old_version
from ketenmonitor.logs.faults import LogError

TABLES = {
    "event": ("ocel_id", "ocel_type"),
    "object": ("ocel_id", "ocel_type"),
    "event_object": ("ocel_event_id", "ocel_object_id", "ocel_qualifier"),
    "object_object": ("ocel_source_id", "ocel_target_id", "ocel_qualifier"),
    "event_map_type": ("ocel_type", "ocel_type_map"),
    "object_map_type": ("ocel_type", "ocel_type_map"),
}
OF_VERSION_1 = {"events", "objects", "relations"}
OF_TYPES = ("ocel_id", "ocel_time", "ocel_changed_field")


def read_sqlite(path: Path) -> ObjectLog:
    """The log in an SQLite file. Raises `LogError`."""
    with opened(path) as database:
        for name in TABLES:
            if name not in database.tables:
                if database.tables.keys() >= OF_VERSION_1:
                    raise old_version()
                raise _not_ocel(f'it has no plain table "{name}"')
        read = Collected(findings=database.findings)
        used = _read_events(database, read) | _read_objects(database, read)
        read.object_objects += _rows(database, "object_object", read)
        read.findings["unknown-part"] += len(database.tables.keys() - TABLES.keys() - used) + database.others
    return read.log()


@dataclass
class _Listed:
    """The events so far, each with id, type and time; `place` says where an identifier stands first."""

    events: list[list[str | None]] = field(default_factory=list)
    place: dict[str, int] = field(default_factory=dict)

    def add(self, identifier: str | None, kind: str | None) -> int:
        """The place of one more event."""
        self.events.append([identifier, kind, None])
        if identifier is not None:
            self.place.setdefault(identifier, len(self.events) - 1)
        return len(self.events) - 1

    def find(self, identifier: str | None) -> int | None:
        return None if identifier is None else self.place.get(identifier)


def _read_events(database: Database, read: Collected) -> set[str]:
    listed = _Listed()
    for identifier, kind in _rows(database, "event", read):
        listed.add(identifier, kind)
    used = _read_times_and_values(database, listed, read)
    for identifier, thing, qualifier in _rows(database, "event_object", read):
        at = listed.find(identifier)
        if at is None:
            at = listed.add(identifier, None)
            read.findings["missing-event"] += 1
        read.event_objects.append((at, thing, qualifier))
    read.events += [tuple(event) for event in listed.events]
    return used


def _read_times_and_values(database: Database, listed: _Listed, read: Collected) -> set[str]:
    timed: set[int] = set()
    tables = _type_tables(database, "event", read)
    for table, kind in tables.items():
        for identifier, time, _, values in _typed_rows(database, table):
            at = listed.find(identifier)
            if at is None:
                at = listed.add(identifier, kind)
                read.findings["only-in-table-of-type"] += 1
            if at in timed:
                read.findings["identifier-twice"] += 1
            else:
                listed.events[at][2] = time
                timed.add(at)
            read.event_values += [(at, name, value) for name, value in values.items()]
    return set(tables)


def _read_objects(database: Database, read: Collected) -> set[str]:
    read.objects += _rows(database, "object", read)
    known = {identifier for identifier, _ in read.objects}
    tables = _type_tables(database, "object", read)
    for table, kind in tables.items():
        for identifier, time, changed, values in _typed_rows(database, table):
            if identifier not in known:
                known.add(identifier)
                read.objects.append((identifier, kind))
                read.findings["only-in-table-of-type"] += 1
            # A row about one changed value says nothing of the other columns.
            said = {name: value for name, value in values.items() if changed in (None, name)}
            read.findings["value-beside-changed-field"] += len(values) - len(said)
            read.object_values += [(identifier, name, value, time) for name, value in said.items()]
    return set(tables)


def _rows(database: Database, table: str, read: Collected) -> Iterator[tuple[str | None, ...]]:
    """The rows of one of the six tables, without what OCEL does not know there."""
    names, rows = database.rows(table)
    for name in TABLES[table]:
        if name not in names:
            raise _not_ocel(f'its table "{table}" has no column "{name}"')
    read.findings["unknown-part"] += len(names) - len(TABLES[table])
    places = [names.index(name) for name in TABLES[table]]
    return (tuple(row[place] for place in places) for row in rows)


def _type_tables(database: Database, of: str, read: Collected) -> dict[str, str | None]:
    """The tables of the types of events, or of objects, that are there; each with its type."""
    rows = _rows(database, f"{of}_map_type", read)
    mapped = {f"{of}_{name}".lower(): kind for kind, name in rows if name is not None}
    return {table: kind for table, kind in mapped.items() if table in database.tables and table not in TABLES}


def _typed_rows(database: Database, table: str) -> Iterator[tuple[str | None, str | None, str | None, dict[str, str]]]:
    """Of each row in the table of a type: identifier, time, changed field, and the values by name."""
    names, rows = database.rows(table)
    if OF_TYPES[0] not in names:
        raise _not_ocel('the table of a type has no column "ocel_id"')
    for row in rows:
        told = dict(zip(names, row, strict=True))
        identifier, time, changed = (told.pop(name, None) for name in OF_TYPES)
        yield identifier, time, changed, {name: value for name, value in told.items() if value is not None}


def _not_ocel(what: str) -> LogError:
    right = f"OCEL 2.0 in SQLite has the tables {', '.join(TABLES)}, and one for each type"
    return LogError(what, right, "Export it as OCEL 2.0")
