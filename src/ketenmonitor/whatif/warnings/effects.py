"""What the figures of a scenario say about its measures: one that is larger than useful, or of no use.

Comes in: the scenario applied, and the outcome. Goes out: warnings. The promise: a step counts as idle in a month in which a fifth of its
places or more is not in use, over all replications; a measure is judged over the months that it holds for whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from statistics import fmean

from ketenmonitor.whatif.model import Model, MorePlaces
from ketenmonitor.whatif.outcome import Outcome
from ketenmonitor.whatif.scenario.periods import period
from ketenmonitor.whatif.warnings.warning import Warning_

IDLE = 0.8  # of the places in use
FEW = 3  # months: too short to judge


def of_effects(changed: Model, outcome: Outcome) -> Iterator[Warning_]:
    """Of each step with more places, whether it has spare places most of the time then: with the measure, or also without."""
    for step in changed.steps.values():
        for more in step.more:
            months = _months_of(more, outcome)
            if more.count > 0 and len(months) >= FEW:
                yield from _of_step(step.id, months, outcome)
                break


def _of_step(step: str, months: list[str], outcome: Outcome) -> Iterator[Warning_]:
    without, with_it = ([], []) if not months else _uses(step, months, outcome)
    if _is_idle(without):
        yield Warning_("idle-anyway", {"step": step, "use": fmean(without)})
    elif _is_idle(with_it):
        yield Warning_("queue-empties", {"step": step, "use": fmean(with_it)})


def _uses(step: str, months: list[str], outcome: Outcome) -> tuple[list[float], list[float]]:
    """The share of places in use, in each month, without and with the measure."""
    found = [one for month in months if (one := outcome.of("step", step, "use", month))]
    return [one.baseline.mean for one in found if one.baseline], [one.scenario.mean for one in found if one.scenario]


def _is_idle(uses: list[float]) -> bool:
    return len(uses) >= FEW and sum(use < IDLE for use in uses) * 2 > len(uses)


def _months_of(more: MorePlaces, outcome: Outcome) -> list[str]:
    """The months in which it holds from the first day to the last."""
    days = period(more.from_day, more.until_day)
    return [
        month
        for month in outcome.months
        if days.begin <= (first := date.fromisoformat(f"{month}-01")) and _next(first) <= days.end
    ]


def _next(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)
