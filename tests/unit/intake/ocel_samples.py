"""A small chain, object-centric logs of it as OCEL 2.0 has them in JSON, and the same log in the other two forms."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from ketenmonitor.definition import Definition, definition_from_text
from tests.unit.intake.logs_samples import Imported, imported

Log = dict[str, Any]
FORMS = ("jsonocel", "xmlocel", "sqlite")
INITIAL = "1970-01-01T00:00:00Z"

CHAIN = """
[chain]
id = "keten"
version = "1"
unit = "zaak"
timezone = "Europe/Amsterdam"
[partners.politie]
[partners.om]
[partners.cjib]
[objects.melding]
partner = "politie"
key = "Police report"
attributes = ["eenheid"]
[objects.zaak]
partner = "om"
key = "Case"
attributes = ["ernst", "ingekomen"]
[[links]]
from = "melding"
to = "zaak"
partner = "om"
[attributes.eenheid]
type = "category"
values = ["Oost", "West"]
[attributes.ernst]
type = "integer"
[attributes.ingekomen]
type = "date"
[attributes.bedrag]
type = "number"
[activities.aangifte]
partner = "politie"
object = "melding"
log_names = ["Report filed"]
[activities.inschrijving]
partner = "om"
object = "zaak"
log_names = ["Register"]
attributes = ["bedrag", "ingekomen"]
[activities.inning]
partner = "cjib"
object = "zaak"
"""


def chain(text: str = CHAIN) -> Definition:
    return definition_from_text(text, "keten.toml")


def thing(identifier: str, kind: str, *links: str, **values: str) -> Log:
    """An object; its values are initial ones."""
    said = [{"name": name, "time": INITIAL, "value": value} for name, value in values.items()]
    return {"id": identifier, "type": kind, "attributes": said, "relationships": related(*links)}


def happened(identifier: str, kind: str, *objects: str, time: str = "2025-03-01T10:00:00Z", **values: str) -> Log:
    said = [{"name": name, "value": value} for name, value in values.items()]
    return {"id": identifier, "type": kind, "time": time, "attributes": said, "relationships": related(*objects)}


def related(*objects: str) -> list[Log]:
    return [{"objectId": one, "qualifier": ""} for one in objects]


def ocel(*parts: Log) -> Log:
    """A log of these events (which have a time) and objects."""
    events = [part for part in parts if "time" in part]
    objects = [part for part in parts if "time" not in part]
    kinds = {"objectTypes": objects, "eventTypes": events}
    types = {
        name: [{"name": kind, "attributes": []} for kind in sorted({part["type"] for part in some})]
        for name, some in kinds.items()
    }
    return {**types, "objects": objects, "events": events}


def written(folder: Path, log: Log, form: str = "jsonocel", name: str = "log") -> Path:
    path = folder / f"{name}.{form}"
    if form in ("sqlite", "db"):
        write_sqlite(path, log)
    elif form in ("xmlocel", "xml"):
        path.write_text(as_xml(log), encoding="utf-8")
    else:
        path.write_text(json.dumps(log), encoding="utf-8")
    return path


def read(folder: Path, *parts: Log, form: str = "jsonocel", definition: Definition | None = None) -> Imported:
    return imported(written(folder, ocel(*parts), form), definition or chain())


def as_xml(log: Log) -> str:
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<log>", "<object-types/>", "<event-types/>"]
    for name, tag in (("objects", "object"), ("events", "event")):
        lines.append(f"<{name}>")
        for one in log[name]:
            lines += [f"<{tag}{_attributes(one, 'id', 'type', 'time')}>", "<attributes>"]
            lines += [
                f"<attribute{_attributes(value, 'name', 'time')}>{escape(value['value'])}</attribute>"
                for value in one["attributes"]
            ]
            lines += ["</attributes>", "<objects>"]
            lines += [
                f"<relationship object-id={quoteattr(r['objectId'])} qualifier={quoteattr(r['qualifier'])}/>"
                for r in one["relationships"]
            ]
            lines += ["</objects>", f"</{tag}>"]
        lines.append(f"</{name}>")
    return "\n".join([*lines, "</log>"])


def _attributes(one: Log, *names: str) -> str:
    return "".join(f" {name}={quoteattr(one[name])}" for name in names if name in one)


TABLES = {
    "event": "ocel_id, ocel_type",
    "object": "ocel_id, ocel_type",
    "event_object": "ocel_event_id, ocel_object_id, ocel_qualifier",
    "object_object": "ocel_source_id, ocel_target_id, ocel_qualifier",
    "event_map_type": "ocel_type, ocel_type_map",
    "object_map_type": "ocel_type, ocel_type_map",
}


def write_sqlite(path: Path, log: Log) -> None:
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA synchronous = OFF")
        for table, columns in TABLES.items():
            key = ", PRIMARY KEY (ocel_event_id, ocel_object_id, ocel_qualifier)" if table == "event_object" else ""
            connection.execute(f"CREATE TABLE {table} ({columns}{key if not _repeats(log) else ''})")
        _events(connection, log["events"])
        _objects(connection, log["objects"])


def _repeats(log: Log) -> bool:
    every = [(e["id"], r["objectId"], r["qualifier"]) for e in log["events"] for r in e["relationships"]]
    return len(set(every)) < len(every)


def _events(connection: sqlite3.Connection, events: list[Log]) -> None:
    tables = _type_tables(connection, "event", "ocel_id, ocel_time", events)
    for one in events:
        _insert(connection, "event", one["id"], one["type"])
        values = {value["name"]: value["value"] for value in one["attributes"]}
        _insert_named(connection, tables[one["type"]], {"ocel_id": one["id"], "ocel_time": one["time"]} | values)
        for r in one["relationships"]:
            _insert(connection, "event_object", one["id"], r["objectId"], r["qualifier"])


def _objects(connection: sqlite3.Connection, objects: list[Log]) -> None:
    tables = _type_tables(connection, "object", "ocel_id, ocel_time, ocel_changed_field", objects)
    for one in objects:
        _insert(connection, "object", one["id"], one["type"])
        table = tables[one["type"]]
        initial: Log = {}
        for value in one["attributes"]:
            if value["time"] == INITIAL and value["name"] not in initial:
                initial[value["name"]] = value["value"]
        _insert_named(connection, table, {"ocel_id": one["id"], "ocel_time": INITIAL} | initial)
        taken: set[str] = set()
        for value in one["attributes"]:
            name = value["name"]
            if value["time"] == INITIAL and name not in taken:
                taken.add(name)
                continue
            changed = {"ocel_time": value["time"], "ocel_changed_field": name, name: value["value"]}
            _insert_named(connection, table, {"ocel_id": one["id"]} | changed)
        for r in one["relationships"]:
            _insert(connection, "object_object", one["id"], r["objectId"], r["qualifier"])


def _type_tables(connection: sqlite3.Connection, of: str, columns: str, entries: list[Log]) -> dict[str, str]:
    tables = {}
    for number, kind in enumerate(dict.fromkeys(one["type"] for one in entries)):
        name = f'T{number} "of" [{of}]'  # a name that must be quoted
        tables[kind] = f"{of}_{name}"
        _insert(connection, f"{of}_map_type", kind, name)
        names = dict.fromkeys(v["name"] for one in entries if one["type"] == kind for v in one["attributes"])
        more = "".join(f", {_quoted(n)}" for n in names)
        connection.execute(f"CREATE TABLE {_quoted(tables[kind])} ({columns}{more})")
    return tables


def _insert(connection: sqlite3.Connection, table: str, *values: Any) -> None:
    connection.execute(f"INSERT INTO {_quoted(table)} VALUES ({', '.join('?' * len(values))})", values)


def _insert_named(connection: sqlite3.Connection, table: str, values: Log) -> None:
    columns = ", ".join(map(_quoted, values))
    places = ", ".join("?" * len(values))
    connection.execute(f"INSERT INTO {_quoted(table)} ({columns}) VALUES ({places})", list(values.values()))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
