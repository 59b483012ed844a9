"""A made-up organisation for a year: officers, teams, rosters, persons and cases.

Comes in: sizes and a generator of chance. Goes out: a `World` of arrays. The promise: the same seed gives the same world; nothing in
it knows of misuse.

Moments are seconds since the year began, on the local clock.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
HOUR, DAY = 3600, 86400
DAYS = 365
FIRST_DAY = 3  # the year is 2026: 1 January is a Thursday
KEY = 10**9  # more than the seconds of the year and what comes after it
PERSONS_A_CASE = 1.5
TEAM_SIZE, TEAMS_A_UNIT = 25, 6
SURNAMES = 8000
EARLY, LATE, NIGHT = (6.5, 14.5, 22.5)


@dataclass(frozen=True)
class Sizes:
    """How large the organisation is."""

    users: int = 1500
    cases: int = 30_000

    @property
    def teams(self) -> int:
        return max(2, self.users // TEAM_SIZE)

    @property
    def units(self) -> int:
        return max(1, self.teams // TEAMS_A_UNIT)

    @property
    def persons(self) -> int:
        return int(self.cases * PERSONS_A_CASE)


@dataclass(frozen=True)
class World:
    """Users, teams and units are numbers; persons too, of which the last `users` are the officers themselves."""

    sizes: Sizes
    team_of: Ints
    shift_user: Ints
    shift_start: Ints
    shift_length: Ints
    surname: Ints
    address: Ints
    case_opened: Ints
    case_closed: Ints
    case_team: Ints
    case_handler: Ints
    involved_case: Ints
    involved_person: Ints
    involved_role: Ints

    def unit_of(self, team: Ints) -> Ints:
        return np.minimum(team // TEAMS_A_UNIT, self.sizes.units - 1)

    def own_person(self, user: Ints) -> Ints:
        """The number among persons of an officer."""
        return self.sizes.persons + user

    def at_work(self, chance: Generator, user: Ints, near: Ints, overtime: float) -> Ints:
        """A moment at work after each given moment, and for some outside it."""
        keys = self.shift_user * KEY + self.shift_start
        at = np.minimum(np.searchsorted(keys, user * KEY + near), len(keys) - 1)
        at = np.where(self.shift_user[at] == user, at, at - 1)
        inside = (chance.random(len(user)) * self.shift_length[at]).astype(np.int64)
        outside = self.shift_length[at] + (chance.random(len(user)) * 6 * HOUR).astype(np.int64)
        return self.shift_start[at] + np.where(chance.random(len(user)) < overtime, outside, inside)


def make_world(chance: Generator, sizes: Sizes) -> World:
    """An organisation, its persons and its cases."""
    team_of = np.arange(sizes.users) % sizes.teams
    surname, address = _persons(chance, sizes)
    opened = np.sort((chance.random(sizes.cases) * (DAYS - 20) * DAY).astype(np.int64))
    closed = opened + (chance.lognormal(3.6, 0.8, sizes.cases) * DAY).astype(np.int64) + DAY
    case_team = chance.integers(0, sizes.teams, sizes.cases)
    handler = _member(chance, case_team, sizes)
    return World(
        sizes, team_of, *_shifts(chance, sizes), surname, address, opened, closed, case_team, handler,
        *_involved(chance, sizes),
    )  # fmt: skip


def _member(chance: Generator, team: Ints, sizes: Sizes) -> Ints:
    """Somebody of each team: users are dealt over teams in turn."""
    members = (sizes.users - 1 - team) // sizes.teams + 1
    return team + (chance.random(len(team)) * members).astype(np.int64) * sizes.teams


def member(chance: Generator, world: World, team: Ints) -> Ints:
    """Somebody of each of these teams."""
    return _member(chance, team, world.sizes)


def elsewhere(chance: Generator, world: World, team: Ints) -> Ints:
    """Somebody of another team than each of these."""
    n = world.sizes.teams
    return _member(chance, (team + chance.integers(1, n, len(team))) % n, world.sizes)


def _shifts(chance: Generator, sizes: Sizes) -> tuple[Ints, Ints, Ints]:
    """Seven in ten officers work by day; the others have a week of early, late or night shifts at a time."""
    user, day = (grid.ravel() for grid in np.meshgrid(np.arange(sizes.users), np.arange(DAYS), indexing="ij"))
    by_day = (chance.random(sizes.users) < 0.7)[user]
    week = (day + FIRST_DAY) // 7
    weekday = (day + FIRST_DAY) % 7
    turn = chance.integers(0, 3, (sizes.users, DAYS // 7 + 2))[user, week]
    free = chance.integers(0, 7, (sizes.users, DAYS // 7 + 2))[user, week]
    hour = np.where(by_day, 8 + chance.integers(0, 3, sizes.users)[user] * 0.5, np.array([EARLY, LATE, NIGHT])[turn])
    off = np.where(by_day, weekday > 4, (weekday == free) | (weekday == (free + 1) % 7))
    works = ~off & (chance.random(len(user)) > 0.12)
    start = (day * DAY + hour * HOUR).astype(np.int64)[works]
    return user[works], start, np.full(len(start), int(8.5 * HOUR), dtype=np.int64)


def _persons(chance: Generator, sizes: Sizes) -> tuple[Ints, Ints]:
    """Surnames by Zipf's law; addresses of two or three; of one officer in five somebody at home is among the persons."""
    n = sizes.persons + sizes.users
    weight = 1 / (np.arange(SURNAMES) + 10.0)
    surname = chance.choice(SURNAMES, n, p=weight / weight.sum())
    address = chance.permutation(n) // 2
    users = np.flatnonzero(chance.random(sizes.users) < 0.2)
    at_home = chance.choice(sizes.persons, len(users), replace=False)
    address[at_home] = address[sizes.persons + users]
    related = chance.random(len(users)) < 0.5
    surname[at_home[related]] = surname[sizes.persons + users[related]]
    return surname.astype(np.int64), address.astype(np.int64)


def _involved(chance: Generator, sizes: Sizes) -> tuple[Ints, Ints, Ints]:
    """One suspect a case and some others; a tenth of the persons come back often; one in a hundred is an officer."""
    extra = chance.poisson(0.8, sizes.cases)
    case = np.repeat(np.arange(sizes.cases), 1 + extra)
    often = chance.random(len(case)) < 0.35
    person = np.where(
        often, chance.integers(0, sizes.persons // 10, len(case)), chance.integers(0, sizes.persons, len(case))
    )
    first = np.r_[True, case[1:] != case[:-1]]
    role = np.where(first, 0, chance.integers(1, 3, len(case)))
    officer = ~first & (chance.random(len(case)) < 0.01)
    person = np.where(officer, sizes.persons + chance.integers(0, sizes.users, len(case)), person)
    return case, person, role
