"""Capacity from stock and outflow: closed forms, and paths of which everything is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketenmonitor.whatif.calibrate.capacity import capacity_of, is_exceeded, latest, profile_of
from ketenmonitor.whatif.calibrate.delay import delay_log, queue_log
from ketenmonitor.whatif.calibrate.path import WEEK_S, Path, grid_exposure, path_of

DAY_S = 86_400


def whole_path(entered: np.ndarray, left: np.ndarray, until: int, weight: np.ndarray | None = None) -> Path:
    weight = np.ones(len(entered)) if weight is None else weight
    ticks = np.array([0, until])
    return path_of(entered, left, weight, (0, until), ticks, ticks)


def queue(places: int, days_in_hand: float, a_day: float, days: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """First come, first served; in seconds, and -1 for who is still there."""
    random = np.random.default_rng(seed)
    entered = np.sort(random.uniform(0, days, random.poisson(a_day * days)))
    free, left = np.zeros(places), np.zeros(len(entered))
    for i, at in enumerate(entered):
        desk = int(free.argmin())
        free[desk] = left[i] = max(at, free[desk]) + random.exponential(days_in_hand)
    seconds = (left * DAY_S).astype(np.int64)
    return (entered * DAY_S).astype(np.int64), np.where(left < days, seconds, -1)


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(0, 400)), min_size=1, max_size=40))
def test_a_path_has_all_time_and_all_who_left(rows: list[tuple[int, int]]) -> None:
    entered = np.array([r[0] for r in rows])
    left = np.where(entered + [r[1] for r in rows] < 1000, entered + [r[1] for r in rows], -1)
    path = whole_path(entered, left, 1000)
    worked, departures = path.histogram()
    assert departures.sum() == (left >= 0).sum()
    stayed = np.where(left >= 0, left, 1000) - entered
    assert (np.arange(len(worked)) * worked).sum() == pytest.approx(stayed.sum())
    assert departures[0] == 0


def test_the_best_rate_is_departures_over_busy_time() -> None:
    # Two cases from 0 to 10, one from 10 to 30: at 2 for 10 seconds, at 1 for 20.
    path = whole_path(np.array([0, 0]), np.array([10, 30]), 40)
    profile = profile_of(path)
    assert profile.mu[0] == pytest.approx(2 / 30)  # one place was busy for 30 seconds
    assert profile.mu[1] == pytest.approx(2 / 40)
    expected = 0 * np.log(2) + 2 * np.log(2 / 30) - 2
    assert profile.log[0] == pytest.approx(expected)


def test_a_step_that_is_never_short_says_only_that_there_are_at_least_so_many_places() -> None:
    found = capacity_of(whole_path(*queue(500, 10, 5, 800, 1), 800 * DAY_S))
    assert found is not None
    assert not found.is_bounded
    assert found.places_low <= 500


def test_a_step_that_is_always_short_says_only_what_its_places_handle_together() -> None:
    entered, left = queue(20, 4, 12, 800, 1)
    later = entered >= 60 * DAY_S
    path = path_of(
        entered,
        left,
        np.ones(len(entered)),
        (60 * DAY_S, 800 * DAY_S),
        np.array([0, 800 * DAY_S]),
        np.array([0, 800 * DAY_S]),
    )
    assert later.any()
    found = capacity_of(path)
    assert found is not None
    assert found.is_bounded
    assert not found.is_identified
    assert (found.places_low, found.places) == (1, 100)
    assert found.rate_low <= 20 / 4 / DAY_S <= found.rate_high
    assert found.per_case_s == pytest.approx(100 / found.rate)


def test_a_step_in_between_shows_its_places() -> None:
    found = capacity_of(whole_path(*queue(20, 4, 4.7, 1400, 2), 1400 * DAY_S))
    assert found is not None
    assert found.is_bounded
    assert found.is_identified
    assert found.places_low <= 20 <= found.places_high


def test_dormant_cases_are_no_queue() -> None:
    entered, left = queue(20, 4, 4.7, 1400, 2)
    never = np.arange(0, 1400, 2) * DAY_S
    entered, left = np.concatenate((entered, never)), np.concatenate((left, np.full(len(never), -1)))
    weight = np.concatenate((np.ones(len(entered) - len(never)), np.zeros(len(never))))
    found = capacity_of(whole_path(entered, left, 1400 * DAY_S, weight))
    assert found is not None
    assert found.places_low <= 20 <= found.places_high


def test_too_few_departures_say_nothing() -> None:
    assert capacity_of(whole_path(np.arange(50), np.arange(50) + 5, 100)) is None


def test_a_change_of_capacity_leaves_the_last_year() -> None:
    before, after = queue(20, 4, 12, 1000, 3), queue(40, 4, 12, 365, 4)
    entered = np.concatenate((before[0], after[0] + 1000 * DAY_S))
    left = np.concatenate((before[1], np.where(after[1] >= 0, after[1] + 1000 * DAY_S, -1)))
    path = whole_path(entered, left, 1365 * DAY_S)
    assert latest(path).block.max() < path.block.max()
    same = whole_path(*queue(20, 4, 4.7, 1400, 2), 1400 * DAY_S)
    assert latest(same) is same


def test_what_handles_more_than_it_could_is_no_queue() -> None:
    path = whole_path(*queue(20, 4, 12, 800, 1), 800 * DAY_S)
    found = capacity_of(path)
    assert found is not None
    assert not is_exceeded(path, found)
    # The same work, sent off once in twelve weeks.
    entered, left = queue(20, 4, 12, 800, 1)
    batches = -(-left // (12 * WEEK_S)) * 12 * WEEK_S
    in_batches = whole_path(entered, np.where((left >= 0) & (batches < 800 * DAY_S), batches, -1), 800 * DAY_S)
    assert is_exceeded(in_batches, found)


def test_a_fixed_delay_is_told_better_by_ages_than_by_stock() -> None:
    random = np.random.default_rng(1)
    rate = 10 * (1 + 0.8 * np.sin(np.arange(1000) / 60))
    entered = np.repeat(np.arange(1000), random.poisson(rate)) * DAY_S
    left = np.where(entered + 60 * DAY_S < 1000 * DAY_S, entered + 60 * DAY_S, -1)
    path = whole_path(entered, left, 1000 * DAY_S)
    observed, busy = path.by_block(np.minimum(path.level, 1000).astype(float))
    edges = np.append(np.arange(0, 1000 * DAY_S, WEEK_S), 1000 * DAY_S)
    assert delay_log(entered, left, np.ones(len(entered)), edges) > queue_log(busy, observed)


def test_exposure_between_edges() -> None:
    assert grid_exposure(np.array([0, 5]), np.array([10, 30]), np.array([0, 10, 20, 40])) == pytest.approx([15, 10, 10])
