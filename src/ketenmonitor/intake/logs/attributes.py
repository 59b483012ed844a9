"""Attributes of a log: those that the definition declares, on the events and objects that carry them.

Comes in: an `EventLog`, its `Events` and a `Definition`. Goes out: columns for the events, a table of objects, and how
much was left out. The promise: what is not declared stays out, and is counted; an attribute `x` stands in a log as `x`
or, of a whole case, as `case:x`.
"""

from __future__ import annotations

from collections import Counter

import polars as pl

from ketenmonitor.definition import Attribute, Definition, ObjectType
from ketenmonitor.intake.logs.events import OF_CASE, Events, is_named
from ketenmonitor.intake.logs.reading import EventLog
from ketenmonitor.logs import times

Frame = pl.DataFrame


def columns_for_events(log: EventLog, events: Events, definition: Definition, partner: str) -> Frame:
    """The attributes that this partner's activities declare, on the rows of these activities; else null."""
    columns: dict[str, pl.Expr] = {}
    declared = [a.attributes for a in definition.activities.values() if a.partner == partner]
    for attribute in _declared(definition, declared):
        carriers = [a.id for a in definition.activities.values() if attribute.id in a.attributes]
        value = _value(log, attribute, definition, (attribute.id, OF_CASE + attribute.id))
        columns[attribute.id] = pl.when(events.rows["activity"].is_in(carriers)).then(value)
    return log.rows.select(**columns) if columns else pl.DataFrame()


def objects_of(log: EventLog, events: Events, definition: Definition, partner: str) -> tuple[Frame | None, int]:
    """One row per object with a value, for the types that this partner issues; and how many values contradict another.

    None when no type of this partner declares attributes: then there is no such file. The first value of a log counts.
    """
    kinds = [o for o in definition.objects.values() if o.partner == partner and o.attributes]
    if not kinds:
        return None, 0
    parts, conflicts = [], 0
    for kind in kinds:
        values = _values_of_objects(log, events, definition, kind)
        grouped = values.group_by("object_id", maintain_order=True)
        names = pl.exclude("object_id")
        conflicts += int(grouped.agg(names.drop_nulls().n_unique() > 1).select(names.sum()).sum_horizontal().sum())
        first = grouped.agg(names.drop_nulls().first()).filter(pl.any_horizontal(names.is_not_null()))
        parts.append(first.select(pl.lit(kind.id).alias("object_type"), pl.all()))
    return pl.concat(parts, how="diagonal"), conflicts


def left_out(log: EventLog, events: Events, definition: Definition) -> dict[str, int]:
    """How many columns, and how many values in all, are not declared for the event or object that has them."""
    used = {log.columns.case, log.columns.activity, log.columns.time, *events.keys.values()}
    found: Counter[str] = Counter()
    for column in log.rows.columns:
        if column in used:
            continue
        values = log.rows[column].is_not_null()
        attribute = column.removeprefix(OF_CASE)
        carriers = [a.id for a in definition.activities.values() if attribute in a.attributes]
        kinds = [o for o in definition.objects.values() if attribute in o.attributes]
        carried = events.rows["activity"].is_in(carriers)
        for kind in kinds:
            carried = carried | _has_object(log, events, definition, kind)
        found["undeclared-attribute-columns"] += not carriers and not kinds
        found["undeclared-attribute-values"] += int((values & ~carried.fill_null(False)).sum())
    return {name: n for name, n in found.items() if n}


def in_its_form(value: pl.Expr, attribute: Attribute, timezone: str) -> pl.Expr:
    """A value as it is written; of a date, which XES and OCEL have as moments only, the local date."""
    if attribute.type == "date":
        return times.local_day(times.instants(times.cut(value), timezone), timezone).fill_null(value)
    return value


def _declared(definition: Definition, names: list[tuple[str, ...]]) -> list[Attribute]:
    wanted = {name for some in names for name in some}
    return [a for a in definition.attributes.values() if a.id in wanted]


def _value(log: EventLog, attribute: Attribute, definition: Definition, names: tuple[str, str]) -> pl.Expr:
    """The first of the columns `names` that has a value, in the form of the attribute's type."""
    present = [pl.col(name) for name in names if name in log.rows.columns]
    value = pl.coalesce(present) if present else pl.lit(None, dtype=pl.String)
    return in_its_form(value, attribute, definition.timezone)


def _has_object(log: EventLog, events: Events, definition: Definition, kind: ObjectType) -> pl.Series:
    """Which rows say something of an object of this type: those that happened to it.

    A type to which nothing happens is taken from every row, but only if the log has a column for its identifiers.
    """
    if any(a.object == kind.id for a in definition.activities.values()):
        return (events.rows["object_type"] == kind.id).fill_null(False) & events.rows["object_id"].is_not_null()
    if is_named(kind, log):
        return log.rows[events.keys[kind.id]].is_not_null()
    return pl.repeat(False, log.rows.height, eager=True)


def _values_of_objects(log: EventLog, events: Events, definition: Definition, kind: ObjectType) -> Frame:
    declared = _declared(definition, [kind.attributes])
    values = {a.id: _value(log, a, definition, (OF_CASE + a.id, a.id)) for a in declared}
    rows = log.rows.filter(_has_object(log, events, definition, kind))
    return rows.select(pl.col(events.keys[kind.id]).alias("object_id"), **values)
