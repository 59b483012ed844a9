"""The periods of a horizon: its months, the years that these are in, and the whole.

Comes in: a begin and an end, in seconds on the clock of the chain. Goes out: `Periods`, which counts things by month and adds months
up to years. The promise: a month that the horizon cuts counts as far as it lies within.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ketenmonitor.instants import day_number, day_of_number
from ketenmonitor.measures import period_of, periods_between
from ketenmonitor.whatif.played import Whole

DAY_S = 86_400
Values = NDArray[np.float64]


@dataclass(frozen=True)
class Periods:
    """Months, years and the whole of a horizon of whole days, in this order. None is the name of the whole."""

    start_s: int
    until_s: int

    @cached_property
    def ends_s(self) -> Whole:
        """The end of each month: the midnight after its last day, or the end of the horizon."""
        first, last = day_of_number(self.start_s // DAY_S), day_of_number((self.until_s - 1) // DAY_S)
        ends = [(day_number(end + timedelta(days=1))) * DAY_S for _, end in periods_between(first, last, "month")]
        return np.array([*ends[:-1], self.until_s], np.int64)

    @cached_property
    def months(self) -> tuple[str, ...]:
        return tuple(period_of(day_of_number((int(end) - 1) // DAY_S), "month") for end in self.ends_s)

    @cached_property
    def years(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(month[:4] for month in self.months))

    @property
    def names(self) -> tuple[str | None, ...]:
        return (*self.months, *self.years, None)

    @cached_property
    def year_of(self) -> Whole:
        """For each month, which of `years` it is in."""
        return np.array([self.years.index(month[:4]) for month in self.months], np.int64)

    @cached_property
    def lengths_s(self) -> Whole:
        """How long each month lasts within the horizon."""
        return np.diff(self.ends_s, prepend=self.start_s)

    @cached_property
    def _month_of_day(self) -> Whole:
        """For the day before the horizon, each day of it, and the day after: which month."""
        days = (self.until_s - self.start_s) // DAY_S
        starts = self.start_s + np.arange(-1, days + 1) * DAY_S
        return np.searchsorted(np.concatenate(([self.start_s], self.ends_s)), starts, side="right")

    def month_of(self, at_s: Whole) -> Whole:
        """0 before the horizon, then 1 for its first month and so on; one more than there are: after it, or never (-1)."""
        day = np.clip((at_s - self.start_s) // DAY_S, -1, len(self._month_of_day) - 2)
        return np.where(at_s == -1, len(self.ends_s) + 1, self._month_of_day[day + 1])

    def by_month(self, item: Whole, month: Whole, n_items: int, weights: Values | None = None) -> Values:
        """How many (or which sum of `weights`) of each item in each month; column 0 is what was before."""
        width = len(self.ends_s) + 2
        counts = np.bincount(item * width + month, weights, n_items * width)
        return counts.reshape(n_items, width)[:, :-1].astype(np.float64)

    def added_up(self, by_month: Values) -> Values:
        """Sums of months, for years and the whole too."""
        by_year = np.zeros((len(by_month), len(self.years)))
        np.add.at(by_year.T, self.year_of, by_month.T)
        return np.hstack([by_month, by_year, by_month.sum(axis=1, keepdims=True)])

    def at_end(self, by_month: Values) -> Values:
        """What was so at the end of each month, for years and the whole too: at the end of their last month."""
        last = [int(np.flatnonzero(self.year_of == year)[-1]) for year in range(len(self.years))]
        return np.hstack([by_month, by_month[:, last], by_month[:, -1:]])
