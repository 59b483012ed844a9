"""A model with other values of its assumptions.

Comes in: a model, and values by number (`A7`) or name. Goes out: the model with these. The promise: what was not named stays, but for
what must add up with it: other shares of the step shrink or grow alike, and other places handle as many cases together as before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ketenmonitor.errors import UsageError
from ketenmonitor.whatif.calibrate.numbering import NONE
from ketenmonitor.whatif.calibrate.setting import (
    with_arrivals,
    with_capacity,
    with_class,
    with_duration,
    with_places,
    with_priority,
    with_share,
    with_spread,
    with_workdays,
)
from ketenmonitor.whatif.model import Assumption, Model
from ketenmonitor.whatif.simulate.draws import MOST_SPREAD

LEAST = {"growth": -1.0, "dispersion": 1.0, "places": 1.0}
# Of a case that takes a century, or a day with ten thousand times the spread of chance, nothing can be reckoned that means anything.
MOST = {
    "route": 1.0,
    "class": 1.0,
    "workdays": 7.0,
    "duration": 36_525.0,
    "dispersion": 10_000.0,
    "spread": MOST_SPREAD,
}
WHOLE = ("places", "workdays")


def adjusted(model: Model, values: Mapping[str, float]) -> Model:
    """Assumptions by number or name given another value; raises UsageError for what is not assumed or cannot be."""
    known = {key: one for one in model.assumptions for key in (one.number, one.name)}
    changed: dict[str, Assumption] = {}
    for key, value in values.items():
        if key not in known:
            raise UsageError(
                f'"{key}" is no assumption of this model. Right is a number or name that `ketenmonitor calibrate` lists.'
            )
        one = known[key]
        if one.name in changed:
            raise UsageError(f"{one.number} and {one.name} are the same assumption. Right is one of the two.")
        _check(one, value)
        model = with_value(model, one, float(value))
        changed[one.name] = replace(one, value=float(value), adjusted=True)
    return replace(model, assumptions=tuple(changed.get(one.name, one) for one in model.assumptions))


def _check(one: Assumption, value: float) -> None:
    kind = one.name.partition(".")[0]
    low, high = LEAST.get(kind, 0.0), MOST.get(kind, float("inf"))
    is_open = kind in ("capacity", "growth", "workdays")
    if not (low < value if is_open else low <= value) or not value <= high or value == float("inf"):
        right = f"{'more than' if is_open else 'at least'} {low:g}" + (
            f" and at most {high:g}" if high < float("inf") else ""
        )
        raise UsageError(f"{one.number} ({one.name}) cannot be {value:g}. Right is {right}.")
    if kind in WHOLE and value != int(value):
        raise UsageError(f"{one.number} ({one.name}) cannot be {value:g}. Right is a whole number.")


def with_value(model: Model, one: Assumption, value: float) -> Model:
    """The model with one assumption changed; its list of assumptions is not."""
    kind, _, rest = one.name.partition(".")
    if kind in ("arrivals", "growth", "dispersion", "holiday", "month", "weekday"):
        at, _, place = rest.partition(".")
        arrivals = (with_arrivals(a, kind, place, value) if a.at == at else a for a in model.arrivals)
        return replace(model, arrivals=tuple(arrivals))
    if kind == "class":
        return replace(model, arrivals=tuple(with_class(a, rest, value) for a in model.arrivals))
    step_id, _, to = rest.partition(".")
    step = model.steps[step_id]
    if kind == "places":
        step = with_places(step, int(value))
    elif kind == "capacity":
        step = with_capacity(step, one.value, value)
    elif kind == "workdays":
        step = with_workdays(model, step, int(value))
    elif kind == "route":
        step = with_share(step, None if to == NONE else to, value)
    elif kind == "spread":
        step = with_spread(step, value)
    elif kind == "duration":
        step = with_duration(step, to, value)
    else:
        step = with_priority(step, to, value)
    return replace(model, steps={**model.steps, step_id: step})
