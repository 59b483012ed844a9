"""One object behind the gatekeeper, as who was granted that may see it.

Comes in: a home and a request that was granted. Goes out: one plain value. The promise: it holds that object only; of what it is
linked to the identifier stands in it, unless that is behind the gatekeeper itself. Who calls this asked leave first (`access`).
"""

from __future__ import annotations

from typing import Any

from ketenmonitor.errors import NotFoundError
from ketenmonitor.instants import to_iso
from ketenmonitor.retention.requests import check_granted
from ketenmonitor.store import ORDER, Home, View, connect, open_view

ENDS = (("from", "to"), ("to", "from"))


def show(home: Home, chain: str, number: int, object_id: str, by: str, now_us: int) -> dict[str, Any]:
    """What is kept of the object of a request. Raises PurposeError when it may not be seen, NotFoundError when it is not there."""
    request = check_granted(home, chain, number, object_id, by, now_us)
    engine = connect(memory_limit=home.settings.memory_limit)
    view = open_view(home, chain, engine=engine, through=((request.object_type, object_id),))
    found = _found(view, request.object_type, object_id)
    if not any(found.values()):
        raise NotFoundError("Nothing is kept of this object: it was never here, or is destroyed by now.")
    return {"chain": chain, "type": request.object_type, "id": object_id, "request": number, **found}


def _found(view: View, object_type: str, object_id: str) -> dict[str, Any]:
    run, zone = view.engine.run, view.definition.zone
    events = view.events.filter((view.events.object_type == object_type) & (view.events.object_id == object_id))
    said = view.objects.filter((view.objects.object_type == object_type) & (view.objects.object_id == object_id))
    said = said.filter(said.attribute.notnull()).order_by("attribute")
    links = []
    for own, other in ENDS:
        rows = view.links.filter((view.links[f"{own}_type"] == object_type) & (view.links[f"{own}_id"] == object_id))
        rows = rows.select(type=rows[f"{other}_type"], id=rows[f"{other}_id"]).order_by(["type", "id"])
        links += [{"direction": other, **row} for row in run(rows).to_pylist()]
    return {
        "attributes": {row["attribute"]: row["value"] for row in run(said).to_pylist()},
        "events": [
            {"time": to_iso(row["at_us"], zone), "activity": row["activity"], "partner": row["partner"]}
            for row in run(events.order_by(ORDER)).to_pylist()
        ],
        "links": links,
    }
