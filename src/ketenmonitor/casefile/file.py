"""Put one case together: its objects, its events, its clocks, and what it waits for.

Comes in: a view and the identifier of a case. Goes out: one plain value, ready for JSON. The promise: clocks and terms
come from the same expressions as the figures, computed over this case and what surrounds it only.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import ibis.expr.types as ir

from ketenmonitor.casefile.clocks import lead_times, terms, waiting_for
from ketenmonitor.errors import NotFoundError
from ketenmonitor.instants import to_iso
from ketenmonitor.linking import Cases
from ketenmonitor.measures.figures import typed
from ketenmonitor.store import ORDER, View

OBJECT = ["object_type", "object_id"]


def look_up(view: View, case_id: str) -> dict[str, Any]:
    """One chain case, or the case of its own of an object that reaches no unit. Raises NotFoundError."""
    cases = Cases(view)
    case_type = _type_of(cases, case_id)
    members = _members(cases, case_type, case_id)
    near = Cases(_surroundings(cases, members))
    objects = view.engine.run(members.order_by(OBJECT)).to_pylist()
    keys = {(o["object_type"], o["object_id"]) for o in objects}
    zone = view.definition.zone
    return {
        "chain": view.definition.id,
        "case": case_id,
        "unit": case_type,
        "definition_version": view.definition.version,
        "known_at": None if view.known_at_us is None else to_iso(view.known_at_us, zone),
        "complete_until": {partner: to_iso(c.until_us, zone) for partner, c in view.coverage.items()},
        "objects": _objects(near.view, objects),
        "events": _events(near.view, members),
        "lead_times": lead_times(near, keys),
        "terms": terms(near, keys),
        "waiting_for": waiting_for(near, keys),
    }


def _type_of(cases: Cases, case_id: str) -> str:
    """The unit, or the type of an object with this identifier that reaches no unit."""
    unit = cases.view.definition.unit
    if cases.is_simple:
        known = cases.view.events.select(*OBJECT).union(cases.view.objects.select(*OBJECT))
    else:
        known = cases.objects
    found = known.filter(known.object_id == case_id).select("object_type").distinct()
    types = {row["object_type"] for row in cases.view.engine.run(found).to_pylist()}
    if unit in types:
        return unit
    loose = cases.unlinked()
    alone = (
        cases.view.engine.run(loose.filter(loose.object_id == case_id).order_by("object_type")).to_pylist()
        if types
        else []
    )
    if alone:
        return str(alone[0]["object_type"])
    if types:
        raise NotFoundError(
            f"This identifier is a {' and a '.join(sorted(types))}, not a {unit}: it is part of one or more chain cases. "
            f"Ask for the chain case by the identifier of its {unit}."
        )
    raise NotFoundError(
        f"No case with this identifier is known in chain {cases.view.definition.id}. Give the pseudonym of a {unit}."
    )


def _members(cases: Cases, case_type: str, case_id: str) -> ir.Table:
    members = cases.members(case_type) if case_type == cases.view.definition.unit else cases.members_of_unlinked()
    mine = members.filter((members.case_type == case_type) & (members.case_id == case_id))
    return cases.view.engine.keep(mine.select(*OBJECT).distinct())


def _surroundings(cases: Cases, members: ir.Table) -> View:
    """The view, limited to these objects and all that is on a path with one of them: enough for every clock."""
    view, paths = cases.view, cases.paths
    near = members
    if not cases.is_simple:
        ends = [("from", "to"), ("to", "from")]
        for end, other in ends:
            here = paths.select(
                object_type=paths[f"{end}_type"],
                object_id=paths[f"{end}_id"],
                t=paths[f"{other}_type"],
                i=paths[f"{other}_id"],
            )
            met = here.semi_join(members, OBJECT)
            near = near.union(met.select(object_type=met.t, object_id=met.i))
    near = view.engine.keep(near.distinct())
    source = near.select(from_type=near.object_type, from_id=near.object_id)
    return replace(
        view,
        events=view.engine.keep(view.events.semi_join(near, OBJECT)),
        objects=view.engine.keep(view.objects.semi_join(near, OBJECT)),
        links=view.engine.keep(view.links.semi_join(source, ["from_type", "from_id"])),
    )


def _objects(view: View, objects: list[dict[str, Any]]) -> list[dict[str, Any]]:
    said = view.engine.run(
        view.objects.filter(view.objects.attribute.notnull()).order_by([*OBJECT, "attribute"])
    ).to_pylist()
    return [
        {
            "type": o["object_type"],
            "id": o["object_id"],
            "attributes": {
                s["attribute"]: typed(view.definition, s["attribute"], s["value"])
                for s in said
                if (s["object_type"], s["object_id"]) == (o["object_type"], o["object_id"])
            },
        }
        for o in objects
    ]


def _events(view: View, members: ir.Table) -> list[dict[str, Any]]:
    mine = view.events.semi_join(members, OBJECT).order_by(ORDER)
    return [
        {
            "time": to_iso(e["at_us"], view.definition.zone),
            "activity": e["activity"],
            "partner": e["partner"],
            "object": e["object_id"],
            "object_type": e["object_type"],
        }
        for e in view.engine.run(mine).to_pylist()
    ]
