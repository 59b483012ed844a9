"""Numbers by chance: exact on any machine, spread as they should be, and more is never fewer."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats
from scipy.special import gamma

from ketenmonitor.whatif.model import POINTS, Duration
from ketenmonitor.whatif.simulate.draws import (
    HOW_MANY,
    IN_HAND,
    ONE,
    ROUTE,
    WHOLE_TABLE,
    at_place,
    beyond,
    drawn,
    exponential,
    how_many,
    key_of,
    left_of,
    mixed,
    named,
    place_of,
    thresholds,
    time_in_hand,
    uniform,
)
from tests.unit.whatif.simulate.networks import fixed, spread

_64 = (1 << 64) - 1


def mixed_by_hand(key: int, value: int) -> int:
    """The same in Python's whole numbers, which have no limit and no machine below them."""
    z = ((key ^ (value * 0xD1342543DE82EF95)) + 0x9E3779B97F4A7C15) & _64
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 & _64
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB & _64
    return z ^ (z >> 31)


@given(st.integers(0, _64), st.integers(0, _64))
def test_the_mixing_is_that_of_whole_numbers(key: int, value: int) -> None:
    expected = mixed_by_hand(key, value * 1 & _64)
    keys = mixed(np.array([key], np.uint64), np.array([value], np.uint64))
    assert keys.tolist() == [expected & _64]


def test_numbers_are_uniform_and_those_of_two_purposes_do_not_follow_each_other() -> None:
    keys = mixed(named(key_of(1, 0), "a"), np.arange(200_000))
    first, second = uniform(keys, ROUTE) / ONE, uniform(keys, IN_HAND) / ONE
    assert stats.kstest(first, "uniform").pvalue > 1e-4
    assert stats.kstest(second, "uniform").pvalue > 1e-4
    pairs, _, _ = np.histogram2d(first, second, bins=32)
    assert stats.chisquare(pairs.ravel()).pvalue > 1e-4
    behind, _, _ = np.histogram2d(first[:-1], first[1:], bins=32)
    assert stats.chisquare(behind.ravel()).pvalue > 1e-4
    assert stats.chisquare(np.histogram2d(first, first * 0.999, bins=32)[0].ravel()).pvalue < 1e-4  # it would be seen


@pytest.mark.parametrize("other", [key_of(2, 0), key_of(1, 1), named(key_of(1, 0), "b")])
def test_another_seed_replication_or_name_gives_other_numbers(other: np.ndarray) -> None:
    n = np.arange(50_000)
    first, second = uniform(mixed(key_of(1, 0), n), HOW_MANY), uniform(mixed(other, n), HOW_MANY)
    assert abs(np.corrcoef(first, second)[0, 1]) < 5 / np.sqrt(len(n))


