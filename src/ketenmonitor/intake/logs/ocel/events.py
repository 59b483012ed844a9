"""The events of an object-centric log in the words of a definition: one row for each event and declared object.

Comes in: an `ObjectLog`, its objects and a `Definition`. Goes out: the rows, with their partner. The promise: every
event is in a row, and every relation of an event to an object is a row or is counted with the reason why not.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import polars as pl

from ketenmonitor.definition import Definition
from ketenmonitor.intake.logs.events import activities_by_name, looked_up, odd_times
from ketenmonitor.intake.logs.ocel.model import ObjectLog
from ketenmonitor.intake.logs.ocel.objects import declared_values, first_values, in_their_forms, with_values
from ketenmonitor.logs import times
from ketenmonitor.logs.faults import LogError

# An event_id is both identifiers with this between them: what stands before it is the same for rows of one event.
SEPARATOR = "\x1f"
KEY = ("event", "name")
# What becomes of a relation between an event and an object.
ROW, MISSING, UNDECLARED, OTHER = "row", "missing-object", "undeclared-object-type", "object-not-of-the-activity"

Frame = pl.DataFrame


@dataclass(frozen=True)
class Events:
    """`every` has event, at_us of each event; `rows` the rows for deliveries, with event and partner."""

    every: Frame
    rows: Frame
    values: Frame  # event, name, value: what is declared
    findings: Counter[str]


def events_of(log: ObjectLog, things: Frame, definition: Definition) -> Events:
    """Say of each event what it is in this chain, and to which objects it happened. Raises `LogError`."""
    if log.events["id"].str.contains(SEPARATOR, literal=True).any():
        what = "the identifier of an event holds the separator U+001F"
        raise LogError(what, "It stands between the identifiers of event and object here", "Give it another identifier")
    every = _every(log, definition)
    relations = _judged(log, every, things)
    rows = _rows(every, relations)
    carried = {a.id: a.attributes for a in definition.activities.values()}
    owned = log.event_values.join(every.select("event", "activity"), on="event", how="left", maintain_order="left")
    values, findings = declared_values(owned, "activity", carried)
    values, findings["conflicting-attribute"] = first_values(values, KEY)
    findings += Counter(relations["fate"].to_list())
    findings += _odd(log, rows, definition)
    del findings[ROW]
    return Events(every, rows, in_their_forms(values, definition), findings)


def events_table(events: Events, definition: Definition, partner: str) -> Frame:
    """The rows of one partner, with the attributes that its activities declare."""
    names = {name for a in definition.activities.values() if a.partner == partner for name in a.attributes}
    rows = events.rows.filter(pl.col("partner") == partner)
    rows = with_values(rows, "event", events.values, [n for n in definition.attributes if n in names])
    return rows.drop("event", "partner")


def _every(log: ObjectLog, definition: Definition) -> Frame:
    """Each event once: its activity (null when the definition does not know it), the type of its object, and when."""
    known = looked_up(pl.col("type"), activities_by_name(definition))
    time = times.cut(pl.col("time"))
    partners = looked_up(pl.col("activity"), {a.id: a.partner for a in definition.activities.values()})
    return log.events.select(
        "event", "id", "type", activity=known, time=time, at_us=times.instants(time, definition.timezone)
    ).with_columns(
        wanted=looked_up(pl.col("activity"), {a.id: a.object for a in definition.activities.values()}),
        partner=partners.fill_null(next(iter(definition.partners))),
    )


def _judged(log: ObjectLog, every: Frame, things: Frame) -> Frame:
    """Every relation with its `fate`. Of an activity that nobody declares, the gate is to see all."""
    relations = log.event_objects.join(every.select("event", "activity", "wanted"), on="event", maintain_order="left")
    relations = relations.join(things, on="object_id", how="left", maintain_order="left")
    fate = (
        pl.when(pl.col("activity").is_null())
        .then(pl.lit(ROW))
        .when(pl.col("is_listed").is_null())
        .then(pl.lit(MISSING))
        .when(pl.col("kind").is_null())
        .then(pl.lit(UNDECLARED))
        .when(pl.col("kind") != pl.col("wanted"))
        .then(pl.lit(OTHER))
        .otherwise(pl.lit(ROW))
    )
    return relations.with_columns(fate=fate)


def _rows(every: Frame, relations: Frame) -> Frame:
    """One row per event and object. Without a known object the identifier is empty, and the gate sets the row apart."""
    taken = relations.filter(pl.col("fate").is_in([ROW, MISSING]))
    named = taken.select("event", "object_id", is_known=pl.col("fate") == ROW)
    bare = every.join(taken, on="event", how="anti").select("event", object_id=pl.lit(None, pl.String), is_known=False)
    rows = pl.concat([named, bare]).sort("event", maintain_order=True).join(every, on="event", maintain_order="left")
    return rows.select(
        "event",
        "partner",
        event_id=pl.col("id") + SEPARATOR + pl.col("object_id").fill_null(""),
        activity=pl.col("activity").fill_null(pl.col("type")),
        time="time",
        object_id=pl.when("is_known").then("object_id"),
    )


def _odd(log: ObjectLog, rows: Frame, definition: Definition) -> Counter[str]:
    """What the gate cannot see any more."""
    found: Counter[str] = Counter()
    for name, is_odd in odd_times(pl.col("time")).items():
        found[name] = int(log.events.select(is_odd.sum()).item() or 0)
    objects = rows.group_by("event").agg(pl.col("object_id").drop_nulls().n_unique())["object_id"]
    found["event-of-several-objects"] = int((objects > 1).sum())
    found["event-without-object"] = int((objects == 0).sum())
    identifiers = log.events["id"].drop_nulls()
    found["identifier-twice"] = identifiers.len() - identifiers.n_unique()
    return found
