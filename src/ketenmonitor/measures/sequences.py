"""Sequences: the events of each chain case in their order. Paths and variants are made of these.

A chain case is a unit object with everything linked to it; objects that reach no unit have no sequence. Events count up
to the earliest `delivered_until` of all partners of the chain that report on cases or deliver links between their
objects: beyond it some are missing, and what seems to follow may not. A case that began before the latest
`delivered_from` of these partners has no known beginning: it is counted in `before_history` and in no other number.

The order within a case is that of `store.ORDER`. Rows that tell of one event that happened to several objects share
what stands before `store.SHARED` in their event_id.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from ketenmonitor.instants import day_number
from ketenmonitor.linking import Cases
from ketenmonitor.measures import figures as f
from ketenmonitor.measures import population as pop
from ketenmonitor.measures.concerned import Span, concern_of_cases, span_of
from ketenmonitor.measures.figures import Figures, Frame, Group, Record
from ketenmonitor.measures.listing import unknown_groups
from ketenmonitor.measures.population import CASE
from ketenmonitor.measures.selection import Selection
from ketenmonitor.store import ORDER


@dataclass(frozen=True)
class Sequences:
    """What paths and variants are computed from.

    `wholes`, one row a counted case under each group that it counts in: CASE, the group's columns, first_local,
    last_local, sequence. `is_all`: there is one group, and every case is in it.
    """

    frame: Frame
    time: Span
    wholes: ir.Table
    is_all: bool
    beside: dict[Group, Record]
    notes: set[str]


def sequences_of(cases: Cases, measure: str, selection: Selection) -> Sequences | Figures:
    """The sequences that a selection asks for; figures that say `not-delivered` when a partner delivered nothing."""
    view, definition = cases.view, cases.view.definition
    time = time_of(cases)
    concern, until = concern_of_cases(definition, selection.attributes(definition)), time.until_us if time else None
    frame = Frame(view, measure, None, definition.unit, until, selection, concern=concern)
    if time is None:
        fields: Record = dict.fromkeys(FIELDS[measure])
        absent = [frame.record(by, None, None, {f.NOT_DELIVERED}, **fields) for by in unknown_groups(frame)]
        return Figures(definition.id, measure, tuple(absent))
    judged = _judged(cases, selection, time)
    group = pop.group_columns(selection)
    is_known = ~judged.is_unknown & ~judged.is_before
    counts = judged.group_by(group).aggregate(
        n=is_known.sum(),
        before_history=(judged.is_before & ~judged.is_unknown).sum(),
        attribute_unknown=judged.is_unknown.sum(),
    )
    beside = {tuple(row.pop(column) for column in group): row for row in view.engine.run(counts).to_pylist()}
    conditions = selection.conditions(definition)
    notes = pop.notes_of(definition, conditions, tuple(definition.activities)) | _left_out(cases)
    wholes = judged.filter(is_known).select(*CASE, *group, "first_local", "last_local", "sequence")
    asks_all = replace(selection, basis="entry") == Selection()
    is_all = asks_all and not any(row["before_history"] for row in beside.values())
    return Sequences(frame, time, wholes, is_all, beside, notes)


WHOLES, PLACED = "wholes", "placed"
FIELDS = {
    "path": (
        "from_activity", "to_activity", "times", "event_pairs", "cases", "median_days", "p90_days", "before_history",
        "attribute_unknown",
    ),
    "variant": ("activities", "cases", "share", "median_days", "before_history", "attribute_unknown"),
}  # fmt: skip


def time_of(cases: Cases) -> Span | None:
    """The time over which the order of events is known: that of every partner that has a part in chain cases."""
    return span_of(cases.view, concern_of_cases(cases.view.definition).partners)


def placed_events(cases: Cases, time: Span) -> ir.Table:
    """The events of chain cases up to `time`, each with its place in the case and what follows it.

    case, code (of the activity: its place in the definition), place (from 0), local_us, local_day, to_code and to_local (of
    the next event, or null), and `ORDER`, receipt and source.
    """
    definition = cases.view.definition
    names = list(definition.activities)
    codes = ibis.memtable(pa.table({"activity": names, "code": pa.array(range(len(names)), pa.int16())}))
    events = cases.events(definition.unit)
    events = events.filter(events.at_us <= time.until_us).inner_join(codes, "activity")
    events = events.select(*CASE, "code", "local_us", "local_day", "source", "receipt", *ORDER)
    in_order = ibis.window(group_by=CASE, order_by=ORDER)
    return events.mutate(
        place=ibis.row_number().over(in_order),
        to_code=events.code.lead().over(in_order),
        to_local=events.local_us.lead().over(in_order),
    )


def wholes(cases: Cases, time: Span) -> ir.Table:
    """One row a chain case: case, first_us, first_local, last_local, first_day, last_day, sequence.

    `sequence` is the codes of its activities in their order, as a text. An event becomes one integer, of its place in
    the case and then its activity: engines sort lists of integers ten times as fast as they put texts in an order.
    """
    n = len(cases.view.definition.activities)
    events = cases.table(PLACED, lambda: cases.view.engine.keep(placed_events(cases, time)))
    found = events.group_by(CASE).aggregate(
        first_us=events.at_us.min(),
        first_local=events.local_us.argmin(events.place),
        last_local=events.local_us.argmax(events.place),
        first_day=events.local_day.argmin(events.place),
        last_day=events.local_day.argmax(events.place),
        placed=(events.place.cast("int64") * n + events.code).collect(),
    )
    sequence = found.placed.sort().map(lambda placed: (placed % n).cast("string")).join(",")
    return found.mutate(sequence=sequence).drop("placed")


def _judged(cases: Cases, selection: Selection, time: Span) -> ir.Table:
    """One row a case under each of its groups: whether it began before history, or an attribute is unknown."""
    view, conditions = cases.view, selection.conditions(cases.view.definition)
    whole = cases.table(WHOLES, lambda: view.engine.keep(wholes(cases, time)))
    day = "first_day" if selection.basis == "entry" else "last_day"
    if selection.first_day:
        whole = whole.filter(whole[day] >= day_number(selection.first_day))
    if selection.last_day:
        whole = whole.filter(whole[day] <= day_number(selection.last_day))
    wanted = [*selection.by, *(c.attribute for c in conditions)]
    whole = pop.judged(pop.with_attributes(cases, whole, view.definition.unit, wanted), conditions)
    whole = whole.mutate(is_before=whole.first_us < time.from_us)
    if wanted:
        whole = view.engine.keep(whole)
    return pop.grouped(whole, selection, day, pop.range_of(view, whole, day) if selection.period else (0, 0))


def _left_out(cases: Cases) -> set[str]:
    """A note when there are events of activities that only an earlier version of the definition declares."""
    view = cases.view
    if all(receipt.definition_version == view.definition.version for receipt in view.receipts):
        return set()
    odd = cases.happened.activity.notin(list(view.definition.activities))
    return {f.NO_LONGER_DECLARED} if view.engine.run(odd.any().as_table())[0][0].as_py() else set()


def beside_of(found: Sequences, group: Group) -> tuple[Record, set[str]]:
    """The counts of what was left out of a group, and the notes that go with it."""
    said = found.beside.get(group, {})
    counts = {name: said.get(name) or 0 for name in ("before_history", "attribute_unknown")}
    return counts, found.notes | ({f.ATTRIBUTE_UNKNOWN} if counts["attribute_unknown"] else set())
