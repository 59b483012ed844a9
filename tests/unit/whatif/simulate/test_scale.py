"""A part for the whole: what comes and what can be done keep their proportion, and a backlog grows and goes alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from statistics import mean
from typing import Any

import pytest

from ketenmonitor.errors import SimulationError
from ketenmonitor.whatif.model import Model, MorePlaces, Route, Stood
from ketenmonitor.whatif.simulate import play, scale_for, scaled, stretched
from tests.unit.whatif.simulate.networks import (
    DAY,
    START,
    holds,
    interval,
    mean_wait,
    model,
    one_desk,
    places,
    played,
    spread,
    step,
    stock,
    waited,
)
from tests.unit.whatif.simulate.test_changes import BEGIN_S


def wide(more: int = 0, count: int = 200, use: float = 1.1) -> Model:
    desk = step(places=places(count), more=(MorePlaces(more, START + timedelta(100)),) if more else ())
    return model(desk, a_day=count * use)


@pytest.mark.parametrize("k", [2, 7, 10])
def test_a_backlog_of_a_part_is_that_part_of_the_backlog(k: int) -> None:
    chain = wide(more=120, use=1.5)
    small, _ = scaled(chain, Stood(), k)
    whole = [stock(played(chain, 160, replication=n), 0, 50) for n in range(4)]
    part = [stock(played(small, 160, replication=n), 0, 50) * k for n in range(15)]
    low, high = interval(part)
    assert holds(mean(whole), part), (mean(whole), low, high)
    assert high - low < 0.35 * mean(whole)


def test_without_a_backlog_a_part_makes_wait_as_its_own_places_do() -> None:
    """The error is known: M/M/20 for M/M/200, at the same use."""
    small, _ = scaled(wide(use=0.95), Stood(), 10)
    waits = [float(waited(played(small, 700, replication=n), 0, 100).mean() / DAY) for n in range(20)]
    assert holds(mean_wait(20, 19.0), waits), interval(waits)
    assert not holds(mean_wait(200, 190.0), waits)


@pytest.mark.parametrize(("count", "k"), [(200, 10), (15, 10), (3, 2), (1, 4), (7, 3)])
def test_capacity_and_arrivals_are_one_in_k(count: int, k: int) -> None:
    whole = model(step(Route(None, 1.0, spread(1, 3)), places=places(count)), a_day=count * 0.5)
    small, _ = scaled(whole, Stood(), k)
    before, after = whole.steps["a"].places, small.steps["a"].places
    assert before is not None
    assert after is not None
    assert after.count / after.per_case_seconds == pytest.approx(before.count / before.per_case_seconds / k)
    assert small.arrivals[0].a_day == whole.arrivals[0].a_day / k
    longer = after.per_case_seconds / before.per_case_seconds
    table = small.steps["a"].routes[0].duration
    assert table is not None
    assert table.quantiles[512] == round(2 * DAY * longer)
    assert stretched(whole, k) == ({} if abs(longer - 1) <= 0.1 else {"a": pytest.approx(longer)})


def test_times_without_places_stay_as_they_are() -> None:
    whole = model(step(Route(None, 1.0, spread(1, 3))), a_day=40.0)
    small, _ = scaled(whole, Stood(), 8)
    assert small.steps == whole.steps
    assert stretched(whole, 8) == {}


def test_one_in_k_of_who_stands_there_is_taken_with_all_that_is_known_of_it() -> None:
    n = 40
    since = tuple(BEGIN_S - (number * 37 % 41) * DAY - 1 for number in range(n))
    at = tuple(number % 2 for number in range(n))
    stood = Stood(at, since, (tuple(range(n)),), tuple(number % 3 for number in range(n)), (tuple(x > 0 for x in at),))
    _, few = scaled(wide(), stood, 4)
    kept = few.began_s[0]
    assert len(kept) == 10
    assert [few.step.count(number) for number in (0, 1)] == [5, 5]
    for number, case in enumerate(kept):
        assert (few.step[number], few.since_s[number], few.case_class[number]) == (at[case], since[case], case % 3)
        assert few.stocks[0][number] == bool(at[case])
    assert scaled(wide(), Stood(), 4)[1] == Stood()


def test_the_whole_is_played_as_long_as_it_is_not_too_large() -> None:
    until = START + timedelta(1000)
    chain = wide(count=100, use=1.0)  # 100,000 visits
    assert scale_for([chain], START, until, most_visits=100_000) == 1
    assert scale_for([chain], START, until, most_visits=99_999) == 2
    assert scale_for([one_desk(1, 0.5), chain], START, until, most_visits=10_000) == 10
    circle = model(step(Route("a", 0.5), Route(None, 0.5), places=places(100)), a_day=100.0)
    assert scale_for([circle], START, until, most_visits=100_000) == 2
    assert len(play(circle, Stood(), START, until, 1, 0).case) > 100_000


def test_a_part_is_never_so_small_that_a_scenario_does_something_else() -> None:
    """Five places of 100 cannot be divided by ten; by five they can."""
    until, base = START + timedelta(1000), wide(count=100, use=1.0)
    wider = replace(base, steps={"a": replace(base.steps["a"], more=(MorePlaces(5, START),))})
    assert scale_for([base, wider], START, until, most_visits=10_000) == 5
    assert scaled(wider, Stood(), 5)[0].steps["a"].more[0].count == 1
    odd = replace(base, steps={"a": replace(base.steps["a"], more=(MorePlaces(1, START),))})
    assert scale_for([base, odd], START, until, most_visits=20_000) == 1


@pytest.mark.parametrize("arrivals", [{"a_day": 1e12}, {"growth": 1e15}, {"weekdays": (1e15,) * 7}])
def test_more_than_any_machine_can_play_is_refused_before_it_is_tried(arrivals: dict[str, Any]) -> None:
    base = wide(count=100, use=1.0)
    many = replace(base, arrivals=(replace(base.arrivals[0], **arrivals),))
    with pytest.raises(SimulationError, match="Let fewer cases come in"):
        scale_for([base, many], START, START + timedelta(3650))


def test_growth_counts_where_the_size_of_a_chain_is_told() -> None:
    base = wide(count=100, use=1.0)
    grown = replace(base, arrivals=(replace(base.arrivals[0], growth=1.0),))
    assert (
        scale_for([grown], START, START + timedelta(1461), most_visits=146_100) >= 4
    )  # 16 times as many in the last days
