"""Who comes in: as many as a model expects of each day, of the classes that it says, spread over the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from scipy import stats

from ketenmonitor.whatif.model import Arrivals, Model
from ketenmonitor.whatif.simulate.arriving import Coming, classes_of, coming, expected
from ketenmonitor.whatif.simulate.draws import key_of
from tests.unit.whatif.simulate.networks import DAY, START, model, step

HOLIDAY = date(2026, 1, 6)
BASE = Arrivals("a", 40.0, START)


def of(arrivals: Arrivals, days: int = 400, replication: int = 0) -> Coming:
    return coming(whole(arrivals), START, START + timedelta(days), key_of(1, replication))


def whole(*arrivals: Arrivals) -> Model:
    return model(step(name="a"), step(name="b"), arrivals=arrivals)


def test_a_year_of_growth_is_that_growth_and_a_day_before_the_level_is_less() -> None:
    grows = replace(BASE, growth=0.1, level_day=date(2025, 1, 1))
    found = expected(grows, date(2023, 1, 1), date(2029, 1, 2), frozenset())
    for day, years in ((date(2025, 1, 1), 0), (date(2029, 1, 1), 4), (date(2023, 1, 1), -2)):
        mean = found[(day - date(2023, 1, 1)).days]
        assert mean == pytest.approx(40 * 1.1 ** ((day - date(2025, 1, 1)).days / 365.25))
        assert mean == pytest.approx(40 * 1.1**years, rel=1e-3)


def test_months_weekdays_holidays_and_what_a_scenario_changes_are_multiplied() -> None:
    months, weekdays = (1.5, *[1.0] * 11), (*[1.0] * 6, 0.25)
    later = START + timedelta(20)
    changed = replace(
        BASE,
        months=months,
        weekdays=weekdays,
        holiday=0.1,
        factors=((START, later, 1.1), (START + timedelta(10), None, 2.0)),
    )
    found = expected(changed, START, START + timedelta(60), frozenset({HOLIDAY}))
    assert found[0] == pytest.approx(40 * 1.5 * 1.1)
    assert found[3] == pytest.approx(40 * 1.5 * 1.1 * 0.25)  # the first Sunday
    assert found[5] == pytest.approx(40 * 1.5 * 1.1 * 0.1)
    assert found[12] == pytest.approx(40 * 1.5 * 1.1 * 2)
    assert found[20] == pytest.approx(40 * 1.5 * 2)
    assert found[40] == pytest.approx(40 * 2)


@pytest.mark.parametrize("dispersion", [1.0, 2.5])
def test_numbers_of_a_day_have_the_mean_and_the_variance_that_are_expected(dispersion: float) -> None:
    n = 3000
    counts = np.bincount(of(replace(BASE, dispersion=dispersion), n).at // DAY, minlength=n)
    assert abs(counts.mean() - 40) < 4 * (40 * dispersion / n) ** 0.5
    assert abs(counts.var() / 40 / dispersion - 1) < 4 * (2.5 / n) ** 0.5
    assert abs(np.corrcoef(counts[1:], counts[:-1])[0, 1]) < 4 / n**0.5


def test_cases_come_at_any_second_of_the_day_and_each_has_a_key_of_its_own() -> None:
    found = of(BASE)
    assert stats.kstest(found.at % DAY / DAY, "uniform").pvalue > 1e-4
    assert len(set(found.keys.tolist())) == len(found.keys)


def test_classes_have_their_shares_in_sorted_order_and_the_rest_has_none() -> None:
    chain = whole(replace(BASE, classes={"b": 0.5, "a": 0.2}), Arrivals("b", 30.0, START, classes={"c": 1.0}))
    assert classes_of(chain) == ("a", "b", "c")
    found = coming(chain, START, START + timedelta(400), key_of(1, 0))
    at_a = found.case_class[found.step == 0]
    for value, share in ((0, 0.2), (1, 0.5), (2, 0.0), (-1, 0.3)):
        assert abs(np.mean(at_a == value) - share) <= 4 * (share * (1 - share) / len(at_a)) ** 0.5
    assert set(found.case_class[found.step == 1].tolist()) == {2}


def test_another_place_to_begin_has_its_own_chances() -> None:
    both = coming(whole(BASE, replace(BASE, at="b")), START, START + timedelta(400), key_of(1, 0))
    days_a, days_b = (np.bincount(both.at[both.step == number] // DAY, minlength=400) for number in (0, 1))
    assert abs(np.corrcoef(days_a, days_b)[0, 1]) < 4 / 400**0.5
    alone = of(BASE)
    assert np.array_equal(alone.keys, both.keys[both.step == 0])
