"""Over which time a figure can speak: from the partners that it depends on, and what each of them delivered.

Comes in: a view and the activities of a figure. Goes out: a `Span` of time, or None when a partner delivered nothing.
The promise: a figure never counts beyond what every partner concerned has delivered.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ketenmonitor.definition import Definition
from ketenmonitor.instants import local_us
from ketenmonitor.store import View


@dataclass(frozen=True)
class Span:
    """All partners concerned delivered from `from_us` (the latest start) up to `until_us` (the earliest end).

    `from_local_us` and `until_local_us` are what the clock shows then.
    """

    from_us: int
    until_us: int
    from_local_us: int
    until_local_us: int


def span_of(view: View, partners: Iterable[str]) -> Span | None:
    """The time that all these partners cover; None when one of them delivered nothing."""
    covered = [view.coverage.get(p) for p in dict.fromkeys(partners)]
    if not covered or any(c is None for c in covered):
        return None
    start = max(c.from_us for c in covered if c)
    until = min(c.until_us for c in covered if c)
    zone = view.definition.zone
    return Span(start, until, local_us(start, zone), local_us(until, zone))


def partners_of_case(definition: Definition, activities: Iterable[str], case_type: str) -> list[str]:
    """Who reports these activities or, when they happen to several object types, delivers a link between those.

    Between: on a declared way from one of the types to the counted type, in either direction for a type that is not
    the unit.
    """
    used = [definition.activities[a] for a in activities]
    types = {a.object for a in used}
    return [a.partner for a in used] + (_deliverers(definition, types, case_type) if len(types) > 1 else [])


def partners_of_objects(definition: Definition, activities: Iterable[str], case_type: str) -> list[str]:
    """The same for a figure that counts objects of `case_type`: links matter as soon as another type is involved."""
    used = [definition.activities[a] for a in activities]
    types = {a.object for a in used} | {case_type}
    return [a.partner for a in used] + (_deliverers(definition, types, case_type) if len(types) > 1 else [])


def _deliverers(definition: Definition, types: set[str], case_type: str) -> list[str]:
    to_case = definition.types_with_a_path_to(case_type)
    from_case = definition.types_reached_from(case_type)
    found = []
    for link in definition.links:
        upward = link.to_type in to_case and any(link.from_type in definition.types_reached_from(t) for t in types)
        downward = link.from_type in from_case and any(
            link.to_type in definition.types_with_a_path_to(t) for t in types
        )
        if upward or (case_type != definition.unit and downward):
            found.append(link.partner)
    return found
