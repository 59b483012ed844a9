"""Which row comes in which delivery: on time, late, corrected, withdrawn, twice.

Comes in: a world and the deliveries of one partner. Goes out: columns of rows with the place of their delivery in the
order of arrival. The promise: after the last delivery, what stands is exactly what was seen of the world.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TypeVar

import numpy as np

from ketenmonitor.synth.clock import DAY, SECOND
from ketenmonitor.synth.columns import Bools, Ints, is_among
from ketenmonitor.synth.schedule import Schedule, Slot
from ketenmonitor.synth.seen import has_rows
from ketenmonitor.synth.world import World

LATE = 0.02  # delivered one or two deliveries later
CORRECTED = 0.01  # first delivered with another time
WITHDRAWN = 0.005  # never was, and is taken back
TWICE = 0.001  # the same row again
REVISED = 0.03  # of the object rows: an attribute is filled in or changed later
MOVED = 3 * DAY // SECOND
FINAL, EMPTY, OTHER = 0, 1, 2  # what an object row says of its attributes: the truth, nothing yet, something else


@dataclass(frozen=True)
class EventRows:
    """`identity`: which event of this partner, from 0; `place`: of the delivery, in the order of arrival."""

    place: Ints
    identity: Ints
    activity: Ints
    object: Ints
    at: Ints
    withdrawn: Bools


@dataclass(frozen=True)
class LinkRows:
    """`kind` is the place among the declared links."""

    place: Ints
    kind: Ints
    source: Ints
    target: Ints
    at: Ints
    withdrawn: Bools


@dataclass(frozen=True)
class ObjectRows:
    """`stage`: FINAL, EMPTY or OTHER."""

    place: Ints
    object: Ints
    stage: Ints


Rows = TypeVar("Rows", EventRows, LinkRows, ObjectRows)


@dataclass(frozen=True)
class Calendar:
    """The deliveries of one partner in order of time: their ends, and their places in the order of arrival."""

    begins: int
    ends: Ints
    places: Ints

    def home(self, at: Ints) -> Ints:
        """The delivery that covers an instant; the first also takes what is older."""
        return np.searchsorted(self.ends, at)

    def covers(self, at: Ints) -> Bools:
        return np.asarray((at >= self.begins) & (at <= self.ends[-1]))

    def later(self, home: Ints, by: Ints) -> Ints:
        """`by` deliveries later, as far as that one arrives later too; else the same."""
        target = np.minimum(home + by, len(self.ends) - 1)
        return np.where(self.places[target] > self.places[home], target, home)


def calendar_of(slots: tuple[tuple[int, Slot], ...]) -> Calendar:
    """The calendar of one partner's deliveries."""
    ends = np.array([slot.until_us for _, slot in slots])
    return Calendar(slots[0][1].from_us, ends, np.array([place for place, _ in slots]))


def event_rows(world: World, schedule: Schedule, partner: str, rng: np.random.Generator) -> EventRows:
    """All rows of events that a partner delivers."""
    days = calendar_of(schedule.of_partner(partner))
    own = np.array([a.partner == partner for a in world.definition.activities.values()], bool)
    events = np.flatnonzero(own[world.event_activity] & days.covers(world.event_at))
    at, activity, objects = world.event_at[events], world.event_activity[events], world.event_object[events]
    home = days.home(at)
    movable = np.flatnonzero(_is_alone(at) & (days.later(home, home * 0 + 1) > home))
    late, corrected = _samples(movable, (LATE, CORRECTED), rng)
    now = home.copy()
    now[late] = days.later(home[late], rng.integers(1, 3, len(late)))
    now[corrected] = days.later(home[corrected], rng.integers(1, 3, len(corrected)))
    true = EventRows(days.places[now], np.arange(len(at)), activity, objects, at, np.zeros(len(at), bool))
    moved = np.maximum(at[corrected] - rng.integers(1, MOVED, len(corrected)) * SECOND, days.begins)
    first = _replaced(_taken(true, corrected), place=days.places[home[corrected]], at=moved)
    (basis,) = _samples(np.flatnonzero(days.later(home, home * 0 + 1) > home), (WITHDRAWN,), rng)
    identity = len(at) + np.arange(len(basis))
    never = _replaced(_taken(true, basis), place=days.places[home[basis]], identity=identity)
    after = days.places[days.later(home[basis], rng.integers(1, 3, len(basis)))]
    taken_back = _replaced(never, place=after, withdrawn=np.ones(len(basis), bool))
    (twice,) = _samples(np.arange(len(at)), (TWICE,), rng)
    return _in_order([true, first, never, taken_back, _taken(true, twice)])


