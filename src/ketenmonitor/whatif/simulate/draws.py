"""Numbers drawn by chance, each a function of what it is for and of nothing else.

Comes in: a seed, a replication, a case, a visit and a purpose. Goes out: whole numbers that look uniform, and what a distribution makes
of them. The promise: no number depends on which numbers were drawn before, and all are the same on any machine: whole numbers, and of
floating point only what IEEE 754 rounds correctly (+, -, *, /), none of the machine's own exp, log or pow.

The mixing is that of SplitMix64 (Steele, Lea and Flood 2014), as a hash of a sequence of numbers. Two simulations in which the same
case comes to the same visit draw the same numbers for it (common random numbers), so that their difference is that of the models.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from decimal import Context, Decimal, localcontext
from functools import cache
from math import fsum, isqrt

import numpy as np
from numpy.typing import NDArray

from ketenmonitor.whatif.model import POINTS, Duration
from ketenmonitor.whatif.played import Whole

Keys = NDArray[np.uint64]

# What a number is for.
HOW_MANY, MOMENT, CLASS, ROUTE, IN_HAND, DIVERSION = range(6)

# A uniform number is whole: 53 bits to compare with shares, of which a table of quantiles uses 10 for the cell and 31 within it.
ONE = 1 << 53
_IN_CELL = 31
EXACTLY = Context(prec=28)  # for exp, log and pow, which decimals round the same everywhere
MOST_SPREAD = 5.0  # a table of quantiles holds no more
HALF_LOG_2_PI = Decimal("0.9189385332046727417803297364")
WHOLE_TABLE = POINTS << _IN_CELL
_MASK = (1 << _IN_CELL) - 1

_GOLDEN, _SPREAD = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD1342543DE82EF95)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


def mixed(key: Keys, value: int | Keys | Whole) -> Keys:
    """A key for `value` under `key`: another one for every value."""
    values = np.asarray(value).astype(np.uint64)
    z = np.atleast_1d((key ^ (values * _SPREAD)) + _GOLDEN)
    z = (z ^ (z >> np.uint64(30))) * _FIRST
    z = (z ^ (z >> np.uint64(27))) * _SECOND
    return z ^ (z >> np.uint64(31))


def key_of(seed: int, replication: int) -> Keys:
    """The key of one replication, as an array of one."""
    return mixed(mixed(np.zeros(1, np.uint64), seed), replication)


def named(key: Keys, name: str) -> Keys:
    """A key for a name under `key`."""
    return mixed(key, int.from_bytes(hashlib.sha256(name.encode()).digest()[:7], "big"))


def uniform(key: Keys, purpose: int) -> Whole:
    """Whole numbers from 0 up to `ONE`, one for each key."""
    return (mixed(key, purpose) >> np.uint64(11)).astype(np.int64)


def thresholds(shares: Sequence[float]) -> Whole:
    """Where in 0..`ONE` each share ends; together they are the whole."""
    total = fsum(shares)  # not `sum`, which adds up floating point otherwise from Python 3.12 on
    ends, so_far = [], 0.0
    for share in shares:
        so_far += share
        ends.append(int(so_far / total * ONE))
    return np.array([*ends[:-1], ONE], np.int64)


def drawn(tables: Whole, which: Whole, u: Whole) -> Whole:
    """A duration for each uniform number, each from the row `which` of tables of quantiles."""
    place = u >> (53 - 10 - _IN_CELL)
    return at_place(tables, which, place)


def at_place(tables: Whole, which: Whole, place: Whole) -> Whole:
    """The quantiles at places of 0..`WHOLE_TABLE`."""
    cell, within = place >> _IN_CELL, place & _MASK
    low = tables[which, cell]
    return low + ((tables[which, cell + 1] - low) * within >> _IN_CELL)


def place_of(quantiles: Whole, age: Whole) -> Whole:
    """Which place of a table an age has reached: 0 when none is that short, `WHOLE_TABLE` when none is that long."""
    cell = np.clip(np.searchsorted(quantiles, age, side="right") - 1, 0, POINTS - 1)
    low = quantiles[cell]
    width = np.maximum(quantiles[cell + 1] - low, 1)
    within = np.clip(((age - low) << _IN_CELL) // width, 0, _MASK)
    return np.where(age >= quantiles[-1], WHOLE_TABLE, (cell << _IN_CELL) + within)


def beyond(place: Whole, u: Whole) -> Whole:
    """A place between `place` and the end of a table, uniform there: 21 bits of chance, so that the product fits in 63."""
    return np.minimum(place + ((WHOLE_TABLE - place) * (u >> 32) >> 21), WHOLE_TABLE - 1)


@cache
def _exponential() -> tuple[float, ...]:
    """Quantiles of the exponential distribution of mean 1; the last, which has none, is set so that the table's mean is 1."""
    with localcontext(EXACTLY):
        finite = [-(Decimal(POINTS - i) / POINTS).ln() for i in range(POINTS)]
        last = 2 * POINTS - 2 * sum(finite)
    return tuple(float(q) for q in [*finite, last])


