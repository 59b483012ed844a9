"""What comes in: level, growth, seasons, and what each must not be misled by."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from ketenmonitor.instants import day_number
from ketenmonitor.whatif.calibrate.arrivals import NOT_KNOWN, Found, arrivals_of

FIRST = day_number(date(2021, 1, 1))


def found_of(means: np.ndarray, seed: int = 1, free: frozenset[date] = frozenset(), clumps: int = 1) -> Found:
    """Arrivals of days of which the expected numbers are given, in clumps of so many."""
    counts = np.random.default_rng(seed).poisson(means / clumps) * clumps
    days = np.repeat(np.arange(FIRST, FIRST + len(means)), counts)
    return arrivals_of("begin", days, FIRST, FIRST + len(means), free, {})


def dates(n: int) -> list[date]:
    return [date(2021, 1, 1) + timedelta(i) for i in range(n)]


def test_a_level_and_no_growth() -> None:
    runs = [found_of(np.full(1461, 8.0), seed) for seed in range(60)]
    assert sum(run.level[0] <= 8 <= run.level[1] for run in runs) >= 52
    assert sum(run.growth[0] <= 0 <= run.growth[1] for run in runs) >= 52
    assert all(run.arrivals.growth == 0 for run in runs if run.growth[0] <= 0 <= run.growth[1])


def test_growth_that_shows_is_taken_and_growth_that_may_be_chance_is_not() -> None:
    growing = found_of(20 * 1.1 ** (np.arange(1461) / 365.25))
    assert growing.arrivals.growth == pytest.approx(0.1, abs=0.03)
    middle = (growing.arrivals.level_day - date(2021, 1, 1)).days + 0.5
    assert growing.level[0] <= 20 * 1.1 ** (middle / 365.25) <= growing.level[1]
    assert found_of(20 * 1.005 ** (np.arange(1461) / 365.25)).arrivals.growth == 0


def test_a_change_at_once_is_the_new_level_and_no_growth() -> None:
    means = np.where(np.arange(1461) < 1200, 20.0, 30.0)
    found = found_of(means)
    assert found.arrivals.a_day == pytest.approx(30, rel=0.03)
    assert found.arrivals.growth == 0


def test_months_of_several_years_are_found_and_those_of_one_are_not() -> None:
    factors = np.array([1 + 0.4 * (day.month in (7, 8)) for day in dates(1461)])
    found = found_of(30 * factors).arrivals
    assert found.months[6] / found.months[2] == pytest.approx(1.4, abs=0.06)
    assert found_of(30 * factors[:600]).arrivals.months == (1.0,) * 12
    flat = found_of(np.full(1461, 3.0)).arrivals
    assert max(flat.months) - min(flat.months) < 0.1


def test_weekdays_and_holidays() -> None:
    free = frozenset(date(year, month, 1) for year in range(2021, 2025) for month in range(1, 13))
    means = np.array([0.5 if day in free else 4.0 if day.weekday() > 4 else 12.0 for day in dates(1461)])
    found = found_of(means, free=free).arrivals
    assert found.weekdays[2] / found.weekdays[6] == pytest.approx(3, rel=0.1)
    assert sum(found.weekdays) == pytest.approx(7)
    assert found.holiday < 0.12
    # What is expected adds up to what came: the factors do not change the level.
    mean = sum(
        found.a_day * found.months[d.month - 1] * found.weekdays[d.weekday()] * (found.holiday if d in free else 1)
        for d in dates(1461)[-365:]
    )
    assert mean == pytest.approx(sum(means[-365:]), rel=0.05)


def test_cases_that_come_in_clumps_vary_more() -> None:
    assert found_of(np.full(1461, 20.0), clumps=5).arrivals.dispersion == pytest.approx(5, rel=0.2)
    assert found_of(np.full(1461, 20.0)).arrivals.dispersion == pytest.approx(1, abs=0.15)


def test_less_than_a_year_says_nothing_of_growth() -> None:
    found = found_of(np.full(200, 8.0))
    assert found.growth == NOT_KNOWN
    assert found.seen is None
    assert found.arrivals.a_day == pytest.approx(8, rel=0.2)


def test_a_handful_of_cases_has_a_level_and_nothing_else() -> None:
    found = found_of(np.full(400, 0.02))
    assert found.arrivals.weekdays == (1.0,) * 7
    assert found.level[0] >= 0
