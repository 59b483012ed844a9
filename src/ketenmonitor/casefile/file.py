"""Put one case together: its objects, its events, its clocks, and what it waits for.

Comes in: a view and the identifier of a case. Goes out: one plain value, ready for JSON. The promise: clocks and terms
come from the same expressions as the figures, computed over this case and what surrounds it only.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ketenmonitor.casefile.clocks import Objects, lead_times, terms, waiting_for
from ketenmonitor.casefile.still_known import check_still_known
from ketenmonitor.definition import Definition
from ketenmonitor.errors import NotFoundError
from ketenmonitor.instants import to_iso
from ketenmonitor.linking import Cases
from ketenmonitor.measures.figures import typed
from ketenmonitor.store import ORDER, View


def look_up(view: View, case_id: str) -> dict[str, Any]:
    """One chain case, or the case of its own of an object that reaches no unit.

    Raises NotFoundError, also when something of what was known at the view's moment left since under a rule of retention.
    """
    check_still_known(view)
    cases = Cases(view)
    case, case_type = _found(cases, case_id)
    of_type = cases.members(case_type) if case_type == view.definition.unit else cases.members_of_unlinked()
    members = view.engine.keep(of_type.filter(of_type.case == case).select("object").distinct())
    near = cases.near(members)
    objects = {row["object"]: row for row in view.engine.run(near.objects.semi_join(members, "object")).to_pylist()}
    zone = view.definition.zone
    return {
        "chain": view.definition.id,
        "case": case_id,
        "unit": case_type,
        "definition_version": view.definition.version,
        "known_at": None if view.known_at_us is None else to_iso(view.known_at_us, zone),
        "complete_until": {partner: to_iso(c.until_us, zone) for partner, c in view.coverage.items()},
        "objects": _objects(near, objects),
        "events": _events(near, objects),
        "lead_times": lead_times(near, objects),
        "terms": terms(near, objects),
        "waiting_for": waiting_for(near, objects),
    }


def holds(found: Mapping[str, Any], definition: Definition, partner: str) -> bool:
    """Whether a partner has an object in a case that was looked up."""
    return any(definition.objects[one["type"]].partner == partner for one in found["objects"])


def _found(cases: Cases, case_id: str) -> tuple[int, str]:
    """The number and type of a unit, or of an object with this identifier that reaches no unit."""
    unit, run = cases.view.definition.unit, cases.view.engine.run
    rows = run(cases.objects.filter(cases.objects.object_id == case_id)).to_pylist()
    types = {row["object_type"]: row["object"] for row in rows}
    if unit in types:
        return types[unit], unit
    loose = cases.unlinked()
    alone = run(loose.filter(loose.object_id == case_id).order_by("object_type")).to_pylist() if types else []
    if alone:
        return alone[0]["object"], alone[0]["object_type"]
    if types:
        raise NotFoundError(
            f"This identifier is a {' and a '.join(sorted(types))}, not a {unit}: it is part of one or more chain cases. "
            f"Ask for the chain case by the identifier of its {unit}."
        )
    raise NotFoundError(
        f"No case with this identifier is known in chain {cases.view.definition.id}. Give the pseudonym of a {unit}."
    )


def _objects(near: Cases, objects: Objects) -> list[dict[str, Any]]:
    definition = near.view.definition
    said: dict[int, dict[str, Any]] = {}
    for row in near.view.engine.run(near.values.order_by(["object", "attribute"])).to_pylist():
        value = typed(definition, row["attribute"], row["value"])
        said.setdefault(row["object"], {})[row["attribute"]] = value
    return [
        {"type": o["object_type"], "id": o["object_id"], "attributes": said.get(o["object"], {})}
        for o in sorted(objects.values(), key=lambda o: (o["object_type"], o["object_id"]))
    ]


def _events(near: Cases, objects: Objects) -> list[dict[str, Any]]:
    rows = near.view.engine.run(near.happened.order_by(ORDER)).to_pylist()
    return [
        {
            "time": to_iso(e["at_us"], near.view.definition.zone),
            "activity": e["activity"],
            "partner": e["partner"],
            "object": objects[e["object"]]["object_id"],
            "object_type": e["object_type"],
        }
        for e in rows
        if e["object"] in objects
    ]
