"""Paths and variants: what directly follows what in chain cases, and the ways that cases go.

Comes in: the world and what is asked. Goes out: records. The promise: events in their order, up to the moment that
every partner with a part in chain cases has delivered; a case without a known beginning is left out and counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from tests.oracles import concern, selection
from tests.oracles.knowledge import Event, Table
from tests.oracles.linking import World, cases
from tests.oracles.selection import Cell, Item
from tests.oracles.survival import days, interpolated, plain

HALF, NINE_TENTHS = Fraction(1, 2), Fraction(9, 10)
PATH = ("from_activity", "to_activity", "times", "event_pairs", "cases", "median_days", "p90_days", "before_history")
VARIANT = ("activities", "cases", "share", "median_days", "before_history")


@dataclass(frozen=True)
class Course:
    """The events of one case that count, in order; `before` when it began before history."""

    events: tuple[Event, ...]
    before: bool

    @property
    def activities(self) -> tuple[str, ...]:
        return tuple(event.activity for event in self.events)

    @property
    def lasted(self) -> int:
        return max(0, self.events[-1].local_us - self.events[0].local_us)


def path_records(world: World, asked: Table) -> list[Table]:
    """A record per step that occurs, period and group."""
    found = cells_of(world, asked)
    if found is None:
        return selection.not_delivered(world.definition, "path", None, asked, dict.fromkeys(PATH))
    pairs = {pair for cell in found for course in there(cell) for pair in pairwise(course.activities)}
    notes = later(world, asked)
    return [record("path", cell, step(pair, there(cell)), notes) for cell in found for pair in sorted(pairs)]


def step(pair: tuple[str, str], courses: list[Course]) -> Table:
    """The figures of one step."""
    steps = [(a, b) for course in courses for a, b in pairwise(course.events) if (a.activity, b.activity) == pair]
    waits = [max(0, b.local_us - a.local_us) for a, b in steps]
    n = sum(pair in pairwise(course.activities) for course in courses)
    return {
        "from_activity": pair[0],
        "to_activity": pair[1],
        "times": len(steps),
        "event_pairs": len({(a.place_in_order, b.place_in_order) for a, b in steps}),
        "cases": n,
        "median_days": days(interpolated(waits, HALF)),
        "p90_days": days(interpolated(waits, NINE_TENTHS)),
        "counted": n,
    }


def variant_records(world: World, asked: Table) -> list[Table]:
    """A record per variant that occurs, period and group."""
    found = cells_of(world, asked)
    if found is None:
        return selection.not_delivered(world.definition, "variant", None, asked, dict.fromkeys(VARIANT))
    ways = {course.activities for cell in found for course in there(cell)}
    notes = later(world, asked)
    return [record("variant", cell, way_of(way, there(cell)), notes) for cell in found for way in sorted(ways)]


def way_of(way: tuple[str, ...], courses: list[Course]) -> Table:
    """The figures of one variant."""
    same = [course for course in courses if course.activities == way]
    return {
        "activities": list(way),
        "cases": len(same),
        "share": plain(Fraction(len(same), len(courses))) if courses else None,
        "median_days": days(interpolated([course.lasted for course in same], HALF)),
        "counted": len(same),
    }


def there(cell: Cell[Course]) -> list[Course]:
    """The courses of a cell that are counted."""
    return [course for course in cell.counted if not course.before]


def later(world: World, asked: Table) -> list[str]:
    """The note for a condition on an attribute that not every event's object can carry."""
    meant = selection.conditions(world.definition, {}, asked)
    return selection.later_information(world.definition, meant, list(world.definition["activities"]))


def record(measure: str, cell: Cell[Course], figures: Table, about: list[str]) -> Table:
    """With what every record of a cell has: who is left out."""
    notes = [*about, *([] if figures["counted"] else ["not-applicable"])]
    figures = {**figures, "before_history": len(cell.counted) - len(there(cell)), "notes": notes}
    return selection.record(measure, None, cell.period, cell.by, figures, len(cell.unknown))


def cells_of(world: World, asked: Table) -> list[Cell[Course]] | None:
    """Every period and group with its courses; None when a partner with a part in chain cases delivered nothing."""
    definition = world.definition
    reaching = concern.reach(world.unit, concern.backwards(concern.arrows(definition)))
    activities = [name for name, table in definition["activities"].items() if table["object"] in reaching]
    window = concern.window(world, concern.of_spans(definition, activities, world.unit))
    if window is None:
        return None
    meant = selection.conditions(definition, {}, asked)
    items = []
    for case in cases(world, world.unit, []):
        events = tuple(event for event in case.events if event.at_us <= window.censor_us)
        if events:
            course = Course(events, events[0].at_us < window.history_us)
            day = events[0].day if asked.get("basis") != "exit" else events[-1].day
            items.append(Item(course, selection.profile(world, case, asked, meant), day))
    return selection.cells(definition, asked, items)
