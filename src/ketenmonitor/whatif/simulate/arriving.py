"""Who comes into the chain: the cases of each day, each with a number of its own.

Comes in: the arrivals of a model and the key of a replication. Goes out: `Coming`, a row for each case. The promise: a case is known by
the activity that it begins with, its day, and how many-th of that day it is; where a scenario has more arrivals than the baseline, every
case of the baseline comes at the same second, with the same class and the same further numbers.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, localcontext
from math import fsum

import numpy as np

from ketenmonitor.whatif.model import Arrivals, Model
from ketenmonitor.whatif.played import Whole
from ketenmonitor.whatif.simulate.clock import DAY_S
from ketenmonitor.whatif.simulate.draws import (
    CLASS,
    EXACTLY,
    HOW_MANY,
    MOMENT,
    ONE,
    Keys,
    how_many,
    mixed,
    named,
    thresholds,
    uniform,
)


@dataclass(frozen=True)
class Coming:
    """Cases: their keys, the step that they come into, when, and their class (-1: none)."""

    keys: Keys
    step: Whole
    at: Whole
    case_class: Whole


def classes_of(model: Model) -> tuple[str, ...]:
    """The values of the chain's class, sorted: the order of every number of a class."""
    return tuple(sorted({value for arrivals in model.arrivals for value in arrivals.classes}))


def expected(arrivals: Arrivals, start: date, until: date, holidays: Collection[date]) -> list[float]:
    """How many cases are expected on each day from `start` up to `until`."""
    with localcontext(EXACTLY):
        growth, year = 1 + Decimal(arrivals.growth), Decimal("365.25")
        level = arrivals.a_day * float(growth ** (Decimal((start - arrivals.level_day).days) / year))
        a_day = float(growth ** (1 / year))
    found = []
    for day in (start + timedelta(n) for n in range((until - start).days)):
        mean = level * arrivals.months[day.month - 1] * arrivals.weekdays[day.weekday()]
        if day in holidays:
            mean *= arrivals.holiday
        for from_day, until_day, factor in arrivals.factors:
            if from_day <= day and (until_day is None or day < until_day):
                mean *= factor
        found.append(mean)
        level *= a_day
    return found


def coming(model: Model, start: date, until: date, key: Keys) -> Coming:
    """Every case that comes in from `start` up to `until`."""
    values, steps = classes_of(model), list(model.steps)
    parts = [_of(arrivals, steps.index(arrivals.at), values, model, start, until, key) for arrivals in model.arrivals]
    if not parts:
        none = np.zeros(0, np.int64)
        return Coming(none.astype(np.uint64), none, none, none)
    columns = zip(*((p.keys, p.step, p.at, p.case_class) for p in parts), strict=True)
    return Coming(*(np.concatenate(column) for column in columns))


def _of(
    arrivals: Arrivals, step: int, values: tuple[str, ...], model: Model, start: date, until: date, key: Keys
) -> Coming:
    means = expected(arrivals, start, until, model.holidays)
    day = np.arange(len(means))
    day_keys = mixed(named(key, arrivals.at), day + start.toordinal())
    chance = uniform(day_keys, HOW_MANY).tolist()
    counts = np.array([how_many(u, mean, arrivals.dispersion) for u, mean in zip(chance, means, strict=True)], np.int64)
    nth = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    keys = mixed(np.repeat(day_keys, counts), nth)
    moment = np.repeat(day, counts) * DAY_S + (uniform(keys, MOMENT) >> 22) * DAY_S // (ONE >> 22)
    return Coming(keys, np.full(len(keys), step), moment, _classes(arrivals, values, uniform(keys, CLASS)))


def _classes(arrivals: Arrivals, values: tuple[str, ...], u: Whole) -> Whole:
    """The class of each case; what the shares leave over has none."""
    named_shares = [(values.index(value), share) for value, share in sorted(arrivals.classes.items())]
    left = max(0.0, 1 - fsum(share for _, share in named_shares))
    every = [*named_shares, (-1, left)] if left > 1e-9 or not named_shares else named_shares
    ends = thresholds([share for _, share in every])
    return np.array([number for number, _ in every])[np.searchsorted(ends, u, side="right")]
