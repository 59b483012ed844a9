"""Other values of assumptions, in the model on which both the baseline and the measure are played.

Comes in: a model and a scenario. Goes out: the model as the scenario assumes it. The promise: an assumption that does not exist, or a
value that it cannot have, raises `ScenarioError` with the line; a value that was given is marked as such in the model.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketenmonitor.errors import ScenarioError, UsageError
from ketenmonitor.toml import Finding, Place, choices
from ketenmonitor.whatif.calibrate import adjusted
from ketenmonitor.whatif.model import Assumption, Model
from ketenmonitor.whatif.scenario.against import check_against
from ketenmonitor.whatif.scenario.changes import Scenario


def assumed(model: Model, scenario: Scenario) -> Model:
    """The model with the assumptions of a scenario, and without its measures: the baseline of that scenario."""
    if findings := list(check_assumptions(model, scenario)):
        others = [
            one for one in check_against(model, scenario) if one.code != "nobody-waits"
        ]  # which they may well mend
        raise ScenarioError(scenario.faults([*findings, *others]))
    return adjusted(model, scenario.assumptions) if scenario.other_assumptions else model


def check_assumptions(model: Model, scenario: Scenario) -> Iterator[Finding]:
    """A finding for each that is not there, is named twice, has the value already, or cannot have this one."""
    known = {**{one.name: one for one in model.assumptions}, **{one.number: one for one in model.assumptions}}
    seen: dict[str, Place] = {}
    for said in scenario.other_assumptions:
        one = known.get(said.named)
        if one is None:
            yield Finding("assumption-unknown", said.place, {"name": said.named, "choices": choices(said.named, known)})
        elif one.number in seen:
            line = str(scenario.document.line_of(seen[one.number]))
            yield Finding("assumption-twice", said.place, {"name": f"{one.number} ({one.name})", "line": line})
        elif one.value == said.value and not one.adjusted:
            yield Finding("assumption-same", said.place)
        else:
            yield from _check_value(model, one, said.value, said.place)
        if one is not None:
            seen.setdefault(one.number, said.place)


def _check_value(model: Model, one: Assumption, value: float, place: Place) -> Iterator[Finding]:
    try:
        adjusted(model, {one.number: value})
    except UsageError as error:
        yield Finding("assumption-impossible", place, {"reason": str(error), "value": f"{one.value:g}"})
