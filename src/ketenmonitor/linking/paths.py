"""From links to paths: which objects are connected, along declared links, in their direction.

Comes in: a view. Goes out: tables of objects and pairs, as expressions that stay in the engine. The promise: a link
is followed as it was delivered or, when an end is not known or is a placeholder, not at all; what is odd about links is
counted in `conflicts`, never repaired.
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


def placeholders(view: View, among: ir.Table | None = None) -> ir.Table | None:
    """Identifiers with more links than one object of their type can have: object_type, object_id, links.

    Such an identifier ("000000") stands for none in particular. Links count as delivered, of all kinds together and each
    once, whether their ends are known or not. None when there are none, so that in the usual case no link is looked at again.
    `among`: only of these are links counted (object_type, object_id).
    """
    limits = view.definition.limits
    if not limits:
        return None
    links = view.links
    is_self = (links.from_type == links.to_type) & (links.from_id == links.to_id)
    sources, targets = links.filter(links.from_type.isin(limits)), links.filter(links.to_type.isin(limits) & ~is_self)
    ends = sources.select(object_type=sources.from_type, object_id=sources.from_id).union(
        targets.select(object_type=targets.to_type, object_id=targets.to_id)
    )
    if among is not None:
        ends = ends.semi_join(among, list(OBJECT))
    counted = ends.group_by(OBJECT).aggregate(links=ends.count())
    most = ibis.cases(*((counted.object_type == name, limit) for name, limit in limits.items()))
    found = view.engine.keep(counted.filter(counted.links > most))
    return found if view.engine.run(found.count().as_table())[0][0].as_py() else None


def ends_of(links: ir.Table) -> ir.Table:
    """The objects at the ends of links, by their identifiers: object_type, object_id, each once."""
    ends = [links.select(object_type=links[f"{e}_type"], object_id=links[f"{e}_id"]) for e in ("from", "to")]
    return ibis.union(*ends, distinct=True)


def flagged_links(view: View, objects: ir.Table, stripped: ir.Table | None) -> ir.Table:
    """Every link with its numbers and what is odd about it: `is_dangling`, `is_self`, `is_placeholder` (an end of it is
    among those `stripped`), `breaks_cardinality` (links of placeholders left aside)."""
    links = _marked(view.links, stripped)
    for end in ("from", "to"):
        known = objects.rename({f"{end}_object": "object", f"{end}_type": "object_type", f"{end}_id": "object_id"})
        links = links.left_join(known, [f"{end}_type", f"{end}_id"]).drop(f"{end}_type_right", f"{end}_id_right")
    return links.select(
        *LINK,
        "from_object",
        "to_object",
        is_dangling=links.from_object.isnull() | links.to_object.isnull(),
        is_self=(links.from_type == links.to_type) & (links.from_id == links.to_id),
        is_placeholder=links.is_placeholder,
        breaks_cardinality=~links.is_placeholder & _too_many(links, view.definition),
    )


def _marked(links: ir.Table, stripped: ir.Table | None) -> ir.Table:
    """Links with `is_placeholder`."""
    if stripped is None:
        return links.mutate(is_placeholder=ibis.literal(False))
    for end in ("from", "to"):
        found = stripped.rename({f"{end}_type": "object_type", f"{end}_id": "object_id", f"{end}_links": "links"})
        links = links.left_join(found, [f"{end}_type", f"{end}_id"]).drop(f"{end}_type_right", f"{end}_id_right")
    found = links.from_links.notnull() | links.to_links.notnull()
    return links.mutate(is_placeholder=found).drop("from_links", "to_links")


def _too_many(links: ir.Table, definition: Definition) -> ir.BooleanValue:
    """Whether a link is one of several where its kind allows one."""
    real = (~links.is_placeholder).cast("int64")
    per_from = real.sum().over(ibis.window(group_by=["from_type", "from_id", "to_type"]))
    per_to = real.sum().over(ibis.window(group_by=["to_type", "to_id", "from_type"]))
    broken = ibis.literal(False)
    for kind in definition.links:
        here = (links.from_type == kind.from_type) & (links.to_type == kind.to_type)
        if kind.cardinality in ("many-to-one", "one-to-one"):
            broken = broken | (here & (per_from > 1))
        if kind.cardinality in ("one-to-many", "one-to-one"):
            broken = broken | (here & (per_to > 1))
    return broken


def followed(flagged: ir.Table) -> ir.Table:
    """The links that make paths, each once: both ends known, none a placeholder, and not to itself."""
    return flagged.filter(~flagged.is_dangling & ~flagged.is_self & ~flagged.is_placeholder).select(*PAIR).distinct()


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
