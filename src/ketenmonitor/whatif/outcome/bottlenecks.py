"""Where it gets stuck: the tightest step of each month, without and with a measure.

Comes in: means of the figures by month. Goes out: `Bottleneck`. The promise: a step is the tightest by the share of its places in use;
of those that are as good as full it is the one whose queue would take longest to work off.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from math import inf

from ketenmonitor.instants import day_number
from ketenmonitor.measures import days_of
from ketenmonitor.whatif.model import Model
from ketenmonitor.whatif.outcome import reduced as r
from ketenmonitor.whatif.outcome.outcome import Bottleneck, Tight
from ketenmonitor.whatif.outcome.periods import Values
from ketenmonitor.whatif.outcome.reduced import Key

FULL = 0.95  # share of places in use from which a step counts as full
TIGHT = 0.90  # share of places in use below which a step is no bottleneck, however tight it is beside others

Means = Mapping[Key, Values]


def bottlenecks_of(baseline: Means, scenario: Means, model: Model, months: tuple[str, ...]) -> tuple[Bottleneck, ...]:
    """The tightest step of each month on both sides."""
    return tuple(
        Bottleneck(month, *(_tightest(side, model, at, _days(month)) for side in (baseline, scenario)))
        for at, month in enumerate(months)
    )


def next_of(found: tuple[Bottleneck, ...]) -> Bottleneck | None:
    """The step that is the bottleneck in most of the months in which another one was without the measure: its first such month."""
    shifted = [one for one in found if _is_tight(one.scenario) and _name(one.scenario) != _name(one.baseline)]
    most = Counter(_name(one.scenario) for one in shifted).most_common(1)
    return next((one for one in shifted if _name(one.scenario) == most[0][0]), None)


def _is_tight(one: Tight | None) -> bool:
    return one is not None and one.use >= TIGHT


def _name(one: Tight | None) -> str | None:
    return one.step if one and one.use >= TIGHT else None


def _tightest(means: Means, model: Model, at: int, days: int) -> Tight | None:
    with_places = [step for step in model.steps.values() if step.places is not None]
    found = [one for step in with_places if (one := _tight(means, step.id, step.partner, at, days))]
    return max(found, key=_how_tight, default=None)


def _tight(means: Means, step: str, partner: str, at: int, days: int) -> Tight | None:
    use, queue, left = (float(means[Key(r.STEP, step, name)][at]) for name in ("use", "queue", "left"))
    if use != use:
        return None
    return Tight(step, partner, use, queue, queue / left * days if left else None if queue else 0.0)


def _how_tight(one: Tight) -> tuple[bool, float, float]:
    is_full = one.use >= FULL
    return is_full, (inf if one.work_days is None else one.work_days) if is_full else 0.0, one.use


def _days(month: str) -> int:
    first, last = days_of(month) or (None, None)
    return day_number(last) - day_number(first) + 1 if first and last else 1
