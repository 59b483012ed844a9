"""What was planted in chains that Ciw simulates comes out: the figures of a hundred seeds are those of `benchmarks.planted`."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ketenmonitor.whatif.calibrate.priorities import odds_of
from tests.unit.whatif.planted import (
    CHAIN,
    DEPARTURES,
    STOCK,
    Measure,
    covered,
    effect_bands,
    found_by,
    stock_by_theory,
    true_effect,
)

FEW, MANY = range(4), range(100)


def test_planted_numbers_lie_in_their_intervals() -> None:
    found = covered(CHAIN, FEW)
    assert len(found) == 13
    assert all(told == len(FEW) for _, told in found.values())
    assert sum(inside for inside, _ in found.values()) >= 0.9 * 13 * len(FEW)


@pytest.mark.parametrize("service", ["erlang", "deterministic"])
def test_capacities_are_found_too_when_work_is_regular(service: str) -> None:
    runs = [found_by(replace(CHAIN, service=(service,) * 3), seed) for seed in FEW]
    names = ("places.aangifte", "capacity.aangifte", "capacity.inzending")
    assert sum(run[name].is_covered for run in runs for name in names) >= 0.9 * len(FEW) * len(names)
    spread = {"erlang": 0.5, "deterministic": 0.0}[service]
    assert all(run["spread.aangifte"].is_covered for run in runs)
    assert all(run["spread.aangifte"].said.value == pytest.approx(spread, abs=0.05) for run in runs)


def test_what_shows_of_a_step_depends_on_whether_it_is_ever_short() -> None:
    found = found_by(CHAIN, 1)
    sources = {step: found[f"places.{step}"].said.source for step in ("aangifte", "inzending", "dagvaarding")}
    assert sources == {"aangifte": "stock-and-outflow", "inzending": "capacity-only", "dagvaarding": "at-least"}
    assert found["capacity.inzending"].said.value == pytest.approx(found["capacity.inzending"].truth, rel=0.04)


def test_the_effect_of_a_planted_measure_lies_in_the_band() -> None:
    bands = effect_bands(1, 12)
    _, low, high = bands[DEPARTURES]
    assert low <= 10 / 9 * 730 <= high  # always more cases than places: each day as many more as the places handle
    truth = stock_by_theory(41, 8, 4) - stock_by_theory(34, 8, 4)
    assert bands[STOCK][1] <= truth <= bands[STOCK][2] < 0


def test_a_class_that_goes_first_leaves_sooner_than_its_share() -> None:
    random = np.random.default_rng(1)
    entered = np.sort(random.integers(0, 10_000_000, 4000))
    value = random.choice([0, 1, -1], 4000, p=[0.3, 0.6, 0.1]).astype(np.int16)
    same = entered + random.exponential(100_000, 4000).astype(np.int64)
    assert all(one.low <= 1 <= one.high for one in odds_of(entered, same, value, 2, 0))
    sooner = np.where(value == 0, entered + (same - entered) // 3, same)
    first = odds_of(entered, sooner, value, 2, 0)[0]
    assert first.low > 1.5


@pytest.mark.slow
@pytest.mark.parametrize("service", ["exponential", "erlang", "deterministic"])
def test_planted_numbers_lie_in_their_intervals_in_ninety_of_a_hundred_seeds(service: str) -> None:
    found = covered(replace(CHAIN, service=(service,) * 3), MANY)
    assert {name: inside for name, (inside, told) in found.items() if inside < 0.9 * told} == {}


@pytest.mark.slow
@pytest.mark.parametrize("measure", [DEPARTURES, STOCK])
def test_effects_lie_in_the_band_in_ninety_of_a_hundred_seeds(measure: Measure) -> None:
    truth, _ = true_effect(measure, MANY)
    bands = [effect_bands(seed, 20)[measure] for seed in MANY]
    assert sum(low <= truth <= high for _, low, high in bands) >= 90
