"""Competing risks: which route a case takes, and when, while many are still open.

Comes in: how long each case was seen in a step, and by which route it left (-1: still there). Goes out: cumulative incidence of each
route. The promise: cases that are still open count as long as they were seen, and in nothing afterwards.

Aalen & Johansen, An empirical transition matrix for non-homogeneous Markov chains based on censored observations (Scand. J. Statist.
5, 1978, p. 141-150). With d_k(t) leaving by route k at t of the n(t) who were seen until t or longer, and d the sum over k:
S(t) = product over u <= t of (1 - d(u)/n(u)); F_k(t) = sum over u <= t of S(u-) d_k(u)/n(u).

Variance of F_k(t), by the delta method (Marubini & Valsecchi, Analysing Survival Data from Clinical Trials, 1995, formula 10.12):
sum (F_k(t) - F_k(u))^2 d/(n (n - d)) + sum S(u-)^2 d_k (n - d_k)/n^3 - 2 sum (F_k(t) - F_k(u)) S(u-) d_k/n^2.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ketenmonitor.whatif.model import POINTS, Duration

Real = NDArray[np.float64]
Whole = NDArray[np.int64]
Z95 = 1.959963984540054


@dataclass(frozen=True, eq=False)
class Incidence:
    """At each of `times` (rising): `open` is S, and of each route (a row) `by_route` its F; `variance` of F at the last time."""

    times: Whole
    open: Real
    by_route: Real
    variance: Real
    counts: Whole

    @property
    def shares(self) -> Real:
        """F of each route at the last time."""
        return self.by_route[:, -1] if len(self.times) else np.zeros(len(self.counts))

    @property
    def remaining(self) -> float:
        """S at the last time."""
        return float(self.open[-1]) if len(self.times) else 1.0


def incidence(seen_s: Whole, route: NDArray[np.int16], routes: int) -> Incidence:
    """The estimator; `seen_s`: until it left or until the end of what was observed."""
    left = route >= 0
    times, place = np.unique(seen_s[left], return_inverse=True)
    by = np.zeros((routes, len(times)), np.int64)
    np.add.at(by, (route[left], place), 1)
    ordered = np.sort(seen_s)
    at_risk = (len(ordered) - np.searchsorted(ordered, times, side="left")).astype(np.float64)
    leaving = by.sum(axis=0)
    survival = np.cumprod(1.0 - leaving / at_risk)
    before = np.concatenate(([1.0], survival[:-1]))[: len(times)]
    step = before * by / at_risk
    found = np.cumsum(step, axis=1)
    return Incidence(times, survival, found, _variance(by, at_risk, before, found), by.sum(axis=1))


def _variance(by: Whole, at_risk: Real, before: Real, found: Real) -> Real:
    if not at_risk.size:
        return np.zeros(len(by))
    leaving = by.sum(axis=0)
    stay = at_risk - leaving
    ahead = found[:, -1:] - found
    both = np.where(stay > 0, leaving / (at_risk * np.maximum(stay, 1)), 0.0)
    first = (ahead**2 * both).sum(axis=1)
    second = (before**2 * by * (at_risk - by) / at_risk**3).sum(axis=1)
    third = (ahead * before * by / at_risk**2).sum(axis=1)
    return np.asarray(np.maximum(first + second - 2 * third, 0.0))


def wilson(share: float, n: float) -> tuple[float, float]:
    """The interval of a share of n (Wilson, Probable inference, the law of succession, and statistical inference, JASA 22, 1927)."""
    if n <= 0:
        return 0.0, 1.0
    z2 = Z95 * Z95 / n
    middle, width = share + z2 / 2, Z95 * (share * (1 - share) / n + z2 / (4 * n)) ** 0.5
    return max(0.0, (middle - width) / (1 + z2)), min(1.0, (middle + width) / (1 + z2))


def interval(share: float, variance: float, n: int) -> tuple[float, float]:
    """Wilson's interval with as many cases as a variance is worth: of a share that was seen whole, n."""
    worth = share * (1 - share) / variance if variance > 0 and 0 < share < 1 else float(n)
    return wilson(share, min(worth, float(n)) if worth > 0 else float(n))


def quantiles(times: Whole, cumulative: Real) -> Duration:
    """A sub-distribution as a table of quantiles, given that this route is taken: nothing is smoothed."""
    levels = np.arange(POINTS + 1) / POINTS * cumulative[-1]
    places = np.searchsorted(cumulative, levels * (1 - 1e-12), side="left")
    return Duration(tuple(times[np.minimum(places, len(times) - 1)].tolist()))


def median_interval(duration: Duration, n: int) -> tuple[float, float, float]:
    """The median in days with its interval: the order statistics that have it between them 95 % of the time (binomial)."""
    width = Z95 * 0.5 / max(n, 1) ** 0.5
    places = [min(max(p, 0.0), 1.0) for p in (0.5, 0.5 - width, 0.5 + width)]
    middle, low, high = (duration.quantiles[round(p * POINTS)] / 86_400 for p in places)
    return middle, low, high
