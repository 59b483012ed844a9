"""What is bold about the measures of a scenario: more than was ever seen, never done before, or resting on a guess.

Comes in: a model without and with the measures, and the scenario. Goes out: warnings. The promise: each measure is held against what
the assumptions say was observed; what nobody observed is said to be so, and not taken for safe.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ketenmonitor.whatif.model import Arrivals, Assumption, Model, Step
from ketenmonitor.whatif.scenario import CapacityChange, Scenario
from ketenmonitor.whatif.scenario.amounts import exact_places, places_by_step, steps_about, with_places
from ketenmonitor.whatif.scenario.periods import begins_of, period
from ketenmonitor.whatif.warnings.warning import Value, Warning_

FEW = 0.05  # so small a part of all that comes in is not worth a line
CLOSE = 0.05  # so much may a whole number of places differ from what was asked before it is said


def of_measures(base: Model, changed: Model, scenario: Scenario) -> Iterator[Warning_]:
    """All of them, by kind."""
    known = {one.name: one for one in base.assumptions}
    yield from _of_assumptions(base)
    for step in changed.steps.values():
        yield from _of_capacity(base, step, known)
        yield from _of_routes(base.steps[step.id], step, known)
    total = sum(arrivals.a_day for arrivals in base.arrivals)
    for arrivals in (one for one in changed.arrivals if one.a_day >= FEW * total):
        yield from _of_arrivals(arrivals, known)
    yield from _of_class(base, scenario)
    for change in scenario.capacity:
        yield from _of_spread(base, change)
    if scenario.capacity or scenario.arrivals or scenario.routes:
        steps = {name: base.steps[name] for name, one in _places(base).items() if not one.is_bounded}
        unlimited = [name for name, step in steps.items() if step.places is None and _goes_on(step)]
        if unlimited:
            yield Warning_("no-limit-seen", {"steps": unlimited})


def _goes_on(step: Step) -> bool:
    """Whether something follows for most of its cases: where a chain ends nobody has to wait."""
    return sum(route.share for route in step.routes if route.to is not None) > 1 / 2


def _places(model: Model) -> dict[str, Assumption]:
    """The assumption of the number of places, by step."""
    named = {one.name.partition(".")[2]: one for one in model.assumptions if one.name.startswith("places.")}
    return {name: one for name, one in named.items() if name in model.steps}


def _of_assumptions(model: Model) -> Iterator[Warning_]:
    """Other values than were found: outside what was observed, or else outside what the data allow."""
    for one in (each for each in model.assumptions if each.adjusted):
        values: dict[str, Value] = {"number": one.number, "assumption": one.name, "value": one.value}
        if _is_outside(one.value, one.seen_low, one.seen_high):
            yield Warning_("outside-seen", {**values, **_range(one.seen_low, one.seen_high)})
        elif one.seen_low is None and one.seen_high is None and _is_outside(one.value, one.low, one.high):
            yield Warning_("outside-interval", {**values, **_range(one.low, one.high)})


def _is_outside(value: float, low: float | None, high: float | None) -> bool:
    return (low is not None and value < low) or (high is not None and value > high)


def _range(low: float | None, high: float | None) -> dict[str, float]:
    return {name: end for name, end in (("low", low), ("high", high)) if end is not None}


def _of_capacity(base: Model, step: Step, known: dict[str, Assumption]) -> Iterator[Warning_]:
    """More or fewer places than were ever seen to work, none at all, or of a number that the data do not show."""
    before = base.steps[step.id].places
    if not step.more or before is None:
        return
    counts = _totals(step, before.count)
    if empty := [day for day, count in counts if count <= 0]:
        yield Warning_("no-places", {"step": step.id, "day": str(min(empty))})
    capacity, places = known.get(f"capacity.{step.id}"), known.get(f"places.{step.id}")
    if capacity and before.count:
        a_month = [capacity.value * count / before.count for _, count in counts if count > 0]
        bold = [one for one in a_month if _is_outside(one, capacity.seen_low, capacity.seen_high)]
        if bold:
            furthest = max(bold, key=lambda one: abs(one - capacity.value))
            values: dict[str, Value] = {"step": step.id, "number": capacity.number, "a_month": furthest}
            yield Warning_("capacity-outside-seen", {**values, **_range(capacity.seen_low, capacity.seen_high)})
    if places and not places.is_bounded:
        yield Warning_("places-assumed", {"step": step.id, "number": places.number, "at_least": places.low or 0})
    elif places and places.source == "capacity-only" and not places.adjusted:
        yield Warning_("places-do-not-show", {"step": step.id, "number": places.number, "places": before.count})


def _totals(step: Step, count: int) -> list[tuple[date, int]]:
    """The number of places from each day on which it changes."""
    spans = [(one.count, period(one.from_day, one.until_day)) for one in step.more]
    days = begins_of(span for _, span in spans)
    return [(day, count + sum(more for more, span in spans if span.begin <= day < span.end)) for day in days]


def _of_routes(before: Step, step: Step, known: dict[str, Assumption]) -> Iterator[Warning_]:
    """A way that no case ever took, or that never so many did."""
    taken = {route.to: route.share for route in before.routes if route.share > 0 and not route.stays}
    for one in step.diversions:
        to = one.to or ""
        if one.to not in taken:
            yield Warning_("route-never-taken", {"step": step.id, "to": to})
            continue
        seen = known.get(f"route.{step.id}.{one.to or 'none'}")
        share = one.share + (1 - one.share) * taken[one.to]
        if seen and _is_outside(share, seen.seen_low, seen.seen_high):
            values: dict[str, Value] = {"step": step.id, "to": to, "share": share, "number": seen.number}
            yield Warning_("share-outside-seen", {**values, **_range(seen.seen_low, seen.seen_high)})


def _of_arrivals(arrivals: Arrivals, known: dict[str, Assumption]) -> Iterator[Warning_]:
    """More or fewer cases than ever came."""
    seen = known.get(f"arrivals.{arrivals.at}")
    spans = [(factor, period(begin, end)) for begin, end, factor in arrivals.factors]
    for day in begins_of(span for _, span in spans):
        a_day = arrivals.a_day
        for factor, span in spans:
            a_day *= factor if span.begin <= day < span.end else 1
        if seen and _is_outside(a_day, seen.seen_low, seen.seen_high):
            values: dict[str, Value] = {"at": arrivals.at, "a_day": a_day, "day": str(day), "number": seen.number}
            yield Warning_("arrivals-outside-seen", {**values, **_range(seen.seen_low, seen.seen_high)})
            return


def _of_class(base: Model, scenario: Scenario) -> Iterator[Warning_]:
    """Priority by something that is not known of many cases: these do not go first."""
    total = sum(arrivals.a_day for arrivals in base.arrivals)
    known = sum(arrivals.a_day * sum(arrivals.classes.values()) for arrivals in base.arrivals)
    if scenario.priorities and total and known < (1 - FEW) * total:
        yield Warning_("class-unknown", {"attribute": scenario.priorities[0].attribute, "share": 1 - known / total})


def _of_spread(base: Model, change: CapacityChange) -> Iterator[Warning_]:
    """What became of a change: over which steps of a partner, and in how many whole places."""
    steps, given = steps_about(base, change.partner, change.step), places_by_step(base, change)
    if change.partner is not None:
        if len(with_places(steps)) > 1:
            shared = [name for name, count in given.items() if count]
            yield Warning_(
                "spread",
                {"partner": change.partner, "steps": shared, "places": [f"{given[name]:+d}" for name in shared]},
            )
        if skipped := [one.id for one in steps if one.places is None and _goes_on(one)]:
            yield Warning_("steps-skipped", {"partner": change.partner, "steps": skipped})
    wanted, places = float(exact_places(base, change)), sum(given.values())
    if abs(places - wanted) > CLOSE * abs(wanted):
        about = {"partner": change.partner or "", "step": change.step or ""}
        yield Warning_("rounded", {**about, "wanted": wanted, "places": places})
