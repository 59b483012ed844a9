"""What happens and when: walk all objects through the steps of the process.

Comes in: the process, and when cases begin. Goes out: `History`: objects, links and events of everything
that ever happens, also after the last delivery. The promise: a step never comes before the step that it follows.

Arrivals have seasons, a slow growth and hours of the day; waiting is lognormal; most work is done in office hours; a
few things happen in the very second of the step before, twice, or around the hour in which clocks change.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

import numpy as np

from ketenmonitor.definition import Definition
from ketenmonitor.synth.clock import DAY, EPOCH, HOUR, SECOND, Clock
from ketenmonitor.synth.columns import Bools, Floats, Ints, Pairs
from ketenmonitor.synth.kinship import Kinship
from ketenmonitor.synth.plan import Step
from ketenmonitor.synth.population import Herd, bear, begin, pairs_beside, tell

SEASON = np.array([1.0, 0.97, 1.03, 1.02, 1.06, 1.05, 0.88, 0.9, 1.04, 1.05, 1.02, 0.98])  # arrivals by month
WEEK = np.array([1.1, 1.05, 1.0, 1.0, 1.0, 0.85, 0.8])  # arrivals from Monday on
GROWTH = 0.02  # of the arrivals in a year
ARRIVAL_HOURS = np.array([2, 2, 2, 1, 1, 1, 2, 3, 5, 7, 8, 8, 7, 7, 8, 8, 7, 6, 5, 4, 4, 4, 3, 3], float)
OFFICE_HOURS = np.array([0, 0, 0, 0, 0, 0, 0, 2, 9, 14, 14, 12, 6, 10, 12, 11, 7, 2, 1, 0, 0, 0, 0, 0], float)
SPREAD = 0.95  # of the logarithm of waiting
STALLS = 0.015  # of those at a step that everyone should take: they never go on
AT_ONCE = 0.01  # happens in the same second as the step before
AGAIN = 0.005  # is registered a second time, some days later
WORKS_ON = 0.1  # of what falls in a weekend is done there; all, when clocks change
AROUND_CHANGE = 0.8  # of what happens on a day when clocks change: within an hour of the change
ALL_TAKE = 1.0
SATURDAY, DAYS_OF_WEEK = 5, 7


@dataclass(frozen=True)
class Process:
    """How a chain works: its steps, which objects come from which, and the clock on the wall."""

    definition: Definition
    steps: tuple[Step, ...]
    kinship: Kinship
    clock: Clock


@dataclass(frozen=True)
class History:
    """Objects by type, pairs by kind of link, and per step (activity, objects within the type, instants)."""

    herds: dict[str, Herd]
    pairs: dict[int, Pairs]
    events: list[tuple[str, Ints, Ints]] = field(default_factory=list)


def live(process: Process, arrivals: Ints, rng: np.random.Generator) -> History:
    """Everything that happens to the cases that begin at `arrivals`."""
    kinship = process.kinship
    history = History({kinship.root: begin(arrivals)}, {})
    here = kinship.root
    _bear_at_once(history, kinship, rng)
    for step in process.steps:
        for hop in kinship.way(here, step.object):
            _hop(history, kinship, hop, rng)
            _bear_at_once(history, kinship, rng)
        here = step.object
        for _ in range(step.times):
            _take(step, history, process.clock, rng)
    for number in kinship.beside:
        link = process.definition.links[number]
        if link.from_type in history.herds and link.to_type in history.herds:
            history.pairs[number] = pairs_beside(link, history.herds, rng)
    return history


def _bear_at_once(history: History, kinship: Kinship, rng: np.random.Generator) -> None:
    for birth in kinship.births.values():
        if birth.at_once and birth.parent in history.herds and birth.child not in history.herds:
            history.herds[birth.child], history.pairs[birth.link] = bear(birth, history.herds[birth.parent], rng)


def _hop(history: History, kinship: Kinship, hop: tuple[str, str], rng: np.random.Generator) -> None:
    """Go on with the objects of another type: they are born now, or hear how far their relatives are."""
    here, there = hop
    birth = next(b for b in kinship.births.values() if {b.child, b.parent} == {here, there})
    if there not in history.herds:
        history.herds[there], history.pairs[birth.link] = bear(birth, history.herds[here], rng)
        return
    of_from, of_to = history.pairs[birth.link]
    from_is_here = birth.downward == (birth.parent == here)
    ours, theirs = (of_from, of_to) if from_is_here else (of_to, of_from)
    tell(history.herds[here], history.herds[there], ours, theirs)


def _take(step: Step, history: History, clock: Clock, rng: np.random.Generator) -> None:
    """One step of the process, by all objects that are ready for it."""
    herd = history.herds[step.object]
    chosen = np.flatnonzero(_able(step, herd))
    chosen = chosen[rng.random(len(chosen)) < step.chance]
    if step.wait_days and step.chance == ALL_TAKE:
        stalled = rng.random(len(chosen)) < STALLS
        herd.going[chosen[stalled]] = False
        chosen = chosen[~stalled]
    at = herd.ready[chosen]
    if step.wait_days:
        at = settle(clock, at, rng.lognormal(np.log(step.wait_days), SPREAD, len(chosen)), rng)
    herd.ready[chosen] = at
    herd.going[chosen] &= not step.stops
    herd.happened.setdefault(step.activity, np.zeros(len(herd), bool))[chosen] = True
    again = rng.random(len(chosen)) < AGAIN
    later = at[again] + rng.integers(1, 6 * DAY // SECOND, int(again.sum())) * SECOND
    history.events.extend([(step.activity, chosen, at), (step.activity, chosen[again], later)])


def _able(step: Step, herd: Herd) -> Bools:
    """Who is where this step begins."""
    able = herd.going & (step.since_us <= herd.ready) & (herd.ready < step.until_us)
    nobody = np.zeros(len(herd), bool)
    if step.after:
        able &= np.any([herd.happened.get(a, nobody) for a in step.after], axis=0)
    for activity in step.unless:
        able &= ~herd.happened.get(activity, nobody)
    return able


def settle(clock: Clock, ready: Ints, days: Floats, rng: np.random.Generator) -> Ints:
    """`days` after `ready`, at an hour when people work; never before `ready`."""
    raw = ready + (days * (DAY // SECOND)).astype(np.int64) * SECOND
    day = clock.day(raw)
    weekday = (day + EPOCH.weekday()) % DAYS_OF_WEEK
    rests = (weekday >= SATURDAY) & (rng.random(len(day)) > WORKS_ON) & ~np.isin(day, clock.day(clock.changes))
    day += np.where(rests, DAYS_OF_WEEK - weekday, 0)
    at = _at_hours(clock, day, OFFICE_HOURS, rng)
    at = np.where(at < ready, raw, at)
    return np.where(rng.random(len(at)) < AT_ONCE, ready, at)


def arrivals(clock: Clock, days: Ints, count: int, rng: np.random.Generator, rates: Floats | None = None) -> Ints:
    """When cases begin, on these local dates (in order, in days since 1970); `rates`: how many a day, for their share."""
    months = np.array([(EPOCH + timedelta(days=int(d))).month for d in days]) - 1
    growth = 1 + GROWTH * (days - days[0]) / 365 if rates is None else rates
    weights = SEASON[months] * WEEK[(days + EPOCH.weekday()) % DAYS_OF_WEEK] * growth
    day = rng.choice(days, count, p=weights / weights.sum())
    return _at_hours(clock, day, ARRIVAL_HOURS, rng)


def _at_hours(clock: Clock, day: Ints, hours: Floats, rng: np.random.Generator) -> Ints:
    hour = rng.choice(24, len(day), p=hours / hours.sum())
    second = rng.integers(0, 3600, len(day))
    at = clock.instant(day * DAY + hour * HOUR + second * SECOND)
    if not len(clock.changes):
        return at
    changed = clock.day(clock.changes)
    place = np.minimum(np.searchsorted(changed, day), len(changed) - 1)
    around = clock.changes[place] + rng.integers(-3600, 3600, len(day)) * SECOND
    is_around = (changed[place] == day) & (rng.random(len(day)) < AROUND_CHANGE)
    return np.where(is_around, around, at)
