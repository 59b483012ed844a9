"""What follows on a step, how often, and after how long.

Comes in: the visits of a step. Goes out: `Way` for each route, with intervals. The promise: shares of a step without places count cases
that are still open (Aalen and Johansen); of one with places they are those of who left, as what follows does not depend on the wait.

Of who was not seen to leave before the longest time that anybody was followed: they have left, where the activity may be the last,
or stay. Where nobody was followed as long as the chain takes a case for dormant, the hazard of the second half of what was seen is
taken to go on until then, with the routes of that half.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ketenmonitor.whatif.calibrate.competing import Incidence, incidence, interval, median_interval, quantiles, wilson
from ketenmonitor.whatif.model import Route

Real = NDArray[np.float64]
Whole = NDArray[np.int64]
DAY_S = 86_400
YEAR_S = 31_557_600
TAIL = 64  # points of a tail that was not seen
FEW = 30  # departures in a year before it counts in what was seen


@dataclass(frozen=True)
class Way:
    """One route with the intervals of its share and of its median days (None: no duration), and what years showed of both."""

    route: Route
    share: tuple[float, float]
    days: tuple[float, float, float] | None
    seen_share: tuple[float, float] | None
    seen_days: tuple[float, float] | None


@dataclass(frozen=True, eq=False)
class Visits:
    """The visits of one step, of cases of which the beginning is known: to which step each went (-1: still there)."""

    entered_s: Whole
    left_s: Whole
    following: NDArray[np.int16]
    until_s: int

    @property
    def seen_s(self) -> Whole:
        """How long each was seen here."""
        return np.asarray(np.where(self.left_s >= 0, self.left_s, self.until_s) - self.entered_s)


def incidence_of(visits: Visits, steps: int, dormant_days: int) -> Incidence:
    """Of each next step; followed on to where a case is dormant."""
    seen = visits.seen_s
    found = incidence(seen, visits.following, steps)
    longest = int(seen.max()) if len(seen) else 0
    if longest >= dormant_days * DAY_S or not len(found.times) or found.remaining <= 0 or longest < DAY_S:
        return found
    half = longest // 2
    exposure = float(np.maximum(seen - half, 0).sum())
    late = np.bincount(visits.following[(visits.left_s >= 0) & (seen > half)], minlength=steps)
    if not late.sum():
        return found
    times = np.linspace(longest, dormant_days * DAY_S, TAIL + 1)[1:].astype(np.int64)
    still = found.remaining * np.exp(-late.sum() / exposure * (times - longest))
    more = found.shares[:, None] + (late / late.sum())[:, None] * (found.remaining - still)
    by_route = np.concatenate((found.by_route, more), axis=1)
    return replace(
        found, times=np.concatenate((found.times, times)), open=np.concatenate((found.open, still)), by_route=by_route
    )


def will_leave(found: Incidence, age_s: Whole) -> Real:
    """How likely a case of this age in the step is to leave it ever."""
    if not len(found.times):
        return np.zeros(len(age_s))
    open_then = np.concatenate(([1.0], found.open))[np.searchsorted(found.times, age_s, side="right")]
    return np.asarray(np.where(open_then > 0, 1 - found.remaining / np.maximum(open_then, 1e-12), 0.0))


def ways_of(
    visits: Visits, found: Incidence, names: tuple[str, ...], is_queue: bool, may_be_last: bool
) -> tuple[Way, ...]:
    """The routes, those to a next step in the order of the definition and the one to none last."""
    n, gone = len(visits.entered_s), found.counts.sum()
    ways = []
    for k in np.flatnonzero(found.counts):
        count = int(found.counts[k])
        share = float(count / gone * (1 - found.remaining)) if is_queue else float(found.shares[k])
        limits = wilson(share, float(gone)) if is_queue else interval(share, float(found.variance[k]), n)
        duration = quantiles(found.times, found.by_route[k])
        here = visits.following == k
        ways.append(
            Way(
                Route(names[k], share, None if is_queue else duration),
                limits,
                median_interval(duration, count),
                _seen_share(visits, here),
                _seen_days(visits, here),
            )
        )
    if (left := found.remaining) > 1e-12 or not ways:
        ways.append(Way(Route(None, left, None, stays=not may_be_last), wilson(left, n), None, None, None))
    return tuple(ways)


def _by_year(visits: Visits, which: NDArray[np.bool_]) -> list[NDArray[np.bool_]]:
    years = visits.left_s // YEAR_S
    found = [which & (years == year) for year in np.unique(years[visits.left_s >= 0])]
    return [one for one in found if one.sum() >= FEW]


def _seen_share(visits: Visits, here: NDArray[np.bool_]) -> tuple[float, float] | None:
    shares = [float(here[year].mean()) for year in _by_year(visits, visits.left_s >= 0)]
    return (min(shares), max(shares)) if shares else None


def _seen_days(visits: Visits, here: NDArray[np.bool_]) -> tuple[float, float] | None:
    medians = [float(np.median(visits.seen_s[year])) / DAY_S for year in _by_year(visits, here)]
    return (min(medians), max(medians)) if medians else None
