"""What a network of queues cannot follow of a scenario that is sound in itself.

Comes in: a model and a scenario. Goes out: a finding for each thing that is impossible there, that contradicts another at the same
steps, or that would change nothing. The promise: what gives no finding can be applied, and no step ever has fewer places than none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from ketenmonitor.toml import Finding, Place, choices, listed
from ketenmonitor.whatif.model import Model
from ketenmonitor.whatif.scenario.amounts import duration_of, places_by_step, steps_about, stood_in, with_places
from ketenmonitor.whatif.scenario.changes import ArrivalsChange, CapacityChange, Closing, NewRoute, Priority, Scenario
from ketenmonitor.whatif.scenario.check import too_early, years_after
from ketenmonitor.whatif.scenario.contradictions import (
    Placed,
    always,
    among,
    between_arrivals,
    between_capacities,
    of_no_use,
)
from ketenmonitor.whatif.scenario.idle import idle
from ketenmonitor.whatif.scenario.periods import begins_of, period
from ketenmonitor.whatif.scenario.schema import MOST_YEARS

EPOCH = date(1970, 1, 1)
Target = CapacityChange | Closing | Priority


def start_of(model: Model, scenario: Scenario) -> date:
    """The day on which a simulation of it begins."""
    return scenario.from_day or model.trained_until or EPOCH


def check_against(model: Model, scenario: Scenario) -> Iterator[Finding]:
    """All that is impossible or of no effect. (Assumptions have a check of their own.)"""
    yield from _check_begin(model, scenario)
    targets: list[Target] = [*scenario.capacity, *scenario.closed, *scenario.priorities]
    lost = {one.place: list(_check_target(model, one)) for one in targets}
    for found in lost.values():
        yield from found
    capacity = [one for one in scenario.capacity if not lost[one.place]]
    small = [finding for one in capacity for finding in _check_size(model, one)]
    yield from small
    if not small:
        yield from _check_enough(model, capacity)
    yield from idle(model, scenario)
    yield from _check_arrivals(model, scenario)
    yield from _check_routes(model, scenario)
    for one in scenario.priorities:
        yield from () if lost[one.place] else _check_priority(model, one)
    yield from _check_search(model, scenario)
    yield from _check_contradictions(model, scenario)


def _check_begin(model: Model, scenario: Scenario) -> Iterator[Finding]:
    """What could not be said before it was known when the simulation begins."""
    begin, known = start_of(model, scenario), model.trained_until
    if known and begin > known + timedelta(days=1):
        yield Finding("after-the-data", ("scenario", "from"), {"end": str(known)})
    if scenario.from_day or not known:
        return
    if scenario.until_day <= begin:
        yield Finding("ends-before", ("scenario", "until"), {"begin": str(begin)})
    elif scenario.until_day > (end := years_after(begin, MOST_YEARS)):
        words = {"most": f"{MOST_YEARS}", "begin": str(begin), "last": str(end - timedelta(days=1))}
        yield Finding("too-long", ("scenario", "until"), words)
    dated: list[Target | ArrivalsChange | NewRoute] = [*scenario.capacity, *scenario.closed, *scenario.priorities]
    for one in (*dated, *scenario.arrivals, *scenario.routes):
        if one.from_day and one.from_day < begin:
            yield Finding("before-start", (*one.place, "from"), {"begin": str(begin)})
        elif (last := getattr(one, "until_day", None)) and last <= begin:
            yield Finding("before-start", (*one.place, "until"), {"begin": str(begin)})


def _check_target(model: Model, change: Target) -> Iterator[Finding]:
    """That it is about a step where something can change."""
    steps = steps_about(model, change.partner, change.step)
    if not steps and change.step is not None:
        words = {"name": change.step, "choices": choices(change.step, stood_in(model))}
        yield Finding("never-stood", (*change.place, "step"), words)
    elif not steps:
        partners = {one.partner: None for one in stood_in(model).values()}
        words = {"name": str(change.partner), "choices": choices(str(change.partner), partners)}
        yield Finding("partner-without-steps", (*change.place, "partner"), words)
    elif isinstance(change, Closing):
        return
    elif not with_places(steps):
        known = listed(one.id for one in with_places(model.steps.values())) or "there is none"
        yield Finding("nobody-waits", (*change.place, "step" if change.step else "partner"), {"choices": known})


def _check_size(model: Model, change: CapacityChange) -> Iterator[Finding]:
    steps = with_places(steps_about(model, change.partner, change.step))
    if change.a_month is not None and len(steps) > 1:
        words = {"name": str(change.partner), "choices": listed(one.id for one in steps)}
        yield Finding("several-steps", (*change.place, "a_month"), words)
    elif not places_by_step(model, change):
        unit = "per_cent" if change.per_cent is not None else "a_month"
        count = sum(one.places.count for one in steps if one.places)
        yield Finding("less-than-a-place", (*change.place, unit), {"count": str(count)})


def _check_enough(model: Model, capacity: Iterable[CapacityChange]) -> Iterator[Finding]:
    """That no step has fewer places than none on any day: told at the last change that takes some away then."""
    given = [(one, period(one.from_day, one.until_day), places_by_step(model, one)) for one in capacity]
    told: set[tuple[Place, str]] = set()
    for day in begins_of(days for _, days, _ in given):
        now = [(one, by_step) for one, days, by_step in given if days.begin <= day < days.end]
        for step in with_places(model.steps.values()):
            assert step.places is not None
            left = step.places.count + sum(by_step.get(step.id, 0) for _, by_step in now)
            if left >= 0:
                continue
            last = max((one for one, by_step in now if by_step.get(step.id, 0) < 0), key=lambda one: one.place)
            if (last.place, step.id) not in told:
                told.add((last.place, step.id))
                words = {"day": str(day) if day.year > 1 else "the begin", "step": step.id, "count": str(left)}
                yield Finding("fewer-than-none", last.place, {**words, "base": str(step.places.count)})


def _check_arrivals(model: Model, scenario: Scenario) -> Iterator[Finding]:
    known = [one.at for one in model.arrivals]
    for one in scenario.arrivals:
        if known and one.at is not None and one.at not in known:
            yield Finding("never-began", (*one.place, "at"), {"name": one.at, "choices": choices(one.at, known)})


def _check_routes(model: Model, scenario: Scenario) -> Iterator[Finding]:
    for one in scenario.routes:
        known = stood_in(model)
        if one.step not in known:
            words = {"name": one.step, "choices": choices(one.step, known)}
            yield Finding("never-stood", (*one.place, "step"), words)
        if one.to is not None and one.to not in known and not _ends(model, one.to):
            words = {"name": one.to, "choices": choices(one.to, known)}
            yield Finding("never-happened", (*one.place, "to"), words)
        elif one.step in known and duration_of(model, one) is None:
            yield Finding("days-missing", one.place, {"step": one.step, "to": str(one.to)})


def _ends(model: Model, name: str) -> bool:
    """Whether nothing follows on an activity, also when it never happened."""
    routes = model.steps[name].routes if name in model.steps else ()
    return bool(routes) and all(route.to is None and not route.stays for route in routes)


def _check_priority(model: Model, change: Priority) -> Iterator[Finding]:
    at = (*change.place, "where", change.attribute)
    if model.class_attribute != change.attribute:
        known = f'"{model.class_attribute}"' if model.class_attribute else "nothing"
        yield Finding("told-apart-otherwise", at, {"name": change.attribute, "known": known})
        return
    seen = sorted({value for arrivals in model.arrivals for value in arrivals.classes})
    for value in change.values:
        if value not in seen:
            words = {"name": change.attribute, "value": value, "choices": choices(value, seen)}
            yield Finding("value-never-seen", at, words)
    steps = with_places(steps_about(model, change.partner, change.step))
    if all(step.first[: len(change.values)] == change.values and step.first_from is None for step in steps):
        yield Finding("first-already", change.place)


def _check_search(model: Model, scenario: Scenario) -> Iterator[Finding]:
    asked = scenario.search
    if asked is None:
        return
    if not with_places(model.steps.values()):
        yield Finding("nobody-waits", asked.place, {"choices": "there is none"})
    for index, partner in enumerate(asked.partners or ()):
        if not with_places(steps_about(model, partner, None)) and with_places(model.steps.values()):
            known = listed(one.id for one in with_places(model.steps.values()))
            yield Finding("nobody-waits", (*asked.place, "partners", index), {"choices": known})
    if scenario.from_day is None:
        yield from too_early(start_of(model, scenario), asked.by, asked.norm_days)


def _check_contradictions(model: Model, scenario: Scenario) -> Iterator[Finding]:
    """What the file could not know: that a partner and a step, or all arrivals and some, are partly the same."""
    line: Callable[[Place], int] = scenario.document.line_of

    def placed(changes: Iterable[Target]) -> list[Placed]:
        about = [(one, steps_about(model, one.partner, one.step)) for one in changes]
        return [
            Placed(
                one.place,
                frozenset(step.id for step in steps),
                period(one.from_day, getattr(one, "until_day", None)),
                vars(one),
            )
            for one, steps in about
        ]

    every = frozenset(one.at for one in model.arrivals)
    arrivals = [
        Placed(one.place, frozenset({one.at}) if one.at else every, period(one.from_day, one.until_day), vars(one))
        for one in scenario.arrivals
    ]
    capacity, closed = placed(scenario.capacity), placed(scenario.closed)
    yield from among(capacity, between_capacities, line)
    yield from among(arrivals, between_arrivals, line)
    yield from among(closed, always("closed-twice"), line)
    yield from of_no_use(capacity, closed, line)
    yield from among(placed(scenario.priorities), always("priority-twice"), line)
