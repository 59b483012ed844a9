"""Linkage: how well the objects of each declared link, or of each hand-over, hang together.

Comes in: the world. Goes out: one record per declared link, or per period and group of a hand-over. The promise: every
wrong link is counted once in a record.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tests.oracles import concern, handover, selection, spans
from tests.oracles.concern import Window, arrows
from tests.oracles.knowledge import Object, Table
from tests.oracles.linking import World, case_of, conflicts, objects_of, reach, units_of
from tests.oracles.selection import Item
from tests.oracles.survival import plain

FIELDS = ("objects", "linked", "share", "conflicts", "effect")
OF_HANDOVER = ("objects", "linked", "share", "received", "traced", "traced_share", "conflicts", "effect")


def records(world: World, entry_id: str | None = None, asked: Table | None = None) -> list[Table]:
    """Of one hand-over, or when a period or dates are asked of each; otherwise of each declared link."""
    asked = asked or {}
    if entry_id is not None:
        return of_handover(world, entry_id, asked)
    if asked.get("period") or asked.get("from") or asked.get("until"):
        return [r for one in world.definition.get("handovers", {}) for r in of_handover(world, one, asked)]
    return [of_link(world, link) for link in world.definition.get("links", [])]


def of_link(world: World, link: Table) -> Table:
    """Without figures while the partner that delivers the links, or the one that issues the objects, has delivered
    nothing."""
    ends = {"from": link["from"], "to": link["to"]}
    if not {link["partner"], world.definition["objects"][link["from"]]["partner"]} <= set(world.knowledge.coverage):
        blank = {**ends, **dict.fromkeys(FIELDS), "counted": None, "notes": ["not-delivered"]}
        return selection.record("linkage", None, None, {}, blank)
    objects = objects_of(world, link["from"])
    linked = {a for a, b in world.followed if (a[0], b[0]) == (link["from"], link["to"])}
    figures = {
        **ends,
        "objects": len(objects),
        "linked": len(linked),
        "share": share(len(linked), len(objects)),
        "conflicts": len(conflicts(world, link)),
        "effect": {"without_link": len(objects) - len(linked), **effect(world, link, objects)},
        "counted": len(objects),
        "notes": [] if objects else ["not-applicable"],
    }
    return selection.record("linkage", None, None, {}, figures)


def share(part: int, whole: int) -> Any:
    """A share of something."""
    return plain(Fraction(part, whole)) if whole else None


def effect(world: World, link: Table, objects: list[Object]) -> Table:
    """What of this kind is missing or odd, as figures feel it."""
    definition, unit = world.definition, world.unit
    leads = link["from"] != unit and unit in reach(link["to"], arrows(definition))
    units = [what for what in world.objects if what[0] == unit]
    odd = [(a, b) for a, b in conflicts(world, link) & world.followed]
    delivered = [pair for pair in world.knowledge.links if (pair[0][0], pair[1][0]) == (link["from"], link["to"])]
    stripped = {end for pair in delivered for end in pair} & world.placeholders
    holding = {u for what in objects for u in units_of(world, what)}
    return {
        "outside_cases": sum(not units_of(world, what) for what in objects) if leads else None,
        "cases_without": sum(one not in holding for one in units) if leads else None,
        "cases_in_conflict": len({u for _, b in odd for u in units_of(world, b)}) if leads else None,
        "placeholders": len(stripped),
        "placeholder_events": sum(event.object in stripped for event in world.knowledge.events),
        "lead_times": [of_lead_time(world, link, name) for name in felt_by(definition, link)],
    }


def felt_by(definition: Table, link: Table) -> list[str]:
    """The lead times with events of the objects that this link leads from, on a way to what they count."""
    found = []
    for name, entry in definition.get("lead_times", {}).items():
        kind = entry.get("object", definition["chain"]["unit"])
        activities = [*entry["from"], *entry["to"], *entry.get("other_ends", [])]
        is_on_the_way = link["from"] != kind and kind in reach(link["to"], arrows(definition))
        if is_on_the_way and link["from"] in concern.types_of(definition, activities):
            found.append(name)
    return found


def of_lead_time(world: World, link: Table, name: str) -> Table:
    """Starts and ends that belong to nothing that is counted, and open cases that lack this kind of object."""
    entry = world.definition["lead_times"][name]
    activities = [*entry["from"], *entry["to"], *entry.get("other_ends", [])]
    kind = entry.get("object", world.unit)
    window = concern.window(world, concern.of_spans(world.definition, activities, kind))
    if window is None:
        return {"id": name, "starts_outside": None, "ends_outside": None, "open_without": None}

    def outside(names: list[str]) -> int:
        happened = {e.object for e in world.knowledge.events if e.activity in names and e.at_us <= window.censor_us}
        mine = [what for what in happened if what[0] == link["from"]]
        return sum(not any(other[0] == kind for other in reach(what, world.followed)) for what in mine)

    meant = selection.conditions(world.definition, entry, {})
    still = [
        one
        for one in spans.spans(world, entry, window)
        if one.state == "open" and not one.before and selection.profile(world, one.case, {}, meant).selected
    ]
    return {
        "id": name,
        "starts_outside": outside(entry["from"]),
        "ends_outside": outside([*entry["to"], *entry.get("other_ends", [])]),
        "open_without": sum(not any(what[0] == link["from"] for what in one.case.members) for one in still),
    }


@dataclass(frozen=True)
class Side:
    """An object that was sent or received: linked to the other side, and met by it; and the odd links that it has."""

    side: str
    linked: bool
    met: bool
    odd: frozenset[tuple[Object, Object]]


def of_handover(world: World, entry_id: str, asked: Table) -> list[Table]:
    """The records of one hand-over: sent by the day of sending, received by the day of receiving."""
    entry = world.definition["handovers"][entry_id]
    ends = dict(zip(("from", "to"), types_of(world, entry), strict=True))
    window = concern.window(world, concern.of_handover(world.definition, entry["sent"], entry["received"]))
    if window is None:
        blank = {**ends, **dict.fromkeys(OF_HANDOVER)}
        return selection.not_delivered(world.definition, "linkage", entry_id, asked, blank)
    notes = selection.later_information(
        world.definition, selection.conditions(world.definition, entry, asked), [entry["sent"]]
    )
    found = []
    for cell in selection.cells(world.definition, asked, sides(world, entry, asked, window)):
        figures = {**ends, **figures_of(cell.counted)}
        figures["notes"] += notes
        unknown = sum(one.side == "sent" for one in cell.unknown)
        found.append(selection.record("linkage", entry_id, cell.period, cell.by, figures, unknown))
    return found


def types_of(world: World, entry: Table) -> list[str]:
    """The type that is sent and the type that is received."""
    return [world.definition["activities"][entry[side]]["object"] for side in ("sent", "received")]


def sides(world: World, entry: Table, asked: Table, window: Window) -> list[Item[Side]]:
    """Everything that was sent and received since everyone concerned delivers, each by itself."""
    sent, received = (handover.firsts(world, entry[side], window) for side in ("sent", "received"))
    there = [what for what in objects_of(world, types_of(world, entry)[1]) if knows(world, entry, what)]
    odd = {pair for link in world.definition.get("links", []) for pair in conflicts(world, link)}
    found = []
    for event in sent:
        linked = any(handover.belong(world, entry, event.object, what) for what in there)
        met = [r for r in received if handover.belong(world, entry, event.object, r.object) and event.at_us <= r.at_us]
        found.append((event, "sent", linked, bool(met)))
    for event in received:
        back = [s for s in sent if handover.belong(world, entry, s.object, event.object)]
        found.append((event, "received", bool(back), any(s.at_us <= event.at_us for s in back)))
    meant = selection.conditions(world.definition, entry, asked)
    items = []
    for event, side, linked, met in found:
        if event.at_us >= window.history_us:
            mine = frozenset(pair for pair in odd if event.object in pair)
            profile = selection.profile(world, case_of(world, event.object), asked, meant)
            items.append(Item(Side(side, linked, met, mine), profile, event.day))
    return items


def knows(world: World, entry: Table, what: Object) -> bool:
    """Whether the receiving partner reported something of an object, or told of it as the one who issues it."""
    activities = world.definition["activities"]
    partner = activities[entry["received"]]["partner"]
    if any(e.object == what and activities[e.activity]["partner"] == partner for e in world.knowledge.events):
        return True
    return what in world.knowledge.rows and world.definition["objects"][what[0]]["partner"] == partner


def figures_of(found: list[Side]) -> dict[str, Any]:
    """The counts of both sides."""
    sent, received = ([one for one in found if one.side == side] for side in ("sent", "received"))
    linked, traced = (sum(one.linked for one in side) for side in (sent, received))
    return {
        "objects": len(sent),
        "linked": linked,
        "share": share(linked, len(sent)),
        "received": len(received),
        "traced": traced,
        "traced_share": share(traced, len(received)),
        "conflicts": len({pair for one in found for pair in one.odd}),
        "effect": {
            "in_transit": sum(not one.met for one in sent),
            "in_transit_unlinked": sum(not one.met and not one.linked for one in sent),
            "unmatched": sum(not one.met for one in received),
            "unmatched_untraced": sum(not one.met and not one.linked for one in received),
        },
        "counted": len(sent),
        "notes": [] if sent and received else ["not-applicable"],
    }
