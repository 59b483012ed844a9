"""Noise for counts: which whole number is added to a count, given its cell key.

Comes in: the parameters, a count, a cell key. Goes out: the noise. The promise: the same count of the same cases gets
the same noise in every table and every release; on average none; never more than `largest`; 0 stays 0.

Formula, for true count i: the distribution of noise v of maximum entropy, p(v) ~ exp(a v + b v^2), on the v with
|v| <= `largest`, i + v >= 0 and i + v not among 1..`hole`, with mean 0 and variance `variance`; a and b by Newton's method
on both moments. Counts above `largest` + `hole` share the last, symmetric, one. Noise: the inverse of the cumulative
distribution at u = (cell key + 1/2) / 2^32.

Sources: Marley and Leaver 2011 (maximum entropy with given moments); Giessing 2016; Handbook on Statistical Disclosure
Control, chapter on the cell-key method; `cellKey` and `ptable` for R. The parameters are secrets of the home: who knows
the distribution can tell how likely each true count is.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ketenmonitor.errors import DisclosureError

KEYS = 2**32
MOST_STEPS = 200
CLOSE = 1e-10
REMEDY = "Choose a larger noise, a smaller hole or another variance in the settings of publication."
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Perturbation:
    """The parameters of the noise. `hole`: a published count is never 1 up to this, for it would stand out."""

    largest: int = 7
    variance: float = 2.0
    hole: int = 2

    def __post_init__(self) -> None:
        if self.largest < 1 or self.hole < 0 or not 0 < self.variance < math.inf:
            raise DisclosureError(
                "Noise needs a largest of 1 or more, a variance above 0 and a hole of 0 or more. "
                "Change the settings of publication."
            )

    def noise(self, count: int, cell_key: int) -> int:
        """What is added to a count (>= 0) of the cases with this cell key (0 up to 2^32)."""
        if count == 0:
            return 0
        support, cumulative = self._rows[min(count, len(self._rows)) - 1]
        return support[min(bisect_right(cumulative, (cell_key + 0.5) / KEYS), len(support) - 1)]

    def protected(self, count: int, cell_key: int) -> int:
        """A count as it is published."""
        return count + self.noise(count, cell_key)

    def origins(self, shown: int) -> list[int]:
        """Every true count that can become this one, in order: what who knows the parameters can say of it."""
        least = max(0 if shown == 0 else 1, shown - self.largest)
        could = range(least, shown + self.largest + 1)
        return [i for i in could if i == 0 or shown - i in _support(i, self.largest, self.hole)]

    def distribution(self, count: int) -> dict[int, float]:
        """How likely each noise is for a true count (>= 1)."""
        support = _support(count, self.largest, self.hole)
        return dict(zip(support.astype(int).tolist(), _most_even(support, self.variance), strict=True))

    @cached_property
    def _rows(self) -> list[tuple[list[int], list[float]]]:
        """For each true count from 1: the noise there can be, and its cumulative distribution."""
        rows = []
        for count in range(1, self.largest + self.hole + 2):
            chances = self.distribution(count)
            rows.append((list(chances), np.cumsum(list(chances.values())).tolist()))
        return rows


def _support(count: int, largest: int, hole: int) -> Floats:
    return np.array([v for v in range(-largest, largest + 1) if count + v == 0 or count + v > hole], dtype=np.float64)


def _most_even(support: Floats, variance: float) -> list[float]:
    """The distribution of maximum entropy with mean 0 and this variance. Raises DisclosureError when there is none."""
    for low, high in _extremes(support, variance):
        if math.isclose(-low * high, variance):  # then only these two noises are left
            chances = {low: high / (high - low), high: -low / (high - low)}
            return [chances.get(v, 0.0) for v in support.tolist()]
    mean_and_square = np.array([0.0, variance])
    moments = np.stack([support, support**2])
    scale, factors = max(float(np.abs(support).max()), 1.0), np.zeros(2)
    for _ in range(MOST_STEPS):
        exponent = factors @ (moments / np.array([[scale], [scale**2]]))
        chances = np.exp(exponent - exponent.max())
        chances /= chances.sum()
        missing = moments @ chances - mean_and_square
        if np.abs(missing).max() < CLOSE:
            return [float(chance) for chance in chances]
        spread = (moments * chances) @ moments.T - np.outer(moments @ chances, moments @ chances)
        step = np.linalg.lstsq(spread, missing, rcond=None)[0] * np.array([scale, scale**2])
        factors -= step * min(1.0, 5.0 / max(float(np.abs(step).max()), 1e-12))
    raise DisclosureError(f"The noise of variance {variance:g} was not found. {REMEDY}")


def _extremes(support: Floats, variance: float) -> tuple[tuple[float, float], tuple[float, float]]:
    """The two noises nearest to 0 on either side, and the two farthest: variances with mean 0 lie between theirs."""
    below, above = support[support <= 0].tolist(), support[support >= 0].tolist()
    if not below or not above:
        raise DisclosureError(f"For some counts no noise is small enough and leaves the hole. {REMEDY}")
    nearest, farthest = (below[-1], above[0]), (below[0], above[-1])
    least, most = (-low * high for low, high in (nearest, farthest))
    if not least * (1 - CLOSE) <= variance <= most * (1 + CLOSE):
        raise DisclosureError(
            f"With this hole and largest noise, a variance of {variance:g} cannot be had for every count: "
            f"for one it lies between {least:g} and {most:g}. {REMEDY}"
        )
    return nearest, farthest
