"""What a scenario changes by date, drawn small enough to follow by hand: one case a day, at fixed times in hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from ketenmonitor.errors import SimulationError
from ketenmonitor.whatif.model import Arrivals, Closed, Diversion, Model, MorePlaces, Places, Route, Step, Stood
from ketenmonitor.whatif.played import STAYS, Played
from ketenmonitor.whatif.simulate import play
from ketenmonitor.whatif.simulate.draws import exponential
from tests.unit.whatif.simulate.networks import (
    DAY,
    START,
    fixed,
    holds,
    interval,
    model,
    places,
    played,
    spread,
    step,
)

BEGIN_S = (START - date(1970, 1, 1)).days * DAY


def stood(*days_ago: float, at: int = 0, classes: tuple[int, ...] = ()) -> Stood:
    return Stood((at,) * len(days_ago), tuple(BEGIN_S - round(days * DAY) for days in days_ago), (), classes)


def alone(one: Step, *more: Step, classes: tuple[str, ...] = ()) -> Model:
    """Nobody comes; there is who stood there."""
    nobody = Arrivals(one.id, 0.0, START, classes=dict.fromkeys(classes, 1 / max(len(classes), 1)))
    return model(one, *more, arrivals=(nobody,))


def days(of: Played, column: str) -> list[float]:
    """By case, in days since the begin; -1: not."""
    values = getattr(of, column)[np.argsort(of.case)]
    return [-1 if value == -1 else round((value - of.start_s) / DAY, 6) for value in values]


def desk(count: int, **changes: object) -> Step:
    return step(Route(None, 1.0, fixed(2)), places=places(count), **changes)


def test_who_stood_longest_is_in_hand_and_the_others_follow_in_that_order() -> None:
    of = play(alone(desk(2)), stood(1, 9, 5, 3), START, START + timedelta(30), 1, 0)
    assert days(of, "entered") == [-1, -9, -5, -3]
    assert days(of, "began") == [
        2,
        -9,
        -5,
        2,
    ]  # when those in hand found their place is not known: not in the simulation
    assert days(of, "left") == [4, 2, 2, 4]


def test_a_place_more_is_filled_on_its_day_and_goes_when_its_case_is_finished() -> None:
    more = (MorePlaces(1, START + timedelta(1), START + timedelta(6)),)
    of = play(alone(desk(1, more=more)), stood(9, 8, 7, 6, 5, 4), START, START + timedelta(30), 1, 0)
    assert days(of, "began") == [-9, 1, 2, 3, 4, 5]
    of = play(alone(desk(1, more=more)), stood(*range(10, 2, -1)), START, START + timedelta(30), 1, 0)
    assert days(of, "began") == [
        -10,
        1,
        2,
        3,
        4,
        5,
        7,
        9,
    ]  # of the two in hand on day 6 one is finished at 6, and its place is gone
    assert days(of, "left")[4:7] == [6, 7, 9]


def test_places_that_go_finish_their_case_and_no_place_means_no_work() -> None:
    fewer = (MorePlaces(-2, START + timedelta(1), START + timedelta(10)),)
    of = play(alone(desk(2, more=fewer)), stood(9, 8, 7), START, START + timedelta(30), 1, 0)
    assert days(of, "left") == [2, 2, 12]
    assert days(of, "began")[2] == 10


def test_while_closed_what_is_in_hand_waits_too() -> None:
    shut = (Closed(START + timedelta(1), START + timedelta(22)),)
    of = play(alone(desk(1, closed=shut)), stood(9, 8), START, START + timedelta(60), 1, 0)
    assert days(of, "left") == [23, 25]
    of = play(alone(step(Route(None, 1.0, fixed(11)), closed=shut)), stood(9), START, START + timedelta(60), 1, 0)
    assert days(of, "left") == [23]  # also in a step without places: 9 days before, and 2 more that are not closed


def test_no_work_is_done_on_free_days_and_holidays() -> None:
    free = replace(desk(1), places=Places(1, DAY, frozenset(range(5))))
    chain = replace(alone(free), holidays=frozenset({START + timedelta(1)}))
    of = play(chain, stood(9, 8), START, START + timedelta(30), 1, 0)
    assert days(of, "left") == [5, 7]  # Thursday and Monday; Tuesday and Wednesday


def test_who_goes_first_does_so_from_its_day_also_when_it_waits_already() -> None:
    first = {"first": ("young",), "first_from": START + timedelta(3)}
    chain = alone(desk(1, **first), classes=("old", "young"))
    of = play(chain, stood(9, 8, 7, 6, 5, classes=(0, 0, 0, 1, -1)), START, START + timedelta(30), 1, 0)
    assert days(of, "began") == [-9, 2, 6, 4, 8]


def test_who_went_first_until_then_does_so_until_its_day_and_then_waits_by_when_it_came() -> None:
    first = {"first": ("young",), "first_from": START + timedelta(3), "first_before": ("ill",)}
    chain = alone(desk(1, **first), classes=("ill", "old", "young"))
    of = play(chain, stood(9, 8, 7, 6, 5, 4, classes=(1, 1, 0, 2, 0, 2)), START, START + timedelta(30), 1, 0)
    assert days(of, "began") == [-9, 8, 2, 4, 10, 6]


def test_the_dormant_stay_and_take_no_place() -> None:
    chain = alone(desk(1))
    of = play(chain, replace(stood(9, 8, 7), dormant=(True, False, True)), START, START + timedelta(30), 1, 0)
    assert days(of, "left") == [-1, 2, -1]
    assert of.following[np.argsort(of.case)].tolist() == [STAYS, -1, STAYS]
    assert of.began[np.argsort(of.case)].tolist() == [-1, BEGIN_S - 8 * DAY, -1]


def test_classes_go_in_the_order_that_is_said() -> None:
    chain = alone(desk(1, first=("b", "c")), classes=("a", "b", "c"))
    of = play(chain, stood(9, 8, 7, 6, 5, classes=(0, 0, 2, 1, 2)), START, START + timedelta(30), 1, 0)
    assert days(of, "began") == [-9, 8, 4, 2, 6]


def test_a_diversion_takes_its_share_of_those_that_come_while_it_holds() -> None:
    diversions = (
        Diversion("b", 0.2, fixed(3), START + timedelta(100), START + timedelta(200)),
        Diversion(None, 0.3, fixed(1), START + timedelta(150)),
    )
    chain = model(step(diversions=diversions), step(name="b"), a_day=50.0)
    of = played(chain, 300)
    came = (of.entered - of.start_s) // DAY
    for low, high, share_b, share_out in ((0, 100, 0, 0), (100, 150, 0.2, 0), (150, 200, 0.2, 0.3), (200, 290, 0, 0.3)):
        rows = (of.step == 0) & (came >= low) & (came < high)
        to_b = rows & (of.following == 1)
        out = rows & (of.following == -1) & (of.left - of.entered == DAY)
        for found, share in ((to_b, share_b), (out, share_out)):
            assert abs(found.sum() / rows.sum() - share) <= 4 * (share * (1 - share) / rows.sum()) ** 0.5
        assert set((of.left - of.entered)[to_b].tolist()) <= {3 * DAY}


def test_a_diverted_case_takes_a_place_for_as_long_as_it_is_in_hand() -> None:
    diverting = desk(1, diversions=(Diversion(None, 1.0, fixed(0.25), START),))
    of = played(model(diverting, a_day=2.0), 60)
    assert set((of.left - of.began)[of.left >= 0].tolist()) == {DAY // 4}


def test_what_ends_without_an_event_leaves_as_it_came_or_stays_and_takes_no_place() -> None:
    leaves = model(step(Route(None, 1.0), places=places(1)), a_day=3.0)
    of = played(leaves, 60)
    assert np.array_equal(of.left, of.entered)
    assert np.all(of.began == -1)
    stays = model(step(Route(None, 0.5, stays=True), Route(None, 0.5, fixed(0.1)), places=places(1)), a_day=3.0)
    of = played(stays, 60)
    stuck = of.entered < of.until_s - 20 * DAY
    assert 0.3 < np.mean(of.left[stuck] == -1) < 0.7
    assert np.all(of.began[stuck & (of.left == -1)] == -1)


def test_what_remains_depends_on_how_long_a_case_is_there() -> None:
    """Two routes, one of 1 to 3 days and one of 1 to 11: after 3 days only the longer is possible, uniform over what is left."""
    one = step(Route("b", 0.5, spread(1, 3)), Route("c", 0.5, spread(1, 11)))
    chain = alone(one, step(name="b"), step(name="c"))
    of = play(chain, stood(*[3.0] * 4000), START, START + timedelta(30), 1, 0)
    rows = of.step == 0
    assert set(of.following[rows].tolist()) == {2}
    remain = ((of.left - of.start_s)[rows] / DAY).tolist()
    assert holds(4.0, remain), interval(remain)
    assert 0 < min(remain) < 0.05
    assert 7.95 < max(remain) <= 8
    early = play(chain, stood(*[2.0] * 4000), START, START + timedelta(30), 1, 0)
    to_b = (early.following[early.step == 0] == 1).mean()
    assert abs(to_b - 0.5 / (0.5 + 0.9)) < 0.03  # half of the short ones are over, and a tenth of the long ones


def test_who_waits_by_chance_waits_as_long_as_ever_whatever_the_age() -> None:
    one = step(Route(None, 1.0, exponential(10 * DAY)))
    for age in (1.0, 15.0):
        of = play(alone(one), stood(*[age] * 4000), START, START + timedelta(200), 1, 0)
        remain = ((of.left - of.start_s)[of.left >= 0] / DAY).tolist()
        assert holds(10.0, remain), interval(remain)


def test_who_stands_longer_than_anybody_ever_did_stays() -> None:
    of = play(alone(step(Route(None, 1.0, spread(1, 3)))), stood(2, 3, 50), START, START + timedelta(30), 1, 0)
    assert days(of, "left")[1:] == [-1, -1]
    assert 0 < days(of, "left")[0] < 1


def test_a_case_that_goes_round_is_bounded_by_the_end_and_one_that_takes_no_time_is_refused() -> None:
    def circle(of_days: float) -> Model:
        there = step(Route("b", 1.0, fixed(of_days)))
        return model(there, step(Route("a", 1.0, fixed(of_days)), name="b"), a_day=0.1)

    of = played(circle(0.5), 100)
    assert len(of.case) > 200
    assert of.entered.max() < of.until_s
    with pytest.raises(SimulationError, match="in a circle"):
        played(circle(0), 100)
