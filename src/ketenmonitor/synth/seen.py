"""What the partners together could have told of a world: the events, objects and links within their coverage.

Comes in: a world, and from when until when each partner delivers. Goes out: `Seen`, and who belongs to whose case.
The promise: nothing here looks at deliveries; late, corrected and repeated rows make no difference to what is seen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ketenmonitor.definition import Definition
from ketenmonitor.synth.columns import Bools, Ints, Pairs, distinct, is_among, matches
from ketenmonitor.synth.world import World

Coverage = dict[str, tuple[int, int]]
NO_COVERAGE = (1, 0)


@dataclass(frozen=True)
class Seen:
    """`events`: numbers of those seen, in order of time. `source` and `target`: the links between known objects."""

    world: World
    coverage: Coverage
    events: Ints
    has_row: Bools
    known: Bools
    source: Ints
    target: Ints


def see(world: World, coverage: Coverage) -> Seen:
    """Look at a world through what the partners cover."""
    definition = world.definition
    by_activity = [a.partner for a in definition.activities.values()]
    events = np.flatnonzero(_covered(world.event_at, world.event_activity, by_activity, coverage))
    until = np.array([coverage.get(o.partner, NO_COVERAGE)[1] for o in definition.objects.values()])
    rows = np.array([has_rows(definition, t) for t in definition.objects])
    has_row = rows[world.type_of] & (world.born <= until[world.type_of])
    linked = has_arrived(world, coverage)
    source, target = world.link_from[linked], world.link_to[linked]
    known = has_row.copy()
    known[world.event_object[events]] = True
    bare = np.array([not _has_activities(definition, t) for t in definition.objects])
    ends = np.concatenate([source, target])
    known[ends[bare[world.type_of[ends]]]] = True
    stripped = placeholders(world, source, target)
    followed = known[source] & known[target] & ~stripped[source] & ~stripped[target] & (source != target)
    return Seen(world, coverage, events, has_row, known, source[followed], target[followed])


def has_arrived(world: World, coverage: Coverage) -> Bools:
    """Which links lie in the coverage of the partner that delivers them."""
    return _covered(world.link_at, world.link_kind, [link.partner for link in world.definition.links], coverage)


def placeholders(world: World, source: Ints, target: Ints) -> Bools:
    """Which objects have more of these links than their type allows; a link to itself is one link."""
    count = np.bincount(source, minlength=len(world.type_of))
    count += np.bincount(target[source != target], minlength=len(world.type_of))
    most = np.array(
        [len(source) + 1 if o.most_links is None else o.most_links for o in world.definition.objects.values()]
    )
    return np.asarray(count > most[world.type_of])


def has_rows(definition: Definition, object_type: str) -> bool:
    """Whether the partner that issues a type of object delivers rows for it: when else nothing would be known of it."""
    return bool(definition.objects[object_type].attributes) or not _has_activities(definition, object_type)


def _has_activities(definition: Definition, object_type: str) -> bool:
    return any(activity.object == object_type for activity in definition.activities.values())


def _covered(at: Ints, kind: Ints, partners: list[str], coverage: Coverage) -> Bools:
    windows = np.array([coverage.get(partner, NO_COVERAGE) for partner in partners] or [NO_COVERAGE])
    return np.asarray((windows[kind, 0] <= at) & (at <= windows[kind, 1]))


def known_of(seen: Seen, object_type: str) -> Ints:
    """The known objects of a type."""
    objects = seen.world.of_type(object_type)
    return objects[seen.known[objects]]


def members(seen: Seen, objects: Ints, *, is_unit: bool) -> Pairs:
    """(case, member): the object itself and all with a path to it; unless it is a unit, also all it has a path to."""
    above = paths(objects, seen.target, seen.source)
    if is_unit:
        return above
    below = paths(objects, seen.source, seen.target)
    return _distinct(np.concatenate([above[0], below[0]]), np.concatenate([above[1], below[1]]))


def paths(objects: Ints, source: Ints, target: Ints) -> Pairs:
    """(start, reached) along the arrows from `source` to `target`, each object with itself included."""
    order = np.argsort(source, kind="stable")
    source, target = source[order], target[order]
    found = step = (objects, objects)
    while len(step[0]):
        which, arrow = matches(step[1], source)
        reached = _distinct(step[0][which], target[arrow])
        base = 1 + max(int(found[1].max()), int(reached[1].max(initial=0)))
        new = ~is_among(reached[0] * base + reached[1], found[0] * base + found[1])
        step = (reached[0][new], reached[1][new])
        found = (np.concatenate([found[0], step[0]]), np.concatenate([found[1], step[1]]))
    return found


def events_of(seen: Seen, activities: Iterable[str]) -> Ints:
    """The seen events of some activities, in order of time."""
    names = tuple(seen.world.definition.activities)
    return seen.events[np.isin(seen.world.event_activity[seen.events], [names.index(a) for a in activities])]


def happenings(seen: Seen, of: Pairs, activities: Iterable[str]) -> Pairs:
    """(case, event): every seen event of some activities, in each case of which its object is a member."""
    events = events_of(seen, activities)
    events = events[np.argsort(seen.world.event_object[events], kind="stable")]
    which, place = matches(of[1], seen.world.event_object[events])
    return of[0][which], events[place]


def _distinct(first: Ints, second: Ints) -> Pairs:
    base = 1 + int(second.max(initial=0))
    both = distinct(first * base + second)
    return both // base, both % base
