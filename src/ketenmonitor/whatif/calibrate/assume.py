"""What a model assumes, as numbered assumptions with what the data say of each.

Comes in: what was estimated. Goes out: `Assumption` values. The promise: every number of the model that is not of the definition is
in one of them, with its interval, the range that was ever observed, and how it was found.

How it was found (`source`): `counts`, `trend`, `too-short` (less than a year: assumed), `departures`, `competing-risks`,
`stock-and-outflow`, `capacity-only` (the number of places does not show, only what they do together), `at-least` (never short of places),
`ages` (the ages of cases say the outflow better than a number of places does), `found-free` (times of those who found a place free),
`does-not-show` (too few of them: assumed).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ketenmonitor.whatif.calibrate.arrivals import NOT_KNOWN, Found
from ketenmonitor.whatif.calibrate.capacity import SURE, Capacity
from ketenmonitor.whatif.calibrate.competing import wilson
from ketenmonitor.whatif.calibrate.estimate import MONTH_S, Estimate
from ketenmonitor.whatif.calibrate.numbering import MONTHS, NONE, WEEKDAYS
from ketenmonitor.whatif.model import Assumption

CASES, CASES_A_DAY, CASES_A_MONTH, SHARE, DAYS, FACTOR = (
    "cases",
    "cases-a-day",
    "cases-a-month",
    "share",
    "days",
    "factor",
)
MEANS = "means"  # of a time, over its mean
Limits = tuple[float, float] | None
NOT = (None, None)


@dataclass(frozen=True)
class Named:
    """An assumption before it has a number."""

    name: str
    value: float
    unit: str
    limits: Limits = None
    seen: Limits = None
    source: str = "counts"

    def numbered(self, numbers: dict[str, str]) -> Assumption:
        (low, high), (seen_low, seen_high) = self.limits or NOT, self.seen or NOT
        return Assumption(
            numbers[self.name], self.name, self.value, self.unit, low, high, seen_low, seen_high, source=self.source
        )


def of_arrivals(found: Found, numbers: dict[str, str]) -> Iterator[Assumption]:
    """What comes in with one activity."""
    arrivals, at = found.arrivals, found.arrivals.at
    source = "too-short" if found.growth == NOT_KNOWN else "trend"
    yield Named(f"arrivals.{at}", arrivals.a_day, CASES_A_DAY, found.level, found.seen).numbered(numbers)
    yield Named(f"growth.{at}", arrivals.growth, "a-year", found.growth, found.seen_growth, source).numbered(numbers)
    yield Named(f"dispersion.{at}", arrivals.dispersion, FACTOR).numbered(numbers)
    yield Named(f"holiday.{at}", arrivals.holiday, FACTOR).numbered(numbers)
    for month, factor in zip(MONTHS, arrivals.months, strict=True):
        yield Named(f"month.{at}.{month}", factor, FACTOR).numbered(numbers)
    for day, factor in zip(WEEKDAYS, arrivals.weekdays, strict=True):
        yield Named(f"weekday.{at}.{day}", factor, FACTOR).numbered(numbers)


def of_classes(shares: dict[str, float], cases: int, numbers: dict[str, str]) -> Iterator[Assumption]:
    """Which share of what comes in has each value of the class."""
    for value, share in shares.items():
        yield Named(f"class.{value}", share, SHARE, wilson(share, cases)).numbered(numbers)


def of_step(estimate: Estimate, classes: tuple[str, ...], numbers: dict[str, str]) -> Iterator[Assumption]:
    """One step: its places, what follows, and who goes first."""
    step = estimate.step
    if estimate.capacity is not None:
        yield from _of_capacity(step.id, estimate.capacity, estimate, numbers)
    if step.places is not None:
        days = float(len(step.places.workdays))
        yield Named(f"workdays.{step.id}", days, "days-a-week", source="departures").numbered(numbers)
        hand = estimate.in_hand
        limits, source = (hand.limits, "found-free") if hand else (None, "does-not-show")
        yield Named(f"spread.{step.id}", step.places.spread, MEANS, limits, source=source).numbered(numbers)
    source = "departures" if step.places is not None else "competing-risks"
    for way in estimate.ways:
        to = way.route.to or NONE
        yield Named(f"route.{step.id}.{to}", way.route.share, SHARE, way.share, way.seen_share, source).numbered(
            numbers
        )
        if way.route.duration is not None and way.days is not None:
            middle, low, high = way.days
            named = Named(f"duration.{step.id}.{to}", middle, DAYS, (low, high), way.seen_days, "competing-risks")
            yield named.numbered(numbers)
    for odds in estimate.odds:
        name = f"priority.{step.id}.{classes[odds.value]}"
        yield Named(name, odds.odds, "odds", (odds.low, odds.high), source="departures").numbered(numbers)


def _of_capacity(step: str, found: Capacity, estimate: Estimate, numbers: dict[str, str]) -> Iterator[Assumption]:
    a_month = estimate.worked * MONTH_S
    rates = (found.rate_low * a_month, found.rate_high * a_month)
    if found.is_bounded:
        source = "stock-and-outflow" if found.is_identified else "capacity-only"
        limits = (float(found.places_low), float(found.places_high))
        yield Named(f"places.{step}", float(found.places), CASES, limits, source=source).numbered(numbers)
        yield Named(f"capacity.{step}", found.rate * a_month, CASES_A_MONTH, rates, estimate.seen, source).numbered(
            numbers
        )
        return
    source, least = "ages" if found.gain > SURE else "at-least", float(found.places_low)
    for name, low, unit, seen in (
        (f"places.{step}", least, CASES, None),
        (f"capacity.{step}", rates[0], CASES_A_MONTH, estimate.seen),
    ):
        number = numbers[name]
        seen_low, seen_high = seen or (None, None)
        yield Assumption(number, name, low, unit, low, None, seen_low, seen_high, is_bounded=False, source=source)
