"""Hand-over: what one partner sent and the next received, and how long it waited in between.

Formula: an object is sent, or received, at its first such event. A received object matches a linked (or the same)
sent one at or before it; a sent object waits to its first match. `in_transit`: sent without a match. `unmatched`:
received without one. `sent` = matched + in transit. Waiting: Kaplan-Meier (`curve`), those in transit censored at the
earliest `delivered_until` of the partners concerned. Unit: objects, days on the local clock.

Linked: on a directed path, either way; where the definition has no such way between the two types, in one chain case.
Only events in the time that all partners concerned delivered count; what was sent before is `before_history`.
Periods: `sent`, `in_transit` and waiting by the day of sending; `received` and `unmatched` by the day of receipt.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import ibis
import ibis.expr.types as ir

from ketenmonitor.definition import Handover
from ketenmonitor.instants import day_number
from ketenmonitor.linking import Cases
from ketenmonitor.measures import curve as km
from ketenmonitor.measures import figures as f
from ketenmonitor.measures import population as pop
from ketenmonitor.measures.concerned import Span, concern_of_handover, span_of
from ketenmonitor.measures.figures import Figures, Frame, Group, Record
from ketenmonitor.measures.listing import listed, unknown_groups
from ketenmonitor.measures.selection import Selection
from ketenmonitor.store import View

COUNTS = ("sent", "received", "in_transit", "unmatched")
QUANTILES = {"median": 0.5, "p90": 0.9}


def handover(cases: Cases, figure: Handover, selection: Selection) -> Figures:
    """The figures of one hand-over: a record per period and group."""
    view = cases.view
    definition = view.definition
    time = time_of(cases, figure)
    unit = definition.activities[figure.sent].object
    concern = concern_of_handover(definition, figure, selection.attributes(definition))
    frame = Frame(view, "handover", figure.id, unit, time.until_us if time else None, selection, concern=concern)
    if time is None:
        fields: Record = dict.fromkeys((*COUNTS, "before_history", "attribute_unknown", "median_days", "p90_days"))
        records = [frame.record(by, None, None, {f.NOT_DELIVERED}, **fields) for by in unknown_groups(frame)]
        return Figures(definition.id, "handover", tuple(records))
    results = _computed(cases, figure, selection, time)
    notes = pop.notes_of(definition, selection.conditions(definition), (figure.sent,))
    records = [
        _record(frame, by, period, results.get(key, {}), notes) for key, by, period in listed(frame, set(results))
    ]
    return Figures(definition.id, "handover", tuple(records))


def time_of(cases: Cases, figure: Handover) -> Span | None:
    """The time over which this hand-over is known: both partners', and of those who deliver the links between."""
    return span_of(cases.view, concern_of_handover(cases.view.definition, figure).partners)


def first_events(cases: Cases, activity: str, until_us: int) -> ir.Table:
    """The first event of this activity of each object: object, at_us, local_us, day."""
    events = cases.happened
    here = events.filter((events.activity == activity) & (events.at_us <= until_us))
    return here.group_by("object").aggregate(
        at_us=here.at_us.min(), local_us=here.local_us.argmin(here.at_us), day=here.local_day.argmin(here.at_us)
    )


def linked_pairs(cases: Cases, sent: str, received: str) -> ir.Table | None:
    """sent_object, received_object of linked objects of these two types, the same object included; None when it is only that."""
    definition = cases.view.definition
    if sent == received and cases.is_simple:
        return None
    paths, unit = cases.paths, definition.unit
    parts = []
    if sent == received:
        same = cases.objects.filter(cases.objects.object_type == sent)
        parts.append(same.select(sent_object=same.object, received_object=same.object))
    if received in definition.types_reached_from(sent):
        way = paths.filter((paths.from_type == sent) & (paths.to_type == received))
        parts.append(way.select(sent_object=way.from_object, received_object=way.to_object))
    if sent in definition.types_reached_from(received):
        way = paths.filter((paths.from_type == received) & (paths.to_type == sent))
        parts.append(way.select(sent_object=way.to_object, received_object=way.from_object))
    if not parts:
        members = cases.members(unit).inner_join(cases.objects, "object")
        one = members.filter(members.object_type == sent).select("case", sent_object=members.object)
        other = members.filter(members.object_type == received).select("case", received_object=members.object)
        parts.append(one.inner_join(other, "case").select("sent_object", "received_object"))
    return ibis.union(*parts, distinct=True) if len(parts) > 1 else parts[0].distinct()


