"""The attacker: everything that a reader can know of counts, and what follows from it for any one of them.

Comes in: unknown counts with bounds, sums and orderings between them. Goes out: for each target the least and the most
that fits with everything at once. The promise: the range is exact for counts that need not be whole (the linear
relaxation), so a reader who computes with fractions learns no more; one who insists on whole numbers could, seldom,
learn a little more: `ranges(targets, whole=True)` answers that for small tables.

These are the feasibility intervals of the ESS guidelines (Guidelines for statistical disclosure control methods applied
on census and demographics data, 2024, section 5), and the attacker problems of Fischetti and Salazar (JASA 95, 2000).
One program serves all targets: only its costs change, so that the primal simplex method goes on from where it was.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ketenmonitor.disclosure.bounds import CONTRADICTION, narrowed
from ketenmonitor.disclosure.extremes import Sums, extremes
from ketenmonitor.disclosure.solver import ALMOST, Numbers, Program, Row, connected
from ketenmonitor.errors import DisclosureError

Target = int | Mapping[int, int]
TASK = "What a reader could compute is not known"


@dataclass(frozen=True)
class Range:
    """The least and the most that a count can be."""

    low: int
    high: int

    @property
    def width(self) -> int:
        return self.high - self.low

    @property
    def is_exact(self) -> bool:
        return self.low == self.high


class Knowledge:
    """What a reader knows: `cell` for each unknown count, then `total`, `sum` and `order`; then ask `ranges`.

    Fast for totals in layers: make a published cell a cell of its own, and a total the sum of published parts where these
    are there, rather than of all finest cells.
    """

    def __init__(self, time_limit: float | None = None) -> None:
        """`time_limit`: seconds for each question to the solver; a question that takes longer is an error."""
        self._low: list[float] = []
        self._high: list[float] = []
        self._rows: list[Row] = []
        self._orders: set[int] = set()
        self._time_limit = time_limit

    def cell(self, low: int = 0, high: float = math.inf) -> int:
        """One more unknown count between bounds; its number."""
        self._low.append(low)
        self._high.append(high)
        return len(self._low) - 1

    def total(self, whole: int, parts: Sequence[int]) -> None:
        """The cell `whole` is the sum of the cells `parts`."""
        self.sum({whole: -1, **dict.fromkeys(parts, 1)}, 0, 0)

    def sum(self, terms: Mapping[int, int], low: float, high: float) -> None:
        """The sum of coefficient x cell lies between `low` and `high`; one of both may be infinite."""
        if not all(0 <= cell < len(self._low) for cell in terms):
            raise ValueError("A sum names a cell that was not made with `cell`.")
        if terms:
            self._rows.append(Row(tuple(terms), tuple(map(float, terms.values())), low, high))

    def order(self, smaller: int, larger: int) -> None:
        """The cell `smaller` is at most the cell `larger`."""
        self.sum({smaller: 1, larger: -1}, -math.inf, 0)
        self._orders.add(len(self._rows) - 1)

    def ranges(
        self, targets: Sequence[Target], whole: bool = False, enough: Range | None = None, apart: bool = False
    ) -> list[Range]:
        """For each cell, or sum of coefficient x cell, the least and the most that fits all that is known.

        Counts are whole, so ranges are narrowed to whole numbers.
        - `whole`: every unknown must be whole as well. Exact, but only for small tables.
        - `enough`: no need to look beyond this. Quicker, and counts may have a wider range than is returned.
        - `apart`: orderings narrow the bounds of cells, and are then left out, so that moments that only orderings join
          are questions apart. Ranges may then be wider than what follows from all together; for many moments there is
          no other way in reasonable time.

        Raises DisclosureError when nothing fits, when a target has no upper bound, and when the solver does not reach an
        optimal solution.
        """
        low, high = narrowed(np.array(self._low, dtype=float), np.array(self._high, dtype=float), self._rows)
        wanted = [{target: 1} if isinstance(target, int) else dict(target) for target in targets]
        least, most = _naive(wanted, low, high)
        if enough is not None:
            least, most = np.maximum(least, enough.low), np.minimum(most, enough.high)
        free = low < high
        kept = [row for number, row in enumerate(self._rows) if not (apart and number in self._orders)]
        rows = [row for row in (_of_free(row, low, free) for row in kept) if row.columns]
        # Parts that share no sum are asked apart; a target across parts joins them.
        asked = [tuple(cell for cell in terms if free[cell]) for terms in wanted]
        for part in _parts(free, rows, asked):
            here = [number for number, cells in enumerate(asked) if cells and cells[0] in part.place]
            if here:
                sums = Sums([part.of(wanted[number]) for number in here], len(part.place))
                shift = [sum(k * low[cell] for cell, k in wanted[n].items() if not free[cell]) for n in here]
                program = part.program(low, high, self._time_limit, whole)
                least[here], most[here] = (
                    found + shift for found in extremes(program, sums, least[here] - shift, most[here] - shift)
                )
        return [Range(_up(a), _down(b)) for a, b in zip(least, most, strict=True)]


@dataclass(frozen=True)
class _Part:
    """Unknown cells that hang together: their columns in a program of their own, and the sums between them."""

    place: dict[int, int]
    rows: list[Row]

    def of(self, terms: Mapping[int, int]) -> dict[int, float]:
        return {self.place[cell]: float(k) for cell, k in terms.items() if cell in self.place}

    def program(self, low: Numbers, high: Numbers, time_limit: float | None, whole: bool) -> Program:
        cells = list(self.place)
        rows = [Row([self.place[c] for c in r.columns], r.coefficients, r.low, r.high) for r in self.rows]
        program = Program(low[cells], high[cells], rows, TASK, time_limit)
        if whole:
            program.accept_only_whole()
        return program


def _parts(free: npt.NDArray[np.bool_], rows: Sequence[Row], asked: Sequence[Sequence[int]]) -> Iterator[_Part]:
    groups = connected(len(free), [*(row.columns for row in rows), *(cells for cells in asked if cells)])
    number_of = {cell: number for number, cells in enumerate(groups) for cell in cells}
    rows_of: list[list[Row]] = [[] for _ in groups]
    for row in rows:
        rows_of[number_of[row.columns[0]]].append(row)
    for cells, own in zip(groups, rows_of, strict=True):
        if free[cells[0]]:
            yield _Part({cell: place for place, cell in enumerate(cells)}, own)


def _naive(wanted: Sequence[Mapping[int, int]], low: Numbers, high: Numbers) -> tuple[Numbers, Numbers]:
    """The bounds of each target that follow from those of its cells alone."""
    least = np.array([sum(k * (low if k > 0 else high)[cell] for cell, k in terms.items()) for terms in wanted])
    most = np.array([sum(k * (high if k > 0 else low)[cell] for cell, k in terms.items()) for terms in wanted])
    if not (np.isfinite(least).all() and np.isfinite(most).all()):
        raise DisclosureError(
            f"{TASK}: one of the counts has no upper bound. Give it one, such as the number of all cases."
        )
    return least, most


def _of_free(row: Row, low: Numbers, free: npt.NDArray[np.bool_]) -> Row:
    """The row without the cells that are known, of which the sum goes to its bounds."""
    terms = list(zip(row.columns, row.coefficients, strict=True))
    known = sum(k * low[cell] for cell, k in terms if not free[cell])
    left = [(cell, k) for cell, k in terms if free[cell]]
    if not left and not row.low - ALMOST <= known <= row.high + ALMOST:
        raise DisclosureError(CONTRADICTION)
    return Row([cell for cell, _ in left], [k for _, k in left], row.low - known, row.high - known)


def _up(value: float) -> int:
    return math.ceil(value - ALMOST)


def _down(value: float) -> int:
    return math.floor(value + ALMOST)
