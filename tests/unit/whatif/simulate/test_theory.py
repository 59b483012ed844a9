"""What is known of queues by theory comes out, within the simulation's own confidence; and a theory that is wrong does not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np
import pytest

from ketenmonitor.whatif.model import Arrivals, Model, Route, Stood
from ketenmonitor.whatif.played import Played
from ketenmonitor.whatif.simulate.draws import exponential
from tests.unit.whatif.simulate.networks import (
    DAY,
    START,
    erlang_c,
    holds,
    interval,
    mean_wait,
    model,
    one_desk,
    places,
    played,
    replications,
    spread,
    step,
    stock,
    waited,
)

WARM, DAYS = 200, 2200
CASES = [(1, 0.5), (1, 0.8), (2, 0.7), (5, 0.8), (20, 0.9)]


@dataclass(frozen=True)
class Seen:
    """Of one replication: mean days waited, mean stock, and the share that waited."""

    days_waited: float
    stock: float
    share: float


@cache
def seen(count: int, use: float) -> tuple[Seen, ...]:
    """M/M/c, replicated."""
    return tuple(replications(one_desk(count, use), look, days=DAYS, n=25))


def look(of: Played) -> Seen:
    waits = waited(of, 0, WARM)
    return Seen(float(waits.mean() / DAY), stock(of, 0, WARM), float((waits > 0).mean()))


def days_waited(of: Played) -> float:
    return look(of).days_waited


def cases_there(of: Played) -> float:
    return stock(of, 0, WARM)


@pytest.mark.parametrize(("count", "use"), CASES)
def test_waiting_in_m_m_c_is_that_of_erlang(count: int, use: float) -> None:
    values = [one.days_waited for one in seen(count, use)]
    assert holds(mean_wait(count, count * use), values), interval(values)


@pytest.mark.parametrize(("count", "use"), CASES)
def test_an_expectation_with_one_place_more_does_not_hold(count: int, use: float) -> None:
    """The test above can fail."""
    values = [one.days_waited for one in seen(count, use)]
    assert not holds(mean_wait(count + 1, count * use), values), interval(values)


@pytest.mark.parametrize(("count", "use"), CASES)
def test_stock_in_m_m_c_is_that_of_theory(count: int, use: float) -> None:
    offered, values = count * use, [one.stock for one in seen(count, use)]
    assert holds(offered + mean_wait(count, offered) * offered, values), interval(values)
    assert not holds(offered + mean_wait(count + 1, offered) * offered, values)


@pytest.mark.parametrize(("count", "use"), CASES)
def test_the_share_that_waits_is_erlang_c(count: int, use: float) -> None:
    values = [one.share for one in seen(count, use)]
    assert holds(erlang_c(count, count * use), values), interval(values)
    assert not holds(erlang_c(count + 1, count * use), values)


def test_waiting_in_m_g_1_is_that_of_pollaczek_and_khinchine() -> None:
    """Times in hand by a table of a route, here uniform from 0.2 to 1.8 days: W = a E[S^2] / (2 (1 - use))."""
    chain = model(step(Route(None, 1.0, spread(0.2, 1.8)), places=places(1)), a_day=0.8)
    second_moment = 1 + 1.6**2 / 12
    values = replications(chain, days_waited, days=DAYS, n=25)
    assert holds(0.8 * second_moment / (2 * 0.2), values), interval(values)
    assert not holds(0.8 * 2 / (2 * 0.2), values)


@pytest.mark.parametrize("uneven", [0.0, 0.5, 1.5])
def test_waiting_is_that_of_pollaczek_and_khinchine_for_any_spread_of_the_time_in_hand(uneven: float) -> None:
    chain = model(step(Route("b", 1.0), places=places(1, uneven=uneven)), step(name="b"), a_day=0.7)
    values = replications(chain, days_waited, days=2 * DAYS, n=25)
    assert holds(0.7 * (1 + uneven**2) / (2 * 0.3), values), interval(values)
    assert not holds(0.7 * 2 / (2 * 0.3), values), "as if it were exponential"


def test_who_has_a_place_at_the_begin_is_anywhere_in_its_time_so_that_as_many_leave_each_day_from_the_first_on() -> (
    None
):
    """Forty places, always ten days: four a day; were all begun at once, none would leave for ten days, and then all."""
    one = step(Route("b", 1.0), places=places(40, 10.0, uneven=0.0))
    chain = model(one, step(name="b"), arrivals=(Arrivals("a", 0.0, START),))
    stood = Stood((0,) * 400, tuple((START - date(1970, 1, 1)).days * DAY - n * DAY for n in range(400)))
    plays = [played(chain, 30, replication=number, stood=stood) for number in range(25)]
    for begin in (0, 5, 10, 20):
        left = [float(((p.left - p.start_s) // DAY // 5 == begin // 5)[p.step == 0].sum()) for p in plays]
        assert holds(20.0, left), (begin, interval(left))


def test_cases_without_places_are_as_many_as_come_in_the_mean_time() -> None:
    """M/M/infinity: nobody waits, and the stock is arrivals times the mean."""
    chain = model(step(Route(None, 1.0, exponential(20 * DAY))), a_day=3.0)
    values = replications(chain, cases_there, days=DAYS, n=25)
    assert holds(60.0, values), interval(values)
    assert not holds(63.0, values)


def jackson() -> Model:
    """Three steps with places and one without, in circles."""
    return model(
        step(Route("b", 0.6), Route("c", 0.4), name="a", places=places(2, 0.5)),
        step(Route("d", 0.7), Route("a", 0.3), name="b", places=places(3, 1.0)),
        step(Route(None, 0.8, exponential(DAY)), Route("b", 0.2, exponential(DAY)), name="c", places=places(2, 1.0)),
        step(Route("c", 0.5, exponential(4 * DAY)), Route(None, 0.5, exponential(4 * DAY)), name="d"),
        a_day=(1.0, 0.6, 0.0, 0.0),
    )


def test_a_network_of_jackson_has_its_means_in_each_step() -> None:
    """Rates solve r = arrivals + r P; each step is then as M/M/c alone (Jackson 1957), the step without places as M/M/infinity."""
    follows = np.array([[0, 0.6, 0.4, 0], [0.3, 0, 0, 0.7], [0, 0.2, 0, 0], [0, 0, 0.5, 0]])
    rates = np.linalg.solve(np.eye(4) - follows.T, np.array([1.0, 0.6, 0, 0]))
    plays = [played(jackson(), DAYS, replication=number) for number in range(25)]
    for number, (count, days) in enumerate([(2, 0.5), (3, 1.0), (2, 1.0)]):
        offered = rates[number] * days
        theory = offered + mean_wait(count, offered) * offered
        values = [stock(one, number, WARM) for one in plays]
        assert holds(theory, values), (number, theory, interval(values))
        assert not holds(offered + mean_wait(count + 1, offered) * offered, values), number
    assert holds(rates[3] * 4, [stock(one, 3, WARM) for one in plays])


def test_what_stands_is_what_comes_times_how_long_it_stays() -> None:
    """Little's law at each step, over the same replications: stock - arrivals a day x days there is 0 but for the ends."""
    plays = [played(jackson(), DAYS, replication=number) for number in range(25)]
    for number in range(4):
        rests = []
        for one in plays:
            rows = (one.step == number) & (one.entered >= one.start_s + WARM * DAY)
            done = rows & (one.left >= 0)
            a_day = rows.sum() / (DAYS - WARM)
            stays = (one.left[done] - one.entered[done]).mean() / DAY
            rests.append(stock(one, number, WARM) - a_day * stays)
        assert holds(0.0, rests), (number, interval(rests))
        assert not holds(0.05, rests), (number, interval(rests))


def test_priority_shortens_the_waiting_of_the_first_class_as_cobham_says() -> None:
    """M/M/1 of two classes, none taken out of hand: W1 = R / (1 - u1), W2 = W1 / (1 - u), with R = u (Cobham 1954)."""
    classes = {"old": 0.5, "young": 0.5}
    chain = model(step(places=places(1), first=("young",)), arrivals=(Arrivals("a", 0.7, START, classes=classes),))
    plays = [played(chain, DAYS, replication=number) for number in range(40)]
    old, young = ([_of_class(one, number) for one in plays] for number in (0, 1))
    first, usual = 0.7 / (1 - 0.35), 0.7 / (1 - 0.7)
    assert holds(first, young), interval(young)
    assert holds(first / 0.3, old), interval(old)
    assert not holds(usual, young)
    assert not holds(usual, old)


def _of_class(of: Played, number: int) -> float:
    rows = (of.case_class[of.case] == number) & (of.began >= 0) & (of.entered > of.start_s + WARM * DAY)
    return float((of.began[rows] - of.entered[rows]).mean() / DAY)
