"""What comes out of a scenario: each figure with and without the measure, the difference, and where it gets stuck.

Comes in: nothing. Goes out: `Outcome` and what it is made of. The promise: it is about a scenario and never about what was measured;
nothing of a case is in it; a value that is not there is None and has a reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ketenmonitor.whatif.outcome.reduced import Key


@dataclass(frozen=True)
class Band:
    """The mean over replications, and between which limits 95 % of them lie."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Figure:
    """One figure in one period (None: the whole horizon). The difference is scenario minus baseline, paired by replication.

    `better`, `worse`: the share of replications in which it gets better or worse; None where neither direction is better.
    `missing`: why a value is None: `not-applicable`, `not-reached` or `not-yet-known`. `replications`: of how many it is the mean.
    """

    key: Key
    period: str | None
    unit: str
    baseline: Band | None
    scenario: Band | None
    difference: Band | None
    better: float | None
    worse: float | None
    missing: str | None
    replications: int


@dataclass(frozen=True)
class Tight:
    """The step that is closest to full: the share of its places in use, how many wait at the end of the month, and how many days it
    would take to work these off at the pace of that month (None: nothing was done)."""

    step: str
    partner: str
    use: float
    queue: float
    work_days: float | None


@dataclass(frozen=True)
class Bottleneck:
    """The tightest step of a month, without and with the measure; None when no step has places."""

    period: str
    baseline: Tight | None
    scenario: Tight | None


@dataclass(frozen=True)
class Outcome:
    """All figures by key and period in the order of `periods` (months, years, None), and the bottleneck of each month.

    `next_bottleneck`: the step that the measure makes the tightest where another one was, with the first month in which it is;
    None when there is none. `at_start`: the stocks when the simulation began.
    """

    periods: tuple[str | None, ...]
    figures: tuple[Figure, ...]
    bottlenecks: tuple[Bottleneck, ...]
    next_bottleneck: Bottleneck | None
    at_start: Mapping[Key, int]
    replications: int

    @cached_property
    def _found(self) -> dict[tuple[Key, str | None], Figure]:
        return {(one.key, one.period): one for one in self.figures}

    def of(self, about: str, id: str, figure: str, period: str | None = None) -> Figure | None:
        """One figure; None when there is no such."""
        return self._found.get((Key(about, id, figure), period))

    def series(self, about: str, id: str, figure: str) -> tuple[Figure, ...]:
        """One figure month by month."""
        return tuple(one for month in self.months if (one := self.of(about, id, figure, month)))

    @property
    def months(self) -> tuple[str, ...]:
        return tuple(one for one in self.periods if one and len(one) > 4)

    @property
    def years(self) -> tuple[str, ...]:
        return tuple(one for one in self.periods if one and len(one) == 4)
