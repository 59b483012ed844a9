"""From a file to a `Scenario`.

Comes in: a path, and the definition of the chain. Goes out: a `Scenario`, or all that is wrong with it. The promise: every fault has its
line, what is wrong and what would be right; what it names is in the chain; and no two measures contradict each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ketenmonitor.definition import Definition, conditions_of
from ketenmonitor.errors import ScenarioError
from ketenmonitor.toml import (
    Document,
    Fault,
    Key,
    Place,
    check_shape,
    check_value,
    document_at,
    read_document,
    without,
)
from ketenmonitor.whatif.scenario.changes import (
    REPLICATIONS,
    SEED,
    ArrivalsChange,
    CapacityChange,
    Closing,
    NewRoute,
    OtherAssumption,
    Priority,
    Scenario,
    Sought,
)
from ketenmonitor.whatif.scenario.check import check_scenario
from ketenmonitor.whatif.scenario.periods import after
from ketenmonitor.whatif.scenario.schema import SCHEMA, VALUE
from ketenmonitor.whatif.scenario.wordings import WORDINGS

Values = Mapping[str, Any]


def faults_of_scenario(path: Path, definition: Definition) -> tuple[Fault, ...]:
    """All faults of a file that can be told without figures, in the order of its lines."""
    return _checked(document_at(path, WORDINGS), definition)[1]


def read_scenario(path: Path, definition: Definition) -> Scenario:
    """The scenario in a file. Raises ScenarioError with all its faults."""
    return _scenario(document_at(path, WORDINGS), definition)


def scenario_from_text(name: str, content: bytes, definition: Definition) -> Scenario:
    """The same of what was read already."""
    return _scenario(read_document(name, content, WORDINGS), definition)


def _scenario(document: Document, definition: Definition) -> Scenario:
    values, faults = _checked(document, definition)
    if faults:
        raise ScenarioError(faults)
    return _built(values, definition, document)


def _checked(document: Document, definition: Definition) -> tuple[dict[str, Any], tuple[Fault, ...]]:
    said, named = document.values, document.values.get("assumptions")
    # The names of assumptions follow from the figures: any may stand there, so of that table the form is looked at here.
    shape = list(check_shape({**said, "assumptions": {}} if isinstance(named, dict) else said, SCHEMA))
    if isinstance(named, dict):
        shape += [one for place, value in flat(named) for one in check_value(place, value, Key(VALUE))]
    values = without(said, shape)
    return values, document.in_order([*shape, *check_scenario(values, definition, document)])


def flat(named: Values, above: Place = ("assumptions",)) -> Iterator[tuple[Place, Any]]:
    """Each assumption with its place; `a.b = 1` and `"a.b" = 1` are the same."""
    for name, value in named.items():
        if isinstance(value, dict):
            yield from flat(value, (*above, name))
        else:
            yield (*above, name), value


def _built(values: Values, definition: Definition, document: Document) -> Scenario:
    said = values["scenario"]
    end = after(said["until"])
    assert end is not None
    entries = {name: list(enumerate(values.get(name, ()))) for name in values if isinstance(values[name], list)}
    assumed = [
        OtherAssumption(place, ".".join(map(str, place[1:])), value)
        for place, value in flat(values.get("assumptions", {}))
    ]
    return Scenario(
        title=said["title"], from_day=said.get("from"), until_day=end,
        replications=said.get("replications", REPLICATIONS), seed=said.get("seed", SEED),
        capacity=tuple(_capacity(index, one) for index, one in entries.get("capacity", ())),
        arrivals=tuple(_arrivals(index, one) for index, one in entries.get("arrivals", ())),
        closed=tuple(_closing(index, one) for index, one in entries.get("closed", ())),
        routes=tuple(_route(index, one) for index, one in entries.get("route", ())),
        priorities=tuple(_priority(index, one) for index, one in entries.get("priority", ())),
        other_assumptions=tuple(assumed), search=_sought(values.get("search"), definition), document=document,
    )  # fmt: skip


def _capacity(index: int, said: Values) -> CapacityChange:
    amounts = (said.get("places"), said.get("per_cent"), said.get("a_month"))
    return CapacityChange(
        ("capacity", index), said.get("partner"), said.get("step"), *amounts, said.get("from"), after(said.get("until"))
    )


def _arrivals(index: int, said: Values) -> ArrivalsChange:
    days = (said.get("from"), after(said.get("until")))
    return ArrivalsChange(("arrivals", index), said.get("at"), said["per_cent"], *days)


def _closing(index: int, said: Values) -> Closing:
    end = after(said["until"])
    assert end is not None
    return Closing(("closed", index), said.get("partner"), said.get("step"), said["from"], end)


def _route(index: int, said: Values) -> NewRoute:
    days = (said.get("from"), after(said.get("until")))
    return NewRoute(("route", index), said["step"], said.get("to"), said["share"], said.get("days"), *days)


def _priority(index: int, said: Values) -> Priority:
    (condition,) = conditions_of(said["where"])
    about = (said.get("partner"), said.get("step"))
    return Priority(("priority", index), *about, condition.attribute, condition.values, said.get("from"))


def _sought(said: Values | None, definition: Definition) -> Sought | None:
    if not said:
        return None
    figure = definition.lead_times[said["lead_time"]]
    assert figure.norm is not None
    partners = tuple(said["partners"]) if "partners" in said else None
    attribute = figure.where[0].attribute if figure.where else None
    norm = (figure.norm.days, figure.norm.share)
    return Sought(("search",), said["lead_time"], said["by"], partners, *norm, attribute)
