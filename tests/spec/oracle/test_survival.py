"""Curves against lifelines, and against what can be computed by hand."""

from __future__ import annotations

import math
import random
from fractions import Fraction

import pytest
from lifelines import (  # type: ignore[import-untyped]  # lifelines has no types
    AalenJohansenFitter,
    KaplanMeierFitter,
)
from lifelines.utils import (  # type: ignore[import-untyped]  # lifelines has no types
    median_survival_times,
    qth_survival_time,
)

from tests.oracles import survival
from tests.oracles.survival import Observation

HALF, NINE_TENTHS = Fraction(1, 2), Fraction(9, 10)


def drawn(seed: int, *, ties: bool) -> list[Observation]:
    """Up to 25 durations, some open, some ended otherwise."""
    chance = random.Random(seed)
    count = chance.randint(1, 25)
    durations = chance.choices(range(8), k=count) if ties else chance.sample(range(1, 1000), k=count)
    weights = chance.choice([(5, 3, 2), (2, 1, 5), (1, 0, 0)])
    return [(duration, chance.choices(["to", "other", "open"], weights)[0]) for duration in durations]


@pytest.mark.parametrize("seed", range(120))
def test_the_curve_its_quantiles_and_its_interval_are_those_of_lifelines(seed: int) -> None:
    observations = drawn(seed, ties=seed % 2 == 0)
    steps = survival.curve(observations)
    durations, ended = [time for time, _ in observations], [how != "open" for _, how in observations]
    theirs = KaplanMeierFitter().fit(durations, ended)
    for step in steps:
        assert float(step.survival) == pytest.approx(theirs.survival_function_.iloc[:, 0].loc[step.time], abs=1e-9)
        assert survival.band(step) == pytest.approx(tuple(theirs.confidence_interval_.loc[step.time]), abs=1e-9)
    assert as_theirs(survival.quantile(steps, HALF)) == qth_survival_time(0.5 + 1e-9, theirs.survival_function_)
    assert as_theirs(survival.quantile(steps, NINE_TENTHS)) == qth_survival_time(0.1 + 1e-9, theirs.survival_function_)
    low, high = survival.median_interval(steps)
    assert [as_theirs(low), as_theirs(high)] == list(median_survival_times(theirs.confidence_interval_).iloc[0])


@pytest.mark.parametrize("seed", range(40))
def test_incidences_without_ties_are_those_of_lifelines(seed: int) -> None:
    observations = drawn(seed, ties=False)
    codes = {"to": 1, "other": 2, "open": 0}
    ways = [codes[how] for _, how in observations]
    if 1 not in ways:
        return
    theirs = AalenJohansenFitter(calculate_variance=False).fit([time for time, _ in observations], ways, 1)
    incidences = theirs.cumulative_density_.iloc[:, 0]
    for step in survival.curve(observations):
        assert float(step.to) == pytest.approx(incidences.loc[step.time], abs=1e-9)


def as_theirs(time: int | None) -> float:
    return math.inf if time is None else time


def test_five_cases_by_hand() -> None:
    # At risk 5, 4, 3, 2, 1; ended at 1 (to), 3 (other) and 4 (to); open at 2 and 5.
    steps = survival.curve([(1, "to"), (2, "open"), (3, "other"), (4, "to"), (5, "open")])
    assert [step.survival for step in steps] == [
        Fraction(4, 5),
        Fraction(4, 5),
        Fraction(8, 15),
        Fraction(4, 15),
        Fraction(4, 15),
    ]
    assert (steps[-1].to, steps[-1].other) == (Fraction(1, 5) + Fraction(4, 15), Fraction(4, 15))
    assert survival.quantile(steps, HALF) == 4
    assert survival.quantile(steps, NINE_TENTHS) is None


def test_at_one_instant_both_ends_share_what_was_open() -> None:
    # Four at risk at 2: two reach it, one ends otherwise, one is last seen then and so still at risk.
    steps = survival.curve([(2, "to"), (2, "to"), (2, "other"), (2, "open")])
    assert (steps[0].to, steps[0].other, steps[0].survival) == (Fraction(1, 2), Fraction(1, 4), Fraction(1, 4))


def test_exactly_half_open_is_the_median() -> None:
    assert survival.quantile(survival.curve([(1, "to"), (2, "to")]), HALF) == 1


def test_completed_only_quantiles_lie_between_the_two_nearest() -> None:
    assert survival.interpolated([10, 20, 30, 50], HALF) == 25
    assert survival.interpolated([10, 20, 30, 50], NINE_TENTHS) == 44
    assert survival.interpolated([], HALF) is None
