"""Linkage: how many objects could be linked, per declared kind of link, and what is odd about the links.

Formula: `objects` = known objects of the `from` type; `linked` = those with a followed link of this kind; `share` =
linked / objects. `conflicts` = links of this kind that are dangling (an end is not known), to themselves, on a
directed circle, or one of several where the cardinality allows one; each link once. Unit: objects, links.
"""

from __future__ import annotations

from ketenmonitor.definition import Link
from ketenmonitor.errors import UsageError
from ketenmonitor.linking import Cases
from ketenmonitor.measures import figures as f
from ketenmonitor.measures.concerned import span_of
from ketenmonitor.measures.figures import Figures, Frame, Record
from ketenmonitor.measures.selection import Selection

# What may be odd about a link, and the column that says so.
CONFLICTS = {"dangling": "is_dangling", "self": "is_self", "cyclic": "is_cyclic", "cardinality": "breaks_cardinality"}


def linkage(cases: Cases, selection: Selection) -> Figures:
    """One record per declared kind of link, over all objects. Raises UsageError when a selection is given."""
    if selection != Selection():
        raise UsageError(
            "Linkage is about all objects and links as known. Leave out --by, --period, --where, --theme, --from and --until."
        )
    definition = cases.view.definition
    seen = dict.fromkeys((link.from_type, link.to_type) for link in definition.links)
    records = tuple(
        _record(cases, next(k for k in definition.links if (k.from_type, k.to_type) == pair)) for pair in seen
    )
    return Figures(definition.id, "linkage", records)


def _record(cases: Cases, kind: Link) -> Record:
    view = cases.view
    time = span_of(view, [kind.partner, view.definition.objects[kind.from_type].partner])
    frame = Frame(view, "linkage", None, kind.from_type, time.until_us if time else None, Selection())
    ends: Record = {"from": kind.from_type, "to": kind.to_type}
    if time is None:
        missing = dict.fromkeys(("objects", "linked", "share", "conflicts", "conflict_kinds"))
        return frame.record({}, None, None, {f.NOT_DELIVERED}, **ends, **missing)
    objects = cases.objects.filter(cases.objects.object_type == kind.from_type)
    good = cases.links.filter((cases.links.from_type == kind.from_type) & (cases.links.to_type == kind.to_type))
    flagged = cases.flagged.filter(
        (cases.flagged.from_type == kind.from_type) & (cases.flagged.to_type == kind.to_type)
    )
    odd = {column: flagged[column].sum().fill_null(0) for name, column in CONFLICTS.items()}
    any_odd = flagged.is_dangling | flagged.is_self | flagged.is_cyclic | flagged.breaks_cardinality
    counts = view.engine.run(flagged.aggregate(conflicts=any_odd.sum().fill_null(0), **odd)).to_pylist()[0]
    n_objects = view.engine.run(objects.count().as_table())[0][0].as_py()
    n_linked = view.engine.run(good.from_object.nunique().as_table())[0][0].as_py()
    notes = set() if n_objects else {f.NOT_APPLICABLE}
    fields: Record = {"objects": n_objects, "linked": n_linked, "share": f.share(n_linked, n_objects)}
    conflicts = {
        "conflicts": counts.pop("conflicts"),
        "conflict_kinds": {name: counts[column] for name, column in CONFLICTS.items()},
    }
    return frame.record({}, None, n_objects, notes, **ends, **fields, **conflicts)
