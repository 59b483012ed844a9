"""Whether some cases go before others.

Comes in: visits of a step with their class. Goes out: for each value how much sooner than the others it leaves. The promise: only what
chance does not show is taken for a rule; a class of which the work is shorter looks the same.

At each departure one of the n(v) of n who stand there would be next by chance, with probability p = n(v)/n: the score test of no
priority has O - E = sum(1(v) - p) and V = sum p (1 - p), and exp((O - E)/V) estimates the odds (Peto's one-step estimate: Yusuf, Peto
et al., Progress in Cardiovascular Diseases 27, 1985).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Z95 = 1.959963984540054
SOONER = 1.25  # the least odds, at the low end of the interval, that are taken for a rule
FEW = 50


@dataclass(frozen=True)
class Odds:
    """Of one value of the class; `low` and `high`: 95 %."""

    value: int
    odds: float
    low: float
    high: float


def odds_of(
    entered_s: Whole, left_s: Whole, case_class: NDArray[np.int16], classes: int, first_s: int
) -> tuple[Odds, ...]:
    """Of each value, from departures since `first_s`; values with too little to say are left out."""
    leaving = left_s >= first_s
    moments, who = left_s[leaving], case_class[leaving]
    everyone = _standing(entered_s, left_s, moments)
    found = []
    for value in range(classes):
        of = case_class == value
        share = _standing(entered_s[of], left_s[of], moments) / np.maximum(everyone, 1)
        more, variance = float(((who == value) - share).sum()), float((share * (1 - share)).sum())
        if variance >= FEW:
            wide = Z95 / variance**0.5
            logs = (more / variance, more / variance - wide, more / variance + wide)
            found.append(Odds(value, *(float(np.exp(np.clip(v, -20, 20))) for v in logs)))
    return tuple(found)


def _standing(entered_s: Whole, left_s: Whole, moments: Whole) -> NDArray[np.float64]:
    """How many stood there just before each moment, those who come at it included."""
    came = np.searchsorted(np.sort(entered_s), moments, side="right")
    went = np.searchsorted(np.sort(left_s[left_s >= 0]), moments, side="left")
    return (came - went).astype(np.float64)
