"""Which pairs are links, which a person must look at, and how many of them will be right.

Comes in: pairs with odds, and a calibration. Goes out: `Decided`. The promise: links are expected to be right as often as
was asked, none is less sure than the least; a row that may have one partner has one link at most, and a partner that it
might have had besides is a conflict, listed and never merged.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ketenmonitor.records.calibrating import Calibration
from ketenmonitor.records.competing import ONE
from ketenmonitor.records.model import Numbers
from ketenmonitor.records.settings import Settings
from ketenmonitor.records.weighing import Weighed

Marks = np.ndarray
BEYOND = 1.01  # a threshold that nothing reaches
INTERVAL = (2.5, 97.5)


@dataclass(frozen=True)
class Expected:
    """A share with its interval of 95 percent."""

    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Decided:
    """By pair: its probability, and whether it is a link, doubtful, or in conflict with another of its rows."""

    probability: Numbers
    link: Marks
    doubtful: Marks
    conflict: Marks
    threshold: float
    precision: Expected | None
    recall: Expected | None


def decide(weighed: Weighed, calibration: Calibration, settings: Settings, judged: Marks, said: Numbers) -> Decided:
    """Decide on each pair; those that persons judged are as they said."""
    chance = np.round(calibration.curve(weighed.odds), 6)
    chance[judged] = said
    may = weighed.odds > 0 if ONE[settings.kind] else np.ones(len(chance), dtype=bool)
    threshold = threshold_for(chance[may], settings.precision, settings.least_probability)
    link = may & (chance >= threshold)
    taken = _taken(weighed, link, settings.kind)
    conflict = (
        weighed.likely & ~link & (taken | (weighed.odds < 0))
        if ONE[settings.kind]
        else np.zeros(len(chance), dtype=bool)
    )
    conflict[judged] = False
    doubtful = ~link & ~conflict & (chance >= settings.review_from)
    doubtful[judged] = False
    precision, recall = _expected(calibration, weighed.odds, (judged, said), link, settings.seed)
    return Decided(chance, link, doubtful, conflict, threshold, precision, recall)


def threshold_for(chance: Numbers, precision: float, least: float) -> float:
    """The lowest probability such that all that reach it are right as often as was asked, on average."""
    ordered = np.sort(chance)[::-1]
    ordered = ordered[ordered >= least]
    if not len(ordered):
        return BEYOND
    right = np.cumsum(ordered) / np.arange(1, len(ordered) + 1)
    # Equal probabilities are in together or out together
    last_of_its_kind = np.append(ordered[1:] < ordered[:-1], True)
    enough = np.flatnonzero((right >= precision) & last_of_its_kind)
    return float(ordered[enough[-1]]) if len(enough) else BEYOND


def _taken(weighed: Weighed, link: Marks, kind: str) -> Marks:
    """Whether a row of the pair has a link, where it may have one."""
    taken = np.zeros(len(link), dtype=bool)
    for side in ONE[kind]:
        rows = weighed.pairs.left if side == "a" else weighed.pairs.right
        taken |= np.isin(rows, rows[link])
    return taken


def _expected(
    calibration: Calibration, odds: Numbers, judged: tuple[Marks, Numbers], link: Marks, seed: int
) -> tuple[Expected | None, Expected | None]:
    """Precision and recall by the curve; their interval by the curves drawn again and the chance that is left in each pair."""
    if not link.any():
        return None, None
    draws = np.random.default_rng(seed)
    shares = []
    for at, curve in enumerate([calibration.curve, *calibration.again]):
        chance = curve(odds)
        chance[judged[0]] = judged[1]
        same = (draws.random(len(chance)) < chance).astype(float) if at else chance
        right = same[link].sum()
        shares.append((right / link.sum(), right / max(same.sum(), 1e-9) * calibration.seen))
    precision, recall = ([share[at] for share in shares] for at in (0, 1))
    return _interval(precision), _interval(recall)


def _interval(shares: list[float]) -> Expected:
    low, high = np.percentile(shares[1:], INTERVAL)
    return Expected(round(shares[0], 4), round(min(low, shares[0]), 4), round(max(high, shares[0]), 4))