def test_shares_end_where_they_should_and_are_the_whole() -> None:
    assert thresholds([1, 1, 2]).tolist() == [ONE // 4, ONE // 2, ONE]
    assert thresholds([0.1] * 3)[-1] == ONE


@given(st.integers(0, ONE - 1))
def test_a_quantile_is_a_straight_line_between_two_points(u: int) -> None:
    table = exponential(12_345)
    place = Fraction(u * POINTS, ONE)
    low = table.quantiles[int(place)]
    exact = low + (table.quantiles[int(place) + 1] - low) * (place - int(place))
    (found,) = drawn(np.array([table.quantiles]), np.zeros(1, np.int64), np.array([u]))
    assert abs(found - exact) <= 1
    assert found <= exact


def test_the_exponential_table_has_its_mean_and_its_quantiles() -> None:
    mean = 1_000_000_000
    points = exponential(mean).quantiles
    assert sum(points) - (points[0] + points[-1]) / 2 == pytest.approx(mean * POINTS, rel=1e-9)
    assert points[POINTS // 2] == round(Decimal(mean) * Decimal(2).ln())
    assert list(points) == sorted(points)


def moments(points: tuple[int, ...]) -> tuple[float, float]:
    """Mean and standard deviation of a table, which is linear between its points."""
    q = np.array(points, float)
    first, second = ((q[1:] + q[:-1]) / 2).mean(), ((q[1:] ** 2 + q[1:] * q[:-1] + q[:-1] ** 2) / 3).mean()
    return float(first), float(np.sqrt(max(second - first**2, 0)))


@pytest.mark.parametrize("uneven", [0.0, 0.05, 0.25, 0.5, 0.9, 1.0, 1.5, 2.5])
def test_a_time_in_hand_has_its_mean_and_its_spread_and_is_weibull(uneven: float) -> None:
    points = time_in_hand(10**9, uneven).quantiles
    mean, deviation = moments(points)
    assert mean == pytest.approx(10**9, rel=1e-6)
    assert deviation / mean == pytest.approx(uneven, rel=0.015, abs=0.005)
    assert list(points) == sorted(points)
    if uneven:
        shape = optimize.brentq(lambda k: gamma(1 + 2 / k) / gamma(1 + 1 / k) ** 2 - 1 - uneven**2, 0.2, 50)
        law = stats.weibull_min(shape, scale=10**9 / gamma(1 + 1 / shape))
        assert points[POINTS // 2] == pytest.approx(law.ppf(0.5), rel=0.01)
        assert points[POINTS - 10] == pytest.approx(law.ppf(1 - 10 / POINTS), rel=0.01)
    assert time_in_hand(12_345, 1.0) == exponential(12_345)


@pytest.mark.parametrize("uneven", [0.0, 0.25, 0.5, 1.0, 1.5])
def test_what_is_left_in_the_middle_of_a_time_has_the_mean_of_theory(uneven: float) -> None:
    """(1 + spread^2) / 2 of the mean (Cox, Renewal theory, 1962, 5.4)."""
    left = left_of(time_in_hand(10**9, uneven)).quantiles
    assert moments(left)[0] == pytest.approx(10**9 * (1 + uneven**2) / 2, rel=0.01)
    assert list(left) == sorted(left)


def test_of_a_fixed_time_is_left_any_part_and_of_an_exponential_one_as_much_as_it_takes() -> None:
    fixed_left = left_of(time_in_hand(1_024_000, 0.0)).quantiles
    assert fixed_left == tuple(1000 * place for place in range(POINTS + 1))
    exponential_left = np.array(left_of(exponential(10**9)).quantiles[1:-50])
    assert exponential_left == pytest.approx(np.array(exponential(10**9).quantiles[1:-50]), rel=0.01)
    assert left_of(Duration((0,) * (POINTS + 1))).quantiles == (0,) * (POINTS + 1)


@pytest.mark.parametrize("mean", [0.02, 0.7, 3.0, 82.0, 2400.0])
@pytest.mark.parametrize("dispersion", [1.0, 1.5, 6.0])
def test_numbers_of_cases_are_poisson_or_negative_binomial(mean: float, dispersion: float) -> None:
    law = stats.poisson(mean) if dispersion == 1 else stats.nbinom(mean / (dispersion - 1), 1 / dispersion)
    for chance in (1e-6, 0.01, 0.3, 0.5, 0.77, 0.999, 1 - 1e-9):
        assert how_many(int(chance * ONE), mean, dispersion) == law.ppf(chance)


@given(st.integers(0, ONE - 1), st.floats(0.001, 900), st.floats(1, 1.5), st.sampled_from([1.0, 1.3, 4.0]))
def test_more_cases_expected_are_never_fewer(u: int, mean: float, more: float, dispersion: float) -> None:
    assert how_many(u, mean * more, dispersion) >= how_many(u, mean, dispersion)


def test_nobody_is_expected_of_nothing() -> None:
    assert how_many(ONE - 1, 0.0, 1.0) == 0


@given(st.integers(0, WHOLE_TABLE - 1))
def test_what_an_age_has_reached_is_where_it_was_drawn(place: int) -> None:
    table = np.array([spread(1, 90).quantiles])
    age = at_place(table, np.zeros(1, np.int64), np.array([place]))
    assert abs(int(place_of(table[0], age)[0]) - place) / WHOLE_TABLE < 2 / (89 * 86_400)


def test_an_age_before_and_after_a_table_is_at_its_ends() -> None:
    table = np.array(fixed(2).quantiles)
    assert place_of(table, np.array([0, 172_799, 172_800, 999_999])).tolist() == [0, 0, WHOLE_TABLE, WHOLE_TABLE]


@given(st.integers(0, WHOLE_TABLE), st.integers(0, ONE - 1))
def test_what_remains_lies_between_the_age_and_the_end(place: int, u: int) -> None:
    found = int(beyond(np.array([place]), np.array([u]))[0])
    assert min(place, WHOLE_TABLE - 1) <= found < WHOLE_TABLE
