"""Objects and the links between them: how one report becomes three cases, and two reports become one.

Comes in: the objects of one type, and how another type comes from it. Goes out: new objects with their pairs, or what
linked objects tell each other about the stage they are in. The promise: columns, never object by object.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ketenmonitor.definition import Link
from ketenmonitor.synth.columns import Bools, Ints, Pairs
from ketenmonitor.synth.kinship import Birth

CHILDREN = np.array([1, 2, 3])  # of a parent that may split
CHILDREN_CHANCES = np.array([0.82, 0.13, 0.05])
JOINS = 0.04  # of the parents that may share a child: those that join the one before
RELATED = 0.05  # of the objects that are linked to one of their own type


@dataclass(frozen=True)
class Herd:
    """All objects of one type. `ready` is the instant of the last step; those that stopped are no longer `going`."""

    ready: Ints
    going: Bools
    family: Ints  # the first object of the root type that it comes from
    born: Ints  # when it could first be spoken of
    happened: dict[str, Bools] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.ready)


def begin(arrivals: Ints) -> Herd:
    """The objects with which cases begin."""
    count = len(arrivals)
    return Herd(arrivals.copy(), np.ones(count, bool), np.arange(count), arrivals)


def bear(birth: Birth, parents: Herd, rng: np.random.Generator) -> tuple[Herd, Pairs]:
    """The children of all parents that are still going (or of all, when they exist at once)."""
    able = np.flatnonzero(parents.going | birth.at_once)
    able = able[np.argsort(parents.ready[able], kind="stable")]
    able = able[rng.random(len(able)) < birth.chance]
    joins = rng.random(len(able)) < (JOINS if birth.merges else 0.0)
    joins[:1] = False
    children = rng.choice(CHILDREN, len(able), p=CHILDREN_CHANCES) if birth.splits else np.ones(len(able), np.int64)
    children[joins] = 0
    first_child = np.cumsum(children) - children
    own_first = first_child[~joins][np.cumsum(~joins) - 1] if len(able) else first_child
    of_parent = np.concatenate([np.repeat(able, children), able[joins]])
    of_child = np.concatenate([np.arange(children.sum()), own_first[joins]])
    ready = np.zeros(int(children.sum()), np.int64)
    np.maximum.at(ready, of_child, parents.ready[of_parent])
    family = parents.family[np.repeat(able, children)]
    herd = Herd(ready, np.ones(len(ready), bool), family, ready.copy())
    return herd, (of_parent, of_child) if birth.downward else (of_child, of_parent)


def tell(teller: Herd, told: Herd, of_teller: Ints, of_told: Ints) -> None:
    """Let linked objects catch up: no earlier than the latest they hear from, stopped when all of these stopped."""
    np.maximum.at(told.ready, of_told, teller.ready[of_teller])
    heard, goes_on = np.zeros(len(told), bool), np.zeros(len(told), bool)
    heard[of_told] = True
    np.logical_or.at(goes_on, of_told, teller.going[of_teller])
    told.going[heard & ~goes_on] = False


def pairs_beside(link: Link, herds: dict[str, Herd], rng: np.random.Generator) -> Pairs:
    """Pairs for a kind of link outside the family tree: relatives, or neighbours when both are of one type."""
    source, target = herds[link.from_type], herds[link.to_type]
    if link.from_type == link.to_type:
        later = 1 + np.flatnonzero(rng.random(max(len(source) - 1, 0)) < RELATED)
        return later, later - 1
    families, member = np.unique(target.family, return_index=True)
    if not len(families):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    place = np.minimum(np.searchsorted(families, source.family), len(families) - 1)
    objects = np.flatnonzero(families[place] == source.family)
    partners = member[place[objects]]
    if link.cardinality in ("one-to-many", "one-to-one"):
        partners, first = np.unique(partners, return_index=True)
        objects = objects[first]
    return objects, partners
