"""Assumptions that somebody sets, and models as they might be too."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from ketenmonitor.errors import UsageError
from ketenmonitor.whatif import Arrivals, Assumption, Duration, Model, Places, Route, Step
from ketenmonitor.whatif.calibrate import adjusted, calibrate, vary
from ketenmonitor.whatif.calibrate.numbering import numbers_of
from ketenmonitor.whatif.calibrate.setting import worked_share
from ketenmonitor.whatif.model import POINTS
from tests.unit.whatif.ciw_chain import Truth, observed_of, simulated, visits_of

DAY_S = 86_400
MONTH_S = 2_629_800
LINEAR = Duration(tuple(10 * DAY_S * i // POINTS for i in range(POINTS + 1)))


def said(number: str, name: str, value: float, low: float | None = None, high: float | None = None) -> Assumption:
    return Assumption(number, name, value, "", low, high, source="stock-and-outflow")


MODEL = Model(
    "proef",
    "1",
    {
        "a": Step("a", "x", (Route("b", 0.6), Route("c", 0.3), Route(None, 0.1)), Places(10, 5 * DAY_S)),
        "b": Step("b", "x", (Route("c", 1.0, LINEAR),)),
        "c": Step("c", "x", (Route(None, 1.0),)),
    },
    (Arrivals("a", 2.0, date(2024, 1, 1), classes={"false": 0.6, "true": 0.3}),),
    (
        said("A1", "arrivals.a", 2.0, 1.8, 2.4),
        said("A2", "places.a", 10, 8, 13),
        said("A3", "capacity.a", 43.54, 41.5, 47.0),
        said("A4", "route.a.b", 0.6, 0.55, 0.62),
        said("A5", "route.a.none", 0.1, 0.05, 0.2),
        said("A6", "duration.b.c", 5, 4, 7),
        said("A7", "class.true", 0.3, 0.2, 0.4),
        said("A8", "workdays.a", 5),
        said("A9", "growth.a", 0.0, -0.02, 0.05),
        said("A10", "month.a.2", 1.0),
        said("A11", "priority.a.true", 1.0, 0.9, 1.1),
        said("A12", "places.b", 4, 4),
        said("A13", "weekday.a.1", 1.0),
        said("A14", "dispersion.a", 1.0),
        said("A15", "holiday.a", 1.0),
        said("A16", "spread.a", 1.0),
    ),
)


def handled(model: Model, step: str) -> float:
    """Cases a month."""
    places = model.steps[step].places
    assert places is not None
    return places.count / places.per_case_seconds * worked_share(model, places) * MONTH_S


def test_by_number_or_by_name_it_is_the_same_and_is_marked() -> None:
    by_number, by_name = adjusted(MODEL, {"A1": 3.0}), adjusted(MODEL, {"arrivals.a": 3.0})
    assert by_number == by_name
    assert by_number.arrivals[0].a_day == 3.0
    marked = {one.name: one for one in by_number.assumptions}
    assert (marked["arrivals.a"].value, marked["arrivals.a"].adjusted) == (3.0, True)
    assert sum(one.adjusted for one in by_number.assumptions) == 1


def test_other_places_handle_as_much_together_and_another_capacity_has_the_same_places() -> None:
    more = adjusted(MODEL, {"places.a": 20})
    assert more.steps["a"].places.count == 20  # type: ignore[union-attr]  # it has some
    assert handled(more, "a") == pytest.approx(handled(MODEL, "a"))
    faster = adjusted(MODEL, {"capacity.a": 60})
    assert faster.steps["a"].places.count == 10  # type: ignore[union-attr]  # it has some
    assert handled(faster, "a") == pytest.approx(60, rel=1e-3)
    fewer_days = adjusted(MODEL, {"workdays.a": 2})
    assert fewer_days.steps["a"].places.workdays == {0, 1}  # type: ignore[union-attr]  # it has some
    assert handled(fewer_days, "a") == pytest.approx(handled(MODEL, "a"))


def test_times_in_hand_can_be_more_or_less_even() -> None:
    even = adjusted(MODEL, {"spread.a": 0.25})
    assert even.steps["a"].places == replace(MODEL.steps["a"].places, spread=0.25)  # type: ignore[type-var]  # it has some
    assert handled(even, "a") == handled(MODEL, "a")


def test_a_step_where_nobody_waited_can_be_given_places() -> None:
    places = adjusted(MODEL, {"places.b": 7}).steps["b"].places
    assert places is not None
    assert places.count == 7
    assert places.per_case_seconds == pytest.approx(5 * DAY_S, rel=0.01)


def test_shares_of_a_step_stay_one_together() -> None:
    changed = {r.to: r.share for r in adjusted(MODEL, {"route.a.b": 0.2}).steps["a"].routes}
    assert changed == pytest.approx({"b": 0.2, "c": 0.6, None: 0.2})
    assert adjusted(MODEL, {"route.a.none": 0.0}).steps["a"].routes[-1].share == 0
    assert adjusted(MODEL, {"class.true": 0.65}).arrivals[0].classes == pytest.approx({"true": 0.65, "false": 0.3})


def test_durations_growth_and_seasons() -> None:
    table = adjusted(MODEL, {"duration.b.c": 10}).steps["b"].routes[0].duration
    assert table is not None
    assert table.quantiles[POINTS // 2] == 10 * DAY_S
    assert table.quantiles[-1] == 20 * DAY_S
    assert adjusted(MODEL, {"growth.a": 0.1}).arrivals[0].growth == 0.1
    assert adjusted(MODEL, {"month.a.2": 2.0}).arrivals[0].months[1] == 2.0
    assert adjusted(MODEL, {"weekday.a.1": 0.5}).arrivals[0].weekdays[0] == 0.5
    assert adjusted(MODEL, {"dispersion.a": 3}).arrivals[0].dispersion == 3
    assert adjusted(MODEL, {"holiday.a": 0.2}).arrivals[0].holiday == 0.2
    assert adjusted(MODEL, {"priority.a.true": 2}).steps["a"].first == ("true",)
    assert adjusted(adjusted(MODEL, {"priority.a.true": 2}), {"priority.a.true": 1}).steps["a"].first == ()


@pytest.mark.parametrize(
    ("values", "right"),
    [
        ({"A99": 1.0}, "lists"),
        ({"route.a.b": 1.5}, "at most 1"),
        ({"places.a": 0.0}, "at least 1"),
        ({"places.a": 2.5}, "whole number"),
        ({"capacity.a": 0.0}, "more than 0"),
        ({"growth.a": -1.0}, "more than -1"),
        ({"dispersion.a": 0.5}, "at least 1"),
        ({"arrivals.a": float("nan")}, "at least 0"),
        ({"arrivals.a": float("inf")}, "at least 0"),
        ({"workdays.a": 8.0}, "at most 7"),
        ({"duration.b.c": 1e15}, "at most 36525"),
        ({"dispersion.a": 1e7}, "at most 10000"),
        ({"spread.a": 5.5}, "at most 5"),
        ({"spread.a": -0.1}, "at least 0"),
        ({"A1": 1.0, "arrivals.a": 2.0}, "one of the two"),
    ],
)
def test_what_cannot_be_is_refused_with_what_can(values: dict[str, float], right: str) -> None:
    with pytest.raises(UsageError, match=right):
        adjusted(MODEL, values)


def test_a_draw_is_the_same_for_the_same_seed_and_replication_whatever_else_is_assumed() -> None:
    assert vary(MODEL, 3, 7) == vary(MODEL, 3, 7)
    assert vary(MODEL, 3, 7) != vary(MODEL, 3, 8)
    fewer = replace(MODEL, assumptions=MODEL.assumptions[:3])
    assert vary(fewer, 3, 7).arrivals[0].a_day == vary(MODEL, 3, 7).arrivals[0].a_day


def test_a_draw_is_the_same_on_any_machine() -> None:
    varied = vary(MODEL, 1, 0)
    assert varied.arrivals[0].a_day == PLANTED_A_DAY
    assert [route.share for route in varied.steps["a"].routes] == PLANTED_SHARES


PLANTED_A_DAY = 2.455611721327404
PLANTED_SHARES = [0.5861073099624111, 0.2833117766117667, 0.13058091342582226]


def test_draws_have_the_interval_that_is_stated() -> None:
    drawn = [vary(MODEL, 1, n) for n in range(400)]
    low, high = np.quantile([one.arrivals[0].a_day for one in drawn], [0.025, 0.975])
    assert low == pytest.approx(1.8, abs=0.05)
    assert high == pytest.approx(2.4, abs=0.06)
    assert all(sum(r.share for r in one.steps["a"].routes) == pytest.approx(1) for one in drawn[:20])
    assert {one.steps["a"].places.count for one in drawn} >= {9, 10, 11, 12}  # type: ignore[union-attr]  # it has some
    capacity = np.array([handled(one, "a") for one in drawn])
    assert np.quantile(capacity, [0.025, 0.975]) == pytest.approx([41.5, 47.0], abs=0.6)
    assert all(one.steps["b"].places is None for one in drawn)  # at least four says nothing of how many more


def test_what_somebody_set_is_not_drawn() -> None:
    fixed = adjusted(MODEL, {"A1": 3.0})
    assert all(vary(fixed, 1, n).arrivals[0].a_day == 3.0 for n in range(5))


def test_numbers_do_not_depend_on_the_data() -> None:
    truth = Truth(places=(34, None, None))
    visits = visits_of(simulated(truth, 300, 1), 300)
    full, part = (calibrate(observed_of(rows, 300))[0] for rows in (visits, visits[:200]))
    numbers = [{one.name: one.number for one in model.assumptions} for model in (full, part)]
    shared = numbers[0].keys() & numbers[1].keys()
    assert shared
    assert {name: numbers[0][name] for name in shared} == {name: numbers[1][name] for name in shared}
    known = numbers_of(observed_of(visits, 300).definition, ())
    assert set(numbers[0]) <= set(known)
    assert len(set(known.values())) == len(known)


def test_the_longest_of_a_table_stays_a_number_that_can_be_added_up() -> None:
    """One whole century in the middle of a table that begins at a second."""
    steep = Duration((1,) * 513 + (10**9,) * 512)
    step = replace(MODEL.steps["b"], routes=(Route("c", 1.0, steep),))
    changed = adjusted(replace(MODEL, steps={**MODEL.steps, "b": step}), {"duration.b.c": 36_525.0})
    table = changed.steps["b"].routes[0].duration
    assert table is not None
    assert (table.quantiles[512], max(table.quantiles) < 2**34) == (36_525 * DAY_S, True)
