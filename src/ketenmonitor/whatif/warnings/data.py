"""What to mind of the data that a model rests on.

Comes in: a model, the cases that stand in it, and the scenario. Goes out: warnings. The promise: what is not known (no dates of training)
is not warned of, and what was cut short is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ketenmonitor.instants import from_us
from ketenmonitor.store import View
from ketenmonitor.whatif.model import Model, Stood
from ketenmonitor.whatif.scenario import Scenario
from ketenmonitor.whatif.warnings.warning import Warning_

YEAR = 365


def of_view(view: View) -> tuple[Warning_, ...]:
    """What holds for all that is learned from a view."""
    return (*of_gone(view.gone.objects), *of_undeclared(view), *of_behind(view))


def of_undeclared(view: View) -> tuple[Warning_, ...]:
    """Events of activities that only an earlier version of the definition declares: nothing is learned from them."""
    if all(receipt.definition_version == view.definition.version for receipt in view.receipts):
        return ()
    odd = view.events.activity.notin(list(view.definition.activities))
    count = view.engine.run(odd.sum().as_table())[0][0].as_py()
    return (Warning_("no-longer-declared", {"count": count}),) if count else ()


def of_gone(gone: Mapping[str, int]) -> tuple[Warning_, ...]:
    """That objects (how many, of each type) left under a rule of retention: they were counted once, and are learned from no more."""
    count = sum(gone.values())
    return (Warning_("gone-after-term", {"count": count}),) if count else ()


def of_behind(view: View) -> tuple[Warning_, ...]:
    """The partners that delivered less far than others: nothing that happened since is learned from, of anybody."""
    zone = view.definition.zone
    return tuple(
        Warning_(
            "partner-behind",
            {
                "partner": one.partner,
                "day": from_us(one.until_us - 1).astimezone(zone).date().isoformat(),
                "days": one.days,
            },
        )
        for one in view.behind.values()
        if one.partner in {activity.partner for activity in view.definition.activities.values()}
    )


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
