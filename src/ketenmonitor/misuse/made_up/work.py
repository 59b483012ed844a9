"""What officers did in that year: their looks, and what is on record of why.

Comes in: a `World`. Goes out: `Work`: looks, and rows of each table. The promise: every look here was part of the work; some of it
was never written down, and looks like misuse (`UNDOCUMENTED`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.random import Generator

from ketenmonitor.misuse.made_up.world import DAY, HOUR, Ints, World, elsewhere, member

OVERTIME = 0.05
FOLLOWED = 0.45  # of looks that are part of the work, something is done about so many
CASE_GIVEN = 0.6
NO_CASE = -1
UNDOCUMENTED = ("asked-aloud", "incident", "quality-check", "information-desk")


@dataclass
class Work:
    """Looks by kind, and the rows on record. A look: user, person, case (or `NO_CASE`), moment."""

    looks: list[tuple[str, Ints, Ints, Ints, Ints]] = field(default_factory=list)
    records: dict[str, dict[str, Ints]] = field(default_factory=dict)
    actions: list[tuple[Ints, Ints, Ints]] = field(default_factory=list)

    def add(
        self, chance: Generator, kind: str, user: Ints, person: Ints, case: Ints, at: Ints, followed: float = FOLLOWED
    ) -> None:
        """Looks of one kind; of a part of them an action follows within days."""
        self.looks.append((kind, user, person, case, at))
        acted = chance.random(len(user)) < followed
        later = at[acted] + (chance.random(int(acted.sum())) * 5 * DAY).astype(np.int64)
        self.actions.append((user[acted], person[acted], later))


def make_work(chance: Generator, world: World) -> Work:
    """A year of work in which nobody did anything wrong."""
    work = Work()
    _handling(chance, world, work)
    _handed_over(chance, world, work)
    _on_duty(chance, world, work)
    _asked(chance, world, work, "requests", 0.06, 1.5)
    _asked(chance, world, work, "contacts", 0.08, 2.0)
    _asked_aloud(chance, world, work)
    _incidents(chance, world, work)
    _in_bulk(chance, world, work, "quality-check", 6, 30, 2)
    _in_bulk(chance, world, work, "information-desk", 2, 40, 300)
    return work


def person_in(chance: Generator, world: World, case: Ints) -> Ints:
    """One of the persons of each case."""
    first = np.searchsorted(world.involved_case, case)
    last = np.searchsorted(world.involved_case, case, side="right")
    return world.involved_person[first + (chance.random(len(case)) * (last - first)).astype(np.int64)]


def _spread(chance: Generator, world: World, user: Ints, case: Ints, overtime: float = OVERTIME) -> Ints:
    """Moments at work while the case is handled, most of them in its beginning."""
    share = chance.random(len(case)) ** 2
    near = world.case_opened[case] + (share * (world.case_closed - world.case_opened)[case]).astype(np.int64)
    return world.at_work(chance, user, near, overtime)


def _looked(chance: Generator, world: World, work: Work, kind: str, user: Ints, case: Ints, at: Ints) -> None:
    given = np.where(chance.random(len(case)) < CASE_GIVEN, case, NO_CASE)
    work.add(chance, kind, user, person_in(chance, world, case), given, at)


def _handling(chance: Generator, world: World, work: Work) -> None:
    """The handler, for three in ten a second one, and colleagues of the team who stand in."""
    cases = np.arange(world.sizes.cases)
    second = np.flatnonzero(chance.random(len(cases)) < 0.3)
    second_user = member(chance, world, world.case_team[second])
    case = np.concatenate([cases, second])
    user = np.concatenate([world.case_handler, second_user])
    term = {"from": world.case_opened[case], "until": world.case_closed[case]}
    work.records["handlers"] = {"user": user, "case": case, **term}
    times = 1 + chance.poisson(np.where(np.arange(len(case)) < len(cases), 4.8, 1.0))
    users, of = np.repeat(user, times), np.repeat(case, times)
    _looked(chance, world, work, "handler", users, of, _spread(chance, world, users, of))
    of = np.repeat(cases, chance.poisson(1.6, len(cases)))
    users = member(chance, world, world.case_team[of])
    _looked(chance, world, work, "team", users, of, _spread(chance, world, users, of))


def _handed_over(chance: Generator, world: World, work: Work) -> None:
    """One case in ten goes to somebody of another team."""
    case = np.flatnonzero(chance.random(world.sizes.cases) < 0.1)
    user = elsewhere(chance, world, world.case_team[case])
    at = world.case_opened[case] + (
        chance.random(len(case)) * (world.case_closed - world.case_opened)[case] * 0.5
    ).astype(np.int64)
    work.records["handovers"] = {"case": case, "user": user, "from": at, "until": world.case_closed[case]}
    times = 1 + chance.poisson(2.0, len(case))
    users, of, since = np.repeat(user, times), np.repeat(case, times), np.repeat(at, times)
    near = since + (chance.random(len(of)) * (world.case_closed[of] - since)).astype(np.int64)
    _looked(chance, world, work, "handover", users, of, world.at_work(chance, users, near, OVERTIME))


def _on_duty(chance: Generator, world: World, work: Work) -> None:
    """Three officers of each unit at any time; one of them looks when a case comes in."""
    units, shifts = world.sizes.units, (365 * DAY) // (8 * HOUR)
    unit, shift, _ = (g.ravel() for g in np.meshgrid(np.arange(units), np.arange(shifts), np.arange(3), indexing="ij"))
    teams = np.array([np.flatnonzero(world.unit_of(np.arange(world.sizes.teams)) == u)[0] for u in range(units)])
    n_teams = np.bincount(world.unit_of(np.arange(world.sizes.teams)), minlength=units)
    team = teams[unit] + (chance.random(len(unit)) * n_teams[unit]).astype(np.int64)
    user = member(chance, world, team)
    work.records["duties"] = {
        "user": user, "unit": unit, "from": shift * 8 * HOUR, "until": (shift + 1) * 8 * HOUR,
    }  # fmt: skip
    cases = np.arange(world.sizes.cases)
    of = np.repeat(cases, chance.poisson(1.0, len(cases)))
    now = world.case_opened[of] // (8 * HOUR)
    who = user.reshape(units, shifts, 3)[world.unit_of(world.case_team[of]), now, chance.integers(0, 3, len(of))]
    end = (now + 1) * 8 * HOUR - 60
    at = world.case_opened[of] + (chance.random(len(of)) * np.maximum(end - world.case_opened[of], 0)).astype(np.int64)
    _looked(chance, world, work, "duty", who, of, at)


def _asked(chance: Generator, world: World, work: Work, table: str, share: float, times: float) -> None:
    """Somebody of another team is asked to look, or keeps contact with a person, which is on record."""
    case = np.flatnonzero(chance.random(world.sizes.cases) < share)
    user, person = elsewhere(chance, world, world.case_team[case]), person_in(chance, world, case)
    start = world.case_opened[case] + (chance.random(len(case)) * 10 * DAY).astype(np.int64)
    work.records[table] = {"user": user, "person": person, "from": start, "until": start + 21 * DAY}
    n = 1 + chance.poisson(times - 1, len(case))
    users, since = np.repeat(user, n), np.repeat(start, n)
    at = world.at_work(chance, users, since + (chance.random(len(since)) * 14 * DAY).astype(np.int64), OVERTIME)
    none = np.full(len(users), NO_CASE)
    work.add(chance, table, users, np.repeat(person, n), none, at)


def _asked_aloud(chance: Generator, world: World, work: Work) -> None:
    """In one case in twenty-five somebody of another team helps, and nobody writes it down."""
    case = np.flatnonzero(chance.random(world.sizes.cases) < 0.04)
    user, person = elsewhere(chance, world, world.case_team[case]), person_in(chance, world, case)
    n = 1 + chance.poisson(0.6, len(case))
    users, of = np.repeat(user, n), np.repeat(case, n)
    near = world.case_opened[of] + (chance.random(len(of)) * 12 * DAY).astype(np.int64)
    given = np.where(chance.random(len(of)) < CASE_GIVEN, of, NO_CASE)
    at = world.at_work(chance, users, near, OVERTIME)
    work.add(chance, UNDOCUMENTED[0], users, np.repeat(person, n), given, at)


def _incidents(chance: Generator, world: World, work: Work) -> None:
    """A few times a year many officers of all teams work on one person for two days."""
    for _ in range(max(1, round(4 * world.sizes.cases / 30_000))):
        case = np.array([chance.integers(0, world.sizes.cases)])
        crowd = min(int(chance.integers(10, 26)), world.sizes.users // 4)
        users = chance.choice(world.sizes.users, crowd, replace=False)
        users = np.repeat(users, 1 + chance.poisson(0.7, len(users)))
        near = world.case_opened[case] + (chance.random(len(users)) * 1.5 * DAY).astype(np.int64)
        person = np.repeat(person_in(chance, world, case), len(users))
        at = world.at_work(chance, users, near, 0.3)
        work.add(chance, UNDOCUMENTED[1], users, person, np.repeat(case, len(users)), at)


def _in_bulk(chance: Generator, world: World, work: Work, kind: str, times: int, persons: int, days: int) -> None:
    """One officer looks at many persons, for a check or for whoever comes by; nobody writes it down."""
    for _ in range(max(1, round(times * world.sizes.cases / 30_000))):
        user = np.full(persons, chance.integers(0, world.sizes.users))
        case = chance.integers(0, world.sizes.cases, persons)
        begin = int(chance.integers(0, 60 if days > 60 else 340)) * DAY
        at = world.at_work(chance, user, begin + (chance.random(persons) * days * DAY).astype(np.int64), OVERTIME)
        work.add(chance, kind, user, person_in(chance, world, case), case, at, 0.2)
