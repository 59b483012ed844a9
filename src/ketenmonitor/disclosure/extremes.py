"""The least and the most of many sums over one program, with as few questions to the solver as possible.

Comes in: a program, and sums with bounds that hold anyway. Goes out: what each sum is at least and at most. The promise:
each answer is either such a bound, attained by a solution that was seen, or the optimum of a question of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from ketenmonitor.disclosure.solver import ALMOST, Numbers, Program

WORTH = 0.1  # all open sums are asked about together again while that settles this share of them
FEW = 8  # so many open sums are asked about one by one at once


class Sums:
    """Sums of coefficient x column, and what they come to in solutions."""

    def __init__(self, sums: Sequence[Mapping[int, float]], columns: int) -> None:
        sizes = np.array([len(terms) for terms in sums])
        self._place = np.repeat(np.arange(len(sums)), sizes)
        self._columns = np.array([column for terms in sums for column in terms], dtype=int)
        self._factors = np.array([factor for terms in sums for factor in terms.values()], dtype=float)
        self._n_sums, self._n_columns = len(sums), columns

    def values(self, solution: Numbers) -> Numbers:
        """What each sum comes to."""
        terms = self._factors * solution[self._columns]
        found: Numbers = np.bincount(self._place, weights=terms, minlength=self._n_sums).astype(float)
        return found

    def costs(self, which: Numbers) -> Numbers:
        """The costs by column of those sums, each times the number given for it."""
        terms = self._factors * which[self._place]
        found: Numbers = np.bincount(self._columns, weights=terms, minlength=self._n_columns).astype(float)
        return found


def extremes(program: Program, sums: Sums, low: Numbers, high: Numbers) -> tuple[Numbers, Numbers]:
    """The least and most of each sum, of which `low` and `high` are known to hold."""
    seen = _Seen(sums.values(program.start()))
    for sign, known in ((1.0, low), (-1.0, -high)):
        _all_least(program, sums, seen, sign, known)
    return seen.least, seen.most


class _Seen:
    """What sums came to in all solutions so far."""

    def __init__(self, values: Numbers) -> None:
        self.least, self.most = values, values

    def add(self, values: Numbers) -> None:
        self.least, self.most = np.minimum(self.least, values), np.maximum(self.most, values)

    def open(self, sign: float, known: Numbers) -> Numbers:
        """1 for the sums of which the bound was not attained yet, 0 for others."""
        return ((self.least if sign > 0 else -self.most) > known + ALMOST).astype(float)


def _all_least(program: Program, sums: Sums, seen: _Seen, sign: float, known: Numbers) -> None:
    left = seen.open(sign, known)
    while left.sum() > FEW:
        seen.add(sums.values(program.minimise(sums.costs(sign * left))))
        before, left = left.sum(), seen.open(sign, known)
        if before - left.sum() < WORTH * before:
            break
    for place in np.flatnonzero(left):
        if seen.open(sign, known)[place]:
            alone = np.zeros(len(left))
            alone[place] = sign
            seen.add(sums.values(program.minimise(sums.costs(alone))))
