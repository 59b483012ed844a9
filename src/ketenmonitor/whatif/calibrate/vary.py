"""A model as it might be too: every number drawn from its interval.

Comes in: a model, a seed and the number of a replication. Goes out: the model of that replication. The promise: the same draw for the
same name, whatever other assumptions there are; none of the machine's own functions is used, so that it is the same on any machine.

A number is drawn as its value plus the lower or upper half of its interval over 1.96, times a sum of twelve uniform numbers less six
(variance 1, near enough normal). Places and what they handle are drawn by one number, as they are estimated together; a number of
places that does not show is not drawn. What somebody set is not drawn.
"""

from __future__ import annotations

from dataclasses import replace

from ketenmonitor.whatif.calibrate.adjusted import with_value
from ketenmonitor.whatif.model import Assumption, Model
from ketenmonitor.whatif.simulate.draws import ONE, Keys, key_of, mixed, named, uniform

TWELVE = 12
Z95 = 1.959963984540054
DRAWN = (
    "arrivals",
    "growth",
    "places",
    "capacity",
    "route",
    "duration",
    "class",
)  # in this order: capacity after places


def vary(model: Model, seed: int, replication: int) -> Model:
    """The model of one replication."""
    key = named(key_of(seed, replication), "vary")
    for kind in DRAWN:
        for one in model.assumptions:
            if one.name.startswith(f"{kind}.") and _is_drawn(one, kind):
                model = with_value(model, one, _value(one, kind, normal(key, _together(one.name))))
    return replace(model, assumptions=model.assumptions)


def normal(key: Keys, name: str) -> float:
    """About normal, for a name."""
    mine = named(key, name)
    return sum(int(uniform(mixed(mine, place), 0)[0]) for place in range(TWELVE)) / ONE - TWELVE / 2


def _together(name: str) -> str:
    return f"capacity.{name.partition('.')[2]}" if name.startswith("places.") else name


def _is_drawn(one: Assumption, kind: str) -> bool:
    if one.adjusted or not one.is_bounded or one.low is None or one.high is None or one.low == one.high:
        return False
    return not (kind == "places" and one.source != "stock-and-outflow")


def _value(one: Assumption, kind: str, z: float) -> float:
    end = one.high if z > 0 else one.low
    assert end is not None
    value = one.value + z * abs(end - one.value) / Z95
    if kind == "places":
        return max(1.0, float(round(value)))
    if kind == "growth":
        return max(value, -0.9)
    if kind in ("route", "class"):
        return min(max(value, 0.0), 1.0)
    return max(value, one.value * 1e-3)
