"""Linkage: how much could be linked, what is odd about the links, and what that does to the figures.

Formula, without an id: a record per declared kind of link, over all there is. `objects` = known objects of the `from`
type; `linked` = those with a followed link of this kind; `share` = linked / objects. `conflicts` = links of this kind that
are dangling (an end is not known), to themselves, on a directed circle, one of several where the cardinality allows one, or
of a placeholder (an object with more links, of all kinds together, than the `most_links` of its type); each link once.
Unit: objects, links. Links that are dangling, to themselves or of a placeholder are not followed; others are, as delivered.

With the id of a hand-over, or with a period or dates for each: `objects` = objects that were sent (at their first such
event); `linked` = those linked to an object that the receiving partner knows: one of the type that is received of which it
reported an event, or delivered a row when it issues that type. `received` = objects that were received; `traced` = those
linked to an object that was sent, whenever. Linked, in time and by period as in the measure `handover`. `conflicts` = odd
links, of any kind, from or to an object of either side; each link once in a period.

`effect`, of a kind of link: `without_link` = objects - linked; `outside_cases` = those of `objects` without a path to a
unit object; `cases_without` = unit objects without a path from an object of the `from` type; `cases_in_conflict` = unit
objects at the end of a path through a followed link of this kind that is odd; `placeholders` with a link of this kind, and
`placeholder_events` of these. Null where links of the definition do not lead from this type to the unit. `lead_times`, of
each that starts or ends with events of the `from` type on the way to its object: `starts_outside` and `ends_outside` =
objects with such a start or end by the censoring instant and without a path to an object that it counts; `open_without` =
open cases that hold no object of this type. Of a hand-over: `in_transit` and `in_transit_unlinked` (of these, not linked:
perhaps received), `unmatched` and `unmatched_untraced` (of these, not traced: perhaps sent).
"""

from __future__ import annotations

import ibis

from ketenmonitor.definition import Handover, Link
from ketenmonitor.errors import UsageError
from ketenmonitor.linking import Cases
from ketenmonitor.measures import figures as f
from ketenmonitor.measures.concerned import concern_of_link, span_of
from ketenmonitor.measures.figures import Figures, Frame, Record
from ketenmonitor.measures.linkage_effect import effect_of
from ketenmonitor.measures.linkage_handover import linkage_of_handover
from ketenmonitor.measures.linkage_odd import CONFLICTS, any_odd
from ketenmonitor.measures.selection import Selection


def linkage(cases: Cases, handover: Handover | None, selection: Selection) -> Figures:
    """One record per declared kind of link, over all objects; with a hand-over, or a period or dates, those of hand-overs.

    Raises UsageError when all objects and links are asked for, but only of some cases.
    """
    definition = cases.view.definition
    if handover is not None:
        return linkage_of_handover(cases, handover, selection)
    if selection.period or selection.has_dates:
        parts = [linkage_of_handover(cases, one, selection) for one in definition.handovers.values()]
        return Figures(definition.id, "linkage", tuple(record for part in parts for record in part.records))
    if selection != Selection():
        raise UsageError(
            "Linkage without a hand-over or a period is about all objects and links as known. Name a hand-over, or leave "
            "out --by, --where and --theme."
        )
    seen = dict.fromkeys((link.from_type, link.to_type) for link in definition.links)
    records = tuple(
        _record(cases, next(k for k in definition.links if (k.from_type, k.to_type) == pair)) for pair in seen
    )
    return Figures(definition.id, "linkage", records)


def _record(cases: Cases, kind: Link) -> Record:
    view = cases.view
    concern = concern_of_link(view.definition, kind)
    time = span_of(view, concern.partners)
    until = time.until_us if time else None
    frame = Frame(view, "linkage", None, kind.from_type, until, Selection(), concern=concern)
    ends: Record = {"from": kind.from_type, "to": kind.to_type}
    if time is None:
        missing = dict.fromkeys(("objects", "linked", "share", "conflicts", "conflict_kinds", "effect"))
        return frame.record({}, None, None, {f.NOT_DELIVERED}, **ends, **missing)
    objects = cases.objects.filter(cases.objects.object_type == kind.from_type)
    good = cases.links.filter((cases.links.from_type == kind.from_type) & (cases.links.to_type == kind.to_type))
    flagged = cases.flagged.filter(
        (cases.flagged.from_type == kind.from_type) & (cases.flagged.to_type == kind.to_type)
    )
    odd = {column: flagged[column].sum().fill_null(0) for column in CONFLICTS.values()}
    counted = flagged.aggregate(conflicts=ibis.coalesce(any_odd(flagged).sum(), 0), **odd)
    counts = view.engine.run(counted).to_pylist()[0]
    n_objects = view.engine.run(objects.count().as_table())[0][0].as_py()
    n_linked = view.engine.run(good.from_object.nunique().as_table())[0][0].as_py()
    notes = set() if n_objects else {f.NOT_APPLICABLE}
    fields: Record = {"objects": n_objects, "linked": n_linked, "share": f.share(n_linked, n_objects)}
    conflicts = {
        "conflicts": counts.pop("conflicts"),
        "conflict_kinds": {name: counts[column] for name, column in CONFLICTS.items()},
        "effect": {"without_link": n_objects - n_linked, **effect_of(cases, kind, flagged)},
    }
    record = frame.record({}, None, n_objects, notes, **ends, **fields, **conflicts)
    # All there is was counted, also what others delivered since: it does not stop where a partner is behind
    return {**record, "behind": [{**one, "holds_back": False} for one in record["behind"]]}
