"""With the measure beside without: means and bands over replications, paired.

Comes in: of each replication what was reduced without and with the measure. Goes out: `Outcome`. The promise: the difference of a
figure is the mean of differences within replications, which had the same cases and the same luck; a figure that some replication
could not reach or know is not the mean of the others.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ketenmonitor.whatif.model import Model
from ketenmonitor.whatif.outcome import reduced as r
from ketenmonitor.whatif.outcome.bottlenecks import bottlenecks_of, next_of
from ketenmonitor.whatif.outcome.outcome import Band, Figure, Outcome
from ketenmonitor.whatif.outcome.periods import Values
from ketenmonitor.whatif.outcome.reduced import FIGURES, REASONS, Key, Reduced

LIMITS = (0.025, 0.975)
Reasons = NDArray[np.int8]


def compared(pairs: Sequence[tuple[Reduced, Reduced]], model: Model) -> Outcome:
    """The figures of a scenario beside those without it; `model` says which steps have places, and with which partner they lie."""
    first = pairs[0][0]
    base, scenario = (np.stack([pair[side].values for pair in pairs]) for side in (0, 1))
    why = [np.stack([pair[side].reasons for pair in pairs]).max(axis=0) for side in (0, 1)]
    base, scenario = _in_common(base, scenario)
    bands = [_bands(base, why[0]), _bands(scenario, why[1]), _bands(scenario - base, np.maximum(*why))]
    moved = _moved(base, scenario)
    n = (~np.isnan(base) & ~np.isnan(scenario)).sum(axis=0)
    figures = tuple(
        _figure(key, period, (at, column), bands, moved, np.maximum(*why), n)
        for at, key in enumerate(first.keys)
        for column, period in enumerate(first.periods)
    )
    months = tuple(one for one in first.periods if one and len(one) > 4)
    means = tuple({key: side[0][at] for at, key in enumerate(first.keys)} for side in bands[:2])
    found = bottlenecks_of(means[0], means[1], model, months)
    return Outcome(first.periods, figures, found, next_of(found), first.at_start, len(pairs))


def _in_common(base: Values, scenario: Values) -> tuple[Values, Values]:
    """Where enough replications have a figure on both sides, those alone: so that means differ by the mean difference."""
    both = ~np.isnan(base) & ~np.isnan(scenario)
    is_left_out = ~both & (2 * both.sum(axis=0) >= len(both))
    return np.where(is_left_out, np.nan, base), np.where(is_left_out, np.nan, scenario)


def _bands(values: Values, why: Reasons) -> Values:
    """mean, low, high: of each figure over replications; NaN where a replication could not reach or know it, or most have nothing."""
    is_known = ~np.isnan(values)
    n = is_known.sum(axis=0)
    given = (why <= r.NOT_APPLICABLE) & (2 * n >= len(values)) & (n > 0)
    mean = np.where(is_known, values, 0.0).sum(axis=0) / np.maximum(n, 1)
    low, high = np.quantile(np.where(is_known, values, 0.0), LIMITS, axis=0)
    some = given & (n < len(values))
    if some.any():
        low[some], high[some] = np.nanquantile(values[:, some], LIMITS, axis=0)
    return np.where(given, np.stack([mean, low, high]), np.nan)


def _moved(base: Values, scenario: Values) -> tuple[Values, Values]:
    """In which share of replications each figure falls, and rises."""
    n = np.maximum((~np.isnan(base) & ~np.isnan(scenario)).sum(axis=0), 1)
    return (scenario < base).sum(axis=0) / n, (scenario > base).sum(axis=0) / n


def _figure(
    key: Key, period: str | None, at: tuple[int, int], bands: list[Values], moved: tuple[Values, Values], why: Reasons,
    n: NDArray[np.int64],
) -> Figure:  # fmt: skip
    sort = FIGURES[key.figure]
    baseline, scenario, difference = (_band(one[:, *at]) for one in bands)
    falls, rises = (float(one[at]) for one in moved)
    has_side = difference is not None and sort.better
    better, worse = ((falls, rises) if sort.better < 0 else (rises, falls)) if has_side else (None, None)
    is_missing = None in (baseline, scenario, difference)
    reason = REASONS[max(int(why[at]), r.NOT_APPLICABLE)] if is_missing else None
    return Figure(key, period, sort.unit, baseline, scenario, difference, better, worse, reason, int(n[at]))


def _band(three: Values) -> Band | None:
    mean, low, high = (float(one) for one in three)
    return None if mean != mean else Band(mean, low, high)
