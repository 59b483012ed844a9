"""What if: the whole way from the events of a chain and a scenario to what would be different.

Comes in: the cases of a view and a scenario. Goes out: `Answer`. The promise: both sides are played with the same cases and the same
luck, and with the same draw of what is not known; nothing of a single case is in the answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from ketenmonitor.definition import Definition
from ketenmonitor.linking import Cases
from ketenmonitor.whatif.calibrate import calibrate, observe, vary
from ketenmonitor.whatif.model import Model, Stood
from ketenmonitor.whatif.outcome import Outcome, Reduced, compared, reduced, standing
from ketenmonitor.whatif.replay import not_replayed
from ketenmonitor.whatif.scenario import Scenario, applied
from ketenmonitor.whatif.scenario.assumptions import assumed
from ketenmonitor.whatif.search import Chain, Searched, search
from ketenmonitor.whatif.simulate import nobody, play, replicate, scale_for, scaled
from ketenmonitor.whatif.warnings import Warning_, of_view, warnings_of

SEARCHED_WITH = 20  # replications: what is found to be enough in 90 % of them can be told apart from what is not

Told = Callable[[int, int], None]


@dataclass(frozen=True)
class Sides:
    """A chain without and with a measure, the cases that stand in it, and from which day until which (not included) it is played.

    `one_in`: a chain that is too large is played at this part of its size. `not_replayed`: the stocks whose last year the model would have
    foretold no better than who does without. `known`: what to mind of all that was learned from the chain.
    """

    definition: Definition
    scenario: Scenario
    baseline: Model
    changed: Model
    stood: Stood
    start: date
    until: date
    one_in: int = 1
    not_replayed: tuple[str, ...] = ()
    known: tuple[Warning_, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What comes out, and all that it rests on."""

    sides: Sides
    outcome: Outcome
    searched: Searched | None
    warnings: tuple[Warning_, ...]
    known_at_us: int | None


def sides_of(cases: Cases, scenario: Scenario) -> Sides:
    """The chain as it was measured, and as the scenario would have it; raises ScenarioError for what cannot be."""
    observed = observe(cases, scenario.from_day, _class_of(cases.view.definition, scenario))
    model, stood = calibrate(observed)
    baseline = assumed(model, scenario)
    changed = applied(baseline, scenario)
    start = scenario.from_day or baseline.trained_until
    assert start is not None
    one_in = scale_for((baseline, changed), start, scenario.until_day)
    poor = not_replayed(cases, start, scenario.seed)
    view = cases.view
    return Sides(
        view.definition, scenario, baseline, changed, stood, start, scenario.until_day, one_in, poor, of_view(view)
    )


def _class_of(definition: Definition, scenario: Scenario) -> str | None:
    """The attribute by which cases are told apart: that of its priorities, else one that a lead time asks for."""
    asked = (condition.attribute for figure in definition.lead_times.values() for condition in figure.where)
    return scenario.class_attribute or next(asked, None)


def answer(sides: Sides, known_at_us: int | None = None, told: Told = nobody) -> Answer:
    """Play a scenario beside doing nothing. `told` hears how many replications are done, of how many."""
    pairs = replicate(partial(played, sides), sides.scenario.replications, told=told)
    outcome = compared(pairs, sides.baseline)
    found = [*sides.known, *(Warning_("not-replayed", {"stock": stock}) for stock in sides.not_replayed)]
    found += [Warning_("scaled", {"one_in": sides.one_in})] if sides.one_in > 1 else []
    warnings = warnings_of(sides.baseline, sides.changed, sides.scenario, outcome, stood=sides.stood, found=found)
    return Answer(sides, outcome, _searched(sides, told), warnings, known_at_us)


def _searched(sides: Sides, told: Told) -> Searched | None:
    """What it would take, in the chain as the scenario has it."""
    scenario = sides.scenario
    if scenario.search is None:
        return None
    chain = Chain(
        sides.definition, sides.changed, sides.stood, scenario.search, sides.start, scenario.seed, sides.one_in
    )
    return search(chain, min(scenario.replications, SEARCHED_WITH), told=told)


def played(sides: Sides, replication: int) -> tuple[Reduced, Reduced]:
    """One replication, without and with the measure."""
    return _reduced(sides, sides.baseline, replication), _reduced(sides, sides.changed, replication)


def _reduced(sides: Sides, model: Model, replication: int) -> Reduced:
    seed = sides.scenario.seed
    drawn = vary(model, seed, replication)
    small, stood = scaled(drawn, sides.stood, sides.one_in) if sides.one_in > 1 else (drawn, sides.stood)
    visits = play(small, stood, sides.start, sides.until, seed, replication)
    found = reduced(visits, small, stood, sides.definition)
    at_start = found.at_start if sides.one_in == 1 else standing(model, sides.stood, sides.definition)
    return found.times(sides.one_in, at_start)
