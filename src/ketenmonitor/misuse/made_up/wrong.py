"""Misuse that is put among the work: six kinds by who has nothing to do with the person, and one by the handler.

Comes in: a `World` and the `Work` done in it. Goes out: the same work with these looks. The promise: how a kind is made is written
here and nowhere else, and knows nothing of how looks are ranked.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.random import Generator

from ketenmonitor.misuse.made_up.work import CASE_GIVEN, NO_CASE, Work
from ketenmonitor.misuse.made_up.world import DAY, Ints, World

KINDS = ("celebrity", "acquaintance", "seller", "ex-partner", "colleague", "favour")
BY_HANDLER = "by-handler"
FOLLOWED = 0.05  # now and then something is entered, so that it looks like work
CASE_OF_PERSON, CASE_OF_OWN = 0.25, 0.15  # how often a case is given as the occasion


def add_misuse(chance: Generator, world: World, work: Work) -> None:
    """All kinds, in proportion to the size of the organisation."""
    scale = world.sizes.cases / 30_000
    for kind, (n, make) in MAKERS.items():
        for _ in range(max(2, round(n * scale))):
            make(chance, world, work, kind)


def _look(
    chance: Generator, world: World, work: Work, kind: str, user: Ints, person: Ints, near: Ints, outside: float
) -> None:
    """These looks, with now and then a case as the occasion: one of the person, or one that the officer handles."""
    at = world.at_work(chance, user, near, outside)
    drawn = chance.random(len(user))
    case = np.full(len(user), NO_CASE)
    for i in np.flatnonzero(drawn < CASE_OF_PERSON + CASE_OF_OWN):
        own = drawn[i] >= CASE_OF_PERSON
        found = np.flatnonzero(world.case_handler == user[i]) if own else _cases_of(world, int(person[i]))
        if len(found):
            case[i] = chance.choice(found)
    work.add(chance, kind, user, person, case, at, FOLLOWED)


def _cases_of(world: World, person: int) -> Ints:
    return world.involved_case[world.involved_person == person]


def _somebody(chance: Generator, world: World) -> int:
    """A person of some case."""
    return int(world.involved_person[chance.integers(0, len(world.involved_person))])


def _user(chance: Generator, world: World) -> int:
    return int(chance.integers(0, world.sizes.users))


def _moment(chance: Generator) -> int:
    return int(chance.integers(10, 340)) * DAY


def celebrity(chance: Generator, world: World, work: Work, kind: str) -> None:
    """Somebody is in the news; officers of all teams look in the weeks after, most of them at work."""
    crowd = min(int(chance.integers(6, 25)), world.sizes.users // 4)
    users = chance.choice(world.sizes.users, crowd, replace=False)
    users = np.repeat(users, 1 + (chance.random(len(users)) < 0.3))
    near = _moment(chance) + (chance.random(len(users)) * 20 * DAY).astype(np.int64)
    _look(chance, world, work, kind, users, np.full(len(users), _somebody(chance, world)), near, 0.15)


def acquaintance(chance: Generator, world: World, work: Work, kind: str) -> None:
    """Somebody whom the officer knows: at home (a third), with the same surname (a third), or with nothing to show it."""
    user = _user(chance, world)
    own = int(world.own_person(np.array([user]))[0])
    persons = np.arange(world.sizes.persons)
    drawn = chance.random()
    alike = world.address if drawn < 1 / 3 else world.surname
    known = persons[alike[: world.sizes.persons] == alike[own]] if drawn < 2 / 3 else persons[:0]
    person = int(chance.choice(known)) if len(known) else _somebody(chance, world)
    _few(chance, world, work, kind, user, person, int(chance.integers(1, 4)), 30, 0.3)


def seller(chance: Generator, world: World, work: Work, kind: str) -> None:
    """One officer looks at many persons for who pays, some a day, in months."""
    n = int(chance.integers(15, 41))
    users, persons = np.full(n, _user(chance, world)), np.array([_somebody(chance, world) for _ in range(n)])
    near = _moment(chance) % (240 * DAY) + (chance.integers(0, max(4, n // 3), n) * 7 * DAY)
    _look(chance, world, work, kind, users, persons, near, 0.3)


def ex_partner(chance: Generator, world: World, work: Work, kind: str) -> None:
    """Somebody is followed for months; of one in four the address is still that of the officer."""
    user, person = _user(chance, world), _somebody(chance, world)
    if chance.random() < 0.25:
        at_home = np.flatnonzero(
            world.address[: world.sizes.persons] == world.address[world.own_person(np.array([user]))[0]]
        )
        person = int(chance.choice(at_home)) if len(at_home) else person
    _few(chance, world, work, kind, user, person, int(chance.integers(4, 16)), 180, 0.35)


def colleague(chance: Generator, world: World, work: Work, kind: str) -> None:
    """An officer looks at another."""
    user, other = chance.choice(world.sizes.users, 2, replace=False)
    _few(
        chance,
        world,
        work,
        kind,
        int(user),
        int(world.own_person(np.array([other]))[0]),
        int(chance.integers(1, 3)),
        10,
        0.2,
    )


def favour(chance: Generator, world: World, work: Work, kind: str) -> None:
    """A friend asks; the officer looks once or twice, mostly after work."""
    _few(chance, world, work, kind, _user(chance, world), _somebody(chance, world), int(chance.integers(1, 3)), 3, 0.8)


def by_handler(chance: Generator, world: World, work: Work, kind: str) -> None:
    """Who handles a case looks at a person of it for reasons of their own, often, and mostly after work."""
    case = int(chance.integers(0, world.sizes.cases))
    user, person = int(world.case_handler[case]), int(world.involved_person[np.searchsorted(world.involved_case, case)])
    n = int(chance.integers(6, 16))
    open_for = int(world.case_closed[case] - world.case_opened[case])
    near = world.case_opened[case] + (chance.random(n) * open_for).astype(np.int64)
    users = np.full(n, user)
    at = world.at_work(chance, users, near, 0.6)
    given = np.where(chance.random(n) < CASE_GIVEN, case, NO_CASE)  # their own case is at hand
    work.add(chance, kind, users, np.full(n, person), given, at, FOLLOWED)


def _few(
    chance: Generator, world: World, work: Work, kind: str, user: int, person: int, n: int, days: int, outside: float
) -> None:
    near = _moment(chance) % (320 * DAY) + (chance.random(n) * days * DAY).astype(np.int64)
    _look(chance, world, work, kind, np.full(n, user), np.full(n, person), near, outside)


Maker = Callable[[Generator, World, Work, str], None]
MAKERS: dict[str, tuple[int, Maker]] = {
    "celebrity": (6, celebrity),
    "acquaintance": (60, acquaintance),
    "seller": (3, seller),
    "ex-partner": (25, ex_partner),
    "colleague": (40, colleague),
    "favour": (50, favour),
    BY_HANDLER: (40, by_handler),
}
