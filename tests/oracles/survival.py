"""Curves over durations of which some are still running: Kaplan-Meier and Aalen-Johansen, in exact fractions.

Comes in: pairs of a duration (a whole number) and how it ended: "to", "other" or "open". Goes out: steps, quantiles,
shares and the confidence interval of the median. The promise: nothing is rounded before the last division; only the
confidence interval, which has logarithms, is computed in floats.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from tests.oracles.times import DAY_US

Z_95 = 1.959963984540054
TOLERANCE = Fraction(1, 10**9)
Observation = tuple[int, str]
Number = float | None


@dataclass(frozen=True)
class Step:
    """The curve from `time` on: `survival` = not ended, `to` and `other` = ended so (they add up to 1), `greenwood` =
    the sum of deaths / (at risk x survivors), without the step that leaves no survivor."""

    time: int
    survival: Fraction
    to: Fraction
    other: Fraction
    greenwood: Fraction


def curve(observations: list[Observation]) -> list[Step]:
    """One step per time at which something ended or was last seen. Who is last seen at t is at risk at t."""
    steps: list[Step] = []
    survival, to, other, greenwood = Fraction(1), Fraction(0), Fraction(0), Fraction(0)
    for time in sorted({duration for duration, _ in observations}):
        at_risk = sum(duration >= time for duration, _ in observations)
        ended_to = observations.count((time, "to"))
        ended_other = observations.count((time, "other"))
        ended = ended_to + ended_other
        to += survival * Fraction(ended_to, at_risk)
        other += survival * Fraction(ended_other, at_risk)
        survival *= 1 - Fraction(ended, at_risk)
        if ended < at_risk:
            greenwood += Fraction(ended, at_risk * (at_risk - ended))
        steps.append(Step(time, survival, to, other, greenwood))
    return steps


def quantile(steps: list[Step], q: Fraction) -> int | None:
    """The smallest time at which at most 1 - q has not ended; None when the curve stays above."""
    return next((step.time for step in steps if step.survival <= 1 - q + TOLERANCE), None)


def at(steps: list[Step], time: int) -> Step:
    """The curve at a time."""
    start = Step(0, Fraction(1), Fraction(0), Fraction(0), Fraction(0))
    return [start, *(step for step in steps if step.time <= time)][-1]


def median_interval(steps: list[Step]) -> tuple[int | None, int | None]:
    """Brookmeyer-Crowley, log-log: the first times at which the lower and the upper band are at most one half."""
    bands = [(step.time, *band(step)) for step in steps]
    low = next((time for time, lower, _ in bands if lower <= 0.5), None)
    high = next((time for time, _, upper in bands if upper <= 0.5), None)
    return low, high


def band(step: Step) -> tuple[float, float]:
    """The 95% band of the curve by exponential Greenwood; 1 while nothing has ended, 0 when everything has."""
    if step.survival in (0, 1):
        return float(step.survival), float(step.survival)
    log_survival = math.log(step.survival)
    middle = math.log(-log_survival)
    half = Z_95 * math.sqrt(step.greenwood) / -log_survival
    return math.exp(-math.exp(middle + half)), math.exp(-math.exp(middle - half))


def interpolated(values: list[int], q: Fraction) -> Fraction | None:
    """The plain quantile of complete values: linear between the two nearest; None of nothing."""
    if not values:
        return None
    ordered = sorted(values)
    place = q * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def days(duration: Fraction | int | None) -> Number:
    """Microseconds as days."""
    return None if duration is None else float(Fraction(duration) / DAY_US)


def plain(share: Fraction | int | None) -> Number:
    """A fraction as the nearest float."""
    return None if share is None else float(share)
