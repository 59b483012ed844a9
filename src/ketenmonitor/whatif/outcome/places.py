"""Steps and partners in a simulation: what lies there, how long it waits and stays, and how much of the places is in use.

Comes in: visits, in the order of each case. Goes out: rows of values by month, year and over the whole. The promise: sums are added up
before they are divided, so that a year is not the mean of its months.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ketenmonitor.instants import day_number
from ketenmonitor.whatif.model import Step
from ketenmonitor.whatif.outcome.clocks import Bools, Course
from ketenmonitor.whatif.outcome.periods import DAY_S, Periods, Values
from ketenmonitor.whatif.played import STAYS, Whole


@dataclass(frozen=True)
class Stays:
    """Stays of cases at items (steps or partners): `item` of each, `entered` and `left` (-1: not), and whether it went on from there."""

    item: Whole
    entered: Whole
    left: Whole
    went_on: Bools
    n_items: int


@dataclass(frozen=True)
class Lying:
    """What lies at each item and how long: `stock` (column 0: at the begin), `left`, and the mean stay of those that went on."""

    stock: Values
    left: Values
    sojourn_days: Values


def lying(stays: Stays, periods: Periods) -> Lying:
    """Stock and outflow of each item."""
    entered, left = (periods.month_of(at) for at in (stays.entered, stays.left))
    came = periods.by_month(stays.item, entered, stays.n_items)
    went = periods.by_month(stays.item, left, stays.n_items)
    on = stays.went_on
    lasted = (stays.left[on] - stays.entered[on]) / DAY_S
    days = periods.by_month(stays.item[on], left[on], stays.n_items, lasted)[:, 1:]
    gone_on = periods.by_month(stays.item[on], left[on], stays.n_items)[:, 1:]
    stock = np.cumsum(came - went, axis=1)
    return Lying(stock, periods.added_up(went[:, 1:]), _mean(periods, days, gone_on))


def stays_at_steps(course: Course) -> Stays:
    """Every visit is a stay."""
    played = course.played
    return Stays(played.step, played.entered, played.left, played.following >= 0, len(course.model.steps))


def stays_at_partners(course: Course, partners: tuple[str, ...]) -> Stays:
    """A stay lasts as long as a case goes from step to step of one partner; one that is only the end of a case took no time there."""
    played, order = course.played, course.order
    at = np.array([partners.index(step.partner) for step in course.model.steps.values()], np.int64)[course.step]
    begins = course.is_first | np.r_[True, at[1:] != at[:-1]][: len(at)]
    first = np.flatnonzero(begins)
    last = np.append(first[1:], len(at))[: len(first)] - 1
    left, following = played.left[order][last], played.following[order][last]
    went_on = (left != -1) & ((following >= 0) | (last > first))
    return Stays(at[first], course.at_s[first], left, went_on, len(partners))


@dataclass(frozen=True)
class InHand:
    """Waiting for a place, and having one, at the steps with places; each a row a step, NaN where a step has none.

    `waited_days` and `found`: the sum over those that found a place, by month; `queue`: how many wait at its end; `use`: the share of
    the places that had a case in hand.
    """

    course: Course
    periods: Periods

    @cached_property
    def has_places(self) -> Bools:
        return np.array([step.places is not None for step in self.course.model.steps.values()], bool)

    @cached_property
    def rows(self) -> Whole:
        """Visits to steps with places."""
        return np.flatnonzero(self.has_places[self.course.played.step])

    def _by_month(self, rows: Whole, at: Whole, weights: Values | None = None) -> Values:
        played, n = self.course.played, len(self.course.model.steps)
        return self.periods.by_month(played.step[rows], self.periods.month_of(at[rows]), n, weights)

    @cached_property
    def _found(self) -> Whole:
        return self.rows[self.course.played.began[self.rows] != -1]

    @cached_property
    def found(self) -> Values:
        return self._by_month(self._found, self.course.played.began)[:, 1:]

    @cached_property
    def waited_days(self) -> Values:
        played = self.course.played
        waited = (played.began[self._found] - played.entered[self._found]) / DAY_S
        return self._by_month(self._found, played.began, waited)[:, 1:]

    @cached_property
    def queue(self) -> Values:
        """How many wait at the end of each month; who goes without having found a place, or stays for good, was never in the queue."""
        played = self.course.played
        waits = (played.left[self.rows] == -1) & (played.following[self.rows] != STAYS)
        waiting = self.rows[(played.began[self.rows] != -1) | waits]
        came, found = self._by_month(waiting, played.entered), self._by_month(self._found, played.began)
        return np.cumsum(came - found, axis=1)[:, 1:]

    @cached_property
    def in_hand_s(self) -> Values:
        """Case-seconds in hand, by month: with T an end of a month, what came in hand before T has been so for T - began."""
        played, periods = self.course.played, self.periods
        ends = (periods.ends_s - periods.start_s).astype(np.float64)
        so_far = np.zeros((len(self.course.model.steps), len(ends)))
        held = self._found[(played.left[self._found] == -1) | (played.left[self._found] > periods.start_s)]
        for at, sign in ((played.began, 1), (played.left, -1)):
            since = np.maximum(at[held] - periods.start_s, 0).astype(np.float64)
            n, total = (np.cumsum(self._by_month(held, at, w), axis=1)[:, 1:] for w in (None, since))
            so_far += sign * (n * ends - total)
        return np.diff(so_far, axis=1, prepend=0.0)

    @cached_property
    def places_s(self) -> Values:
        """Place-seconds that there were, by month."""
        steps = self.course.model.steps.values()
        return np.array([_places_s(step, self.periods) for step in steps]).reshape(len(steps), -1)

    def mean_wait(self, of: Whole, n: int) -> Values:
        """Mean waiting days by group of steps: `of` says which group each step is in."""
        days, found = np.zeros((n, self.found.shape[1])), np.zeros((n, self.found.shape[1]))
        np.add.at(days, of, self.waited_days)
        np.add.at(found, of, self.found)
        return _mean(self.periods, days, found)

    def use(self) -> Values:
        """Share of the places that had a case in hand."""
        return _mean(self.periods, self.in_hand_s, self.places_s)


def _places_s(step: Step, periods: Periods) -> Values:
    """Place-seconds of a step by month, with what a scenario adds and takes away."""
    edges = np.concatenate(([periods.start_s], periods.ends_s))
    lengths = periods.lengths_s.astype(np.float64)
    total = lengths * (step.places.count if step.places else 0)
    for more in step.more if step.places else ():
        low = day_number(more.from_day) * DAY_S
        high = periods.until_s if more.until_day is None else day_number(more.until_day) * DAY_S
        total += more.count * np.diff(np.clip(edges, low, max(low, high)))
    return total


def _mean(periods: Periods, sums: Values, counts: Values) -> Values:
    """Sums over counts, by month, year and over the whole; NaN where there is nothing to divide by."""
    above, below = periods.added_up(sums), periods.added_up(counts)
    return np.divide(above, below, out=np.full_like(above, np.nan), where=below > 0)
