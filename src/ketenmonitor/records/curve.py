"""From the odds of a model to a probability that holds: of pairs that get 0.9, nine in ten are one person.

Comes in: odds of pairs of which it is known whether they are one person. Goes out: a `Curve`. The promise: higher odds
never give a lower probability; how sure the curve itself is can be asked, by drawing the known pairs again.

Isotonic regression by pooling adjacent violators (Ayer and others 1955), on bins. Marks that persons gave shift that curve
by a regression of two numbers (Platt 1999), because there are too few of them for a curve of their own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ketenmonitor.records.model import Numbers

BINS = 200
DRAWS = 200
STIFFNESS = 1.0  # how much the shift is drawn to none: worth about one mark
NEVER_SURE = 0.5  # pairs of the other kind that every stretch of the curve may hold unseen


@dataclass(frozen=True)
class Curve:
    """Probability by log2 odds: straight between `at`, level outside. `shift` and `slope` are in log odds."""

    at: Numbers
    chance: Numbers
    shift: float = 0.0
    slope: float = 1.0

    def __call__(self, odds: Numbers) -> Numbers:
        base = np.interp(odds, self.at, self.chance)
        return base if (self.shift, self.slope) == (0.0, 1.0) else _logistic(self.shift + self.slope * _logit(base))


def fitted(odds: Numbers, same: Numbers, weights: Numbers | None = None) -> Curve:
    """The curve of known pairs."""
    weight = np.ones(len(odds)) if weights is None else weights
    edges = _edges(odds, same)
    bins = np.searchsorted(edges, odds, side="right")
    columns = (weight, weight * same, weight * odds)
    total, hits, sums = (np.bincount(bins, column, len(edges) + 1).astype(np.float64) for column in columns)
    there = total > 0
    return _pooled(sums[there] / total[there], hits[there], total[there])


def _edges(odds: Numbers, same: Numbers) -> Numbers:
    """Narrow where pairs of one person are, since the threshold is there; wide where hardly any is."""
    some = odds[same > 0] if same.any() else odds
    narrow = np.quantile(some, np.linspace(0, 1, min(BINS, max(2, len(some) // 5))))
    wide = np.quantile(odds, np.linspace(0, 1, min(BINS // 10, max(2, len(odds) // 5))))
    return np.unique(np.concatenate([narrow, wide]))


def _pooled(middle: Numbers, hits: Numbers, total: Numbers) -> Curve:
    """Neighbours that go down are one stretch, until none does."""
    stretches: list[tuple[float, float, float, float]] = []
    for at, hit, number in zip(middle.tolist(), hits.tolist(), total.tolist(), strict=True):
        stretches.append((at, at, hit, number))
        while len(stretches) > 1 and stretches[-2][2] / stretches[-2][3] >= stretches[-1][2] / stretches[-1][3]:
            (low, _, h1, n1), (_, high, h2, n2) = stretches[-2:]
            stretches[-2:] = [(low, high, h1 + h2, n1 + n2)]
    at = np.array([end for low, high, _, _ in stretches for end in (low, high + 1e-9)])
    # No stretch is certain, however many pairs it holds
    least = np.array([NEVER_SURE / (number + 2 * NEVER_SURE) for *_, number in stretches])
    chance = np.clip([hit / number for *_, hit, number in stretches], least, 1 - least)
    return Curve(at, np.repeat(np.maximum.accumulate(chance), 2))


def drawn_again(odds: Numbers, same: Numbers, groups: Numbers, seed: int) -> list[Curve]:
    """Curves of the same pairs drawn again with their rows, to see how much chance is in the curve."""
    chance = np.random.default_rng(seed)
    numbers = int(groups.max()) + 1 if len(groups) else 1
    return [fitted(odds, same, chance.poisson(1.0, numbers)[groups.astype(int)].astype(float)) for _ in range(DRAWS)]


def shifted(curve: Curve, odds: Numbers, marks: Numbers) -> Curve:
    """The curve after what persons judged, by Newton's method."""
    x = _logit(curve(odds))
    beta, toward = np.array([0.0, 1.0]), np.array([0.0, 1.0])
    design = np.column_stack([np.ones(len(x)), x])
    for _ in range(50):
        p = _logistic(design @ beta)
        gradient = design.T @ (marks - p) - STIFFNESS * (beta - toward)
        hessian = design.T @ (design * (p * (1 - p))[:, None]) + STIFFNESS * np.eye(2)
        step = np.linalg.solve(hessian, gradient)
        beta = beta + np.clip(step, -1, 1)
    # Never against the odds: marks that contradict them leave a level line
    return Curve(curve.at, curve.chance, round(float(beta[0]), 6), round(max(float(beta[1]), 0.0), 6))


def _logit(chance: Numbers) -> Numbers:
    return np.log(chance / (1 - chance))


def _logistic(logit: Numbers) -> Numbers:
    return 1 / (1 + np.exp(-logit))
