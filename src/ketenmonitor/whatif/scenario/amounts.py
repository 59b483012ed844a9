"""How many places a change of capacity is, at which steps; and how long a new route takes.

Comes in: a model and a change. Goes out: whole places for each step, and a table of quantiles. The promise: places are whole and add up
to what was asked for, as near as a whole number comes; the same on any machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from math import ceil, floor

from ketenmonitor.whatif.model import POINTS, Duration, Model, Places, Step
from ketenmonitor.whatif.scenario.changes import CapacityChange, NewRoute
from ketenmonitor.whatif.simulate.draws import exponential, time_in_hand

DAY_SECONDS = 86_400
DAYS_A_YEAR, MONTHS = Fraction(1461, 4), 12


def stood_in(model: Model) -> dict[str, Step]:
    """The steps that cases come into. A model may have others: activities of the chain that never happened."""
    ways = {route.to for step in model.steps.values() for route in step.routes if route.share > 0}
    ways |= {diversion.to for step in model.steps.values() for diversion in step.diversions}
    begins = {arrivals.at for arrivals in model.arrivals}
    return {name: step for name, step in model.steps.items() if name in ways | begins}


def steps_about(model: Model, partner: str | None, step: str | None) -> tuple[Step, ...]:
    """The steps that a change is about: one, or all of a partner."""
    known = stood_in(model)
    if step is not None:
        return (known[step],) if step in known else ()
    return tuple(one for one in known.values() if one.partner == partner)


def with_places(steps: Iterable[Step]) -> tuple[Step, ...]:
    """Those at which a case may have to wait for a place."""
    return tuple(one for one in steps if one.places is not None)


def places_by_step(model: Model, change: CapacityChange) -> dict[str, int]:
    """How many places more each step gets; steps that get none are left out."""
    counts = _counts(model, change)
    return {step: count for step, count in _spread(_nearest(exact_places(model, change)), counts).items() if count}


def exact_places(model: Model, change: CapacityChange) -> Fraction:
    """How many places more it is in all, before it is made a whole number."""
    if change.places is not None:
        return Fraction(change.places)
    if change.per_cent is not None:
        return sum(_counts(model, change).values()) * Fraction(change.per_cent) / 100
    (step,) = with_places(steps_about(model, change.partner, change.step))
    assert step.places is not None
    assert change.a_month is not None
    return Fraction(change.a_month) / cases_a_month(step.places, model.holidays)


def _counts(model: Model, change: CapacityChange) -> dict[str, int]:
    steps = with_places(steps_about(model, change.partner, change.step))
    return {one.id: one.places.count for one in steps if one.places is not None}


def cases_a_month(places: Places, holidays: Iterable[date] = ()) -> Fraction:
    """How many cases one place can do in a mean month: its working days there, over the time that a case is in hand."""
    days = Fraction(len(places.workdays), 7) * DAYS_A_YEAR - (0 if places.works_holidays else _free(places, holidays))
    return days / MONTHS * DAY_SECONDS / Fraction(places.per_case_seconds)


def _free(places: Places, holidays: Iterable[date]) -> Fraction:
    """Holidays a year that would be working days."""
    years = {day.year for day in holidays}
    lost = sum(1 for day in holidays if day.weekday() in places.workdays)
    return Fraction(lost, len(years)) if years else Fraction(0)


def _nearest(number: Fraction) -> int:
    """The nearest whole number; a half goes away from zero."""
    half = Fraction(1, 2)
    return floor(number + half) if number >= 0 else ceil(number - half)


def _spread(total: int, counts: Mapping[str, int]) -> dict[str, int]:
    """A number spread in proportion, in whole parts that add up to it: the largest remainders get what is left (Hamilton)."""
    weights = counts if sum(counts.values()) else dict.fromkeys(counts, 1)
    exact = {name: Fraction(abs(total) * weight, sum(weights.values())) for name, weight in weights.items()}
    parts = {name: floor(share) for name, share in exact.items()}
    for name in sorted(exact, key=lambda one: parts[one] - exact[one])[: abs(total) - sum(parts.values())]:
        parts[name] += 1
    return {name: part if total >= 0 else -part for name, part in parts.items()}


def duration_of(model: Model, route: NewRoute) -> Duration | None:
    """How long a case is in hand before it takes a new route; None: not known.

    As on the step's own way there, or where there are places as every case; stretched to the median that was given. Without one to
    stretch it is exponential with that median: nothing else is assumed of it then. Who leaves without an event leaves at once.
    """
    step = model.steps[route.step]
    own = next((one.duration for one in step.routes if one.to == route.to and not one.stays), None)
    if own is None and step.places:
        own = time_in_hand(step.places.per_case_seconds, step.places.spread)
    if route.days is None:
        return Duration((0,) * (POINTS + 1)) if route.to is None else own
    median = round(Fraction(route.days) * DAY_SECONDS)
    if own is not None and own.quantiles[POINTS // 2] > 0:
        return Duration(tuple(each * median // own.quantiles[POINTS // 2] for each in own.quantiles))
    usual = exponential(1e6 * DAY_SECONDS).quantiles
    return Duration(tuple(each * median // usual[POINTS // 2] for each in usual))
