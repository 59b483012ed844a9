"""A network of queues as a scenario would have it.

Comes in: a model and a scenario. Goes out: the changed model. The promise: what the model cannot follow raises `ScenarioError` with all
of it, each at its line, before anything is changed; what the scenario does not name stays as it was.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from ketenmonitor.errors import ScenarioError
from ketenmonitor.whatif.model import Arrivals, Closed, Diversion, Model, MorePlaces, Step
from ketenmonitor.whatif.scenario.against import check_against, start_of
from ketenmonitor.whatif.scenario.amounts import duration_of, places_by_step, steps_about, with_places
from ketenmonitor.whatif.scenario.changes import Scenario


def applied(model: Model, scenario: Scenario) -> Model:
    """The model with all measures of a scenario. Its assumptions are no measure: see `assumed`."""
    if findings := list(check_against(model, scenario)):
        raise ScenarioError(scenario.faults(findings))
    begin = start_of(model, scenario)
    steps = dict(model.steps)
    for capacity in scenario.capacity:
        for name, count in places_by_step(model, capacity).items():
            more = MorePlaces(count, capacity.from_day or begin, capacity.until_day)
            steps[name] = replace(steps[name], more=(*steps[name].more, more))
    for closing in scenario.closed:
        for step in steps_about(model, closing.partner, closing.step):
            closed = Closed(closing.from_day, closing.until_day)
            steps[step.id] = replace(steps[step.id], closed=(*steps[step.id].closed, closed))
    for route in scenario.routes:
        duration = duration_of(model, route)
        assert duration is not None
        way = Diversion(route.to, route.share, duration, route.from_day or begin, route.until_day)
        steps[route.step] = replace(steps[route.step], diversions=(*steps[route.step].diversions, way))
    for priority in scenario.priorities:
        for step in with_places(steps_about(model, priority.partner, priority.step)):
            steps[step.id] = _first(steps[step.id], priority.values, priority.from_day)
    arrivals = tuple(_arrivals(one, scenario, begin) for one in model.arrivals)
    return replace(model, steps=steps, arrivals=arrivals)


def _first(step: Step, values: tuple[str, ...], from_day: date | None) -> Step:
    """Those that went first come after these, and until then go first as they did."""
    first = (*values, *(one for one in step.first if one not in values))
    return replace(step, first=first, first_from=from_day, first_before=step.first if from_day else ())


def _arrivals(arrivals: Arrivals, scenario: Scenario, begin: date) -> Arrivals:
    factors = tuple(
        (one.from_day or begin, one.until_day, float(1 + Fraction(one.per_cent) / 100))
        for one in scenario.arrivals
        if one.at in (None, arrivals.at)
    )
    return replace(arrivals, factors=(*arrivals.factors, *factors))
