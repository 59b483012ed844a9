"""What is kept of one simulation: figures by month, year and over the whole horizon, and nothing of any case.

Comes in: nothing. Goes out: `Key`, `Reduced`, and what is known of each sort of figure (`FIGURES`). The promise: a value that is not
there is NaN and has a reason, as with measured figures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ketenmonitor.definition import Definition
from ketenmonitor.whatif.model import Model, Stood
from ketenmonitor.whatif.outcome.periods import Values

# Why a value is not there; a later reason weighs more than an earlier one.
REASONS = ("", "not-applicable", "not-reached", "not-yet-known")
KNOWN, NOT_APPLICABLE, NOT_REACHED, NOT_YET_KNOWN = range(4)
PARTNER, STEP, STOCK, LEAD_TIME = "partner", "step", "stock", "lead_time"


class Sort(NamedTuple):
    """A sort of figure: its unit, and whether more of it (1) or less (-1) is better; 0: neither."""

    unit: str
    better: int


FIGURES: Mapping[str, Sort] = {
    "stock": Sort("cases", -1),
    "queue": Sort("cases", -1),
    "left": Sort("cases", 0),
    "waiting_days": Sort("days", -1),
    "sojourn_days": Sort("days", -1),
    "use": Sort("share", 0),
    "started": Sort("cases", 0),
    "median_days": Sort("days", -1),
    "p90_days": Sort("days", -1),
    "within_norm": Sort("share", 1),
}


class Key(NamedTuple):
    """Which figure: `about` a partner, step, stock or lead time, by its id, and the sort of figure."""

    about: str
    id: str
    figure: str


@dataclass(frozen=True)
class Reduced:
    """`values` has a row for each of `keys` and a column for each of `periods` (months, years, None: the whole); `reasons` likewise.

    `at_start`: the stocks when the simulation began.
    """

    keys: tuple[Key, ...]
    periods: tuple[str | None, ...]
    values: Values
    reasons: NDArray[np.int8]
    at_start: Mapping[Key, int]

    def times(self, k: int, at_start: Mapping[Key, int]) -> Reduced:
        """Of a chain that was played at one in `k`: counts are `k` times as large, and at the begin as they were counted."""
        of_cases = np.array([FIGURES[key.figure].unit == "cases" for key in self.keys])
        values = np.where(of_cases[:, None], self.values * k, self.values)
        return replace(self, values=values, at_start=at_start)


def standing(model: Model, stood: Stood, definition: Definition) -> dict[Key, int]:
    """The stocks of those that stand in a chain."""
    steps = list(model.steps.values())
    by_step = Counter(steps[step].id for step in stood.step)
    by_partner = Counter(steps[step].partner for step in stood.step)
    partners = dict.fromkeys(step.partner for step in steps)
    found = {Key(PARTNER, one, "stock"): by_partner[one] for one in definition.partners if one in partners}
    found |= {Key(STEP, one, "stock"): by_step[one] for one in model.steps}
    is_in = stood.stocks or ((),) * len(definition.stocks)
    return found | {Key(STOCK, one, "stock"): sum(said) for one, said in zip(definition.stocks, is_in, strict=True)}
