"""How far the odds of the model can be believed, tried on made-up persons and on what persons judged.

Comes in: how many rows and pairs the real sides have, and how often things go wrong in them. Goes out: `Calibration`. The
promise: made-up persons go the whole way that real ones go, with a model of their own, in as many rows as there are (up to
`made_up`) and with as many pairs of one person.

Why this is needed: the model takes columns for independent. Members of a family share a name and an address, so that its
odds of them are far too high.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import duckdb
import numpy as np

from ketenmonitor.records.curve import Curve, drawn_again, fitted, shifted
from ketenmonitor.records.made_up.registers import Row, registers
from ketenmonitor.records.model import Numbers
from ketenmonitor.records.settings import Settings
from ketenmonitor.records.weighing import Weighed, weighed

ENOUGH_PAIRS = 2000
ISO = ("%Y-%m-%d",)
MOST_RUNS = 4


@dataclass(frozen=True)
class Calibration:
    """The curve, the same drawn again to see how sure it is, and which share of true pairs is found to be compared at all."""

    curve: Curve
    again: list[Curve]
    seen: float
    persons: int
    pairs: int
    judged: int = 0


def calibrated(connection: duckdb.DuckDBPyConnection, real: Weighed, settings: Settings) -> Calibration:
    """What made-up persons say of the odds."""
    scale = min(1.0, settings.made_up / max(len(real.a), len(real.b)))
    a, b = (max(20, round(len(side) * scale)) for side in (real.a, real.b))
    both = min(a, b, max(10, round(real.expected * scale)))
    runs = min(MOST_RUNS, math.ceil(ENOUGH_PAIRS / both))
    parts = [_tried(connection, (a, b, both), settings, settings.seed + run) for run in range(runs)]
    odds, same = (np.concatenate([part[at] for part in parts]) for at in (0, 1))
    groups = np.concatenate([part[2] + at * a for at, part in enumerate(parts)])
    again = drawn_again(odds, same, groups, settings.seed)
    return Calibration(fitted(odds, same), again, float(same.sum()) / (both * runs), (a + b) * runs, both * runs)


def _tried(
    connection: duckdb.DuckDBPyConnection, sizes: tuple[int, int, int], settings: Settings, seed: int
) -> tuple[Numbers, Numbers, Numbers]:
    """Odds of pairs of made-up persons, whether they are one person, and of which row of A they are."""
    made = registers(*sizes, seed, settings.faults)
    left, right = _as_said(made.a, settings.a.columns), _as_said(made.b, settings.b.columns)
    plain = replace(settings, a=replace(settings.a, date_forms=ISO), b=replace(settings.b, date_forms=ISO))
    tried = weighed(connection, left, right, plain)
    same = np.zeros(len(tried.odds))
    places = tried.places(made.truth)
    same[places[places >= 0]] = 1.0
    return tried.odds, same, tried.pairs.left.astype(np.float64)


def _as_said(rows: list[Row], columns: Mapping[str, str]) -> list[Row]:
    """Made-up rows with the columns that the real side has, and no others."""
    has = {"id", *columns} | ({"house_number"} if "address" in columns else set())
    return [{name: value for name, value in row.items() if name in has} for row in rows]


def with_marks(calibration: Calibration, odds: Numbers, marks: Numbers, seed: int) -> Calibration:
    """The curve after what persons judged of some pairs; their marks are drawn again as well."""
    chance = np.random.default_rng(seed)
    again = []
    for curve in calibration.again:
        drawn = chance.integers(0, len(marks), len(marks))
        again.append(shifted(curve, odds[drawn], marks[drawn]))
    return replace(calibration, curve=shifted(calibration.curve, odds, marks), again=again, judged=len(marks))
