"""Linkage of a hand-over: of what was sent and received in a period, which part could be linked.

Comes in: cases, a hand-over, a selection. Goes out: records of the measure `linkage`, whose formulas stand there. The
promise: what is linked does not hang on whether it came, so that what is in transit is told apart from what is not linked.
"""

from __future__ import annotations

from typing import Any

import ibis
import ibis.expr.types as ir

from ketenmonitor.definition import Handover
from ketenmonitor.linking import Cases
from ketenmonitor.measures import figures as f
from ketenmonitor.measures import population as pop
from ketenmonitor.measures.concerned import Span, concern_of_handover
from ketenmonitor.measures.figures import Figures, Frame, Group, Record
from ketenmonitor.measures.handover import asked_for, grouped, linked_pairs, matched, time_of
from ketenmonitor.measures.linkage_odd import CONFLICTS, any_odd
from ketenmonitor.measures.listing import listed, unknown_groups
from ketenmonitor.measures.selection import Selection

OF_SENT, OF_RECEIVED = ("objects", "linked"), ("received", "traced")
EFFECT = ("in_transit", "in_transit_unlinked", "unmatched", "unmatched_untraced")
SHARES = {"share": OF_SENT, "traced_share": OF_RECEIVED}


def linkage_of_handover(cases: Cases, figure: Handover, selection: Selection) -> Figures:
    """The linkage of one hand-over: a record per period and group."""
    definition, time = cases.view.definition, time_of(cases, figure)
    ends = {"from": definition.activities[figure.sent].object, "to": definition.activities[figure.received].object}
    until = time.until_us if time else None
    concern = concern_of_handover(definition, figure, selection.attributes(definition))
    frame = Frame(cases.view, "linkage", figure.id, ends["from"], until, selection, concern=concern)
    if time is None:
        names = (*OF_SENT, "share", *OF_RECEIVED, "traced_share", "conflicts", "conflict_kinds")
        fields: Record = dict.fromkeys((*names, "attribute_unknown", "effect"))
        records = [frame.record(by, None, None, {f.NOT_DELIVERED}, **ends, **fields) for by in unknown_groups(frame)]
        return Figures(definition.id, "linkage", tuple(records))
    results = _computed(cases, figure, selection, time)
    notes = pop.notes_of(definition, selection.conditions(definition), (figure.sent,))
    records = [
        _record(frame, ends, by, period, results.get(key, {}), notes) for key, by, period in listed(frame, set(results))
    ]
    return Figures(definition.id, "linkage", tuple(records))


def _computed(cases: Cases, figure: Handover, selection: Selection, time: Span) -> dict[Group, Record]:
    view, group = cases.view, pop.group_columns(selection)
    every, received = matched(cases, figure, time)
    linked, traced = _linked(cases, figure, every)
    sent = _marked(every.filter(every.at_us >= time.from_us), linked)
    sent = grouped(view, asked_for(cases, sent, figure.sent, selection), selection)
    received = grouped(view, asked_for(cases, _marked(received, traced), figure.received, selection), selection)
    sides = [side.filter(~side.is_unknown).select("case", *group) for side in (sent, received)]
    queries = (
        sent.group_by(group).aggregate(**pop.tallies(sent, _of_sent(sent))),
        received.group_by(group).aggregate(**pop.tallies(received, _of_received(received))),
        _conflicts(cases, ibis.union(*sides), group),
    )
    results: dict[Group, Record] = {}
    for query in queries:
        for row in view.engine.run(query).to_pylist():
            results.setdefault(tuple(row.pop(column) for column in group), {}).update(row)
    return results


def _of_sent(sent: ir.Table) -> dict[str, ir.BooleanValue]:
    """What is counted of what was sent."""
    is_sent, waits = ~sent.is_unknown, sent.received_local.isnull()
    return {
        "objects": is_sent,
        "linked": is_sent & sent.is_linked,
        "in_transit": is_sent & waits,
        "in_transit_unlinked": is_sent & waits & ~sent.is_linked,
        "attribute_unknown": sent.is_unknown,
    }


