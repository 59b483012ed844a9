"""Values for declared attributes: columns of codes into a short list of possible values.

Comes in: a definition and the objects of every type. Goes out: per attribute its list of values, and per object a
code into it (-1: not known). The promise: every value is one that the definition allows.
"""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pyarrow as pa

from ketenmonitor.definition import Attribute, Definition
from ketenmonitor.synth.clock import EPOCH
from ketenmonitor.synth.columns import Floats, Ints
from ketenmonitor.synth.history import History, Process

UNKNOWN = -1
NOT_KNOWN = 0.04  # of the objects
INHERITED = 0.95  # of the objects whose relative has the same attribute
TRUE = 0.22
INTEGERS = 40
HALVES = 120
DATES = 500
DATES_APART = 37  # days


def values_of(attribute: Attribute) -> pa.Array:
    """The possible values, in the type that the attribute has."""
    if attribute.type == "category":
        return pa.array(attribute.values, pa.string())
    if attribute.type == "boolean":
        return pa.array([False, True])
    if attribute.type == "integer":
        return pa.array(range(INTEGERS), pa.int64())
    if attribute.type == "number":
        return pa.array([n / 2 for n in range(1, HALVES + 1)], pa.float64())
    return pa.array([EPOCH + timedelta(days=DATES_APART * n) for n in range(DATES)], pa.date32())


def as_texts(values: pa.Array) -> list[str]:
    """Values as the store writes them: "true", "12", "12.5", "2024-05-01"."""
    if pa.types.is_floating(values.type):
        return [repr(v).removesuffix(".0") for v in values.to_pylist()]
    return [str(v).lower() if isinstance(v, bool) else str(v) for v in values.to_pylist()]


def carried_by(definition: Definition, object_type: str) -> tuple[str, ...]:
    """The attributes that are known of objects of a type, from its own rows or from its events."""
    return tuple(a for a in definition.attributes if object_type in definition.carriers(a))


def codes_of(process: Process, history: History, rng: np.random.Generator) -> dict[str, dict[str, Ints]]:
    """Per object type and attribute a code for each object; children mostly have the value of their parent."""
    codes: dict[str, dict[str, Ints]] = {}
    for object_type, herd in history.herds.items():
        own = {}
        for name in carried_by(process.definition, object_type):
            weights = _weights(process.definition.attributes[name])
            own[name] = rng.choice(len(weights), len(herd), p=weights)
            own[name][rng.random(len(herd)) < NOT_KNOWN] = UNKNOWN
            birth = process.kinship.births.get(object_type)
            if birth and name in codes[birth.parent]:
                pair = history.pairs[birth.link]
                children, parents = pair[::-1] if birth.downward else pair
                child, first = np.unique(children, return_index=True)
                inherits = rng.random(len(child)) < INHERITED
                own[name][child[inherits]] = codes[birth.parent][name][parents[first[inherits]]]
        codes[object_type] = own
    return codes


def _weights(attribute: Attribute) -> Floats:
    """How common each value is: the first of a list the most."""
    if attribute.type == "boolean":
        return np.array([1 - TRUE, TRUE])
    count = len(values_of(attribute))
    weights = 1 / (np.arange(count) + 4.0)
    return np.asarray(weights / weights.sum())
