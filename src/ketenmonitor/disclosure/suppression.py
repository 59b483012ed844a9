"""Cells of an additive table to hide: those that are small, and as few others as keep these from being computed.

Comes in: an additive table and the smallest count that is shown. Goes out: the cells to hide. The promise: of every small
count a reader who has all that is shown can find no more than an interval with 0 and the minimum in it; that was computed
anew by `audit`, which knows counts and whole numbers where the search knows changes and fractions (they share only how the
solver is asked), or there is no answer but a DisclosureError.

The search protects one small cell after another, upwards and downwards, by the cheapest change of the table that moves it
far enough and keeps all sums; every cell that this changes is hidden. It is the sequential method of Kelly, Golden and
Assad (Cell suppression: disclosure protection for sensitive tabular data, Networks 22, 1992), with the protection levels
of Fischetti and Salazar (JASA 95, 2000). It finds a safe pattern, not always the smallest.

What it does not do: a 0 stays shown, also where it says that all of a group are in one other cell.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from ketenmonitor.disclosure.additive import AdditiveTable
from ketenmonitor.disclosure.audit import exposed
from ketenmonitor.disclosure.extremes import Sums, extremes
from ketenmonitor.disclosure.solver import ALMOST, DUAL, Numbers, Program, Row, connected
from ketenmonitor.errors import DisclosureError

TASK = "Small counts cannot be protected"
HEADROOM = 10  # times the minimum: how far up a small cell may go to let another one move
GOLDEN = (math.sqrt(5) - 1) / 2


@dataclass(frozen=True)
class Suppression:
    """Which cells of a table are hidden: `primary` because they are small, `secondary` because of those."""

    primary: frozenset[int]
    secondary: frozenset[int]

    @property
    def suppressed(self) -> frozenset[int]:
        """Both together."""
        return self.primary | self.secondary


def suppress(
    table: AdditiveTable, minimum: int, time_limit: float | None = None, before: Mapping[int, bool] | None = None
) -> Suppression:
    """The cells to hide so that no count of 1 up to and including `minimum` - 1 can be told from 0 or from `minimum`.

    `before`: of cells that were published earlier, whether they were hidden. They still are, for others were safe by that;
    and what was shown is known, so that hiding it now would protect nothing.

    `time_limit`: seconds for each question to the solver. Raises DisclosureError when a cell cannot be protected, when the
    solver does not reach an optimal solution, and when the audit finds a small count that is not safe.
    """
    primary = frozenset(cell for cell, count in enumerate(table.counts) if 0 < count < minimum)
    earlier = before or {}
    hidden = set(primary) | {cell for cell, was_hidden in earlier.items() if was_hidden and table.counts[cell]}
    known = {cell for cell, was_hidden in earlier.items() if not was_hidden} - primary
    for part in parts_to_protect(table, primary):
        hidden |= _Search(table, part, minimum, time_limit, hidden, known).pattern()
    check(table, primary, hidden, minimum, time_limit)
    return Suppression(primary, frozenset(hidden) - primary)


def check(
    table: AdditiveTable, primary: Iterable[int], hidden: Iterable[int], minimum: int, time_limit: float | None = None
) -> None:
    """Raises DisclosureError when hiding these cells does not keep every primary one safe."""
    primary = sorted(primary)
    if unsafe := exposed(table, hidden, primary, minimum, time_limit):
        raise DisclosureError(
            f"{len(unsafe)} of {len(primary)} small counts of a table could be computed more closely than allowed from "
            "what would be shown. This table may not be published: publish fewer breakdowns, or protect it with another "
            "method."
        )


def parts_to_protect(table: AdditiveTable, primary: frozenset[int]) -> list[list[int]]:
    """The cells that are not 0, in parts that share no sum, as far as there is something small in a part."""
    groups = [[cell for cell, _ in relation if table.counts[cell]] for relation in table.relations]
    parts = connected(len(table.counts), [group for group in groups if group])
    return [part for part in parts if len(part) > 1 and not primary.isdisjoint(part)]


class _Search:
    """One part of a table as a program: how much each cell goes up and down, at what cost."""

    def __init__(
        self,
        table: AdditiveTable,
        cells: list[int],
        minimum: int,
        time_limit: float | None,
        hidden: Collection[int],
        known: Collection[int],
    ) -> None:
        """`hidden`: cells of the table that are hidden already; `known`: those that stay as they are."""
        self._cells, self._minimum, self._n = cells, minimum, len(cells)
        self._counts = np.array([table.counts[cell] for cell in cells], dtype=float)
        self._primary = [place for place, count in enumerate(self._counts) if 0 < count < minimum]
        self._hidden = np.array([cell in hidden for cell in cells])
        is_known = np.array([cell in known for cell in cells])
        # No two costs are equal, so that there is one cheapest change, whichever way a solver looks for it.
        apart = 1e-3 * ((np.arange(1, self._n + 1) * GOLDEN) % 1)
        self._costs = np.log1p(self._counts) + 1 + apart
        self._most, self._least = self._counts.copy(), self._counts.copy()
        high = np.concatenate([np.where(is_known, 0, math.inf), np.where(is_known, 0, self._counts)])
        self._relations, self._time_limit = self._rows(table), time_limit
        self._program = Program(np.zeros(2 * self._n), high, self._relations, TASK, time_limit)
        self._program.use(DUAL, presolve=True)

    def _rows(self, table: AdditiveTable) -> list[Row]:
        place = {cell: number for number, cell in enumerate(self._cells)}
        rows = []
        for relation in table.relations:
            terms = [(place[cell], k) for cell, k in relation if cell in place]
            if terms:
                columns = [*(c for c, _ in terms), *(c + self._n for c, _ in terms)]
                rows.append(Row(columns, [*(float(k) for _, k in terms), *(-float(k) for _, k in terms)], 0, 0))
        return rows

    def pattern(self) -> set[int]:
        """The cells to hide, small ones included."""
        self._see_alone()
        for cell in sorted(self._primary, key=lambda c: (-self._counts[c], c)):
            count = float(self._counts[cell])
            if self._most[cell] < self._minimum - ALMOST:
                self._move(cell, cell, cell + self._n, self._minimum - count)
            if self._least[cell] > ALMOST:
                self._move(cell, cell + self._n, cell, count)
        return {self._cells[place] for place in np.flatnonzero(self._hidden)}

    def _see_alone(self) -> None:
        """See how far the small cells move each other when nothing else is hidden: most of them are safe so."""
        low = np.concatenate([np.zeros(self._n), np.zeros(self._n)])
        most = np.where(self._hidden, float(self._minimum), 0.0)
        high = np.concatenate([most * HEADROOM, np.where(self._hidden, self._counts, 0.0)])
        program = Program(low, high, self._relations, TASK, self._time_limit)
        sums = Sums([{c: 1.0, c + self._n: -1.0} for c in self._primary], 2 * self._n)
        own = self._counts[self._primary]
        down, up = extremes(program, sums, -own, self._minimum - own)
        self._least[self._primary], self._most[self._primary] = own + down, own + up

    def _move(self, cell: int, column: int, opposite: int, amount: float) -> None:
        """Find the cheapest change with this cell moved by `amount`, and hide what it changes."""
        ends = {cell: math.inf, cell + self._n: float(self._counts[cell])}
        self._program.bound(column, amount, ends[column])
        self._program.bound(opposite, 0, 0)
        costs = np.where(self._hidden, 0.0, self._costs)
        found = self._program.minimise(np.concatenate([costs, costs]))
        self._program.bound(column, 0, ends[column])
        self._program.bound(opposite, 0, ends[opposite])
        change = found[: self._n] - found[self._n :]
        change[np.abs(change) < ALMOST] = 0
        self._hidden |= change != 0
        self._see(change)
        self._see(-change)

    def _see(self, change: Numbers) -> None:
        """Remember how far this change, as many times as all counts stay 0 or more, moves every other cell too."""
        falls = change < 0
        times = np.min(self._counts[falls] / -change[falls]) if falls.any() else float(self._minimum) / ALMOST
        moved = self._counts + times * change
        self._most, self._least = np.maximum(self._most, moved), np.minimum(self._least, moved)
