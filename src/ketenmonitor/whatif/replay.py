"""How well a model foretells what happened: learned until a day, played after it, and set beside what was measured since.

Comes in: the cases of a view and a day. Goes out: a `Replay` for each stock. The promise: the model was told nothing from that day on; it
stands beside what anybody can say without a model, and whether it was better is said either way.

Off by: the mean over months of |measured - mean of the replications|. `held`: the share of months of which the stock lay within the band
that should hold it in 95 of 100. The naive ways: the stock as it was on the last day; as at the end of the same month a year before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

import numpy as np

from ketenmonitor.definition import Definition
from ketenmonitor.errors import UsageError
from ketenmonitor.linking import Cases
from ketenmonitor.whatif.calibrate import calibrate, observe, vary
from ketenmonitor.whatif.forecast import Series, series_of
from ketenmonitor.whatif.model import Model, Stood
from ketenmonitor.whatif.outcome import Key, Reduced, reduced
from ketenmonitor.whatif.outcome.reduced import STOCK
from ketenmonitor.whatif.simulate import nobody, play, replicate

LIMITS = (0.025, 0.975)
MONTHS, FEW = 12, 6  # that are replayed before each scenario, and how many times: enough for a mean
Told = Callable[[int, int], None]


@dataclass(frozen=True)
class Month:
    """One month that was played: its stock as measured, as played (mean and band), and as the naive ways have it; None: not known."""

    name: str
    measured: int
    mean: float
    low: float
    high: float
    naive: int
    seasonal_naive: int | None


@dataclass(frozen=True)
class Replay:
    """The months of one stock. Each `off` is a mean over the same months; that of the seasonal naive way is None without a year before."""

    stock: str
    months: tuple[Month, ...]

    @property
    def off(self) -> float:
        return _mean([abs(one.measured - one.mean) for one in self.months])

    @property
    def naive_off(self) -> float:
        return _mean([abs(one.measured - one.naive) for one in self.months])

    @property
    def seasonal_off(self) -> float | None:
        off = [abs(one.measured - one.seasonal_naive) for one in self.months if one.seasonal_naive is not None]
        return _mean(off) if len(off) == len(self.months) else None

    @property
    def held(self) -> float:
        return _mean([float(one.low <= one.measured <= one.high) for one in self.months])

    @property
    def is_better(self) -> bool:
        """Than the better of the naive ways."""
        naive = self.naive_off if self.seasonal_off is None else min(self.naive_off, self.seasonal_off)
        return self.off < naive


@dataclass(frozen=True)
class Learned:
    """A model and the cases that stood in the chain when it began, from `start` until `until` (not included)."""

    definition: Definition
    model: Model
    stood: Stood
    start: date
    until: date
    seed: int


def learned(cases: Cases, until: date | None) -> tuple[Model, Stood]:
    """The model of what happened up to and with a day (None: all that is known)."""
    return calibrate(observe(cases, None if until is None else until + timedelta(days=1)))


def replay(
    cases: Cases, trained_until: date, months: int, replications: int, seed: int, told: Told = nobody
) -> tuple[Replay, ...]:
    """Learn up to and with a day, play the months after it, and compare. Raises UsageError when no whole month was measured since."""
    definition, start = cases.view.definition, trained_until + timedelta(days=1)
    if start.day != 1:
        raise UsageError("A replay begins with a whole month. Right is the last day of a month, such as 2025-12-31.")
    series = {id: series_of(cases, id)["end"] for id in definition.stocks}
    known = {id: one.known_on(trained_until) for id, one in series.items()}
    measured = {id: later[:months] for id, (_, later) in known.items()}
    n = max((len(later) for later in measured.values()), default=0)
    if not n:
        raise UsageError(f"No whole month after {trained_until} was measured of any stock. Right is an earlier day.")
    model, stood = learned(cases, trained_until)
    side = Learned(definition, model, stood, start, _after(start, n), seed)
    played = replicate(partial(_played, side), replications, told=told)
    return tuple(
        _replay(id, known[id][0], measured[id], played) for id in series if measured[id] and known[id][0].values
    )


def not_replayed(cases: Cases, start: date, seed: int) -> tuple[str, ...]:
    """The stocks whose last year before a day the model would have foretold no better than who does without; of less, nothing is said."""
    this = start.replace(day=1)
    try:
        found = replay(cases, this.replace(year=this.year - 1) - timedelta(days=1), MONTHS, FEW, seed)
    except UsageError:  # less than a year is known, which is a warning of its own
        return ()
    return tuple(one.stock for one in found if not one.is_better)


def _played(side: Learned, replication: int) -> Reduced:
    model = vary(side.model, side.seed, replication)
    visits = play(model, side.stood, side.start, side.until, side.seed, replication)
    return reduced(visits, model, side.stood, side.definition)


def _replay(stock: str, before: Series, measured: Sequence[int], played: list[Reduced]) -> Replay:
    at = played[0].keys.index(Key(STOCK, stock, "stock"))
    values = np.stack([one.values[at, : len(measured)] for one in played])
    low, high = np.quantile(values, LIMITS, axis=0)
    year = (*before.values[-12:],) if len(before.values) >= 12 else (None,) * 12
    return Replay(
        stock,
        tuple(
            Month(
                before.month_after(n + 1),
                value,
                float(values[:, n].mean()),
                float(low[n]),
                float(high[n]),
                before.values[-1],
                year[n % 12],
            )
            for n, value in enumerate(measured)
        ),
    )


def _after(start: date, months: int) -> date:
    years, month = divmod(start.month - 1 + months, 12)
    return date(start.year + years, month + 1, 1)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
