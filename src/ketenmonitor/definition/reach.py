"""Whether links lead where they must: every object type to the unit, every activity into the case it is measured in.

Comes in: a draft `Definition` of which the links and the unit are sound. Goes out: findings. The promise: a
missing link is told at the object type that it is missing for, not at each measure that suffers.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketenmonitor.definition.declared import Activity
from ketenmonitor.definition.measured import Measured, measured_by
from ketenmonitor.definition.model import (
    Condition,
    Definition,
)
from ketenmonitor.toml import Finding, Place, listed


def check_reach(draft: Definition) -> Iterator[Finding]:
    """All that lies out of the reach of the unit, or outside the case of a measure."""
    yield from _types_that_miss_the_unit(draft)
    yield from _activities_outside_the_case(draft)
    yield from _conditions_on_nothing(draft)


def _types_that_miss_the_unit(draft: Definition) -> Iterator[Finding]:
    """Types to which something happens, and types that a lead time or term counts."""
    inside = draft.types_with_a_path_to(draft.unit)
    counted = [
        *((o, ("objects", o)) for o in draft.objects if any(a.object == o for a in draft.activities.values())),
        *((m.object, ("lead_times", m.id, "object")) for m in draft.lead_times.values()),
        *((m.object, ("terms", m.id, "object")) for m in draft.terms.values()),
    ]
    for object_type, place in counted:
        if object_type in draft.objects and object_type not in inside:
            words = {"type": object_type, "unit": draft.unit, "inside": _in_order(draft, inside)}
            yield Finding("unit-out-of-reach", place, words)


def _activities_outside_the_case(draft: Definition) -> Iterator[Finding]:
    """Not looked at: chain cases, and clocks of what misses the unit; there the missing link is told already."""
    linked = draft.types_with_a_path_to(draft.unit)
    for measure in measured_by(draft):
        counted = draft.objects.keys() if measure.table == "stocks" else draft.objects.keys() & linked
        if measure.object == draft.unit or measure.object not in counted:
            continue
        inside = draft.types_in_a_case_of(measure.object)
        for place, activity in _known_activities(draft, measure):
            if activity.object in draft.objects and activity.object not in inside:
                words = {"name": activity.id, "type": activity.object, "object": measure.object}
                yield Finding("outside-the-case", place, {**words, "inside": _in_order(draft, inside)})


def _known_activities(draft: Definition, measure: Measured) -> Iterator[tuple[Place, Activity]]:
    for key, names in measure.activities.items():
        for index, name in enumerate(names):
            if name in draft.activities:
                yield (measure.table, measure.id, key, index), draft.activities[name]


def _conditions_on_nothing(draft: Definition) -> Iterator[Finding]:
    """A condition on an attribute that no object of the case can have leaves no case at all."""
    asked: list[tuple[Place, str, tuple[Condition, ...]]] = [
        *((("lead_times", m.id), m.object, m.where) for m in draft.lead_times.values()),
        *((("themes", m.id), draft.unit, m.where) for m in draft.themes.values()),
    ]
    for place, object_type, conditions in asked:
        inside = draft.types_in_a_case_of(object_type)
        for condition in conditions:
            known = condition.attribute in draft.attributes and object_type in draft.objects
            if known and not draft.carriers(condition.attribute) & inside:
                words = {"object": object_type, "name": condition.attribute, "inside": _in_order(draft, inside)}
                yield Finding("attribute-out-of-case", (*place, "where", condition.attribute), words)


def _in_order(draft: Definition, inside: frozenset[str]) -> str:
    return listed(f'"{name}"' for name in draft.objects if name in inside)
