"""Candidates compete, odds become probabilities that hold, and a threshold keeps what was asked."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketenmonitor.records.competing import odds
from ketenmonitor.records.curve import Curve, fitted, shifted
from ketenmonitor.records.deciding import BEYOND, threshold_for
from ketenmonitor.records.model import Pairs
from ketenmonitor.records.review import seen_right


def drawn(weights: dict[tuple[int, int], float]) -> Pairs:
    order = sorted(weights)
    left, right = (np.array([pair[side] for pair in order], dtype=np.int64) for side in (0, 1))
    return Pairs(left, right, np.array([weights[pair] for pair in order], dtype=float), 0, True)


def found(
    weights: dict[tuple[int, int], float], kind: str = "one-to-one", rows: int = 10
) -> dict[tuple[int, int], float]:
    return dict(zip(sorted(weights), odds(drawn(weights), (rows, rows), kind)[0].tolist(), strict=True))


def test_a_partner_without_rivals_is_one() -> None:
    assert found({(0, 0): 20.0})[0, 0] > 10


def test_of_two_equal_partners_neither_is_likely() -> None:
    both = found({(0, 0): 20.0, (0, 1): 20.0})
    assert both[0, 0] == both[0, 1] <= 0


def test_the_better_of_two_partners_wins_by_what_they_differ() -> None:
    both = found({(0, 0): 25.0, (0, 1): 20.0})
    assert both[0, 0] == pytest.approx(5, abs=0.1)
    assert both[0, 1] < -4


WAYS = {
    "one-to-one": (True, True),
    "many-to-one": (True, False),
    "one-to-many": (False, True),
    "many-to-many": (False, False),
}


@pytest.mark.parametrize("kind", WAYS)
def test_who_competes_follows_from_the_way_of_matching(kind: str) -> None:
    """Of rows of A that may have one partner, two candidates rule each other out; the same for B."""
    row, column = WAYS[kind]
    assert (found({(0, 0): 20.0, (0, 1): 20.0}, kind)[0, 0] <= 0) is row
    assert (found({(0, 0): 20.0, (1, 0): 20.0}, kind)[0, 0] <= 0) is column


weights = st.dictionaries(st.tuples(st.integers(0, 5), st.integers(0, 5)), st.floats(-30, 60), max_size=36)


@given(weights)
def test_no_row_has_two_likely_partners(given_weights: dict[tuple[int, int], float]) -> None:
    likely = [pair for pair, value in found(given_weights).items() if value > 0]
    for side in (0, 1):
        assert len({pair[side] for pair in likely}) == len(likely)


@given(st.lists(st.tuples(st.floats(-20, 20), st.booleans()), min_size=5, max_size=400))
def test_a_curve_never_goes_down_and_is_never_certain(known: list[tuple[float, bool]]) -> None:
    values = np.array([value for value, _ in known])
    curve = fitted(values, np.array([float(same) for _, same in known]))
    chance = curve(np.linspace(-30, 30, 200))
    assert (np.diff(chance) >= 0).all()
    assert ((chance > 0) & (chance < 1)).all()


def test_a_curve_recovers_what_the_odds_are_worth() -> None:
    """Odds that are twice as sure as they may be."""
    draws = np.random.default_rng(1)
    said = draws.uniform(-15, 15, 40_000)
    true = 1 / (1 + np.exp2(-said / 2))
    curve = fitted(said, (draws.random(len(said)) < true).astype(float))
    at = np.linspace(-12, 12, 49)
    assert np.abs(curve(at) - 1 / (1 + np.exp2(-at / 2))).max() < 0.05


def test_pooling_gives_the_least_squares_that_never_go_down() -> None:
    """Against all level functions of four stretches, drawn small enough to try them all."""
    hits = np.array([1, 0, 3, 2, 5, 3, 5, 5]) / 5
    x = np.repeat(np.arange(8.0), 5)
    y = np.concatenate([np.repeat([1.0, 0.0], [round(h * 5), 5 - round(h * 5)]) for h in hits])
    curve = fitted(x, y)(np.arange(8.0))
    best = min(
        (tuple(levels) for levels in product(np.arange(0, 1.01, 0.1), repeat=4) if list(levels) == sorted(levels)),
        key=lambda levels: sum((hits[2 * n] - levels[n]) ** 2 + (hits[2 * n + 1] - levels[n]) ** 2 for n in range(4)),
    )
    mine = curve.reshape(4, 2).mean(axis=1)
    assert np.abs(mine - np.array(best)).max() < 0.11


def test_marks_move_the_curve_toward_what_persons_saw() -> None:
    curve = Curve(np.array([-10.0, 10.0]), np.array([0.01, 0.99]))
    at = np.linspace(-3, 3, 60)
    lower = shifted(curve, at, np.zeros(60))
    higher = shifted(curve, at, np.ones(60))
    assert lower(np.array([0.0]))[0] < 0.2 < 0.8 < higher(np.array([0.0]))[0]
    assert lower.slope >= 0


def test_the_threshold_is_the_lowest_that_keeps_the_precision() -> None:
    chance = np.array([0.999, 0.999, 0.99, 0.97, 0.9, 0.7])
    threshold = threshold_for(chance, 0.97, 0.5)
    assert threshold == 0.9
    assert chance[chance >= threshold].mean() >= 0.97
    assert chance[chance >= 0.7].mean() < 0.97
    assert threshold_for(chance, 0.5, 0.8) == 0.9, "never below the least"
    assert threshold_for(chance, 0.9999, 0.5) == BEYOND
    assert threshold_for(np.array([]), 0.9, 0.5) == BEYOND


def test_equal_probabilities_are_in_or_out_together() -> None:
    assert threshold_for(np.array([1.0, 0.9, 0.9, 0.9]), 0.95, 0.5) == 1.0


def test_the_interval_of_what_was_judged_is_wilsons() -> None:
    """The example of Newcombe (1998, table I): 81 of 263."""
    said = seen_right([1.0] * 81 + [0.0] * 182)
    assert said is not None
    assert (said.share, said.low, said.high) == (
        pytest.approx(0.3080, abs=1e-4),
        pytest.approx(0.2553, abs=1e-4),
        pytest.approx(0.3662, abs=1e-4),
    )
    assert seen_right([]) is None
