"""How uneven times in hand are, and what regular work does to a capacity."""

from __future__ import annotations

from dataclasses import replace
from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketenmonitor.whatif.calibrate.capacity import Capacity
from ketenmonitor.whatif.calibrate.in_hand import InHand, counted, found_free, in_hand_of, spells
from ketenmonitor.whatif.calibrate.path import Path, path_of

DAY_S = 86_400
CAPACITY = Capacity(5, 5, 5, 5 / DAY_S, 4.9 / DAY_S, 5.1 / DAY_S, True, True, 1.0, 99.0, 1000)
VISITS = st.lists(st.tuples(st.integers(0, 60), st.one_of(st.none(), st.integers(0, 40))), min_size=1, max_size=40)


def sample(shape: float, n: int = 3000, seed: int = 1) -> np.ndarray:
    """Times with a mean of a day; their standard deviation over it is 1 / sqrt(shape)."""
    random = np.random.default_rng(seed)
    return np.full(n, DAY_S) if shape == inf else (random.gamma(shape, 1 / shape, n) * DAY_S).astype(np.int64)


def told(times: np.ndarray) -> InHand:
    entered = np.arange(len(times)) * DAY_S
    found = in_hand_of(entered, entered + times, times.astype(float), np.ones(len(times), bool), (0, int(entered[-1])))
    assert found is not None
    return found


@given(VISITS, st.integers(1, 8))
def test_who_found_a_place_free_is_who_saw_few_stand_there(rows: list[tuple[int, int | None]], places: int) -> None:
    entered = np.array([at for at, _ in rows])
    left = np.array([-1 if stay is None else at + stay for at, stay in rows])
    found = found_free(entered, left, np.ones(len(rows)), replace(CAPACITY, places_low=places))
    for at, is_free in zip(entered, found, strict=True):
        stand = sum(e < at and (w < 0 or w > at) for e, w in zip(entered, left, strict=True))
        same = sum(e == at and w == at for e, w in zip(entered, left, strict=True))  # came and went at that moment
        assert is_free == (stand - same < 0.8 * places)


@pytest.mark.parametrize(("shape", "spread"), [(inf, 0.0), (4.0, 0.5), (1.0, 1.0), (0.25, 2.0)])
def test_the_spread_is_that_of_the_times(shape: float, spread: float) -> None:
    found = told(sample(shape))
    assert found.spread == pytest.approx(spread, abs=0.02 + 0.1 * spread)
    assert found.mean == pytest.approx(DAY_S, rel=0.1)
    low, high = found.limits
    assert low <= found.spread <= high


def test_exponential_times_are_nearly_always_taken_for_that_and_others_never() -> None:
    assert sum(told(sample(1.0, 1000, seed)).spread == 1.0 for seed in range(100)) >= 97
    assert not any(told(sample(4.0, 1000, seed)).spread == 1.0 for seed in range(20))


def test_its_interval_holds_the_truth_in_nine_of_ten_samples() -> None:
    limits = [told(sample(4.0, 500, seed)).limits for seed in range(100)]
    assert sum(low <= 0.5 <= high for low, high in limits) >= 90


def test_too_few_of_them_say_nothing() -> None:
    times = sample(1.0, 99)
    every = np.ones(99, bool)
    assert in_hand_of(np.arange(99), np.arange(99) + times, times.astype(float), every, (0, 10**9)) is None


def test_who_came_so_late_that_a_long_one_is_missing_does_not_count() -> None:
    random = np.random.default_rng(2)
    entered = np.sort(random.integers(0, 400 * DAY_S, 4000))
    times = np.where(random.random(4000) < 0.5, 1, 60) * DAY_S
    left = np.where(entered + times < 400 * DAY_S, entered + times, -1)
    found = in_hand_of(entered, left, (left - entered).astype(float), np.ones(4000, bool), (0, 400 * DAY_S))
    assert found is not None
    assert found.mean == pytest.approx(30.5 * DAY_S, rel=0.04)


def test_spells_count_who_left_a_while_after_the_queue_began() -> None:
    # Three stand there from 0 to 10, of which one leaves at 4 and one comes then; at 10, 11 and 12 the others leave.
    entered, left = np.array([0, 0, 0, 4]), np.array([4, 10, 11, 12])
    path = path_of(entered, left, np.ones(4), (0, 20), np.array([0, 20]), np.array([0, 20]))
    assert spells(path, 3, 0.0) == (2, 10.0)
    assert spells(path, 3, 5.0) == (1, 5.0)
    assert spells(path, 2, 5.0) == (2, 6.0)
    assert spells(path, 3, 11.0) == (0, 0.0)
    assert spells(path, 4, 0.0) == (0, 0.0)


def always_busy(days: int = 2000) -> Path:
    """Five places, each a case a day, all day; always seven there."""
    entered = np.concatenate(([0] * 7, np.repeat(np.arange(1, days), 5))) * DAY_S
    left = np.concatenate((np.repeat(np.arange(1, days), 5), [days] * 7)) * DAY_S
    ticks = np.array([0, days * DAY_S])
    return path_of(entered, left, np.ones(len(entered)), (0, days * DAY_S), ticks, ticks)


def test_of_work_that_is_not_exponential_the_capacity_is_what_leaves_while_there_is_a_queue() -> None:
    too_many = replace(CAPACITY, places=6, places_low=6, places_high=7, rate=6 / DAY_S)
    found = counted(too_many, always_busy(), InHand(DAY_S, 0.0, 0.0, 500))
    assert found.rate == pytest.approx(5 / DAY_S, rel=0.01)
    assert (found.places, found.places_low <= 5 <= found.places_high) == (5, True)
    assert found.rate_low < 5 / DAY_S < found.rate_high


def test_what_is_exponential_changes_nothing() -> None:
    assert counted(CAPACITY, always_busy(), InHand(DAY_S, 1.0, 0.1, 500)) == CAPACITY


@pytest.mark.parametrize(("days", "fits"), [(0.6, False), (0.8, True), (1.3, True), (3.0, False)])
def test_times_that_are_others_than_stock_and_outflow_say_do_not_fit(days: float, fits: bool) -> None:
    assert InHand(days * DAY_S, 0.0, 0.0, 500).fits(CAPACITY) is fits


def test_of_irregular_work_the_capacity_is_less_sure() -> None:
    even, uneven = (counted(CAPACITY, always_busy(), InHand(DAY_S, v, 0.1, 500)) for v in (0.0, 25.0))
    assert uneven.rate == even.rate
    assert uneven.rate_high - uneven.rate_low == pytest.approx(5 * (even.rate_high - even.rate_low), rel=0.01)
    assert uneven.places_high > even.places_high


def test_however_uneven_the_work_something_is_handled() -> None:
    found = counted(CAPACITY, always_busy(60), InHand(DAY_S, 400.0, 0.1, 100))
    assert 0 < found.rate_low < found.rate < found.rate_high
    assert 1 <= found.places_low <= found.places


def test_without_enough_spells_nothing_changes() -> None:
    assert counted(CAPACITY, always_busy(10), InHand(DAY_S, 0.0, 0.0, 500)) == CAPACITY