def _of_received(received: ir.Table) -> dict[str, ir.BooleanValue]:
    """What is counted of what was received."""
    is_received = ~received.is_unknown
    return {
        "received": is_received,
        "traced": is_received & received.is_linked,
        "unmatched": is_received & ~received.is_matched,
        "unmatched_untraced": is_received & ~received.is_matched & ~received.is_linked,
    }


def _linked(cases: Cases, figure: Handover, sent: ir.Table) -> tuple[ir.Table, ir.Table]:
    """The objects that are linked to one that the receiving partner knows, and those linked to one that was sent."""
    activities = cases.view.definition.activities
    known = _known(cases, figure)
    pairs = linked_pairs(cases, activities[figure.sent].object, activities[figure.received].object)
    if pairs is None:
        return known, sent.select("object")
    there = pairs.semi_join(known, [("received_object", "object")]).select(object="sent_object")
    back = pairs.semi_join(sent, [("sent_object", "object")]).select(object="received_object")
    return there.distinct(), back.distinct()


def _known(cases: Cases, figure: Handover) -> ir.Table:
    """The objects of the type that is received which the receiving partner knows: object, each once."""
    definition, rows, view = cases.view.definition, cases.rows, cases.view
    received = definition.activities[figure.received]
    told = rows.filter((rows.partner == received.partner) & (rows.object_type == received.object)).select("object")
    if definition.objects[received.object].partner != received.partner:
        return told.distinct()
    said = view.objects.filter((view.objects.object_type == received.object) & view.objects.attribute.isnull())
    return told.union(cases.objects.semi_join(said, ["object_type", "object_id"]).select("object"), distinct=True)


def _marked(table: ir.Table, linked: ir.Table) -> ir.Table:
    """The table with `is_linked`."""
    linked = linked.select(linked_object="object").distinct()
    joined = table.left_join(linked, [table.object == linked.linked_object])
    return joined.mutate(is_linked=joined.linked_object.notnull()).drop("linked_object")


def _conflicts(cases: Cases, counted: ir.Table, group: list[str]) -> ir.Table:
    """How many odd links these objects have, each link once in a group."""
    engine = cases.view.engine
    flags = list(CONFLICTS.values())
    odd = engine.numbered(cases.flagged.filter(any_odd(cases.flagged)), "link")
    ends = [odd.select("link", *flags, case=odd[f"{end}_object"]) for end in ("from", "to")]
    found = ibis.union(*ends).inner_join(counted, "case").select("link", *flags, *group).distinct()
    return found.group_by(group).aggregate(conflicts=found.count(), **{flag: found[flag].sum() for flag in flags})


def _record(
    frame: Frame, ends: Record, by: dict[str, Any], period: str | None, said: Record, notes: set[str]
) -> Record:
    counts = {name: said.get(name) or 0 for name in (*OF_SENT, *OF_RECEIVED, *EFFECT, "attribute_unknown", "conflicts")}
    if counts["attribute_unknown"]:
        notes = {*notes, f.ATTRIBUTE_UNKNOWN}
    shares = {name: f.share(counts[part], counts[whole]) for name, (whole, part) in SHARES.items()}
    if None in shares.values():
        notes = {*notes, f.NOT_APPLICABLE}
    fields = {
        **{name: counts[name] for name in OF_SENT},
        "share": shares["share"],
        **{name: counts[name] for name in OF_RECEIVED},
        "traced_share": shares["traced_share"],
        "conflicts": counts["conflicts"],
        "conflict_kinds": {name: said.get(column) or 0 for name, column in CONFLICTS.items()},
        "attribute_unknown": counts["attribute_unknown"],
        "effect": {name: counts[name] for name in EFFECT},
    }
    return frame.record(by, period, counts["objects"], notes, **ends, **fields)
