"""What to mind of the data that a model rests on.

Comes in: a model, the cases that stand in it, and the scenario. Goes out: warnings. The promise: what is not known (no dates of training)
is not warned of, and what was cut short is.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketenmonitor.whatif.model import Model, Stood
from ketenmonitor.whatif.scenario import Scenario
from ketenmonitor.whatif.warnings.warning import Warning_

YEAR = 365


def of_data(model: Model, scenario: Scenario, stood: Stood | None) -> Iterator[Warning_]:
    """Too short to know a year, shorter than it is to tell, cases that will never move; and what the baseline shares with the measure."""
    begin, end = model.trained_from, model.trained_until
    if begin and end:
        known = (end - begin).days
        ahead = (scenario.until_day - (scenario.from_day or end)).days
        if known < YEAR:
            yield Warning_("trained-short", {"days": known})
        if ahead > known:
            yield Warning_("horizon-longer", {"days": ahead, "known": known})
    dormant = sum(stood.dormant) if stood else 0
    if stood and dormant:
        yield Warning_("dormant", {"count": dormant, "of": len(stood.step)})
    if scenario.other_assumptions:
        yield Warning_("assumed-in-both", {"count": len(scenario.other_assumptions)})
