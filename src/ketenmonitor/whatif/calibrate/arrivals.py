"""What comes into a chain: how many cases a day, and how that moves.

Comes in: the days on which cases began. Goes out: `Found`: `Arrivals` and the intervals of its numbers. The promise: the level is that of
the last twelve months, so that what changed lately is not averaged away; growth is nought unless the data say otherwise.

A day's number is a level, times a factor of its month, of its weekday, and of being a holiday. Weekday and holiday are ratios of totals
over what the others lead one to expect. Months are those of a log-linear model of years times months (Poisson, by iterative
proportional fitting: Deming & Stephan 1940), drawn to 1 as much as their own chance is to what is between them (James & Stein 1961;
Efron & Morris 1975), and 1 below two years. Growth is the slope of a log-linear quasi-Poisson model of four-week totals over the last
five years (McCullagh & Nelder 1989, ch. 9), or since the number changed at once, when one step says the totals better than a slope and
much better than neither. Variances are those of Poisson times a dispersion, at least 1: Pearson's, of days around
their four weeks for a day's number, of four weeks around the trend for levels and growth.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from ketenmonitor.instants import day_of_number
from ketenmonitor.whatif.calibrate.workdays import is_holiday, weekday_of
from ketenmonitor.whatif.model import Arrivals

Real = NDArray[np.float64]
Whole = NDArray[np.int64]
Z95 = 1.959963984540054
YEAR = 365.25
LAST = 365  # days that make the level
GROWING = 5  # years that growth is looked for in
WEEKS = 28
LEAST = 4  # four weeks on either side of a change at once
SURE = 13.8  # twice the gain of a step over nothing: chi-square, two degrees, 0.1 %
BETTER = 6.0  # and over a slope
NOT_KNOWN = (-0.1, 0.1)  # growth, where a year has not passed: an assumption, and said so
ENOUGH = 100  # cases before weekdays, holidays or months are told apart


@dataclass(frozen=True)
class Found:
    """Arrivals with intervals. `seen`: the least and the most a day of a whole year (or of all there is); None: not known."""

    arrivals: Arrivals
    level: tuple[float, float]
    growth: tuple[float, float]
    seen: tuple[float, float] | None
    seen_growth: tuple[float, float] | None
    cases: int


def arrivals_of(at: str, days: Whole, first: int, last: int, free: frozenset[date], classes: dict[str, float]) -> Found:
    """Of the cases that begin with one activity; `days`: day numbers from `first` up to `last` (not included)."""
    counts = np.bincount(days - first, minlength=last - first).astype(np.float64)
    every, off = np.arange(first, last), is_holiday(first, last, free)
    weekdays, holiday = _week(counts, every, off) if counts.sum() >= ENOUGH else (np.ones(7), 1.0)
    shape = weekdays[weekday_of(every)] * np.where(off, holiday, 1.0)
    months = _months(counts, shape, every)
    shape = shape * months[month_of(every)]
    since = _since(counts, shape)
    growth, middle, spread = _growth(counts[-since:], shape[-since:])
    days_of_level = min(LAST, since, len(counts))
    level, limits = _level_of(counts[-days_of_level:], shape[-days_of_level:], spread)
    yearly = _yearly(counts, shape)
    moved = [b / a - 1 for a, b in zip(yearly, yearly[1:], strict=False) if a > 0]
    factors = (tuple(months.tolist()), tuple(weekdays.tolist()), holiday)
    level_day = day_of_number(last - days_of_level // 2 - 1)
    return Found(
        Arrivals(at, level, level_day, middle, *factors, _dispersion(counts, shape), classes),
        limits,
        growth,
        (min(yearly), max(yearly)) if yearly else None,
        (min(moved), max(moved)) if moved else None,
        int(counts.sum()),
    )


def _level_of(counts: Real, shape: Real, spread: float) -> tuple[float, tuple[float, float]]:
    """Cases a day, and the interval of that."""
    total, exposure = float(counts.sum()), float(max(shape.sum(), 1e-9))
    level, wide = total / exposure, Z95 * (max(total, 1.0) * spread) ** 0.5 / exposure
    return level, (max(0.0, level - wide), level + wide)


def month_of(days: Whole) -> Whole:
    """Of day numbers: 0 is January."""
    return np.asarray(days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12)


def _week(counts: Real, every: Whole, off: NDArray[np.bool_]) -> tuple[Real, float]:
    """Factors of the weekdays, with mean 1, and of holidays."""
    weekday = weekday_of(every)
    rates = np.bincount(weekday[~off], counts[~off], 7) / np.maximum(np.bincount(weekday[~off], minlength=7), 1)
    factors = rates / rates.mean() if rates.mean() > 0 else np.ones(7)
    expected = float((factors[weekday[off]] * rates.mean()).sum())
    # A holiday is as other days until enough of them say otherwise.
    return factors, (float(counts[off].sum()) + 1) / (expected + 1) if expected >= 5 else 1.0


def _months(counts: Real, shape: Real, every: Whole) -> Real:
    """Factors of the months, with mean 1 over the days; by years that end where the data end."""
    if len(counts) < 2 * LAST or counts.sum() < ENOUGH:
        return np.ones(12)
    year, month = (every[-1] - every) // 365, month_of(every)
    cell = year * 12 + month
    size = int(year.max() + 1) * 12
    seen, expected = (np.bincount(cell, w, size).reshape(-1, 12) for w in (counts, shape))
    factors = np.ones(12)
    for _ in range(50):
        levels = seen.sum(axis=1) / np.maximum((expected * factors).sum(axis=1), 1e-9)
        factors = seen.sum(axis=0) / np.maximum((expected * levels[:, None]).sum(axis=0), 1e-9)
    fitted = expected * factors * levels[:, None]
    used = fitted > 0
    freedom = max(int(used.sum()) - 12 - int((seen.sum(axis=1) > 0).sum()) + 1, 1)
    spread = max(1.0, float(((seen - fitted)[used] ** 2 / fitted[used]).sum()) / freedom)
    chance = spread / np.maximum(seen.sum(axis=0), 1)
    logs = np.log(np.maximum(factors, 1e-3))
    between = max(0.0, float(logs.var() - chance.mean()))
    shrunk = np.exp((logs - logs.mean()) * between / (between + chance)) if between > 0 else np.ones(12)
    return np.asarray(shrunk / shrunk[month].mean())


def _blocks(counts: Real, shape: Real) -> tuple[Real, Real]:
    """Totals of whole four weeks, counted back from the end."""
    size = len(counts) // WEEKS
    if size == 0:
        return counts.sum(keepdims=True), shape.sum(keepdims=True)
    whole = slice(len(counts) - size * WEEKS, None)
    return counts[whole].reshape(size, WEEKS).sum(axis=1), shape[whole].reshape(size, WEEKS).sum(axis=1)


def _since(counts: Real, shape: Real) -> int:
    """How many days ago growth is to be looked for from: five years, or the last time that the number changed at once."""
    last = min(len(counts), int(GROWING * YEAR))
    seen, expected = _blocks(counts[-last:], shape[-last:])
    if len(seen) < 2 * LEAST or seen.sum() < ENOUGH or (expected <= 0).any():
        return last
    mean = expected * seen.sum() / expected.sum()
    flat = _log(seen, mean)
    sloping = _slope(seen, expected)[2]
    splits = range(LEAST, len(seen) - LEAST + 1)
    stepping = [
        _log(seen[:k], _level(seen[:k], expected[:k])) + _log(seen[k:], _level(seen[k:], expected[k:])) for k in splits
    ]
    best = int(np.argmax(stepping))
    k = splits[best]
    fitted = np.concatenate((_level(seen[:k], expected[:k]), _level(seen[k:], expected[k:])))
    spread = max(1.0, float(((seen - fitted) ** 2 / np.maximum(fitted, 1e-9)).sum()) / (len(seen) - 3))
    is_step = (
        2 * (stepping[best] - flat) / spread > SURE and 2 * (stepping[best] - _log(seen, sloping)) / spread > BETTER
    )
    return (len(seen) - k) * WEEKS if is_step else last


def _level(seen: Real, expected: Real) -> Real:
    return np.asarray(expected * seen.sum() / expected.sum())


def _log(seen: Real, mean: Real) -> float:
    safe = np.maximum(mean, 1e-9)
    return float((seen * np.log(safe) - safe).sum())


def _growth(counts: Real, shape: Real) -> tuple[tuple[float, float], float, float]:
    """The interval of growth a year; growth itself, nought when that is in the interval; the dispersion of four weeks around it."""
    seen, expected = _blocks(counts, shape)
    used = expected > 0
    seen, expected = seen[used], expected[used]
    if len(seen) < 13 or seen.sum() < ENOUGH:
        return NOT_KNOWN, 0.0, 1.0
    b, variance, mean, _ = _slope(seen, expected)
    spread = max(1.0, float(((seen - mean) ** 2 / mean).sum()) / (len(seen) - 2))
    wide = Z95 * (spread * variance) ** 0.5
    low, middle, high = (float(np.expm1(v)) for v in (b - wide, b, b + wide))
    return (low, high), 0.0 if low <= 0 <= high else middle, spread


def _slope(seen: Real, expected: Real) -> tuple[float, float, Real, float]:
    """The slope a year of a log-linear Poisson model, its variance, the fitted means, and the level in the middle."""
    t = (np.arange(len(seen)) - (len(seen) - 1) / 2) * WEEKS / YEAR
    a, b = np.log(seen.sum() / expected.sum()), 0.0
    for _ in range(50):  # Newton's steps; two numbers, and a likelihood without other tops
        mean = expected * np.exp(np.clip(a + b * t, -50, 50))
        lack = np.array([(seen - mean).sum(), ((seen - mean) * t).sum()])
        information = np.array([[mean.sum(), (mean * t).sum()], [(mean * t).sum(), (mean * t * t).sum()]])
        move = np.linalg.solve(information, lack)
        a, b = a + move[0], b + move[1]
        if np.abs(move).max() < 1e-12:
            break
    return b, float(np.linalg.inv(information)[1, 1]), mean, float(a)


def _dispersion(counts: Real, shape: Real) -> float:
    """The variance of a day's number over its mean, around the level of its four weeks."""
    size = len(counts) // WEEKS
    if size < 3 or counts.sum() < ENOUGH:
        return 1.0
    whole = slice(len(counts) - size * WEEKS, None)
    seen, expected = (c[whole].reshape(size, WEEKS) for c in (counts, shape))
    mean = expected * (seen.sum(axis=1) / np.maximum(expected.sum(axis=1), 1e-9))[:, None]
    used = mean > 0
    return max(1.0, float(((seen - mean)[used] ** 2 / mean[used]).sum()) / (size * (WEEKS - 1)))


def _yearly(counts: Real, shape: Real) -> list[float]:
    """The level of each whole year, the last one last."""
    years = len(counts) // LAST
    ends = [len(counts) - LAST * n for n in range(years)][::-1]
    return [float(counts[e - LAST : e].sum() / max(shape[e - LAST : e].sum(), 1e-9)) for e in ends]
