"""How uneven times in hand are, and what regular work does to what a step seems to handle.

Comes in: the visits of a step with places, and what its stock and outflow say. Goes out: `InHand`, and the capacity as it is then. The
promise: only cases that found a place free tell how long one is in hand, and where these are too few, or say nothing else, nothing changes.

A case that comes while well fewer stand there than there are places is in hand at once, in whatever order cases are taken: its stay is
its time in hand. Their standard deviation over their mean (`spread`) is 1 when times are exponential, as the likelihood of `capacity`
has it; another one is taken only when that is 99.9 % sure (by the influence function of the ratio of moments: Hampel 1974). Of regular
work (below 1) fewer leave just after a queue began than the likelihood expects, so that it finds more places than there are; of
irregular work more, and it finds fewer. Then the capacity is counted: departures over working time while there is a queue, in spells
without the first mean time in hand, after which busy places leave at their own rate whatever the distribution (Cox, Renewal theory,
1962, 4.2). The places are that times the mean.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil, exp, floor, sqrt

import numpy as np
from numpy.typing import NDArray

from ketenmonitor.whatif.calibrate.capacity import ENOUGH, Capacity
from ketenmonitor.whatif.calibrate.path import Path

Real = NDArray[np.float64]
Whole = NDArray[np.int64]
FREE = 0.8  # of the least number of places: fewer than that stand there, so one is free
SURE, Z95 = 3.2905267314919255, 1.959963984540054  # standard errors: 99.9 and 95 %
ALIKE = (0.7, 1.4)  # the mean over that of stock and outflow: else they do not speak of the same


@dataclass(frozen=True)
class InHand:
    """Seconds of working time in hand: their `mean`; `variance`, over its square, with its standard `error`; of how many `cases`."""

    mean: float
    variance: float
    error: float
    cases: int

    @property
    def spread(self) -> float:
        """The standard deviation over the mean; 1 as long as that cannot be told from it."""
        return 1.0 if abs(self.variance - 1) <= SURE * self.error else sqrt(max(self.variance, 0.0))

    @property
    def limits(self) -> tuple[float, float]:
        """Its interval of 95 %, and always the spread itself."""
        low, high = (sqrt(max(self.variance + sign * Z95 * self.error, 0.0)) for sign in (-1, 1))
        return min(low, self.spread), max(high, self.spread)

    def fits(self, capacity: Capacity) -> bool:
        """Whether it speaks of the same as stock and outflow do: its mean is about theirs."""
        return ALIKE[0] <= self.mean / capacity.per_case_s <= ALIKE[1]


def found_free(entered_s: Whole, left_s: Whole, weight: Real, capacity: Capacity) -> NDArray[np.bool_]:
    """Of each visit whether so few stood there when it came that a place was free. `weight`: how likely each will ever be left."""
    by_entry, by_leave = np.argsort(entered_s, kind="stable"), np.argsort(left_s, kind="stable")
    came = np.concatenate(([0.0], np.cumsum(weight[by_entry])))[
        np.searchsorted(entered_s[by_entry], entered_s, side="left")
    ]
    gone = left_s[by_leave] >= 0
    went = np.concatenate(([0.0], np.cumsum(weight[by_leave] * gone)))[
        np.searchsorted(left_s[by_leave], entered_s, side="right")
    ]
    return np.asarray(came - went < FREE * capacity.places_low)


def in_hand_of(
    entered_s: Whole, left_s: Whole, worked_s: Real, is_free: NDArray[np.bool_], span_s: tuple[int, int]
) -> InHand | None:
    """From visits that found a place free within the span; `worked_s`: of each the working time until it left. None: too few.

    Who came so late that a long one could not have ended counts not, up to a quarter of the span: else long ones were missing.
    """
    first, last = span_s
    mine = is_free & (left_s >= 0) & (entered_s >= first)
    if int(mine.sum()) < ENOUGH:
        return None
    longest = min(int((left_s - entered_s)[mine].max()), (last - first) // 4)
    times = worked_s[mine & (entered_s < last - longest)]
    mean = float(times.mean()) if len(times) else 0.0
    if len(times) < ENOUGH or mean <= 0:
        return None
    second = float((times**2).mean())
    influence = (times**2 - second) / mean**2 - 2 * second * (times - mean) / mean**3
    return InHand(mean, max(second / mean**2 - 1, 0.0), float(influence.std()) / sqrt(len(times)), len(times))


def counted(capacity: Capacity, path: Path, in_hand: InHand) -> Capacity:
    """The capacity when times in hand are not exponential; the same when they are, or when too few left in spells to count by."""
    if in_hand.spread == 1:
        return capacity
    left, worked = spells(path, capacity.places, in_hand.mean)
    if left < ENOUGH or worked <= 0:
        return capacity
    rate, error = left / worked, sqrt(capacity.dispersion * max(1.0, in_hand.variance) / left)
    places, error_of_places = rate * in_hand.mean, sqrt(error**2 + in_hand.variance / in_hand.cases)
    return replace(
        capacity,
        places=max(1, round(places)),
        places_low=max(1, floor(places * exp(-Z95 * error_of_places))),
        places_high=ceil(places * exp(Z95 * error_of_places)),
        rate=rate, rate_low=rate * exp(-Z95 * error), rate_high=rate * exp(Z95 * error),
    )  # fmt: skip


def spells(path: Path, level: int, wait_s: float) -> tuple[int, float]:
    """Departures and working time while at least `level` stood there, in each spell from `wait_s` of working time on."""
    passed = np.cumsum(path.worked)
    turns = np.flatnonzero(np.diff(np.concatenate(([0], (path.level >= level).view(np.int8), [0]))))
    begins, ends = turns[::2], turns[1::2]
    since = np.where(begins > 0, passed[begins - 1], 0.0) + wait_s
    first = np.searchsorted(passed, since, side="right")
    left = np.concatenate(([0], np.cumsum(path.leaves)))
    long = first < ends
    return int((left[ends] - left[first])[long].sum()), float((passed[ends - 1] - since)[long].sum())
