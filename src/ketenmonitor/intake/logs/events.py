"""The rows of a log in the words of a definition: which activity, at which partner, to which object.

Comes in: an `EventLog` and a `Definition`. Goes out: a table with as many rows, in the same order. The promise: no
row is dropped or mended. What the definition does not know goes on as it is written, to be set apart by the gate.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from ketenmonitor.definition import Definition, ObjectType
from ketenmonitor.intake.logs.columns import WELL_KNOWN
from ketenmonitor.intake.logs.reading import EventLog
from ketenmonitor.logs import times

CASE_KEY = WELL_KNOWN["case"][0]  # a key of this name means the case of the log, whatever its column is called
OF_CASE = "case:"
LIFECYCLE = "lifecycle:transition"


@dataclass(frozen=True)
class Events:
    """`rows` has event_id, activity, time, object_id, object_type (null when unknown), partner and at_us."""

    rows: pl.DataFrame
    keys: dict[str, str]  # per object type the column of its identifiers
    findings: dict[str, int]


def events_of(log: EventLog, definition: Definition) -> Events:
    """Say for each row of a log what it is in this chain. The event_id is the row number, from 1."""
    columns = log.columns
    keys = {o.id: _key_column(o, log) for o in definition.objects.values()}
    activity, time = pl.col(columns.activity), pl.col(columns.time)
    known = looked_up(activity, activities_by_name(definition))
    partners = looked_up(known, {a.id: a.partner for a in definition.activities.values()})
    rows = log.rows.select(
        event_id=(pl.int_range(pl.len()) + 1).cast(pl.String),
        activity=known.fill_null(activity),
        time=times.cut(time),
        object_type=looked_up(known, {a.id: a.object for a in definition.activities.values()}),
        partner=partners.fill_null(next(iter(definition.partners))),
        at_us=times.instants(times.cut(time), definition.timezone),
    )
    rows = rows.with_columns(object_id=_object_ids(log, rows["object_type"], keys))
    return Events(rows, keys, log.findings | _findings(log, definition, rows))


def is_named(kind: ObjectType, log: EventLog) -> bool:
    """Whether the log has a column of its own for the identifiers of an object type."""
    return kind.key not in (None, CASE_KEY) and _key_column(kind, log) != log.columns.case


def odd_times(time: pl.Expr) -> dict[str, pl.Expr]:
    """Per finding, which texts that say when something happened are odd."""
    return {"time-cut-to-microseconds": times.loses_precision(time), "time-without-offset": times.lacks_offset(time)}


def _key_column(kind: ObjectType, log: EventLog) -> str:
    if kind.key in (None, CASE_KEY):
        return log.columns.case
    candidates = (f"{kind.key}", f"{OF_CASE}{kind.key}")
    return next((name for name in candidates if name in log.rows.columns), log.columns.case)


def activities_by_name(definition: Definition) -> dict[str, str]:
    """The names that activities have in logs; an identifier is a name too, unless another activity claims it."""
    names = {name: a.id for a in reversed(definition.activities.values()) for name in a.log_names}
    return {a: a for a in definition.activities} | names


def looked_up(text: pl.Expr, table: dict[str, str]) -> pl.Expr:
    """What the table has for each text; null for what it does not know."""
    return text.replace_strict(list(table), list(table.values()), default=None, return_dtype=pl.String)


def _object_ids(log: EventLog, object_type: pl.Series, keys: dict[str, str]) -> pl.Series:
    chosen = pl.col(log.columns.case)
    for kind, column in keys.items():
        if column != log.columns.case:
            chosen = pl.when(object_type == kind).then(pl.col(column)).otherwise(chosen)
    return log.rows.select(chosen.alias("object_id"))["object_id"]


def _findings(log: EventLog, definition: Definition, rows: pl.DataFrame) -> dict[str, int]:
    """What the gate cannot see any more."""
    odd = odd_times(pl.col(log.columns.time))
    if LIFECYCLE in log.rows.columns:  # then an activity stands in the log more than once
        odd["lifecycle-not-complete"] = pl.col(LIFECYCLE).str.to_lowercase() != "complete"
    counts = log.rows.select(**{name: is_odd.sum() for name, is_odd in odd.items()}).row(0, named=True)
    guessed = [o.id for o in definition.objects.values() if o.key not in (None, CASE_KEY) and not is_named(o, log)]
    counts |= _of_order(log, rows)
    counts["case-used-for-missing-key"] = rows["object_type"].is_in(guessed).sum()
    return {name: int(n) for name, n in counts.items() if n}


def _of_order(log: EventLog, rows: pl.DataFrame) -> dict[str, int]:
    """How many rows stand below a later one of their case, and how many have the time of another of their case.

    Events come in the order of their times, whatever the order of rows; at equal times that of partners and rows decides.
    """
    case = log.rows[log.columns.case]
    timed = pl.DataFrame({"case": case, "at_us": rows["at_us"]}).drop_nulls()
    above = pl.col("at_us").cum_max().shift(1).over("case")
    late = timed.select((pl.col("at_us") < above).sum()).item()
    equal = timed.height - timed.n_unique(["case", "at_us"])
    return {"rows-out-of-time-order": late, "rows-at-equal-times": equal}
