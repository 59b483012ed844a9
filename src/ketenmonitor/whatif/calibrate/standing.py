"""The cases that stand in a chain at the end of what was observed.

Comes in: the visits, and of each that is still open how likely it will ever end. Goes out: `Stood`. The promise: who may have left is
not in it when that is the likelier; the order follows from what is in it alone, so that the same cases have the same numbers.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ketenmonitor.definition import Definition, LeadTime, Stock
from ketenmonitor.whatif.calibrate.facts import flags_of, may_be_last
from ketenmonitor.whatif.calibrate.observe import Observed
from ketenmonitor.whatif.model import Stood

Real = NDArray[np.float64]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]
LIKELY = 0.5


def stood_of(observed: Observed, leaving: Real) -> Stood:
    """`leaving`: of each visit that is still open how likely it will be left; of others anything."""
    definition = observed.definition
    ending = flags_of(definition, may_be_last(definition))[observed.step]
    stands = (observed.left_s < 0) & (~ending | (leaving >= LIKELY))
    cases = observed.case[stands]
    began = [_began(observed, figure)[cases] for figure in definition.lead_times.values()]
    stocks = [_is_in(observed, definition, figure)[cases] for figure in definition.stocks.values()]
    step, since, value = observed.step[stands], observed.entered_s[stands], observed.case_class[stands]
    dormant = ~ending[stands] & (leaving[stands] < LIKELY)
    order = np.lexsort((*stocks, *began, dormant, value, step, since))

    def column(values: NDArray[np.generic]) -> tuple[int, ...]:
        return tuple(values[order].tolist())

    return Stood(
        step=column(step),
        since_s=column(since),
        began_s=tuple(column(one) for one in began),
        case_class=column(value),
        stocks=tuple(tuple(one[order].tolist()) for one in stocks),
        dormant=tuple(dormant[order].tolist()),
    )


def _began(observed: Observed, figure: LeadTime) -> Whole:
    """Of each case when a lead time began, also when it has ended; -1: not."""
    found = np.full(int(observed.case[-1]) + 1 if len(observed.case) else 0, -1, np.int64)
    rows = np.flatnonzero(flags_of(observed.definition, figure.starts)[observed.step])
    found[observed.case[rows][::-1]] = observed.entered_s[rows][::-1]  # the first of a case is written last
    return found


def _is_in(observed: Observed, definition: Definition, figure: Stock) -> Flags:
    """Of each case whether it is in a stock: the last of what enters or leaves entered."""
    found = np.zeros(int(observed.case[-1]) + 1 if len(observed.case) else 0, bool)
    rows = np.flatnonzero(flags_of(definition, figure.activities)[observed.step])
    found[observed.case[rows]] = flags_of(definition, figure.enters)[observed.step[rows]]
    return found
