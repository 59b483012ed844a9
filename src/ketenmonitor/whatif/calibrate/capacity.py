"""How many cases a step can have in hand, from its stock and its outflow alone.

Comes in: the path of the stock. Goes out: `Capacity`. The promise: what the data do not tell apart is not told apart: a step that
always had more cases than places shows only how many it handles, and one that never had says only that there are at least so many.

While n cases stand in a step with c places, each place ends its case at a rate mu: departures come at mu min(n, c). With T(n) the
working time at n and D(n) the departures from n, the likelihood is that of a birth-death queue: sum D(n) log(mu min(n, c)) - mu sum
T(n) min(n, c) (Wolff, Problems of statistical inference for birth and death queuing models, Operations Research 13, 1965, p. 343-357).
For each c the best mu is D / sum T(n) min(n, c). Intervals are those of the profile likelihood: 2 (best - it) / phi up to 3.84, with phi
the Pearson statistic of four-week departures over its degrees of freedom, at least 1 (McCullagh & Nelder 1989, 4.5 and 9.2). In which
order cases are taken does not matter; that times in hand are exponential does (see the page on calibration). Where the last year is
another queue than the time before it, only the last year counts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ketenmonitor.whatif.calibrate.path import Path

Real = NDArray[np.float64]
CHI95 = 3.841458820694124
SURE = (
    10.827566170662733  # chi-square, one degree, 0.1 %: c is one of very many, so the best of them is judged strictly
)
WEEKS = 4  # residuals are of four weeks: what goes on longer than days counts
ENOUGH = 100  # departures before a capacity is looked for
YEAR = 52  # weeks that are looked at for themselves
CHANGED = 20.0  # twice the gain of two queues over one: c and mu twice, c the best of very many
ABOVE = 1.5  # times the capacity: more than a queue can handle
RARE = 0.05  # of four weeks may have more
A_HUNDRED = 100  # places that are taken when only the capacity is known: one is then a per cent


@dataclass(frozen=True)
class Capacity:
    """Places, and cases per second of working time; each with its interval.

    `is_bounded`: whether a number of places shows at all; otherwise `places_low` is what there must be at least. `is_identified`: False
    when only their product with the rate is known. `dispersion`: phi. `gain`: twice the log-likelihood over that of places without end.
    """

    places: int
    places_low: int
    places_high: int
    rate: float
    rate_low: float
    rate_high: float
    is_bounded: bool
    is_identified: bool
    dispersion: float
    gain: float
    departures: int

    @property
    def per_case_s(self) -> float:
        """Mean time in hand, in seconds of working time."""
        return self.places / self.rate

    def without_bound(self) -> Capacity:
        """The same, of a step of which something else says the outflow better: there are at least so many places."""
        return replace(self, is_bounded=False)


@dataclass(frozen=True, eq=False)
class Profile:
    """For c = 1, 2, ...: the log-likelihood at the best mu, and that mu."""

    log: Real
    mu: Real

    @property
    def rate(self) -> Real:
        """c mu."""
        return np.arange(1, len(self.mu) + 1) * self.mu


def profile_of(path: Path) -> Profile:
    """The profile likelihood of c."""
    worked, left = path.histogram()
    n = np.arange(len(worked), dtype=np.float64)
    logs = np.log(np.maximum(n, 1))
    above = left.sum() - np.cumsum(left)
    over = worked.sum() - np.cumsum(worked)
    busy = np.cumsum(n * worked) + n * over
    log = np.cumsum(left * logs) + logs * above
    mu = left.sum() / np.maximum(busy[1:], 1e-9)
    return Profile(log[1:] + left.sum() * (np.log(np.maximum(mu, 1e-300)) - 1), mu)


def capacity_of(path: Path) -> Capacity | None:
    """The estimate; None when too few left to say anything."""
    if path.departures < ENOUGH or int(path.level.max()) < 2:
        return None
    profile = profile_of(path)
    best = int(np.argmax(profile.log))
    phi = _dispersion(path, best + 1, float(profile.mu[best]))
    behind = 2 * (profile.log[best] - profile.log) / phi
    inside = np.flatnonzero(behind <= CHI95)
    low, high = int(inside[0]) + 1, int(inside[-1]) + 1
    gain = float(behind[-1])
    is_identified = float(behind[0]) > SURE  # one place as well as any: only what they handle together shows
    places, low = (best + 1, low) if is_identified else (min(high, A_HUNDRED), 1)
    rates = _rates(profile, behind, path.departures, phi)
    rate = float(profile.rate[places - 1])
    return Capacity(places, low, high, rate, *rates, gain > SURE, is_identified, phi, gain, path.departures)


def latest(path: Path) -> Path:
    """The last year alone, when c or mu are others there than before; else the whole."""
    weeks = int(path.block.max()) + 1 if len(path.block) else 0
    if weeks < YEAR + YEAR // 2:
        return path
    parts = path.split(weeks - YEAR)
    if min(part.departures for part in parts) < ENOUGH:
        return path
    best = [profile_of(one) for one in (*parts, path)]
    tops = [int(np.argmax(one.log)) for one in best]
    phi = max(_dispersion(p, t + 1, float(b.mu[t])) for p, t, b in zip(parts, tops, best, strict=False))
    logs = [float(one.log[top]) for one, top in zip(best, tops, strict=True)]
    return parts[1] if 2 * (logs[0] + logs[1] - logs[2]) / phi > CHANGED else path


def is_exceeded(path: Path, capacity: Capacity) -> bool:
    """Whether more left than the places could have handled, too often to be chance: then it is no queue."""
    left, worked = path.by_block(np.ones(len(path.level)))
    whole = len(left) // WEEKS * WEEKS
    seen, most = (c[:whole].reshape(-1, WEEKS).sum(axis=1) for c in (left, capacity.rate * worked))
    return bool(len(seen)) and float((seen > np.maximum(ABOVE * most, most + 3 * np.sqrt(most))).mean()) > RARE


def _rates(profile: Profile, behind: Real, departures: int, phi: float) -> tuple[float, float]:
    """The least and the most of c mu over all (c, mu) inside: at a distance s below the top, mu may move by sqrt(2 s / D)."""
    inside = behind <= CHI95
    room = np.exp(np.sqrt((CHI95 - behind[inside]) * phi / departures))
    rate = profile.rate[inside]
    return float((rate / room).min()), float((rate * room).max())


def _dispersion(path: Path, places: int, mu: float) -> float:
    left, busy = path.by_block(np.minimum(path.level, places).astype(np.float64))
    left, expected = (np.add.reduceat(c, np.arange(0, len(c), WEEKS)) for c in (left, mu * busy))
    used = expected >= 1
    if used.sum() < 4:
        return 1.0
    pearson = ((left[used] - expected[used]) ** 2 / expected[used]).sum() / (used.sum() - 2)
    return max(1.0, float(pearson))
