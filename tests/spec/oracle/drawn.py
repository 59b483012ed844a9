"""Small chains drawn by hand, for the tests of the reference engine.

Comes in: a few short texts. Goes out: definitions and deliveries as `tests.oracles.measure` takes them. The promise: a
test shows all that matters to it on a few lines.
"""

from __future__ import annotations

from typing import Any

from tests.oracles import measure

Table = dict[str, Any]
ONE_TYPE = """
[chain]
id = "keten"
version = "1"
unit = "zaak"
timezone = "Europe/Amsterdam"
holidays = "NL"
dormant_days = 20
[partners.a]
[partners.b]
[objects.zaak]
partner = "a"
attributes = ["kleur", "aantal"]
[attributes.kleur]
type = "category"
values = ["rood", "blauw"]
[attributes.aantal]
type = "integer"
[activities.begin]
partner = "a"
object = "zaak"
[activities.einde]
partner = "a"
object = "zaak"
[activities.sepot]
partner = "a"
object = "zaak"
[activities.stop]
partner = "a"
object = "zaak"
[activities.verder]
partner = "a"
object = "zaak"
[activities.ontvangst]
partner = "b"
object = "zaak"
"""
TWO_TYPES = """
[chain]
id = "keten"
version = "1"
unit = "zaak"
timezone = "Europe/Amsterdam"
[partners.a]
[partners.b]
[objects.zaak]
partner = "b"
attributes = ["kleur"]
[objects.melding]
partner = "a"
attributes = ["kleur"]
[objects.advies]
partner = "a"
[[links]]
from = "melding"
to = "zaak"
partner = "b"
cardinality = "many-to-one"
[[links]]
from = "advies"
to = "zaak"
partner = "b"
[[links]]
from = "zaak"
to = "zaak"
partner = "b"
[attributes.kleur]
type = "category"
values = ["rood", "blauw"]
[activities.begin]
partner = "a"
object = "melding"
[activities.verzonden]
partner = "a"
object = "melding"
[activities.ontvangen]
partner = "b"
object = "zaak"
[activities.einde]
partner = "b"
object = "zaak"
[activities.geadviseerd]
partner = "b"
object = "advies"
"""


def delivery(partner: str, start: str | None, until: str, events: str = "", **more: Any) -> Table:
    """A delivery; an event is a line of: identifier, activity, time, object; a trailing - takes it back."""
    rows = []
    for line in events.strip().splitlines():
        event_id, activity, time, object_id, *taken_back = line.split()
        row = {"event_id": event_id, "activity": activity, "time": time, "object_id": object_id}
        rows.append(row | ({"withdrawn": True} if taken_back else {}))
    return {
        "delivery_id": more.get("delivery_id", f"{partner}-1"),
        "partner": partner,
        "kind": more.get("kind", "increment"),
        "follows": more.get("follows"),
        "delivered_from": start,
        "delivered_until": until,
        "received_at_us": more.get("received_at_us", 0),
        "events": rows,
        "links": [link(line) for line in more.get("links", "").strip().splitlines()],
        "objects": more.get("objects", []),
    }


def link(line: str) -> Table:
    """A link from a line like: melding m1 zaak z1; a trailing - takes it back."""
    from_type, from_id, to_type, to_id, *taken_back = line.split()
    row = {"from_type": from_type, "from_id": from_id, "to_type": to_type, "to_id": to_id, "time": "2024-01-01"}
    return row | ({"withdrawn": True} if taken_back else {})


def ask(definition: str, deliveries: list[Table], name: str, **selection: Any) -> list[Table]:
    """All records of a measure; `from_` stands for `from`."""
    asked = {key.rstrip("_"): value for key, value in selection.items()}
    return measure(definition, deliveries, name, None, asked)


def only(definition: str, deliveries: list[Table], name: str, **selection: Any) -> Table:
    """The one record that there must be."""
    (record,) = ask(definition, deliveries, name, **selection)
    return record
