"""One step of a chain: whether work waits for a place there, and what follows.

Comes in: the visits of a step. Goes out: `Estimate`: the step with all that its assumptions say. The promise: a step gets places only
when its outflow shows them (`capacity`), and shows them better than the ages of its cases do (`delay`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from ketenmonitor.whatif.calibrate.capacity import Capacity, capacity_of, is_exceeded, latest
from ketenmonitor.whatif.calibrate.competing import Incidence
from ketenmonitor.whatif.calibrate.delay import delay_log, queue_log
from ketenmonitor.whatif.calibrate.facts import may_be_last, steps_of
from ketenmonitor.whatif.calibrate.in_hand import InHand, counted, found_free, in_hand_of
from ketenmonitor.whatif.calibrate.observe import DAY_S, Observed
from ketenmonitor.whatif.calibrate.path import WEEK_S, Path, path_of
from ketenmonitor.whatif.calibrate.priorities import SOONER, Odds, odds_of
from ketenmonitor.whatif.calibrate.routes import Visits, Way, incidence_of, ways_of, will_leave
from ketenmonitor.whatif.calibrate.workdays import Workdays, is_worked, workdays_of, working_clock
from ketenmonitor.whatif.model import Places, Step
from ketenmonitor.whatif.simulate.draws import MOST_SPREAD

Real = NDArray[np.float64]
Whole = NDArray[np.int64]
MONTH_S = 2_629_800  # a twelfth of 365.25 days


@dataclass(frozen=True)
class Estimate:
    """A step, and what is known of it. `worked`: the share of days that are worked; `seen`: departures of the least and the busiest four
    weeks, as a month; `odds`: of the classes, the one that goes first in front; `in_hand`: None when it does not show."""

    step: Step
    ways: tuple[Way, ...]
    capacity: Capacity | None
    work: Workdays
    worked: float
    seen: tuple[float, float] | None
    odds: tuple[Odds, ...]
    in_hand: InHand | None = None


def estimate_of(observed: Observed, place: int, free: frozenset[date]) -> tuple[Estimate, Real]:
    """The step at a place of the definition, and of each of its visits how likely it will ever be left."""
    definition, names = observed.definition, steps_of(observed.definition)
    here = observed.step == place
    whole = here & observed.is_whole
    visits = Visits(observed.entered_s[whole], observed.left_s[whole], observed.following[whole], observed.until_s)
    found = incidence_of(visits, len(names), definition.dormant_days)
    entered, left = observed.entered_s[here], observed.left_s[here]
    leaving = np.where(left >= 0, 1.0, will_leave(found, observed.until_s - entered))
    work = workdays_of(left[left >= 0], observed.from_s, observed.until_s, free)
    span = (_begin(observed, visits), observed.until_s)
    clock = Clock(span, work, free)
    path = path_of(entered, left, leaving, span, clock.passed, clock.ticks)
    recent = latest(path)
    capacity = _judged(capacity_of(recent) if recent.departures else None, recent, (entered, left, leaving), span)
    is_queue = capacity is not None and capacity.is_bounded
    in_hand = _in_hand(capacity, recent, (entered, left, leaving), clock, span) if capacity else None
    capacity = counted(capacity, recent, in_hand) if capacity and in_hand else capacity
    ways = ways_of(visits, found, names, is_queue, names[place] in may_be_last(definition))
    values = observed.case_class[here]
    odds = odds_of(entered, left, values, len(observed.classes), span[0]) if is_queue and observed.classes else ()
    odds = tuple(sorted(odds, key=lambda one: -one.odds))
    step = Step(
        names[place],
        _partner(observed, found, place),
        tuple(way.route for way in ways),
        _places(capacity, work, in_hand) if capacity and is_queue else None,
        tuple(observed.classes[one.value] for one in odds if one.low > SOONER),
    )
    return Estimate(step, ways, capacity, work, clock.share, _seen(path), odds, in_hand), np.asarray(leaving)


def _begin(observed: Observed, visits: Visits) -> int:
    """When the stock is known: what stood there before anybody delivered has mostly gone by then; at most after a quarter of the time."""
    gone = visits.seen_s[visits.left_s >= 0]
    if not len(gone) or bool((observed.entered_s < observed.from_s).any()):
        return observed.from_s
    usual = int(np.quantile(gone, 0.9))
    return observed.from_s + min(usual, (observed.until_s - observed.from_s) // 4) // DAY_S * DAY_S


def _in_hand(
    capacity: Capacity, path: Path, visits: tuple[Whole, Whole, Real], clock: Clock, span: tuple[int, int]
) -> InHand | None:
    """How uneven times in hand are, where a number of places shows and they speak of the same as stock and outflow."""
    if not (capacity.is_bounded and capacity.is_identified):
        return None
    entered, left, _ = visits
    edges = _edges(path, span)
    is_free = found_free(*visits, capacity)
    found = in_hand_of(entered, left, clock.between(entered, left), is_free, (int(edges[0]), int(edges[-1])))
    return found if found and found.fits(capacity) else None


class Clock:
    """Working time of a step: what `passed` at each of some `ticks`, and which `share` of the days is worked."""

    def __init__(self, span: tuple[int, int], work: Workdays, free: frozenset[date]) -> None:
        first, last = span[0] // DAY_S, -(-span[1] // DAY_S)
        worked = is_worked(first, last, work, free)
        self.ticks = np.arange(first, last + 1) * DAY_S
        self.passed = working_clock(self.ticks, first * DAY_S, worked)
        self.share = float(worked.mean())

    def between(self, first: Whole, last: Whole) -> Real:
        """Working seconds from moments until others."""
        return np.interp(last, self.ticks, self.passed) - np.interp(first, self.ticks, self.passed)


def _edges(path: Path, span: tuple[int, int]) -> Whole:
    """Where the weeks of a path begin, and the end of the last: those of the last part of the span when it is of that."""
    weeks = int(path.block.max()) + 1 if len(path.block) else 0
    return np.append(np.arange(*span, WEEK_S), span[1])[-weeks - 1 :]


def _judged(
    capacity: Capacity | None, path: Path, visits: tuple[Whole, Whole, Real], span: tuple[int, int]
) -> Capacity | None:
    """Without a bound when the ages of cases say the outflow better, or more left than the places could have handled."""
    if capacity is None or not capacity.is_bounded:
        return capacity
    observed, busy = path.by_block(np.minimum(path.level, capacity.places).astype(np.float64))
    is_queue = queue_log(busy, observed) >= delay_log(*visits, _edges(path, span)) and not is_exceeded(path, capacity)
    return capacity if is_queue else capacity.without_bound()


def _places(capacity: Capacity, work: Workdays, in_hand: InHand | None) -> Places:
    spread = round(in_hand.spread, 3) if in_hand else 1.0
    return Places(capacity.places, capacity.per_case_s, work.weekdays, work.holidays, min(spread, MOST_SPREAD))


def _partner(observed: Observed, found: Incidence, place: int) -> str:
    """Who reports most of what follows; of equals the first in the chain, and of nothing who reports the activity itself."""
    partners = [activity.partner for activity in observed.definition.activities.values()]
    totals = {name: sum(int(n) for n, p in zip(found.counts, partners, strict=True) if p == name) for name in partners}
    most = max(totals.values(), default=0)
    return next(p for p in observed.definition.partners if totals.get(p) == most) if most else partners[place]


def _seen(path: Path) -> tuple[float, float] | None:
    if not len(path.level):
        return None
    left, _ = path.by_block(np.ones(len(path.level)))
    whole = left[: len(left) // 4 * 4].reshape(-1, 4).sum(axis=1)
    return (
        (float(whole.min()) * MONTH_S / (4 * WEEK_S), float(whole.max()) * MONTH_S / (4 * WEEK_S))
        if len(whole)
        else None
    )
