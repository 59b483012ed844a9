"""The noise: on average none, as wide as asked, never larger, never a 1 or a 2, and the same each time."""

from __future__ import annotations

import random
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from ketenmonitor.disclosure import Perturbation
from ketenmonitor.disclosure.perturbation import KEYS
from ketenmonitor.errors import DisclosureError
from tests.unit.disclosure.tables import SECRETS

UP_TO = 20
SETTINGS = [
    (largest, variance, hole)
    for largest, variance, hole in product((2, 3, 5, 8, 10, 15), (0.5, 1.0, 2.0, 3.0, 4.5, 9.0, 30.0), (0, 1, 2, 3, 4))
    if largest >= hole
]


def support(count: int, largest: int, hole: int) -> list[int]:
    """Written out apart from the program: what may be added to a count."""
    found = []
    for noise in range(-largest, largest + 1):
        published = count + noise
        if published == 0 or published > hole:
            found.append(noise)
    return found


def is_feasible(largest: int, variance: float, hole: int) -> bool:
    """Whether every count has a distribution with mean 0 and this variance: it lies between those of two noises."""
    for count in range(1, largest + hole + 2):
        noises = support(count, largest, hole)
        below, above = [v for v in noises if v <= 0], [v for v in noises if v >= 0]
        if not below or not above or not -max(below) * min(above) <= variance <= -min(below) * max(above):
            return False
    return True


@pytest.mark.parametrize("said", SETTINGS)
def test_every_count_has_the_noise_that_was_asked_for_or_the_settings_are_refused(said: tuple[int, float, int]) -> None:
    largest, variance, hole = said
    noise = Perturbation(*said)
    if not is_feasible(*said):
        with pytest.raises(DisclosureError, match=r"in the settings of publication\.$"):
            noise.noise(1, 0)
        return
    for count in range(1, UP_TO + 1):
        chances = noise.distribution(count)
        assert set(chances) == set(support(count, largest, hole))
        assert min(chances.values()) >= 0
        assert sum(chances.values()) == pytest.approx(1, abs=1e-12)
        assert sum(v * p for v, p in chances.items()) == pytest.approx(0, abs=1e-8)
        assert sum(v * v * p for v, p in chances.items()) == pytest.approx(variance, abs=1e-8)
        if count >= largest + hole + 1:
            assert all(chances[v] == pytest.approx(chances[-v], abs=1e-8) for v in chances)


def test_no_other_distribution_with_these_moments_is_more_even() -> None:
    """Maximum entropy: log p is a parabola in v."""
    for count in range(3, UP_TO + 1):
        chances = {v: p for v, p in Perturbation(5, 2.5, 2).distribution(count).items() if p > 1e-12}
        starts = [v for v in chances if all(v + n in chances for n in range(4))]
        bends = [np.diff([np.log(chances[v + n]) for n in range(4)], 3)[0] for v in starts]
        assert bends
        assert max(map(abs, bends)) < 1e-6


@pytest.mark.parametrize(
    "said",
    [(0, 2.0, 0), (-1, 2.0, 0), (5, 0.0, 0), (5, -2.0, 0), (5, 2.0, -1), (5, float("nan"), 2), (5, float("inf"), 2)],
)
def test_settings_that_mean_nothing_are_refused(said: tuple[int, float, int]) -> None:
    with pytest.raises(DisclosureError, match="Noise needs a largest of 1 or more"):
        Perturbation(*said)


@given(st.integers(0, 10**7), st.integers(0, KEYS - 1), st.sampled_from([(5, 2.0, 2), (3, 1.5, 0), (10, 6.0, 3)]))
def test_noise_is_small_leaves_the_hole_and_is_the_same_again(
    count: int, key: int, said: tuple[int, float, int]
) -> None:
    largest, _, hole = said
    one, other = Perturbation(*said), Perturbation(*said)
    published = one.protected(count, key)
    assert published == count + one.noise(count, key) == other.protected(count, key)
    assert abs(published - count) <= largest
    assert published == 0 or published > hole
    assert count or published == 0


@pytest.mark.parametrize("key", [0, 1, KEYS // 2, KEYS - 1])
def test_nothing_stays_nothing(key: int) -> None:
    assert Perturbation(5, 2.0, 2).protected(0, key) == 0


@pytest.mark.parametrize("count", [1, 2, 3, 5, 8, 1000])
def test_keys_that_are_drawn_evenly_give_noise_as_it_was_asked_for(count: int) -> None:
    noise, draw, n = Perturbation(5, 2.0, 2), random.Random(count), 2**16
    found = [noise.noise(count, draw.randrange(KEYS)) for _ in range(n)]
    chances = {v: p for v, p in noise.distribution(min(count, 8)).items() if p > 0}
    assert set(found) <= set(chances)
    test = stats.chisquare([found.count(v) for v in chances], [n * p for p in chances.values()])
    assert test.pvalue > 1e-4


def test_large_counts_have_noise_as_well() -> None:
    noise = Perturbation(5, 2.0, 2)
    assert {noise.noise(10**6, key) for key in range(0, KEYS, KEYS // 2**12)} == set(range(-5, 6))


def test_the_settings_are_not_published_with_the_figures() -> None:
    assert "5" not in repr(SECRETS).replace("30", "")
    assert "made up" not in repr(SECRETS)