def matched(cases: Cases, figure: Handover, time: Span) -> tuple[ir.Table, ir.Table]:
    """The sent objects with `received_local` of their first match (or null), and the received with `is_matched`."""
    activities = cases.view.definition.activities
    sent = cases.view.engine.keep(first_events(cases, figure.sent, time.until_us))
    received = cases.view.engine.keep(first_events(cases, figure.received, time.until_us))
    pairs = linked_pairs(cases, activities[figure.sent].object, activities[figure.received].object)
    a = sent.select(sent_object=sent.object, sent_us=sent.at_us)
    b = received.select(received_object=received.object, received_us=received.at_us, received_local=received.local_us)
    both = (
        a.inner_join(b, [a.sent_object == b.received_object])
        if pairs is None
        else pairs.inner_join(a, "sent_object").inner_join(b, "received_object")
    )
    both = both.filter(both.sent_us <= both.received_us)
    firsts = both.group_by("sent_object").aggregate(received_local=both.received_local.argmin(both.received_us))
    sent = sent.left_join(firsts, [sent.object == firsts.sent_object]).drop("sent_object")
    met = both.select("received_object").distinct().mutate(is_met=True)
    received = received.left_join(met, [received.object == met.received_object])
    received = received.mutate(is_matched=received.is_met.fill_null(False)).drop("is_met", "received_object")
    return sent, received.filter(received.at_us >= time.from_us)


def _computed(cases: Cases, figure: Handover, selection: Selection, time: Span) -> dict[Group, Record]:
    view, group = cases.view, pop.group_columns(selection)
    both = cache(lambda: matched(cases, figure, time))
    asked = ("handover", figure.id, selection.over_all_time)
    sent, received = (
        cases.for_many((*asked, "sent"), lambda: asked_for(cases, waiting(both()[0], time), figure.sent, selection)),
        cases.for_many((*asked, "received"), lambda: asked_for(cases, both()[1], figure.received, selection)),
    )
    sent, received = grouped(view, sent, selection), grouped(view, received, selection)
    is_sent, good = ~sent.is_before & ~sent.is_unknown, ~received.is_unknown
    of_sent = {
        "sent": is_sent,
        "in_transit": is_sent & sent.kind.isnull(),
        "before_history": sent.is_before & ~sent.is_unknown,
        "attribute_unknown": sent.is_unknown,
    }
    of_received = {"received": good, "unmatched": good & ~received.is_matched}
    queries = {
        "counts": sent.group_by(group).aggregate(**pop.tallies(sent, of_sent)),
        "receipts": received.group_by(group).aggregate(**pop.tallies(received, of_received)),
        "waiting": km.read_quantiles(view.engine, sent.filter(is_sent), group, QUANTILES),
    }
    results: dict[Group, Record] = {}
    for query in queries.values():
        for row in view.engine.run(query).to_pylist():
            key = tuple(row.pop(column) for column in group)
            results.setdefault(key, {}).update(row)
    return results


def waiting(sent: ir.Table, time: Span) -> ir.Table:
    """What was sent, with how long it took to be received (`t`), `kind` `to` when it was, and whether it is of before."""
    return sent.mutate(
        t=ibis.greatest(ibis.coalesce(sent.received_local, time.until_local_us) - sent.local_us, 0),
        kind=sent.received_local.notnull().ifelse("to", ibis.null("string")),
        is_before=sent.at_us < time.from_us,
    )


def asked_for(cases: Cases, table: ir.Table, activity: str, selection: Selection) -> ir.Table:
    """The objects with this activity that a selection asks for, with their attributes."""
    definition = cases.view.definition
    conditions = selection.conditions(definition)
    table = table.rename(case="object")
    if selection.first_day:
        table = table.filter(table.day >= day_number(selection.first_day))
    if selection.last_day:
        table = table.filter(table.day <= day_number(selection.last_day))
    wanted = [*selection.by, *(c.attribute for c in conditions)]
    table = pop.with_attributes(cases, table, definition.activities[activity].object, wanted)
    return pop.keyed(cases, pop.judged(table, conditions))


def grouped(view: View, table: ir.Table, selection: Selection) -> ir.Table:
    """The same under the groups that they count in."""
    table = view.engine.keep(table)
    days = pop.range_of(view, table, "day") if selection.period else (0, 0)
    return view.engine.keep(pop.grouped(table, selection, "day", days))


def _record(frame: Frame, by: dict[str, Any], period: str | None, said: Record, notes: set[str]) -> Record:
    notes = set(notes)
    counts = {name: said.get(name) or 0 for name in (*COUNTS, "before_history", "attribute_unknown")}
    if counts["attribute_unknown"]:
        notes.add(f.ATTRIBUTE_UNKNOWN)
    waits = {"median_days": f.days(said.get("median")), "p90_days": f.days(said.get("p90"))}
    if not counts["sent"]:
        notes.add(f.NOT_APPLICABLE)
    elif None in waits.values():
        notes.add(f.NOT_REACHED)
    return frame.record(by, period, counts["sent"], notes, **counts, **waits, **pop.cells_of(said))
