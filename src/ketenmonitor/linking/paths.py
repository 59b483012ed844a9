"""From links to paths: which objects are connected, along declared links, in their direction.

Comes in: a view. Goes out: tables of objects and pairs, as expressions that stay in the engine. The promise: a link
is followed as it was delivered or, when an end is not known, not at all; what is odd about links is counted in
`conflicts`, never repaired.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from ketenmonitor.definition import Definition
from ketenmonitor.store import View
from ketenmonitor.store.prepared import numbers_in

OBJECT = ("object_type", "object_id")
LINK = ("from_type", "from_id", "to_type", "to_id")
ENDS = ("from_object", "to_object")
PAIR = ("from_type", "from_object", "to_type", "to_object")
EVENT = ("activity", "partner", "source", "receipt", "row", "at_us", "local_us", "local_day")


def known_objects(view: View) -> ir.Table:
    """Every object there is: it has an event or a row of its own; for a type without activities, a link will do."""
    with_activities = {a.object for a in view.definition.activities.values()}
    parts = [view.events.select(*OBJECT), view.objects.select(*OBJECT)]
    if bare := [name for name in view.definition.objects if name not in with_activities]:
        for end in ("from", "to"):
            ends = view.links.select(object_type=view.links[f"{end}_type"], object_id=view.links[f"{end}_id"])
            parts.append(ends.filter(ends.object_type.isin(bare)))
    return ibis.union(*parts, distinct=True)


def events_of(view: View, objects: ir.Table) -> ir.Table:
    """The events of a view by the number of their object."""
    events = view.events.select(*OBJECT, *EVENT)
    return events.inner_join(objects, list(OBJECT)).select("object", "object_type", *EVENT)


def values_of(view: View, objects: ir.Table) -> ir.Table:
    """The attributes of a view by the number of their object."""
    said = view.objects.filter(view.objects.attribute.notnull())
    return said.inner_join(objects, list(OBJECT)).select("object", "attribute", "value")


def flagged_links(view: View, objects: ir.Table) -> ir.Table:
    """Every link with its numbers and what is odd about it: `is_dangling`, `is_self`, `breaks_cardinality`."""
    links = view.links
    for end in ("from", "to"):
        known = objects.rename({f"{end}_object": "object", f"{end}_type": "object_type", f"{end}_id": "object_id"})
        links = links.left_join(known, [f"{end}_type", f"{end}_id"]).drop(f"{end}_type_right", f"{end}_id_right")
    return links.select(
        *LINK,
        "from_object",
        "to_object",
        is_dangling=links.from_object.isnull() | links.to_object.isnull(),
        is_self=(links.from_type == links.to_type) & (links.from_id == links.to_id),
        breaks_cardinality=_too_many(links, view.definition),
    )


def _too_many(links: ir.Table, definition: Definition) -> ir.BooleanValue:
    """Whether a link is one of several where its kind allows one."""
    per_from = links.count().over(ibis.window(group_by=["from_type", "from_id", "to_type"]))
    per_to = links.count().over(ibis.window(group_by=["to_type", "to_id", "from_type"]))
    broken = ibis.literal(False)
    for kind in definition.links:
        here = (links.from_type == kind.from_type) & (links.to_type == kind.to_type)
        if kind.cardinality in ("many-to-one", "one-to-one"):
            broken = broken | (here & (per_from > 1))
        if kind.cardinality in ("one-to-many", "one-to-one"):
            broken = broken | (here & (per_to > 1))
    return broken


def followed(flagged: ir.Table) -> ir.Table:
    """The links that make paths, each once: both ends known, and not to itself."""
    return flagged.filter(~flagged.is_dangling & ~flagged.is_self).select(*PAIR).distinct()


def all_paths(view: View, first: ir.Table, links: ir.Table) -> ir.Table:
    """Every pair of different objects with a directed path between them that begins with one of the links `first`.

    The kinds of links of a definition mostly form no circle, and then the longest path is known beforehand. With a
    circle, paths are lengthened until nothing new is found.
    """
    if not view.definition.links:
        return first
    found = step = view.engine.keep(first)
    while view.engine.run(step.count().as_table())[0][0].as_py():
        further = step.inner_join(links, [step.to_object == links.from_object])
        further = further.select(
            from_type=step.from_type, from_object=step.from_object, to_type=links.to_type, to_object=links.to_object
        ).distinct()
        step = view.engine.keep(further.anti_join(found, ["from_object", "to_object"]))
        found = view.engine.keep(found.union(step))
    return found.filter(found.from_object != found.to_object)


def on_a_path(paths: ir.Table, objects: ir.Table) -> ir.Table:
    """These objects, and all with a path to or from one of them: object, each once."""
    met = [(paths.semi_join(objects, [(here, "object")]), there) for here, there in (ENDS, ENDS[::-1])]
    return numbers_in((objects, "object"), *met)


def on_a_cycle(links: ir.Table, paths: ir.Table) -> ir.Table:
    """The followed links that lie on a directed circle: from their end a path leads back to their start."""
    back = paths.select(from_object=paths.to_object, to_object=paths.from_object)
    return links.semi_join(back, ["from_object", "to_object"])
