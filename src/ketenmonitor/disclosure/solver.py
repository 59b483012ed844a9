"""The one place that talks to HiGHS: a linear program that is solved many times over, or not at all.

Comes in: columns with bounds, rows of coefficients with bounds. Goes out: an optimal solution. The promise: every other
outcome (infeasible, out of time, not even started) is a DisclosureError, so nothing is published on half an answer.

One thread and one seed, always: HiGHS shares one scheduler in a process, and answers "Not Set" without solving when a
second program asks for another number of threads. One thread also makes the same program take the same path.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
from highspy import Highs, HighsModelStatus

from ketenmonitor.errors import DisclosureError

Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.int32]
ALMOST = 1e-5  # what a solver may be off by, of a count
LARGE = 1500  # columns from where an interior point finds a first solution sooner than the simplex method
ALWAYS = {"output_flag": False, "threads": 1, "random_seed": 0, "mip_abs_gap": 0.0}
DUAL, PRIMAL = 1, 4


@dataclass(frozen=True)
class Row:
    """The sum of coefficient x column lies between `low` and `high`."""

    columns: Sequence[int]
    coefficients: Sequence[float]
    low: float
    high: float


class Program:
    """A linear program of which only costs and bounds change, so that each solution starts from the one before."""

    def __init__(
        self, low: Numbers, high: Numbers, rows: Iterable[Row], task: str, time_limit: float | None = None
    ) -> None:
        """`task` is what an error message says could not be done; `time_limit` is in seconds for each solution."""
        self._highs: Any = Highs()  # type: ignore[no-untyped-call]  # its constructor has no annotations
        self._task, self._n = task, len(low)
        for name, value in ALWAYS.items():
            self._highs.setOptionValue(name, value)
        if time_limit is not None:
            self._highs.setOptionValue("time_limit", time_limit)
        self._time_limit = time_limit
        self._in_whole: Callable[[], Program] | None = None
        rows = list(rows)
        self._again: Callable[[], Program] = lambda: Program(low, high, rows, task, time_limit)
        self._highs.addVars(self._n, low, high)
        _add_rows(self._highs, rows)
        self._costs = np.zeros(self._n)

    def use(self, strategy: int, presolve: bool = False) -> None:
        """From now on the dual simplex method (after a change of bounds) or the primal one (after one of costs)."""
        self._highs.setOptionValue("solver", "simplex")
        self._highs.setOptionValue("simplex_strategy", strategy)
        self._highs.setOptionValue("presolve", "on" if presolve else "off")

    def start(self) -> Numbers:
        """Any solution, and from then on the primal simplex method: for many questions on the same polytope."""
        self.use(DUAL)
        if self._n >= LARGE:
            self._highs.setOptionValue("solver", "ipm")
        found = self.minimise(np.zeros(self._n))
        self.use(PRIMAL)
        return found

    def bound(self, column: int, low: float, high: float) -> None:
        """Other bounds for one column."""
        self._highs.changeColBounds(column, low, high)

    def all_whole(self, gap: float = 0.0, offset: float = 0.0) -> None:
        """Only whole numbers count as a solution from now on.

        A solution is optimal when its cost + `offset` is at most the share `gap` above the least.
        """
        self._highs.setOptionValue("mip_rel_gap", gap)
        self._highs.changeObjectiveOffset(offset)
        columns = np.arange(self._n, dtype=np.int32)
        self._highs.changeColsIntegrality(self._n, columns, np.ones(self._n, dtype=np.uint8))

    def accept_only_whole(self) -> None:
        """From now on a solution with fractions is solved again in whole numbers; most have none, and that is quicker.

        For a program of which the bounds stay as they are.
        """
        self._in_whole = cache(self._twin)

    def _twin(self) -> Program:
        twin = self._again()
        twin.all_whole()
        return twin

    def minimise(self, costs: Numbers, if_none: str = "") -> Numbers:
        """The solution with the least cost. Raises DisclosureError unless the solver says that it is optimal.

        `if_none`: what the error says when there is no solution at all.
        """
        changed = np.flatnonzero(costs != self._costs).astype(np.int32)
        self._highs.changeColsCost(len(changed), changed, costs[changed])
        self._costs = costs.copy()
        if self._time_limit is not None:
            # HiGHS counts the time of all runs together.
            self._highs.setOptionValue("time_limit", self._highs.getRunTime() + self._time_limit)
        self._highs.run()
        status = self._highs.getModelStatus()
        if status == HighsModelStatus.kInfeasible and if_none:
            raise DisclosureError(if_none)
        if status != HighsModelStatus.kOptimal:
            raise DisclosureError(
                f"{self._task}: the solver did not reach an optimal solution but says "
                f"'{self._highs.modelStatusToString(status)}', so this table may not be published. "
                "Publish fewer breakdowns, or protect this table with another method."
            )
        found = np.array(self._highs.getSolution().col_value)
        if self._in_whole is not None and np.any(np.abs(found - np.round(found)) > ALMOST):
            return self._in_whole().minimise(costs)
        return found


def _add_rows(highs: Any, rows: list[Row]) -> None:
    if not rows:
        return
    sizes = [len(row.columns) for row in rows]
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int32)
    columns = np.concatenate([np.asarray(row.columns, dtype=np.int32) for row in rows])
    values = np.concatenate([np.asarray(row.coefficients, dtype=np.float64) for row in rows])
    low, high = np.array([row.low for row in rows], dtype=float), np.array([row.high for row in rows], dtype=float)
    highs.addRows(len(rows), low, high, len(columns), starts, columns, values)


def connected(size: int, groups: Iterable[Sequence[int]]) -> list[list[int]]:
    """The numbers below `size` in parts, such that each group lies within one part."""
    above = list(range(size))

    def top(place: int) -> int:
        while above[place] != place:
            above[place] = above[above[place]]
            place = above[place]
        return place

    for group in groups:
        for member in group[1:]:
            one, other = sorted((top(group[0]), top(member)))
            above[other] = one
    parts: dict[int, list[int]] = {}
    for place in range(size):
        parts.setdefault(top(place), []).append(place)
    return list(parts.values())
