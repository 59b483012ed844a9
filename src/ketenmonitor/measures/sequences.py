"""Sequences: the events of each chain case in their order. Paths and variants are made of these.

A chain case is a unit object with everything linked to it; objects that reach no unit have no sequence. Events count up
to the earliest `delivered_until` of all partners of the chain that report on cases or deliver links between their
objects: beyond it some are missing, and what seems to follow may not. A case that began before the latest
`delivered_from` of these partners has no known beginning: it is counted in `before_history` and in no other number.

The order within a case is that of `store.ORDER`. Rows that tell of one event that happened to several objects share
what stands before `SHARED` in their event_id.
"""

from __future__ import annotations

from dataclasses import dataclass

import ibis.expr.types as ir

from ketenmonitor.instants import day_number
from ketenmonitor.linking import Cases
from ketenmonitor.measures import figures as f
from ketenmonitor.measures import population as pop
from ketenmonitor.measures.concerned import Span, partners_of_case, span_of
from ketenmonitor.measures.figures import Figures, Frame, Group, Record
from ketenmonitor.measures.listing import unknown_groups
from ketenmonitor.measures.population import CASE
from ketenmonitor.measures.selection import Selection
from ketenmonitor.store import ORDER

SHARED = "\u001f"  # ASCII unit separator: EVENT, then the object that the row is about


@dataclass(frozen=True)
class Sequences:
    """What paths and variants are computed from.

    `events` in no order yet: CASE, activity, partner, event_id, local_us, local_day, ORDER. `wholes`, one row a counted
    case under each group that it counts in: CASE, the group's columns, first_local, last_local.
    """

    frame: Frame
    events: ir.Table
    wholes: ir.Table
    beside: dict[Group, Record]
    notes: set[str]


def sequences_of(cases: Cases, measure: str, selection: Selection) -> Sequences | Figures:
    """The sequences that a selection asks for; figures that say `not-delivered` when a partner delivered nothing."""
    view, definition = cases.view, cases.view.definition
    time = time_of(cases)
    frame = Frame(view, measure, None, definition.unit, time.until_us if time else None, selection)
    if time is None:
        fields: Record = dict.fromkeys(FIELDS[measure])
        absent = [frame.record(by, None, None, {f.NOT_DELIVERED}, **fields) for by in unknown_groups(frame)]
        return Figures(definition.id, measure, tuple(absent))
    events = cases.events(definition.unit)
    events = events.filter((events.at_us <= time.until_us) & events.activity.isin(list(definition.activities)))
    events = events.select(*CASE, "activity", "partner", "event_id", "local_us", "local_day", *ORDER)
    if not cases.is_simple:
        events = view.engine.keep(events)
    judged = _judged(cases, events, selection, time)
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
    wholes = judged.filter(is_known).select(*CASE, *group, "first_local", "last_local")
    return Sequences(frame, events, wholes, beside, notes)


FIELDS = {
    "path": (
        "from_activity", "to_activity", "times", "event_pairs", "cases", "median_days", "p90_days", "before_history",
        "attribute_unknown",
    ),
    "variant": ("activities", "cases", "share", "median_days", "before_history", "attribute_unknown"),
}  # fmt: skip


def time_of(cases: Cases) -> Span | None:
    """The time over which the order of events is known: that of every partner that has a part in chain cases."""
    definition = cases.view.definition
    reaching = {*definition.types_with_a_path_to(definition.unit), definition.unit}
    here = [a.id for a in definition.activities.values() if a.object in reaching]
    return span_of(cases.view, partners_of_case(definition, here, definition.unit))


def _judged(cases: Cases, events: ir.Table, selection: Selection, time: Span) -> ir.Table:
    """One row a case under each of its groups: whether it began before history, or an attribute is unknown."""
    view, conditions = cases.view, selection.conditions(cases.view.definition)
    whole = events.group_by(CASE).aggregate(
        first_us=events.at_us.min(),
        first_local=events.local_us.argmin(events.at_us),
        last_local=events.local_us.argmax(events.at_us),
        first_day=events.local_day.argmin(events.at_us),
        last_day=events.local_day.argmax(events.at_us),
    )
    day = "first_day" if selection.basis == "entry" else "last_day"
    if selection.first_day:
        whole = whole.filter(whole[day] >= day_number(selection.first_day))
    if selection.last_day:
        whole = whole.filter(whole[day] <= day_number(selection.last_day))
    wanted = [*selection.by, *(c.attribute for c in conditions)]
    whole = pop.judged(pop.with_attributes(cases, whole, view.definition.unit, wanted), conditions)
    whole = view.engine.keep(whole.mutate(is_before=whole.first_us < time.from_us))
    low, high = view.engine.run(whole.aggregate(low=whole[day].min(), high=whole[day].max())).to_pylist()[0].values()
    return view.engine.keep(pop.grouped(whole, selection, day, (low or 0, high or 0)))


def _left_out(cases: Cases) -> set[str]:
    """A note when there are events of activities that only an earlier version of the definition declares."""
    view = cases.view
    if all(receipt.definition_version == view.definition.version for receipt in view.receipts):
        return set()
    odd = view.events.activity.notin(list(view.definition.activities))
    return {f.NO_LONGER_DECLARED} if view.engine.run(odd.any().as_table())[0][0].as_py() else set()


def source_of(events: ir.Table) -> ir.StringValue:
    """Which event a row tells of: its identifier at the partner, without the object."""
    return events.partner + SHARED + events.event_id.split(SHARED)[0]


def beside_of(found: Sequences, group: Group) -> tuple[Record, set[str]]:
    """The counts of what was left out of a group, and the notes that go with it."""
    said = found.beside.get(group, {})
    counts = {name: said.get(name) or 0 for name in ("before_history", "attribute_unknown")}
    return counts, found.notes | ({f.ATTRIBUTE_UNKNOWN} if counts["attribute_unknown"] else set())
