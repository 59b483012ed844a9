"""Lead times and stocks of a definition in a simulation: from which event to which, and what is in at the end of each month.

Comes in: visits in the order of each case, and what was so of the cases that stood in the chain. Goes out: `Spans` of a lead time,
numbers of a stock. The promise: the rules are those of `measures.spans` and `measures.transitions`; here a case is one object.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ketenmonitor.definition import LeadTime, Stock
from ketenmonitor.whatif.model import Model, Stood
from ketenmonitor.whatif.outcome.leaving import NEVER, OPEN, OTHER, TO, Spans
from ketenmonitor.whatif.outcome.periods import Periods, Values
from ketenmonitor.whatif.played import Played, Whole

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Course:
    """The visits of a simulation in the order in which each case made them."""

    played: Played
    model: Model
    stood: Stood

    @cached_property
    def order(self) -> Whole:
        """By case and time; visits of a case in the same second are in their order already."""
        played = self.played
        since = played.entered - played.entered.min(initial=played.until_s)
        return np.argsort(played.case * (since.max(initial=0) + 1) + since, kind="stable")

    @cached_property
    def case(self) -> Whole:
        return self.played.case[self.order]

    @cached_property
    def step(self) -> Whole:
        return self.played.step[self.order]

    @cached_property
    def at_s(self) -> Whole:
        return self.played.entered[self.order]

    @cached_property
    def is_first(self) -> Bools:
        """The first visit of its case."""
        return np.r_[True, self.case[1:] != self.case[:-1]][: len(self.case)]

    @cached_property
    def is_event(self) -> Bools:
        """The event happened in the simulation: a case that stood there at the begin had come there before."""
        return ~(self.is_first & (self.case < len(self.stood.step)))

    def rows_of(self, activities: tuple[str, ...]) -> Bools:
        """Visits that began with one of these activities."""
        here = np.array([name in activities for name in self.model.steps], bool)
        return here[self.step] & self.is_event


def spans_of(course: Course, figure: LeadTime, began_s: tuple[int, ...], is_wanted: Bools | None) -> Spans:
    """Every case that started in the simulation, its end or how long it was seen; who started before is left out.

    `is_wanted`: of each case whether it counts in this lead time; None: all do.
    """
    n_cases = len(course.played.case_class)
    start = _earliest(course, course.rows_of(figure.starts), n_cases)
    began = np.array(began_s, np.int64)
    start[: len(began)][began >= 0] = NEVER
    start = start if is_wanted is None else np.where(is_wanted, start, NEVER)
    to, other = (_ends(course, activities, figure.starts, start) for activities in (figure.ends, figure.other_ends))
    started = start != NEVER
    start, to, other = start[started], to[started], other[started]
    kind = np.where(to <= other, TO, OTHER)
    kind[(to == NEVER) & (other == NEVER)] = OPEN
    stop = np.minimum(np.minimum(to, other), course.played.until_s)
    return Spans(start, np.maximum(stop - start, 0), kind.astype(np.int8))


def _ends(course: Course, activities: tuple[str, ...], starts: tuple[str, ...], start: Whole) -> Whole:
    """The first end of each case at or after its start; an activity that also starts ends only strictly later."""
    at, after = course.at_s, start[course.case]
    only = course.rows_of(tuple(one for one in activities if one not in starts)) & (at >= after)
    both = course.rows_of(tuple(one for one in activities if one in starts)) & (at > after)
    return _earliest(course, only | both, len(start))


def _earliest(course: Course, rows: Bools, n_cases: int) -> Whole:
    """The first of these visits of each case; `NEVER`: none."""
    found = np.full(n_cases, NEVER, np.int64)
    case, at = course.case[rows], course.at_s[rows]
    is_first = np.r_[True, case[1:] != case[:-1]][: len(case)]
    found[case[is_first]] = at[is_first]
    return found


def in_stock(course: Course, figure: Stock, was_in: tuple[bool, ...], periods: Periods) -> Values:
    """How many are in the stock at the begin (column 0) and at the end of each month."""
    rows = course.rows_of(figure.activities)
    enters = np.array([name in figure.enters for name in course.model.steps], bool)[course.step[rows]]
    case, at = course.case[rows], course.at_s[rows]
    is_in = np.zeros(len(course.played.case_class), bool)
    is_in[: len(was_in)] = was_in
    before = np.r_[False, enters[:-1]][: len(enters)]
    is_first = np.r_[True, case[1:] != case[:-1]][: len(case)]
    before = np.where(is_first, is_in[case], before)
    change = np.where(enters == before, 0.0, np.where(enters, 1.0, -1.0))
    moved = periods.by_month(np.zeros(len(at), np.int64), periods.month_of(at), 1, change)
    moved[0, 0] += sum(was_in)
    return np.cumsum(moved, axis=1)