def link_rows(world: World, schedule: Schedule, partner: str, rng: np.random.Generator) -> LinkRows:
    """All rows of links that a partner delivers."""
    days = calendar_of(schedule.of_partner(partner))
    own = np.array([link.partner == partner for link in world.definition.links], bool)
    links = np.flatnonzero(own[world.link_kind] & days.covers(world.link_at))
    at, kind = world.link_at[links], world.link_kind[links]
    source, target = world.link_from[links], world.link_to[links]
    home = days.home(at)
    movable = np.flatnonzero(days.later(home, home * 0 + 1) > home)
    late, basis = _samples(movable, (LATE, WITHDRAWN), rng)
    now = home.copy()
    now[late] = days.later(home[late], rng.integers(1, 3, len(late)))
    true = LinkRows(days.places[now], kind, source, target, at, np.zeros(len(at), bool))
    basis = basis[np.roll(kind, -1)[basis] == kind[basis]]
    beside = np.roll(target, -1)[basis]
    basis, beside = _unheard(world, basis, source, beside)
    never = _replaced(_taken(true, basis), place=days.places[home[basis]], target=beside)
    after = days.places[days.later(home[basis], home[basis] * 0 + 1)]
    taken_back = _replaced(never, place=after, withdrawn=np.ones(len(basis), bool))
    (twice,) = _samples(np.arange(len(at)), (TWICE,), rng)
    return _in_order([true, never, taken_back, _taken(true, twice)])


def object_rows(world: World, schedule: Schedule, partner: str, rng: np.random.Generator) -> ObjectRows:
    """All rows of objects that a partner delivers."""
    days = calendar_of(schedule.of_partner(partner))
    types = [o.partner == partner and has_rows(world.definition, o.id) for o in world.definition.objects.values()]
    objects = np.flatnonzero(np.array(types)[world.type_of] & (world.born <= days.ends[-1]))
    home = days.home(world.born[objects])
    (revised,) = _samples(np.flatnonzero(days.later(home, home * 0 + 1) > home), (REVISED,), rng)
    now = home.copy()
    now[revised] = days.later(home[revised], home[revised] * 0 + 1)
    true = ObjectRows(days.places[now], objects, np.full(len(objects), FINAL))
    stage = np.where(rng.random(len(revised)) < 0.5, EMPTY, OTHER)
    return _in_order([true, _replaced(_taken(true, revised), place=days.places[home[revised]], stage=stage)])


def _samples(among: Ints, shares: tuple[float, ...], rng: np.random.Generator) -> list[Ints]:
    """A random part of `among` for each share, none twice; at least one each, while there are."""
    shuffled = rng.permutation(among)
    sizes = [max(1, round(share * len(among))) for share in shares]
    return [np.sort(part) for part in np.split(shuffled, np.cumsum(sizes))[:-1]]


def _is_alone(at: Ints) -> Bools:
    """Whether nothing else happened in the same second: only then does the order of delivery not matter."""
    _, place, count = np.unique(at, return_inverse=True, return_counts=True)
    return np.asarray(count[place] == 1)


def _unheard(world: World, basis: Ints, source: Ints, target: Ints) -> tuple[Ints, Ints]:
    """Only the pairs that are no link already, each once."""
    real, made_up = pair_keys(world, world.link_from, world.link_to), pair_keys(world, source[basis], target)
    made_up, first = np.unique(made_up, return_index=True)
    first = first[~is_among(made_up, real) & (source[basis[first]] != target[first])]
    return basis[first], target[first]


def pair_keys(world: World, source: Ints, target: Ints) -> Ints:
    """One number for each pair of objects."""
    return source * (len(world.type_of) + 1) + target


def _taken(rows: Rows, which: Ints) -> Rows:
    return type(rows)(**{f.name: getattr(rows, f.name)[which] for f in fields(rows)})


def _replaced(rows: Rows, **columns: Ints | Bools) -> Rows:
    return type(rows)(**{f.name: columns.get(f.name, getattr(rows, f.name)) for f in fields(rows)})


def _in_order(parts: list[Rows]) -> Rows:
    """One table, by delivery."""
    joined = type(parts[0])(**{f.name: np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(parts[0])})
    return _taken(joined, np.argsort(joined.place, kind="stable"))
