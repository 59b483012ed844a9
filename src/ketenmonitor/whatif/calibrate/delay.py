"""Whether a step's outflow follows its stock (a queue) or the age of what stands there (a delay).

Comes in: visits of a step, and what its capacity seems to be. Goes out: whether the queue says the outflow better. The promise: a step
gets a number of places only when the weeks in which more or fewer left are better told by min(n, c) than by how old the cases were.

Both give an expected number for every week: the queue mu times the integral of min(n, c), the delay the sum over ages of hazard times
time at that age (occurrence over exposure: Hoem, The statistical theory of demographic rates, Scand. J. Statist. 3, 1976; in pieces of
equal numbers of departures). They are compared by their Poisson log-likelihood less the number of their parameters (Akaike 1974).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ketenmonitor.whatif.calibrate.path import WEEK_S, grid_exposure

Real = NDArray[np.float64]
Whole = NDArray[np.int64]
PIECES = 12


def delay_log(entered_s: Whole, left_s: Whole, weight: Real, edges_s: Whole) -> float:
    """Akaike's log-likelihood of the departures between each two edges, when the hazard depends on age alone."""
    first, last = int(edges_s[0]), int(edges_s[-1])
    gone = left_s >= 0
    counted = gone | (weight >= 0.5)  # who will never leave has no age at which to leave
    end = np.where(gone, left_s, last)
    leaving = gone & (left_s >= first) & (left_s < last)
    ages = (left_s - entered_s)[leaving]
    if not len(ages):
        return -np.inf
    cuts = _cuts(ages)
    expected = np.zeros(len(edges_s) - 1)
    for low, high in zip(cuts[:-1], cuts[1:], strict=True):
        begin, stop = entered_s[counted] + low, np.minimum(entered_s[counted] + high, end[counted])
        some = stop > begin
        exposure = grid_exposure(begin[some], stop[some], edges_s)
        here = int(((ages > low) & (ages <= high)).sum())
        expected += exposure * (here / exposure.sum() if exposure.sum() > 0 else 0.0)
    observed = np.histogram(left_s[leaving], edges_s)[0]
    return poisson_log(observed, expected) - (len(cuts) - 1)


def _cuts(ages: Whole) -> Whole:
    """Ages at which pieces end: what many reach on the same day has a piece of a week for itself."""
    ends = np.quantile(ages, np.arange(1, PIECES + 1) / PIECES).astype(np.int64)
    return np.asarray(np.unique(np.concatenate(([-1], ends, np.maximum(ends - WEEK_S, 0)))))


def queue_log(busy: Real, observed: Whole) -> float:
    """The same for a queue; `busy`: the integral of min(n, c) over working time between the edges."""
    return poisson_log(observed, busy * (observed.sum() / max(busy.sum(), 1e-9))) - 2


def poisson_log(observed: Whole, expected: Real) -> float:
    """Log-likelihood but for what does not depend on what is expected."""
    safe = np.maximum(expected, 1e-6)
    return float((observed * np.log(safe) - safe).sum())
