"""From what was seen of a chain to a model of it.

Comes in: `Observed`. Goes out: the `Model` and who stands in it. The promise: the same visits give the same model; every assumption has
the number that its name has in this chain.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np

from ketenmonitor.definition import Definition
from ketenmonitor.measures.calendar import holidays_of
from ketenmonitor.whatif.calibrate.arrivals import Found, arrivals_of
from ketenmonitor.whatif.calibrate.assume import of_arrivals, of_classes, of_step
from ketenmonitor.whatif.calibrate.estimate import Estimate, estimate_of
from ketenmonitor.whatif.calibrate.facts import steps_of
from ketenmonitor.whatif.calibrate.numbering import numbers_of
from ketenmonitor.whatif.calibrate.observe import DAY_S, Observed
from ketenmonitor.whatif.calibrate.standing import stood_of
from ketenmonitor.whatif.calibrate.workdays import day_of
from ketenmonitor.whatif.model import Assumption, Model, Stood

AHEAD = 12  # years of holidays after the last day seen


def calibrate(observed: Observed) -> tuple[Model, Stood]:
    """The model of a chain as it was seen, and the cases that stand in it at the end."""
    definition = observed.definition
    free = _holidays(observed)
    leaving = np.ones(len(observed.case))
    estimates = []
    for place in range(len(definition.activities)):
        estimate, likely = estimate_of(observed, place, free)
        leaving[observed.step == place] = likely
        estimates.append(estimate)
    shares, counted = _classes(observed)
    found = _arrivals(observed, free, shares)
    numbers = numbers_of(definition, observed.classes)
    model = Model(
        chain=definition.id,
        definition_version=definition.version,
        steps={estimate.step.id: estimate.step for estimate in estimates},
        arrivals=tuple(one.arrivals for one in found),
        assumptions=_assumptions(definition, observed, estimates, found, (shares, counted), numbers),
        holidays=free,
        class_attribute=observed.class_attribute,
        trained_from=day_of(observed.from_s),
        trained_until=day_of(observed.until_s),
    )
    return model, stood_of(observed, leaving)


def _holidays(observed: Observed) -> frozenset[date]:
    first, last = day_of(observed.from_s).year, day_of(observed.until_s).year
    return holidays_of(observed.definition.holidays, first, last + AHEAD)


def _arrivals(observed: Observed, free: frozenset[date], shares: dict[str, float]) -> list[Found]:
    """Of each activity that cases begin with; only whole days count."""
    first, last = -(-observed.from_s // DAY_S), observed.until_s // DAY_S
    begins = observed.is_first & observed.is_whole
    days = observed.entered_s // DAY_S
    begins &= (days >= first) & (days < last)
    found = []
    for place, name in enumerate(steps_of(observed.definition)):
        mine = days[begins & (observed.step == place)]
        if len(mine) and last > first:
            found.append(arrivals_of(name, mine, first, last, free, shares))
    return found


def _classes(observed: Observed) -> tuple[dict[str, float], int]:
    """The share of each value among all cases that began, and how many these are; what is left has no known value."""
    values = observed.case_class[observed.is_first & observed.is_whole]
    counts = np.bincount(values[values >= 0], minlength=len(observed.classes))
    return {v: float(n) / max(len(values), 1) for v, n in zip(observed.classes, counts, strict=True)}, len(values)


def _assumptions(
    definition: Definition,
    observed: Observed,
    estimates: list[Estimate],
    found: list[Found],
    classes: tuple[dict[str, float], int],
    numbers: dict[str, str],
) -> tuple[Assumption, ...]:
    """In the order of their numbers."""

    def every() -> Iterator[Assumption]:
        for one in found:
            yield from of_arrivals(one, numbers)
        for estimate in estimates:
            yield from of_step(estimate, observed.classes, numbers)
        yield from of_classes(*classes, numbers)

    return tuple(sorted(every(), key=lambda one: int(one.number[1:])))
