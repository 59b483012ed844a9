"""Leaving over time when not all have left, for many groups at once: the same figures as `measures` computes in the engine.

Comes in: of each case how long it took so far, whether it ended and in which group it is. Goes out: quantiles by Kaplan-Meier and the
share that ended within the norm by Aalen-Johansen, by group. The promise: the formulas and the edges are those of `measures.curve`
and `measures.lead_time`; a test writes simulated events into a monitor, measures them, and compares.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ketenmonitor.measures.curve import WITHIN
from ketenmonitor.whatif.outcome.periods import Values
from ketenmonitor.whatif.played import Whole

OPEN, TO, OTHER = 0, 1, 2
NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Leaving:
    """By group: how many there were, the earliest start, the lowest survival, quantiles (seconds, `NEVER`: not reached) and the share
    that ended by `to` within the norm."""

    n: Whole
    earliest_s: Whole
    lowest: Values
    quantiles: Whole
    within: Values


@dataclass(frozen=True)
class Spans:
    """Cases with a start: when, how long until the end or until they were last seen, and how it ended."""

    start_s: Whole
    lasted_s: Whole
    kind: NDArray[np.int8]


def leaving(spans: Spans, group: Whole, n_groups: int, levels: tuple[float, ...], norm_s: int | None) -> Leaving:
    """What `Leaving` says of each of `n_groups` groups."""
    order = _in_order(spans.lasted_s, group)
    t, kind, group = spans.lasted_s[order], spans.kind[order], group[order]
    n = np.bincount(group, minlength=n_groups)
    earliest = np.full(n_groups, NEVER, np.int64)
    np.minimum.at(earliest, group, spans.start_s[order])
    lowest, within = np.ones(n_groups), np.zeros(n_groups)
    quantiles = np.full((n_groups, len(levels)), NEVER, np.int64)
    if not len(t):
        return Leaving(n, earliest, lowest, quantiles, within)
    at = np.flatnonzero(np.r_[True, (t[1:] != t[:-1]) | (group[1:] != group[:-1])])
    points, of = t[at], group[at]
    first = np.flatnonzero(np.r_[True, of[1:] != of[:-1]])
    survival, ended = _curve(kind, at, np.cumsum(n)[of] - at, first)
    there = of[first]
    lowest[there] = np.minimum.reduceat(survival, first)
    for place, level in enumerate(levels):
        is_reached = survival <= 1 - level + WITHIN
        quantiles[there, place] = np.minimum.reduceat(np.where(is_reached, points, NEVER), first)
    if norm_s is not None:
        within[there] = np.maximum.reduceat(np.where(points <= norm_s, ended, 0.0), first)
    return Leaving(n, earliest, lowest, quantiles, within)


def _in_order(t: Whole, group: Whole) -> Whole:
    """By group and then time; groups are few, so that sorting by them is cheap."""
    by_time = np.argsort(t, kind="stable")
    return by_time[np.argsort(group[by_time].astype(np.int16), kind="stable")]


def _curve(kind: NDArray[np.int8], at: Whole, at_risk: Whole, first: Whole) -> tuple[Values, Values]:
    """Survival, and the share that ended by `to`, at each point; `first`: the points with which a group begins."""
    to = np.add.reduceat((kind == TO).astype(np.int64), at)
    left = np.add.reduceat((kind != OPEN).astype(np.int64), at)
    stay = at_risk - left
    factor = np.log(np.where(stay > 0, stay, at_risk) / at_risk)
    log_survival = _within(np.cumsum(factor), factor, first)
    survival = np.where(stay > 0, np.exp(log_survival), 0.0)
    step = np.exp(log_survival - factor) * to / at_risk
    return survival, _within(np.cumsum(step), step, first)


def _within(so_far: Values, each: Values, first: Whole) -> Values:
    """Sums so far within each group, from those over all."""
    lengths = np.diff(np.append(first, len(each)))
    return so_far - np.repeat(so_far[first] - each[first], lengths)
