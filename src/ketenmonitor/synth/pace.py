"""A declared pace: how many cases begin, and with what chance and after how long each step follows.

Comes in: a table of numbers, as a parameter file declares them. Goes out: `Pace`, which takes the place of the process
that is otherwise read from the definition, so that a made-up chain can be fitted to figures that were published. The
promise: arrivals, chances and typical waits are those declared; all else (seasons, hours, spread, the few that stall) is
that of every made-up chain.

A number may differ by period, for real work changes: then it is a list, with a value for each period. Periods begin at
midnight in UTC: a pace is no finer than that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np

from ketenmonitor.definition import Definition
from ketenmonitor.synth.clock import DAY, EPOCH
from ketenmonitor.synth.columns import Floats, Ints
from ketenmonitor.synth.plan import AFTER_ALL, BEFORE_ALL, Step

DAYS_IN_MONTH = 365.25 / 12
VARIABLE = ("chance", "wait_days")


@dataclass(frozen=True)
class Pace:
    """`per_month[i]`: the cases that begin in a month from the day `since[i]` (days since 1970) on."""

    since: tuple[int, ...]
    per_month: tuple[float, ...]
    steps: tuple[Step, ...]

    def a_day(self, days: Ints) -> Floats:
        """How many cases begin on each of these days, but for seasons and weekdays."""
        period = np.searchsorted(self.since, days, side="right") - 1
        return np.asarray(np.array(self.per_month)[np.maximum(period, 0)] / DAYS_IN_MONTH)


def pace_of(definition: Definition, declared: Mapping[str, Any]) -> Pace:
    """A pace as declared: `since` (dates), `per_month`, and `steps` in order."""
    since: list[date] = declared["since"]
    steps = tuple(step for one in declared["steps"] for step in _steps(definition, one, since))
    return Pace(tuple((day - EPOCH).days for day in since), tuple(declared["per_month"]), steps)


def _steps(definition: Definition, declared: Mapping[str, Any], since: list[date]) -> Iterator[Step]:
    """One step; or one for each period, of which an object takes only that of the period in which it is ready."""
    activity = declared["activity"]
    lists = {name: tuple(declared[name]) for name in ("after", "unless") if name in declared}
    step = Step(**{**declared, **lists, "object": definition.activities[activity].object})
    if not any(isinstance(declared[name], list) for name in VARIABLE):
        yield step
        return
    edges = (BEFORE_ALL, *((day - EPOCH).days * DAY for day in since[1:]), AFTER_ALL)
    for period, (first, beyond) in enumerate(pairwise(edges)):
        now = {name: declared[name][period] for name in VARIABLE if isinstance(declared[name], list)}
        yield replace(step, **now, unless=(*step.unless, activity), since_us=first, until_us=beyond)
