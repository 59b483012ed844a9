"""What may follow on a step, as tables for draws.

Comes in: a step of a model, and uniform numbers. Goes out: for each number the next step, and how long the case is in hand until then.
The promise: what is drawn depends on the step and the numbers alone.

A case that stood in the step at the begin has been there for some time. In a step without places its route and what remains are drawn
given that time; in one with places the time in hand is drawn anew, for what it waited does not shorten the work; who has a place already
is somewhere in its time in hand, and nobody knows where. Whoever stands longer than any route of the step ever took stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ketenmonitor.whatif.model import POINTS, Duration, Places, Route, Step
from ketenmonitor.whatif.played import Whole
from ketenmonitor.whatif.simulate.draws import (
    ONE,
    WHOLE_TABLE,
    at_place,
    beyond,
    drawn,
    left_of,
    place_of,
    thresholds,
    time_in_hand,
)

NEVER = 1 << 40  # seconds: longer than any simulation
NOWHERE = -1
NO_TIME = Duration((0,) * (POINTS + 1))
Draws = tuple[Whole, Whole, NDArray[np.bool_]]  # time in hand, next step, whether it takes a place


@dataclass(frozen=True)
class Ways:
    """The routes of a step. `ends`: where the share of each ends; `tables`: the quantiles of each; `to`: the next step or `NOWHERE`.

    `in_hand`: whether a case on this route takes a place (where there are places): not one that stays or leaves as it came. `left`: the
    quantiles of what is left of the time in hand of who had a place already; a time of a route of its own is drawn anew.
    """

    ends: Whole
    shares: tuple[float, ...]
    to: Whole
    tables: Whole
    stays: NDArray[np.bool_]
    in_hand: NDArray[np.bool_]
    left: Whole

    def drawn(self, u_route: Whole, u_hand: Whole) -> Draws:
        """Time in hand, next step and whether it takes a place, for each pair of numbers."""
        which = np.searchsorted(self.ends, u_route, side="right")
        return self._on(which, drawn(self.tables, which, u_hand))

    def anew(self, u_route: Whole, u_hand: Whole) -> tuple[Draws, Whole]:
        """The same for cases that stand in a step with places, not by routes that leave as they came; and the time if it has its place."""
        standing = [
            share if waits or stays else 0.0
            for share, waits, stays in zip(self.shares, self.in_hand, self.stays, strict=True)
        ]
        if not sum(standing):
            return staying(len(u_route)), np.full(len(u_route), NEVER)
        which = np.searchsorted(thresholds(standing), u_route, side="right")
        anew = self._on(which, drawn(self.tables, which, u_hand))
        return anew, np.where(self.stays[which], NEVER, drawn(self.left, which, u_hand))

    def remaining(self, age: Whole, u_route: Whole, u_hand: Whole) -> Draws:
        """The same for cases that are in a step without places since so many seconds: what remains."""
        reached = [place_of(table, age) for table in self.tables]
        still = [
            share * (np.ones(len(age)) if stays else (WHOLE_TABLE - at) / WHOLE_TABLE * waits)
            for share, at, stays, waits in zip(self.shares, reached, self.stays, self.in_hand, strict=True)
        ]
        ends = np.cumsum(np.array(still), axis=0)
        which = np.minimum((u_route / ONE * ends[-1] >= ends).sum(axis=0), len(still) - 1)
        place = beyond(np.array(reached)[which, np.arange(len(age))], u_hand)
        work, to, in_hand = self._on(which, np.maximum(at_place(self.tables, which, place) - age, 1))
        gone = ends[-1] <= 0
        return np.where(gone, NEVER, work), np.where(gone, NOWHERE, to), in_hand & ~gone

    def _on(self, which: Whole, work: Whole) -> Draws:
        return np.where(self.stays[which], NEVER, work), self.to[which], self.in_hand[which]


def staying(n: int) -> Draws:
    """What is drawn for cases that stay where they are."""
    return np.full(n, NEVER), np.full(n, NOWHERE), np.zeros(n, bool)


def ways_of(step: Step, steps: Sequence[str]) -> Ways:
    """The routes of a step as tables; a step without routes keeps what comes."""
    routes = step.routes or (Route(None, 1.0, stays=True),)
    usual, left = _in_hand(step.places) if step.places else (NO_TIME, NO_TIME)
    stays = np.array([route.to is None and route.stays for route in routes])
    at_once = np.array([route.to is None and not route.stays and route.duration is None for route in routes])
    shares = tuple(route.share for route in routes)
    tables = [Duration(_table(route, usual, bool(leaves))) for route, leaves in zip(routes, at_once, strict=True)]
    return Ways(
        ends=thresholds(shares),
        shares=shares,
        to=np.array([NOWHERE if route.to is None else steps.index(route.to) for route in routes]),
        tables=np.array([one.quantiles for one in tables]),
        stays=stays,
        in_hand=~(stays | at_once),
        left=np.array(
            [(left if route.duration is None else one).quantiles for route, one in zip(routes, tables, strict=True)]
        ),
    )


def _in_hand(places: Places) -> tuple[Duration, Duration]:
    """The time in hand, and what is left of it in the middle of it: of an exponential time as much as it takes."""
    usual = time_in_hand(places.per_case_seconds, places.spread)
    return usual, usual if places.spread == 1 else left_of(usual)


def _table(route: Route, usual: Duration, leaves: bool) -> tuple[int, ...]:
    return NO_TIME.quantiles if leaves else (route.duration or usual).quantiles
