"""From objects to cases: which links are followed, what belongs to a case, which attributes it has.

Comes in: the definition and what is known. Goes out: a `World` and answers about it. The promise: links are followed
as delivered, but for those of placeholders; nothing is guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import TypeVar
from zoneinfo import ZoneInfo

from tests.oracles.knowledge import Event, Knowledge, Object, Table

MIXED = "mixed"
Node = TypeVar("Node")


@dataclass(frozen=True)
class World:
    """A chain with everything that is known of it. `followed` are the links that lead somewhere; `placeholders` have more
    links than an object of their type can have."""

    definition: Table
    knowledge: Knowledge
    objects: frozenset[Object]
    placeholders: frozenset[Object]
    followed: frozenset[tuple[Object, Object]]

    @property
    def unit(self) -> str:
        return str(self.definition["chain"]["unit"])

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.definition["chain"]["timezone"])


@dataclass(frozen=True)
class Case:
    """What is counted once: an object, everything that belongs to it, and all their events in order."""

    object: Object
    members: frozenset[Object]
    events: list[Event]


def link(definition: Table, knowledge: Knowledge) -> World:
    """The known objects, and the links between two different known ones that are no placeholders."""
    objects, stripped = known_objects(definition, knowledge), placeholders(definition, knowledge)
    real = objects - stripped
    followed = frozenset((a, b) for a, b in knowledge.links if a in real and b in real and a != b)
    return World(definition, knowledge, objects, stripped, followed)


def placeholders(definition: Table, knowledge: Knowledge) -> frozenset[Object]:
    """What has more links, delivered and in force, than its type allows; whoever knows the other ends."""
    counts = Counter(end for pair in knowledge.links for end in set(pair))
    limits = {name: table["most_links"] for name, table in definition["objects"].items() if "most_links" in table}
    return frozenset(what for what, count in counts.items() if count > limits.get(what[0], count))


def known_objects(definition: Table, knowledge: Knowledge) -> frozenset[Object]:
    """With an event or an objects row; of a type without activities a link is enough."""
    with_activities = {activity["object"] for activity in definition["activities"].values()}
    linked = {end for pair in knowledge.links for end in pair if end[0] not in with_activities}
    return frozenset({event.object for event in knowledge.events} | set(knowledge.rows) | linked)


def reach(start: Node, arrows: Collection[tuple[Node, Node]]) -> frozenset[Node]:
    """Everything that can be reached along arrows, the start included."""
    found = {start}
    while more := {b for a, b in arrows if a in found and b not in found}:
        found |= more
    return frozenset(found)


def backwards(arrows: Collection[tuple[Node, Node]]) -> set[tuple[Node, Node]]:
    """The same arrows the other way round."""
    return {(b, a) for a, b in arrows}


def case_of(world: World, what: Object) -> Case:
    """A unit object with all that has a path to it; any other object also with all that it has a path to."""
    members = reach(what, backwards(world.followed))
    if what[0] != world.unit:
        members |= reach(what, world.followed)
    return Case(what, members, [event for event in world.knowledge.events if event.object in members])


def objects_of(world: World, kind: str) -> list[Object]:
    """The known objects of a type."""
    return sorted(what for what in world.objects if what[0] == kind)


def units_of(world: World, what: Object) -> set[Object]:
    """The unit objects in whose chain cases an object is."""
    return {other for other in reach(what, world.followed) if other[0] == world.unit}


def cases(world: World, kind: str, starts: list[str]) -> list[Case]:
    """What a lead time or term counts. For the unit also: each object that reaches no unit object and that has a
    start itself, as a case of its own."""
    found = objects_of(world, kind)
    if kind == world.unit:
        started = {event.object for event in world.knowledge.events if event.activity in starts}
        found += sorted(what for what in started if not units_of(world, what))
    return [case_of(world, what) for what in found]


def own_value(world: World, what: Object, attribute: str) -> str | None:
    """The attribute of one object: from an objects row, else from its latest event that has it."""
    if attribute in world.knowledge.rows.get(what, {}):
        return world.knowledge.rows[what][attribute]
    said = [event.attributes for event in world.knowledge.events if event.object == what]
    values = [attributes[attribute] for attributes in said if attribute in attributes]
    return values[-1] if values else None


def value(world: World, case: Case, attribute: str) -> str | None:
    """The attribute of a case: the own one of its object, else that of the others if all that have it agree."""
    own = own_value(world, case.object, attribute)
    if own is not None:
        return own
    values = {own_value(world, what, attribute) for what in case.members} - {None}
    return MIXED if len(values) > 1 else next(iter(values), None)


def conflicts(world: World, link: Table) -> set[tuple[Object, Object]]:
    """The links of one declared kind that are wrong: dangling, to itself, on a cycle, of a placeholder, or against the
    cardinality.

    Of several links where one is allowed all are wrong, as none can be called the right one; they count as delivered,
    dangling ones too, but for those of placeholders.
    """
    of_kind = {(a, b) for a, b in world.knowledge.links if (a[0], b[0]) == (link["from"], link["to"])}
    real = {pair for pair in of_kind if not world.placeholders & set(pair)}
    cardinality = link.get("cardinality", "many-to-many")
    wrong = of_kind - world.followed
    for a, b in real:
        several_to = sum(other == a for other, _ in real) > 1
        several_from = sum(other == b for _, other in real) > 1
        if (
            ((a, b) in world.followed and a in reach(b, world.followed))
            or (cardinality in ("many-to-one", "one-to-one") and several_to)
            or (cardinality in ("one-to-many", "one-to-one") and several_from)
        ):
            wrong.add((a, b))
    return wrong
