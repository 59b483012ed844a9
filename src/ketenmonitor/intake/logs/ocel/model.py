"""An object-centric log as tables of texts, whatever form it came in.

Comes in: lists of texts that a reader of one form collected. Goes out: an `ObjectLog`. The promise: every value is as
it is written and in the order of the file, null where nothing is said; what two forms of the same log say is equal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from ketenmonitor.logs.faults import LogError

EVENTS = ("id", "type", "time")
OBJECTS = ("id", "type")
# `event` is the place of an event in the log, from 0: an identifier may wrongly stand there twice.
EVENT_OBJECTS = ("event", "object_id", "qualifier")
OBJECT_OBJECTS = ("source_id", "target_id", "qualifier")
EVENT_VALUES = ("event", "name", "value")
OBJECT_VALUES = ("object_id", "name", "value", "time")

Row = tuple[Any, ...]


@dataclass(frozen=True)
class ObjectLog:
    """A log as it is written: events and objects, the relations between them, and values over time."""

    events: pl.DataFrame  # with its place as `event`
    objects: pl.DataFrame
    event_objects: pl.DataFrame
    object_objects: pl.DataFrame
    event_values: pl.DataFrame
    object_values: pl.DataFrame
    findings: dict[str, int]


@dataclass
class Collected:
    """What a reader has read so far: rows of the tables of an `ObjectLog`, and what was odd."""

    events: list[Row] = field(default_factory=list)
    objects: list[Row] = field(default_factory=list)
    event_objects: list[Row] = field(default_factory=list)
    object_objects: list[Row] = field(default_factory=list)
    event_values: list[Row] = field(default_factory=list)
    object_values: list[Row] = field(default_factory=list)
    findings: Counter[str] = field(default_factory=Counter)

    def log(self) -> ObjectLog:
        """The log that this makes. Raises `LogError`."""
        if not self.events:
            raise LogError("it holds no events", "A log holds at least one", "Export it with its events")
        return ObjectLog(
            events=_table(self.events, EVENTS).with_row_index("event").cast({"event": pl.Int64}),
            objects=_table(self.objects, OBJECTS),
            event_objects=_table(self.event_objects, EVENT_OBJECTS),
            object_objects=_table(self.object_objects, OBJECT_OBJECTS),
            event_values=_table(self.event_values, EVENT_VALUES),
            object_values=_table(self.object_values, OBJECT_VALUES),
            findings={name: n for name, n in self.findings.items() if n},
        )


def _table(rows: Sequence[Row], names: tuple[str, ...]) -> pl.DataFrame:
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    types = {name: pl.Int64 if name == "event" else pl.String for name in names}
    try:
        table = pl.DataFrame(dict(zip(names, columns, strict=True)), schema=types)
    except UnicodeEncodeError:
        what = "a text holds half a character (one \\u of a pair)"
        raise LogError(what, "A log is Unicode text", "Export it anew") from None
    # An empty text says nothing, as in every other form of a log.
    return table.with_columns(pl.when(pl.col(pl.String) != "").then(pl.col(pl.String)).name.keep())


def old_version() -> LogError:
    """The refusal of a log in OCEL 1.0."""
    right = "OCEL 2.0 is needed, which says how an object is related to events and to other objects"
    return LogError("it is OCEL 1.0", right, "Export it as OCEL 2.0")
