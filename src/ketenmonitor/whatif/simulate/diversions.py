"""Diversions of a step: when they hold, and for which numbers.

Comes in: the diversions of a step. Goes out: `Diverting`, periods in which the same ones hold, with a part of 0..`ONE` for each. The
promise: a case that a diversion takes at a moment is taken by it at every moment at which the same diversions hold, and diversions that
hold at the same time never want the same case.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np

from ketenmonitor.whatif.model import Diversion
from ketenmonitor.whatif.played import Whole
from ketenmonitor.whatif.simulate.clock import DAY_S
from ketenmonitor.whatif.simulate.draws import ONE, drawn
from ketenmonitor.whatif.simulate.ways import NOWHERE, Draws


@dataclass(frozen=True)
class Diverting:
    """From a second up to another, numbers from `low` up to `high` go to a step, in hand until then by a table of quantiles."""

    from_s: int
    until_s: int
    low: int
    high: int
    to: int
    table: Whole

    def drawn(self, u_hand: Whole) -> Draws:
        """Time in hand, next step and whether it takes a place (it does), for each number."""
        n = len(u_hand)
        return drawn(self.table, np.zeros(n, np.int64), u_hand), np.full(n, self.to), np.ones(n, bool)


def diverting_of(diversions: Sequence[Diversion], steps: Sequence[str], start: date, end: int) -> list[Diverting]:
    """What holds when, of the diversions of a step."""
    spans = [seconds(d.from_day, d.until_day, start, end) for d in diversions]
    edges = sorted({edge for span in spans for edge in span})
    found = []
    for from_s, until_s in pairwise(edges):
        low = 0.0
        for diversion, (begins, ends) in zip(diversions, spans, strict=True):
            if begins <= from_s and until_s <= ends:
                to = NOWHERE if diversion.to is None else steps.index(diversion.to)
                high = low + diversion.share
                table = np.array([diversion.duration.quantiles])
                found.append(Diverting(from_s, until_s, int(low * ONE), int(high * ONE), to, table))
                low = high
    return found


def seconds(from_day: date, until_day: date | None, start: date, end: int) -> tuple[int, int]:
    """A span of days as seconds since the begin, within the simulation; without a last day it holds to the end."""
    low = min(max((from_day - start).days * DAY_S, 0), end)
    return low, end if until_day is None else min(max((until_day - start).days * DAY_S, low), end)
