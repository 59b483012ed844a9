"""Measures that are possible in a network of queues, and would change nothing there.

Comes in: a model and a scenario. Goes out: a finding for each. The promise: what is told changes no visit of any case on any day; whether
what is not told does much is for the warnings.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from ketenmonitor.toml import Finding
from ketenmonitor.whatif.model import Model, Step
from ketenmonitor.whatif.scenario.amounts import steps_about
from ketenmonitor.whatif.scenario.changes import Closing, Scenario

ALL = 1 - 1e-9


def idle(model: Model, scenario: Scenario) -> Iterator[Finding]:
    """All of them."""
    if not model.arrivals:
        yield from (Finding("nothing-came", one.place) for one in scenario.arrivals)
    diverted = {one.step for one in scenario.routes}
    for closing in scenario.closed:
        steps = steps_about(model, closing.partner, closing.step)
        if steps and not any(one.id in diverted or _stops(model, one, closing) for one in steps):
            yield Finding("nobody-works", closing.place)
    for one in scenario.routes:
        step = model.steps.get(one.step)
        ways = [way for way in step.routes if way.to == one.to and not way.stays] if step else []
        if one.days is None and any(way.share >= ALL for way in ways):
            yield Finding("goes-already", one.place, {"step": one.step, "where": one.to or "out of the chain"})


def _stops(model: Model, step: Step, closing: Closing) -> bool:
    """Whether something is under way there on one of the days: who leaves or stays does so as it comes."""
    if all(way.to is None for way in step.routes):
        return False
    if step.places is None:
        return True
    days = (closing.from_day + timedelta(days=n) for n in range((closing.until_day - closing.from_day).days))
    open_on = (day for day in days if step.places.works_holidays or day not in model.holidays)
    return any(day.weekday() in step.places.workdays for day in open_on)
