"""How many cases stood in a step at each moment, and when one left: all that a capacity is estimated from.

Comes in: when cases entered a step and left it, and how likely each that is still there will ever leave. Goes out: `Path`. The
promise: cases that nobody will ever take up (dormant ones) do not count as a queue.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]
DAY_S = 86_400
WEEK_S = 7 * DAY_S


@dataclass(frozen=True, eq=False)
class Path:
    """Moments in order: `level` cases stood there just before, for `worked` seconds of working time; `leaves`: one left then.

    `block`: which week the time before it lies in.
    """

    level: Whole
    worked: Real
    leaves: Flags
    block: Whole

    @property
    def departures(self) -> int:
        """How many left."""
        return int(self.leaves.sum())

    def histogram(self) -> tuple[Real, Whole]:
        """Working seconds and departures at each level from 0."""
        size = int(self.level.max()) + 1 if len(self.level) else 1
        exposure = np.asarray(np.bincount(self.level, weights=self.worked, minlength=size), np.float64)
        return exposure, np.bincount(self.level[self.leaves], minlength=size).astype(np.int64)

    def split(self, block: int) -> tuple[Path, Path]:
        """What came before a block, and the rest."""
        cut = int(np.searchsorted(self.block, block, side="left"))
        parts = ((self.level[s], self.worked[s], self.leaves[s], self.block[s]) for s in (slice(cut), slice(cut, None)))
        before, after = (Path(*part) for part in parts)
        return before, replace(after, block=after.block - block)

    def by_block(self, busy: Real) -> tuple[Whole, Real]:
        """Departures of each block, and the integral of `busy` (a value for each moment) over its working time."""
        size = int(self.block.max()) + 1 if len(self.block) else 0
        left = np.bincount(self.block[self.leaves], minlength=size).astype(np.int64)
        return left, np.asarray(np.bincount(self.block, weights=busy * self.worked, minlength=size), np.float64)


def path_of(
    entered_s: Whole, left_s: Whole, weight: Real, span_s: tuple[int, int], clock: Whole, ticks_s: Whole
) -> Path:
    """The path between two moments. `left_s` -1: still there, with a `weight` of 0 to 1; `clock` is working time at `ticks_s`."""
    first, last = span_s
    gone = left_s >= 0
    inside = (entered_s < last) & (~gone | (left_s >= first))
    entered, left, weight, gone = entered_s[inside], left_s[inside], weight[inside], gone[inside]
    leaving = gone & (left < last)
    edges = np.append(np.arange(first, last, WEEK_S), last)
    at = np.concatenate((np.maximum(entered, first), left[leaving], edges))
    kind = np.repeat(
        np.array([1, 2, 0], np.int8), (len(entered), int(leaving.sum()), len(edges))
    )  # at one moment an edge is first
    change = np.concatenate((weight, -weight[leaving], np.zeros(len(edges))))
    order = np.lexsort((kind, at))
    at, kind, change = at[order], kind[order], change[order]
    level = np.rint(np.maximum(np.cumsum(change) - change, 0)).astype(np.int64)
    passed = np.interp(at, ticks_s, clock)
    worked = np.diff(passed, prepend=passed[0])
    # The moment itself belongs to the block that it closes: what leaves at an edge was counted before it.
    block = np.minimum(np.maximum(at - first - (kind == 0), 0) // WEEK_S, max(len(edges) - 2, 0))
    return Path(level, worked, kind == 2, block)


def grid_exposure(begin_s: Whole, end_s: Whole, edges_s: Whole) -> Real:
    """How much time of the intervals [begin, end) lies between each two edges."""
    begin, end = np.sort(begin_s), np.sort(end_s)

    def until(moments: Whole, ordered: Whole) -> Real:
        n = np.searchsorted(ordered, moments, side="left")
        sums = np.concatenate(([0], np.cumsum(ordered)))
        return np.asarray((moments * n - sums[n]).astype(np.float64))

    return np.diff(until(edges_s, begin) - until(edges_s, end))
