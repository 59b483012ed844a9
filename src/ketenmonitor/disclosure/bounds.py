"""What follows from sums without a solver: bounds of each unknown, made narrower until little more follows.

Comes in: bounds of whole numbers, and sums that lie between bounds. Goes out: narrower bounds. The promise: no solution
in whole numbers is lost, so whoever uses these bounds knows no less than before.

Savelsbergh (Preprocessing and probing techniques for mixed integer programming, ORSA J. on Computing 6, 1994) calls
it bound strengthening; Dobra and Fienberg (Bounds for cell entries in contingency tables, PNAS 97, 2000) use it on tables.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ketenmonitor.disclosure.solver import ALMOST, Numbers, Row
from ketenmonitor.errors import DisclosureError

Whole = npt.NDArray[np.int64]
ROUNDS = 50  # orderings over 12 months need 12 rounds; sums of sums fewer
CONTRADICTION = (
    "What is known of these cells contradicts itself: no counts fit it. Check that all sums are of the same cases, and "
    "that the noise is not larger than was said."
)


def narrowed(low: Numbers, high: Numbers, rows: Sequence[Row]) -> tuple[Numbers, Numbers]:
    """The bounds after all sums have had their say. Raises DisclosureError when nothing fits between them."""
    low, high = np.ceil(low - ALMOST), np.floor(high + ALMOST)
    if not rows:
        return _possible(low, high)
    sizes = np.array([len(row.columns) for row in rows], dtype=np.int64)
    starts = np.cumsum(sizes) - sizes
    columns = np.concatenate([np.asarray(row.columns) for row in rows])
    factors = np.concatenate([np.asarray(row.coefficients, dtype=float) for row in rows])
    least, most = np.array([row.low for row in rows], dtype=float), np.array([row.high for row in rows], dtype=float)
    for _ in range(ROUNDS):
        before = low.copy(), high.copy()
        small = np.where(factors > 0, low[columns], high[columns]) * factors
        large = np.where(factors > 0, high[columns], low[columns]) * factors
        # What the other terms leave for this one: most - the least that all others can be, and the reverse.
        up = np.repeat(most, sizes) - _of_others(small, starts, sizes)
        down = np.repeat(least, sizes) - _of_others(large, starts, sizes)
        np.minimum.at(high, columns, np.floor(np.where(factors > 0, up, down) / factors + ALMOST))
        np.maximum.at(low, columns, np.ceil(np.where(factors > 0, down, up) / factors - ALMOST))
        _possible(low, high)
        if np.array_equal(low, before[0]) and np.array_equal(high, before[1]):
            break
    return low, high


def _of_others(terms: Numbers, starts: Whole, sizes: Whole) -> Numbers:
    """For each term the sum of the other terms of its row; infinite when one of these is."""
    endless = ~np.isfinite(terms)
    finite = np.where(endless, 0.0, terms)
    total = np.repeat(np.add.reduceat(finite, starts), sizes) - finite
    others = np.repeat(np.add.reduceat(endless.astype(int), starts), sizes) - endless
    sign = np.repeat(np.add.reduceat(np.where(endless, np.sign(terms), 0.0), starts), sizes)
    return np.where(others > 0, np.where(sign < 0, -np.inf, np.inf), total)


def _possible(low: Numbers, high: Numbers) -> tuple[Numbers, Numbers]:
    if np.any(low > high):
        raise DisclosureError(CONTRADICTION)
    return low, high
