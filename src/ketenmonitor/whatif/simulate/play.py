"""Plays a chain from one day up to another: cases come in, wait for a place, are in hand, and go on or leave.

Comes in: a model, the cases that stand in the chain, two days (the second not included), a seed and the number of a replication. Goes
out: `Played`. The promise: the same comes out whenever the same goes in, on any machine; every case is in it.

Only what depends on others goes through the loop of events: coming to a place and leaving it. What lies between is one sum, made
beforehand; a step that is closed or diverts on some days is looked at when a case comes there.
"""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from ketenmonitor.instants import day_number
from ketenmonitor.whatif.model import Model, Stood
from ketenmonitor.whatif.played import STAYS, Played, Whole
from ketenmonitor.whatif.simulate.arriving import classes_of, coming
from ketenmonitor.whatif.simulate.clock import DAY_S, clock_of
from ketenmonitor.whatif.simulate.draws import Keys, key_of, mixed, named
from ketenmonitor.whatif.simulate.events import FROM_THE_BEGIN, UNKNOWN, Events
from ketenmonitor.whatif.simulate.paths import Drawing, Paths, Starting
from ketenmonitor.whatif.simulate.queues import Desk, changes_of
from ketenmonitor.whatif.simulate.ways import NEVER

Yes = NDArray[np.bool_]
_STOOD = "stood"  # the name under which cases that stood there have their numbers


def play(model: Model, stood: Stood, start: date, until: date, seed: int, replication: int) -> Played:
    """One simulation."""
    start_s, end = day_number(start) * DAY_S, (until - start).days * DAY_S
    cases, case_class = _starting(model, stood, start, until, key_of(seed, replication))
    paths = Drawing(model, start, end).paths(cases)
    has_places = np.array([step.places is not None for step in model.steps.values()], bool)[paths.step]
    stops = (has_places & paths.in_hand) | _is_dated(model)[paths.step]
    events = _events(model, start, until, paths, _sums(paths, stops), case_class)
    _come(events, cases)
    events.run()
    at, began, left = _moments(paths, events, stops, cases)
    at[: cases.n_stood] -= cases.age[: cases.n_stood]
    seen, is_left, is_begun = np.flatnonzero(at < end), left < end, ~has_places | (began != UNKNOWN)
    began = np.where(~has_places | (began == FROM_THE_BEGIN), at, began)
    return Played(
        case=paths.case[seen],
        step=paths.step[seen],
        entered=at[seen] + start_s,
        began=np.where(is_begun, began + start_s, UNKNOWN)[seen],
        left=np.where(is_left, left + start_s, UNKNOWN)[seen],
        following=np.where(is_left, paths.to, np.where(paths.work >= NEVER, STAYS, UNKNOWN))[seen],
        case_class=case_class,
        start_s=start_s,
        until_s=start_s + end,
    )


def _starting(model: Model, stood: Stood, start: date, until: date, key: Keys) -> tuple[Starting, Whole]:
    """All cases, those that stood there first, and their classes."""
    new = coming(model, start, until, key)
    n = len(stood.step)
    age = day_number(start) * DAY_S - np.array(stood.since_s, np.int64)
    stood_class = np.array(stood.case_class, np.int64) if stood.case_class else np.full(n, UNKNOWN)
    cases = Starting(
        keys=np.concatenate([mixed(named(key, _STOOD), np.arange(n)), new.keys]),
        step=np.concatenate([np.array(stood.step, np.int64), new.step]),
        at=np.concatenate([np.zeros(n, np.int64), new.at]),
        age=np.concatenate([age, np.zeros(len(new.at), np.int64)]),
        dormant=np.array(stood.dormant or (False,) * n, bool),
    )
    return cases, np.concatenate([stood_class, new.case_class])


def _is_dated(model: Model) -> Yes:
    """Steps where it matters on which day a case comes, other than by their places."""
    steps = model.steps.values()
    return np.array([bool(step.diversions or (step.closed and not step.places)) for step in steps], bool)


def _sums(paths: Paths, stops: Yes) -> tuple[Whole, Whole]:
    """For who comes to a row: after how many seconds it comes to a stop, and at which row (-1: never)."""
    delay, stop = np.where(stops, 0, paths.work), np.where(stops, np.arange(len(stops)), -1)
    for begin, last in reversed(list(zip((0, *paths.waves), paths.waves, strict=False))):
        rows = begin + np.flatnonzero(~stops[begin:last] & (paths.following[begin:last] >= 0))
        onward = paths.following[rows]
        delay[rows] += delay[onward]
        stop[rows] = stop[onward]
    return delay, stop


def _events(
    model: Model, start: date, until: date, paths: Paths, sums: tuple[Whole, Whole], case_class: Whole
) -> Events:
    """The loop, with a desk for each step with places."""
    clocks = [clock_of(step, model.holidays, start, until) for step in model.steps.values()]
    desks, changes = {}, []
    for number, step in enumerate(model.steps.values()):
        if step.places:
            desks[number] = Desk(clocks[number], lambda row: int(case_class[paths.case[row]]))
            end = (until - start).days * DAY_S
            changes += [(at, number, change) for at, change in changes_of(step, classes_of(model), start, end)]
    return Events(paths, sums, desks, clocks, changes)


def _come(events: Events, cases: Starting) -> None:
    """Who stood at a place is in line there before anything happens, the longest there first; the others come to their first stop."""
    stood = np.argsort(-cases.age[: cases.n_stood], kind="stable").tolist()
    for row in stood:
        events.stands(row)
    events.opens()
    for row, at in enumerate(cases.at[cases.n_stood :].tolist(), cases.n_stood):
        events.comes(at + events.delay[row], events.stop[row])


def _moments(paths: Paths, events: Events, stops: Yes, cases: Starting) -> tuple[Whole, Whole, Whole]:
    """When each row was come to (`NEVER` or after the end: not), in hand (`UNKNOWN`: not) and left (as when it was come to)."""
    at = np.full(len(paths.case), NEVER)
    at[: len(cases.at)] = cases.at
    left = np.array(events.left)
    left[left == UNKNOWN] = NEVER
    taken = np.array(sorted(events.taken.items()), np.int64).reshape(-1, 2)
    for begin, last in zip((0, *paths.waves), paths.waves, strict=False):
        these, others = taken[(taken[:, 0] >= begin) & (taken[:, 0] < last)].T
        at[others], at[these] = at[these], NEVER
        plain = begin + np.flatnonzero(~stops[begin:last])
        left[plain] = at[plain] + paths.work[plain]
        onward = begin + np.flatnonzero((paths.following[begin:last] >= 0) & (left[begin:last] < NEVER))
        at[paths.following[onward]] = left[onward]
    return at, np.array(events.began), left
