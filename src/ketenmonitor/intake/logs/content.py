"""What a log comes to in a chain: tables for each partner, before they are written as deliveries.

Comes in: an `EventLog` and a `Definition`. Goes out: a `Content`, the same for a log of cases and one of objects. The
promise: every row of the log is with exactly one partner.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import polars as pl

from ketenmonitor.definition import Definition
from ketenmonitor.intake.logs.attributes import columns_for_events, left_out, objects_of
from ketenmonitor.intake.logs.events import events_of
from ketenmonitor.intake.logs.reading import EventLog

COLUMNS = ("event_id", "activity", "time", "object_id")
Tables = dict[str, pl.DataFrame]  # by kind of file


@dataclass(frozen=True)
class Content:
    """Tables by partner; `at_us` has the instants of all events, null where none can be read."""

    tables: dict[str, Tables]
    at_us: pl.Series
    findings: dict[str, int]


def content_of_rows(log: EventLog, definition: Definition) -> Content:
    """What a log of cases, with a row for each event, comes to."""
    events = events_of(log, definition)
    findings = Counter(events.findings | left_out(log, events, definition))
    tables: dict[str, Tables] = {}
    for partner in definition.partners:
        attributes = columns_for_events(log, events, definition, partner)
        rows = events.rows.select(*COLUMNS).hstack(attributes.get_columns())
        tables[partner] = {"events": rows.filter(events.rows["partner"] == partner)}
        objects, conflicts = objects_of(log, events, definition, partner)
        if objects is not None:
            tables[partner]["objects"] = objects
        findings["conflicting-attribute"] += conflicts
    return Content(tables, events.rows["at_us"], dict(findings))
