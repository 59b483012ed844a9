"""What may follow on a step, as tables for draws.

Comes in: a step of a model, and uniform numbers. Goes out: for each number the next step, and how long the case is in hand until then.
The promise: what is drawn depends on the step and the numbers alone.

A case that stood in the step at the begin has been there for some time. In a step without places its route and what remains are drawn
given that time; in one with places the time in hand is drawn anew, for what it waited does not shorten the work (as a step with places
assumes). Whoever stands longer than any route of the step ever took stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ketenmonitor.whatif.model import POINTS, Duration, Route, Step
from ketenmonitor.whatif.played import Whole
from ketenmonitor.whatif.simulate.draws import (
    ONE,
    WHOLE_TABLE,
    at_place,
    beyond,
    drawn,
    exponential,
    place_of,
    thresholds,
)

NEVER = 1 << 40  # seconds: longer than any simulation
NOWHERE = -1
Draws = tuple[Whole, Whole, NDArray[np.bool_]]  # time in hand, next step, whether it takes a place


@dataclass(frozen=True)
class Ways:
    """The routes of a step. `ends`: where the share of each ends; `tables`: the quantiles of each; `to`: the next step or `NOWHERE`.

    `in_hand`: whether a case on this route takes a place (where there are places): not one that stays or leaves as it came.
    """

    ends: Whole
    shares: tuple[float, ...]
    to: Whole
    tables: Whole
    stays: NDArray[np.bool_]
    in_hand: NDArray[np.bool_]

    def drawn(self, u_route: Whole, u_hand: Whole) -> Draws:
        """Time in hand, next step and whether it takes a place, for each pair of numbers."""
        which = np.searchsorted(self.ends, u_route, side="right")
        return self._on(which, drawn(self.tables, which, u_hand))

    def anew(self, u_route: Whole, u_hand: Whole) -> Draws:
        """The same for cases that stand in a step with places: not those routes that leave as they came."""
        standing = [
            share if waits or stays else 0.0
            for share, waits, stays in zip(self.shares, self.in_hand, self.stays, strict=True)
        ]
        if not sum(standing):
            return staying(len(u_route))
        which = np.searchsorted(thresholds(standing), u_route, side="right")
        return self._on(which, drawn(self.tables, which, u_hand))

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
    usual = exponential(step.places.per_case_seconds) if step.places else Duration((0,) * (POINTS + 1))
    stays = np.array([route.to is None and route.stays for route in routes])
    at_once = np.array([route.to is None and not route.stays and route.duration is None for route in routes])
    shares = tuple(route.share for route in routes)
    return Ways(
        ends=thresholds(shares),
        shares=shares,
        to=np.array([NOWHERE if route.to is None else steps.index(route.to) for route in routes]),
        tables=np.array([_table(route, usual, bool(leaves)) for route, leaves in zip(routes, at_once, strict=True)]),
        stays=stays,
        in_hand=~(stays | at_once),
    )


def _table(route: Route, usual: Duration, leaves: bool) -> tuple[int, ...]:
    return (0,) * (POINTS + 1) if leaves else (route.duration or usual).quantiles
