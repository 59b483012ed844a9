"""Controlled rounding: every count to a multiple of a base next to it, such that all sums still hold.

Comes in: an additive table and a base. Goes out: the rounded counts. The promise: a multiple stays what it is (so 0 stays
0), every other count becomes the multiple just below or just above it, all sums hold exactly, and the sum of all changes
is at most `GAP` above the least; where there is no such table, or it was not found, a DisclosureError.

This is zero-restricted controlled rounding (Cox, A constructive procedure for unbiased controlled rounding, JASA 82, 1987).
For tables by two dimensions there always is one; for three or more there may be none (Causey, Cox and Ernst, JASA 80,
1985). No chance is in it, unlike in Cox's procedure, so it is not unbiased: the same table is always rounded the same way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from ketenmonitor.disclosure.additive import AdditiveTable, not_adding_up
from ketenmonitor.disclosure.solver import Program, Row
from ketenmonitor.errors import DisclosureError

# To prove the last half percent takes ten times as long and changes a few cells of thousands.
GAP = 0.005
HEAVY = 100  # a count of this size weighs twice as much as a large one, one of 1 a hundred times as much
TASK = "A table cannot be rounded"
NO_SUCH_TABLE = (
    "There is no way to round this table so that every count goes to a multiple next to it and all sums hold. Publish it "
    "with fewer breakdowns, or protect it with another method."
)


def rounded(
    table: AdditiveTable, base: int = 5, time_limit: float | None = None, before: Mapping[int, int] | None = None
) -> tuple[int, ...]:
    """The counts of the table rounded to multiples of `base`, in the order of its cells.

    `before`: what cells were rounded to earlier, which they are again; where sums do not allow that of all, of as many as
    possible, and a small count weighs more. `time_limit`: seconds for the solver. Raises DisclosureError when there is no
    such table or the solver did not find one near enough.
    """
    if base < 2:
        raise ValueError("Rounding is to a base of 2 or more.")
    below = [count // base for count in table.counts]
    loose = [cell for cell, count in enumerate(table.counts) if count % base]
    if not loose:
        return table.counts
    rows = _sums(table, below, loose)
    was_up = {number: _was_up(before, cell, below[cell], base) for number, cell in enumerate(loose)} if before else {}
    kept = _kept(table, loose, rows, {n: up for n, up in was_up.items() if up is not None}, time_limit)
    low = np.array([float(kept.get(number, 0)) for number in range(len(loose))])
    high = np.array([float(kept.get(number, 1)) for number in range(len(loose))])
    program = Program(low, high, rows, TASK, time_limit)
    # Rounding all down costs the sum of the remainders; up instead of down, base - 2 x the remainder more.
    rests = np.array([table.counts[cell] % base for cell in loose], dtype=float)
    program.all_whole(GAP, float(rests.sum()))
    result = list(below)
    for cell, is_up in zip(loose, program.minimise(base - 2 * rests, NO_SUCH_TABLE), strict=True):
        result[cell] += round(is_up)
    return _checked(table, tuple(count * base for count in result), base)


def _sums(table: AdditiveTable, below: Sequence[int], loose: Sequence[int]) -> list[Row]:
    """The sums that must hold, between whether each loose cell goes up."""
    place = {cell: number for number, cell in enumerate(loose)}
    rows = []
    for relation in table.relations:
        terms = [(place[cell], float(k)) for cell, k in relation if cell in place]
        rest = -float(sum(k * below[cell] for cell, k in relation))
        if terms:
            rows.append(Row([column for column, _ in terms], [k for _, k in terms], rest, rest))
    return rows


def _was_up(before: Mapping[int, int], cell: int, below: int, base: int) -> bool | None:
    """Whether a cell was rounded up earlier; None when it was not rounded, or to no multiple next to it."""
    up = before.get(cell, -1) - below * base
    return bool(up) if up in (0, base) else None


def _kept(
    table: AdditiveTable, loose: Sequence[int], rows: list[Row], was_up: Mapping[int, bool], time_limit: float | None
) -> dict[int, bool]:
    """Those of the cells that can all go the way that they went earlier."""
    if not was_up:
        return {}
    # Leaving the way costs most for a small count; what small counts are is not decided here.
    weights = {number: 1 + HEAVY / table.counts[loose[number]] for number in was_up}
    program = Program(np.zeros(len(loose)), np.ones(len(loose)), rows, TASK, time_limit)
    program.all_whole()
    costs = np.zeros(len(loose))
    for number, up in was_up.items():
        costs[number] = -weights[number] if up else weights[number]
    found = program.minimise(costs, NO_SUCH_TABLE)
    return {number: up for number, up in was_up.items() if bool(round(found[number])) is up}


def _checked(table: AdditiveTable, result: tuple[int, ...], base: int) -> tuple[int, ...]:
    """In whole numbers and apart from the solver."""
    moved = [abs(new - old) >= base or new % base for new, old in zip(result, table.counts, strict=True) if new != old]
    if any(moved) or not_adding_up(table.relations, result):
        raise DisclosureError(
            "A rounded table does not add up or is too far from the true one. This is a mistake of the program: nothing "
            "may be published. Report it."
        )
    return result
