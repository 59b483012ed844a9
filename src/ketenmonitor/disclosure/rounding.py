"""Controlled rounding: every count to a multiple of a base next to it, such that all sums still hold.

Comes in: an additive table and a base. Goes out: the rounded counts. The promise: a multiple stays what it is (so 0 stays
0), every other count becomes the multiple just below or just above it, all sums hold exactly, and no other such table is
nearer to the true one; where there is none, or it was not found, a DisclosureError.

This is zero-restricted controlled rounding (Cox, A constructive procedure for unbiased controlled rounding, JASA 82, 1987).
For tables by two dimensions there always is one; for three or more there may be none (Causey, Cox and Ernst, JASA 80,
1985). Of the nearest tables one is taken that does not depend on chance, so it is not unbiased as in Cox's procedure.
"""

from __future__ import annotations

import math

import numpy as np

from ketenmonitor.disclosure.additive import AdditiveTable, not_adding_up
from ketenmonitor.disclosure.solver import Program, Row
from ketenmonitor.errors import DisclosureError

GOLDEN = (math.sqrt(5) - 1) / 2
NO_SUCH_TABLE = (
    "There is no way to round this table so that every count goes to a multiple next to it and all sums hold. Publish it "
    "with fewer breakdowns, or protect it with another method."
)


def rounded(table: AdditiveTable, base: int = 5, time_limit: float | None = None) -> tuple[int, ...]:
    """The counts of the table rounded to multiples of `base`, in the order of its cells.

    `time_limit`: seconds for the solver. Raises DisclosureError when there is no such table or the solver did not find
    the nearest.
    """
    if base < 2:
        raise ValueError("Rounding is to a base of 2 or more.")
    below = [count // base for count in table.counts]
    loose = [cell for cell, count in enumerate(table.counts) if count % base]
    place = {cell: number for number, cell in enumerate(loose)}
    rows = []
    for relation in table.relations:
        terms = [(place[cell], float(k)) for cell, k in relation if cell in place]
        rest = -float(sum(k * below[cell] for cell, k in relation))
        if terms:
            rows.append(Row([column for column, _ in terms], [k for _, k in terms], rest, rest))
    program = Program(np.zeros(len(loose)), np.ones(len(loose)), rows, "A table cannot be rounded", time_limit)
    program.all_whole()
    up = program.minimise(_costs(table, loose, base), NO_SUCH_TABLE) if loose else []
    result = tuple(
        (below[cell] + (round(up[place[cell]]) if cell in place else 0)) * base for cell in range(len(below))
    )
    _check(table, result, base)
    return result


def _costs(table: AdditiveTable, loose: list[int], base: int) -> np.typing.NDArray[np.float64]:
    """How much farther up is than down; of equally near tables a fixed one is cheapest."""
    apart = ((np.arange(1, len(loose) + 1) * GOLDEN) % 1) / (2 * len(loose))
    return np.array([base - 2 * (table.counts[cell] % base) for cell in loose], dtype=float) + apart


def _check(table: AdditiveTable, result: tuple[int, ...], base: int) -> None:
    """In whole numbers and apart from the solver."""
    moved = [abs(new - old) >= base or new % base for new, old in zip(result, table.counts, strict=True) if new != old]
    if any(moved) or not_adding_up(table.relations, result):
        raise DisclosureError(
            "A rounded table does not add up or is too far from the true one. This is a mistake of the program: nothing "
            "may be published. Report it."
        )
