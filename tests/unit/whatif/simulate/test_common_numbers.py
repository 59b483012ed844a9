"""Common random numbers: what a scenario does not touch stays as it is, case by case; and the same seed gives the same everywhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketenmonitor.whatif.model import Arrivals, Closed, Diversion, Model, MorePlaces, Route, Stood
from ketenmonitor.whatif.played import Played
from ketenmonitor.whatif.simulate import play
from tests.unit.whatif.simulate.networks import (
    DAY,
    NOBODY,
    START,
    fixed,
    model,
    networks,
    one_desk,
    places,
    played,
    spread,
    step,
)
from tests.unit.whatif.simulate.workers import columns, hashed

LATER = START + timedelta(200)


def chain(**changes: object) -> Model:
    """Three steps: two with places, and one that some cases never leave."""
    first = step(
        Route("b", 0.7, spread(1, 4)),
        Route(None, 0.3, spread(0.5, 2)),
        name="a",
        places=places(8, workdays=frozenset(range(5))),
    )
    waits = step(Route("c", 0.9, spread(5, 60)), Route(None, 0.1, stays=True), name="b")
    last = step(name="c", places=places(5, 2.0, workdays=frozenset({1, 3})))
    arrivals = Arrivals(
        "a",
        2.0,
        date(2025, 7, 1),
        0.04,
        (0.9, 1.1) * 6,
        (1.2,) * 5 + (0.5,) * 2,
        0.2,
        1.7,
        classes={"x": 0.2, "y": 0.7},
    )
    return replace(model(first, waits, last, arrivals=(arrivals,), holidays=frozenset({START})), **changes)  # type: ignore[arg-type]


def standing() -> Stood:
    begin = (START - date(1970, 1, 1)).days * DAY
    return Stood((0, 0, 1, 1, 2), tuple(begin - n * DAY for n in (1, 3, 2, 40, 9)), (), (-1, 0, 1, 1, 0))


def are_equal(one: Played, other: Played) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(columns(one), columns(other), strict=True))


@settings(max_examples=30, deadline=None)
@given(networks(), st.integers(0, 9))
def test_a_scenario_that_changes_nothing_gives_exactly_the_same(base: Model, replication: int) -> None:
    steps = {
        name: replace(
            one,
            closed=(Closed(LATER, LATER),),
            more=(MorePlaces(0, START),),
            diversions=(Diversion(None, 0.0, fixed(1), START),),
        )
        for name, one in base.steps.items()
    }
    same = replace(
        base, steps=steps, arrivals=tuple(replace(one, factors=((START, None, 1.0),)) for one in base.arrivals)
    )
    assert are_equal(played(base, 60, replication=replication), played(same, 60, replication=replication))
    assert not are_equal(played(base, 60, replication=replication), played(base, 60, replication=replication + 1))


def test_with_a_tenth_more_cases_those_that_there_were_come_as_before() -> None:
    base = chain()
    more = replace(base, arrivals=(replace(base.arrivals[0], factors=((START + timedelta(50), None, 1.1),)),))
    before, after = (first_visits(played(one, 300)) for one in (base, more))
    assert before < after
    assert 1.06 < len(after) / len(before) < 1.12
    assert all(entered >= 50 * DAY for entered, _ in after - before)


def first_visits(of: Played) -> set[tuple[int, int]]:
    rows = of.step == 0
    return set(zip((of.entered[rows] - of.start_s).tolist(), of.case_class[of.case[rows]].tolist(), strict=True))


def test_a_diversion_leaves_the_others_their_way_and_their_time_in_hand() -> None:
    base = chain()
    other = replace(base.steps["b"], diversions=(Diversion(None, 0.15, fixed(2), START + timedelta(100)),))
    before, after = (played(one, 300) for one in (base, replace(base, steps=base.steps | {"b": other})))
    old, new = (way(of) for of in (before, after))
    differing = [case for case in old if old[case] != new[case]]
    came_later = [case for case in old if old[case][0] - before.start_s >= 100 * DAY]
    assert set(differing) <= set(came_later)
    assert 0.1 < len(differing) / len(came_later) < 0.2
    ended = {(left - entered, to) for case, (entered, left, to) in new.items() if case in differing and left >= 0}
    assert ended == {(2 * DAY, -1)}


def way(of: Played) -> dict[int, tuple[int, int, int]]:
    """Of each case at the step without places: when it came, when it left, and where to."""
    rows = np.flatnonzero(of.step == 1)
    return {int(of.case[row]): (int(of.entered[row]), int(of.left[row]), int(of.following[row])) for row in rows}


@pytest.mark.parametrize("count", [1, 2, 5])
@pytest.mark.parametrize("replication", range(5))
def test_more_places_never_make_anybody_wait_longer(count: int, replication: int) -> None:
    """A theorem for one step in order of coming: each case begins as early or earlier (Jacobs and Schach 1972)."""
    base = one_desk(count, 0.95)
    more = replace(base, steps={"a": replace(base.steps["a"], more=(MorePlaces(1, START + timedelta(40)),))})
    before, after = (began(played(one, 400, replication=replication)) for one in (base, more))
    assert np.all(after <= before)
    assert np.any(after < before)


def began(of: Played) -> np.ndarray:
    found = np.full(len(of.case_class), of.until_s)
    rows = of.began >= 0
    found[of.case[rows]] = of.began[rows]
    return found


def test_less_work_a_case_never_makes_anybody_wait_longer() -> None:
    base = one_desk(2, 0.95)
    faster = replace(base, steps={"a": replace(base.steps["a"], routes=(Route(None, 1.0, fixed(0.9)),))})
    slower = replace(base, steps={"a": replace(base.steps["a"], routes=(Route(None, 1.0, fixed(1.0)),))})
    assert np.all(began(played(faster, 400)) <= began(played(slower, 400)))


GOLDEN = {
    (1, 0): "f1dc0162386d3c36994bbfb8bf4b44f5d2b4c163c9fe0acf49d180eaa0e385d9",
    (1, 1): "0754736ba942e70a7bd636f4dbda0c0d7fa8823d71d76908f481db9bab308802",
    (2, 0): "7a4838a1ff356ef7f6e33aa7a5c0420d5ee457aa6d3d4e13f72918b0cb732090",
}


@pytest.mark.parametrize(("seed", "replication"), GOLDEN)
def test_the_same_seed_gives_the_same_on_any_machine(seed: int, replication: int) -> None:
    """Recorded: a change of what a seed gives is a line in the changelog."""
    base = chain()
    changed = {
        "a": replace(
            base.steps["a"],
            first=("y",),
            first_from=START + timedelta(30),
            closed=(Closed(START + timedelta(70), START + timedelta(80)),),
        ),
        "b": replace(base.steps["b"], diversions=(Diversion("c", 0.2, spread(1, 9), START + timedelta(60), LATER),)),
        "c": replace(base.steps["c"], more=(MorePlaces(-2, START + timedelta(90), LATER),)),
    }
    of = play(replace(base, steps=changed), standing(), START, START + timedelta(365), seed, replication)
    assert hashed(of) == GOLDEN[seed, replication]


def test_nobody_comes_where_nobody_is_expected() -> None:
    of = played(model(step(), arrivals=()), 30)
    assert len(of.case) == len(of.case_class) == 0
    assert len(play(model(step(), arrivals=()), NOBODY, START, START + timedelta(1), 1, 0).case) == 0