def exponential(mean: float) -> Duration:
    """The exponential distribution as a table."""
    return Duration(tuple(round(q * mean) for q in _exponential()))


def time_in_hand(mean: float, spread: float) -> Duration:
    """The Weibull distribution of that mean and that standard deviation over it, as a table; exponential when that is 1."""
    return exponential(mean) if spread == 1 else Duration(tuple(round(q * mean) for q in _weibull(spread)))


def left_of(time: Duration) -> Duration:
    """What is left of a time in hand of which only is known that it began: density (1 - F) / mean (Cox, Renewal theory, 1962, 5.1)."""
    points = (0, *time.quantiles)
    survive = (2 * POINTS, *range(2 * POINTS - 1, 0, -2))  # 1 - F between each two points, in halves of a cell
    areas = [0]
    for low, high, chance in zip(points[:-1], points[1:], survive, strict=True):
        areas.append(areas[-1] + (high - low) * chance)
    found, cell = [], 0
    for target in range(POINTS + 1):
        while cell < POINTS and areas[cell + 1] * POINTS < areas[-1] * target:
            cell += 1
        within, area = areas[-1] * target - areas[cell] * POINTS, (areas[cell + 1] - areas[cell]) * POINTS
        found.append(points[cell] + ((points[cell + 1] - points[cell]) * within // area if area else 0))
    return Duration(tuple(found))


@cache
def _weibull(spread: float) -> tuple[float, ...]:
    """Its quantiles are a power of those of the exponential one; here with a mean of 1."""
    if not spread:
        return (1.0,) * (POINTS + 1)
    with localcontext(EXACTLY):
        power = _power_of(Decimal(spread))
        points = [(Decimal(q).ln() * power).exp() if q else Decimal(0) for q in _exponential()]
        total = sum(points) - (points[0] + points[-1]) / 2
        return tuple(float(q * POINTS / total) for q in points)


def _power_of(spread: Decimal) -> Decimal:
    """The power of an exponential time that has that standard deviation over its mean: gamma(1 + 2k) / gamma(1 + k)^2 = 1 + spread^2."""
    wanted, low, high = (1 + spread * spread).ln(), Decimal(0), Decimal(16)
    for _ in range(60):
        middle = (low + high) / 2
        is_more = _log_gamma(1 + 2 * middle) - 2 * _log_gamma(1 + middle) > wanted
        low, high = (low, middle) if is_more else (middle, high)
    return low


def _log_gamma(x: Decimal) -> Decimal:
    """Stirling's series, from ten further on, where three terms are enough for twelve digits (Abramowitz & Stegun 6.1.40)."""
    z = x + 10
    terms = 1 / (12 * z) - 1 / (360 * z**3) + 1 / (1260 * z**5)
    return (
        (z - Decimal("0.5")) * z.ln() - z + HALF_LOG_2_PI + terms - sum(((x + n).ln() for n in range(10)), Decimal(0))
    )


def how_many(u: int, mean: float, dispersion: float) -> int:
    """A number of cases by inverse transform: Poisson, or negative binomial of that variance over its mean.

    More mean never gives fewer for the same `u`, so that what adds cases keeps those that there were. The weights are built up from
    the most likely number on, by their ratios alone; what is left out on either side has a chance of less than 2**-53.
    """
    if mean <= 0:
        return 0
    spread = 12 * (isqrt(int(mean * dispersion)) + 1) + int(40 * dispersion)
    low, high = max(0, int(mean) - spread), int(mean) + spread
    k = np.arange(low, high, dtype=np.float64)
    ratios = mean / (k + 1)
    if dispersion > 1:
        size = mean / (dispersion - 1)
        ratios = (k + size) / (k + 1) * ((dispersion - 1) / dispersion)
    mode = int(np.argmax(ratios < 1))  # ratios fall, so the weights rise up to here
    up = np.cumprod(ratios[mode:])
    down = np.cumprod(1 / ratios[:mode][::-1])[::-1]
    weights = np.cumsum(np.concatenate([down, [1.0], up]))
    return low + int(np.searchsorted(weights, (u / ONE) * weights[-1], side="right"))
