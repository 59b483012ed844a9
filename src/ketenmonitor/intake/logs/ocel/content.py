"""What an object-centric log comes to in a chain: tables for each partner.

Comes in: a file in any form of OCEL 2.0 and a `Definition`. Goes out: a `Content`. The promise: the same log in three
forms comes to the same, and every relation, object and value is in a table or counted.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl

from ketenmonitor.definition import Definition
from ketenmonitor.intake.logs.content import Content
from ketenmonitor.intake.logs.ocel.events import events_of, events_table
from ketenmonitor.intake.logs.ocel.links import links_tables
from ketenmonitor.intake.logs.ocel.model import ObjectLog
from ketenmonitor.intake.logs.ocel.objects import objects_tables, things_of
from ketenmonitor.intake.logs.ocel.of_json import read_json
from ketenmonitor.intake.logs.ocel.of_sqlite import read_sqlite
from ketenmonitor.intake.logs.ocel.of_xml import read_xml
from ketenmonitor.logs.times import on_the_calendar

# Per end of a file name. Ends that any program may use are judged by what is in the file.
READERS: dict[str, Callable[[Path], ObjectLog]] = {
    ".jsonocel": read_json,
    ".json": read_json,
    ".xmlocel": read_xml,
    ".xml": read_xml,
    ".sqlite": read_sqlite,
    ".db": read_sqlite,
}


def content_of_ocel(log: ObjectLog, definition: Definition) -> Content:
    """What a log of objects, with events that may be of several of them, comes to. Raises `LogError`."""
    things, of_things = things_of(log, definition)
    events = events_of(log, things, definition)
    dated = events.every.filter(on_the_calendar(pl.col("at_us"))).select("event", "at_us")
    objects, of_objects = objects_tables(log, things, definition)
    links, of_links = links_tables(log, things, dated, definition)
    found = [log.findings, of_things, events.findings, of_objects, of_links, _qualifiers(log)]
    tables = {}
    for partner in definition.partners:
        of_partner = {"links": links.get(partner), "objects": objects.get(partner)}
        tables[partner] = {"events": events_table(events, definition, partner)}
        tables[partner] |= {kind: table for kind, table in of_partner.items() if table is not None}
    findings = {name: sum(one.get(name, 0) for one in found) for name in {name for one in found for name in one}}
    return Content(tables, events.every["at_us"], findings)


def _qualifiers(log: ObjectLog) -> dict[str, int]:
    tables = (log.event_objects, log.object_objects)
    return {"qualifier-left-out": sum(table.height - table["qualifier"].null_count() for table in tables)}
