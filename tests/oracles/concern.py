"""Whose deliveries a figure rests on, and from when until when these are complete.

Comes in: activities and the type of object that is counted. Goes out: partners, and the window in which all of them
are covered. The promise: only declared types and links decide, never what happens to be delivered.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.oracles import times
from tests.oracles.knowledge import Table
from tests.oracles.linking import World, backwards, reach


@dataclass(frozen=True)
class Window:
    """From the latest `delivered_from` to the earliest `delivered_until` of the partners concerned."""

    history_us: int
    censor_us: int
    history_local_us: int
    censor_local_us: int

    def covers_end_of(self, day: int) -> bool:
        """Whether the midnight at which a day ends lies in the window."""
        midnight = (day + 1) * times.DAY_US
        return self.history_local_us <= midnight <= self.censor_local_us

    @property
    def first_day(self) -> int:
        return times.day_of(self.history_local_us)

    @property
    def last_complete_day(self) -> int:
        return times.day_of(self.censor_local_us) - 1


def window(world: World, partners: set[str]) -> Window | None:
    """The window of some partners; None when one of them has no coverage at all."""
    coverage = world.knowledge.coverage
    if not partners <= set(coverage):
        return None
    history = max(coverage[partner][0] for partner in partners)
    censor = min(coverage[partner][1] for partner in partners)
    return Window(history, censor, times.local(history, world.zone), times.local(censor, world.zone))


def arrows(definition: Table) -> list[tuple[str, str]]:
    """The declared links as pairs of types."""
    return [(link["from"], link["to"]) for link in definition.get("links", [])]


def reporters(definition: Table, activities: list[str]) -> set[str]:
    """The partners that report some activities."""
    return {definition["activities"][activity]["partner"] for activity in activities}


def types_of(definition: Table, activities: list[str]) -> set[str]:
    """The object types to which some activities happen."""
    return {definition["activities"][activity]["object"] for activity in activities}


def between(definition: Table, source: str, target: str) -> set[str]:
    """The partners of every declared link that lies on a path of types from one type to another."""
    below = reach(source, arrows(definition))
    above = reach(target, backwards(arrows(definition)))
    return {link["partner"] for link in definition.get("links", []) if link["from"] in below and link["to"] in above}


def linkers(definition: Table, activities: list[str], case_type: str) -> set[str]:
    """The partners of the links that bring some activities into a case: up to its object, and for a type that is not
    the unit also down from it."""
    found: set[str] = set()
    for kind in types_of(definition, activities):
        found |= between(definition, kind, case_type)
        if case_type != definition["chain"]["unit"]:
            found |= between(definition, case_type, kind)
    return found


def of_spans(definition: Table, activities: list[str], case_type: str) -> set[str]:
    """For a lead time or a term: links matter when its activities happen to more than one type."""
    several = len(types_of(definition, activities)) > 1
    return reporters(definition, activities) | (linkers(definition, activities, case_type) if several else set())


def of_stock(definition: Table, activities: list[str], case_type: str) -> set[str]:
    """For a stock: links matter when an activity happens to another type than the one that is counted."""
    foreign = types_of(definition, activities) - {case_type}
    return reporters(definition, activities) | (linkers(definition, activities, case_type) if foreign else set())


def of_handover(definition: Table, sent: str, received: str) -> set[str]:
    """For a hand-over: the links between the two types, or of both to the unit when no path of types joins them."""
    found = reporters(definition, [sent, received])
    a, b = (definition["activities"][activity]["object"] for activity in (sent, received))
    if a == b:
        return found
    if joined(definition, a, b):
        return found | between(definition, a, b) | between(definition, b, a)
    unit = definition["chain"]["unit"]
    return found | between(definition, a, unit) | between(definition, b, unit)


def joined(definition: Table, a: str, b: str) -> bool:
    """Whether a directed path of declared links leads from one type to the other, either way."""
    return b in reach(a, arrows(definition)) or a in reach(b, arrows(definition))
