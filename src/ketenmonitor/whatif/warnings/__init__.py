"""What whoever reads a scenario must know before the figures.

- `warnings_of`: all of a scenario; `Warning_`: one of them, a code with its values. `said_of`: one in words, Dutch or English.
- Codes for what others find: `scaled` (`one_in`: cases for each that is played), `not-replayed` (`stock`: not foretold).
- `of_view`: what holds for all that is learned from a view, also by who calibrates; `of_gone`: that it is without what left after its term.
"""

from __future__ import annotations

from collections.abc import Iterable

from ketenmonitor.whatif.model import Model, Stood
from ketenmonitor.whatif.outcome import Outcome
from ketenmonitor.whatif.scenario import Scenario
from ketenmonitor.whatif.warnings.data import of_data, of_gone, of_view
from ketenmonitor.whatif.warnings.effects import of_effects
from ketenmonitor.whatif.warnings.measures import of_measures
from ketenmonitor.whatif.warnings.warning import Warning_
from ketenmonitor.whatif.warnings.words import said_of

__all__ = ["Warning_", "of_gone", "of_view", "said_of", "warnings_of"]


def warnings_of(
    base: Model,
    changed: Model,
    scenario: Scenario,
    outcome: Outcome | None = None,
    *,
    stood: Stood | None = None,
    found: Iterable[Warning_] = (),
) -> tuple[Warning_, ...]:
    """All warnings: of the measures, of what they bring about, of the data; and `found` by others, which go first."""
    effects = of_effects(changed, outcome) if outcome else ()
    return (*found, *of_measures(base, changed, scenario), *effects, *of_data(base, scenario, stood))
