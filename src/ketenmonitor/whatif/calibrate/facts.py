"""What the definition says of a chain, as arrays for calibration.

Comes in: a definition. Goes out: names, partners and which activities may be the last. The promise: the order is that of the file.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from ketenmonitor.definition import Definition


def steps_of(definition: Definition) -> tuple[str, ...]:
    """The activities, which steps are named after."""
    return tuple(definition.activities)


def may_be_last(definition: Definition) -> frozenset[str]:
    """What ends a lead time or takes an object out of a stock: after it nothing more need follow."""
    ends = {a for figure in definition.lead_times.values() for a in (*figure.ends, *figure.other_ends)}
    return frozenset(ends | {a for stock in definition.stocks.values() for a in stock.leaves})


def flags_of(definition: Definition, activities: Iterable[str]) -> NDArray[np.bool_]:
    """Of each activity whether it is one of these."""
    wanted = set(activities)
    return np.array([name in wanted for name in definition.activities], bool)
