"""Both sides are played with the same luck, and a chain that is too large at a part of its size."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from ketenmonitor.definition import definition_from_text
from ketenmonitor.instants import day_number
from ketenmonitor.whatif import Arrivals, Duration, Key, Model, Places, Route, Sides, Step, Stood
from ketenmonitor.whatif.ask import answer, played
from ketenmonitor.whatif.model import POINTS
from ketenmonitor.whatif.scenario import Scenario
from tests.unit.whatif.outcome.made_up import CHAIN, DAY_S

START, UNTIL = date(2024, 1, 1), date(2025, 1, 1)
TEN_DAYS = Duration(tuple(round(20 * DAY_S * n / POINTS) for n in range(POINTS + 1)))


def sides(a_day: float = 40.0, one_in: int = 1) -> Sides:
    """Cases begin, wait for one of 300 places, are in hand for ten days of five a week, go over and are done after ten more."""
    steps = {
        "begin": Step("begin", "een", (Route("over", 1.0, TEN_DAYS),), Places(600, 10.0 * DAY_S)),
        "over": Step("over", "twee", (Route("klaar", 0.9, TEN_DAYS), Route(None, 0.1, stays=True))),
        "klaar": Step("klaar", "twee", (Route(None, 1.0),)),
    }
    model = Model("proef", "1", steps, (Arrivals("begin", a_day, START),), trained_until=START)
    since = tuple(day_number(START) * DAY_S - n * 3600 for n in range(400))
    stood = Stood((0,) * 400, since, (since, (-1,) * 400, (-1,) * 400), (-1,) * 400, ((True,) * 400, (False,) * 400))
    scenario = Scenario("Niets", START, UNTIL, replications=3)
    return Sides(definition_from_text(CHAIN), scenario, model, model, stood, START, UNTIL, one_in)


def value(which: Sides, about: str, id: str, figure: str, period: str | None = "2024") -> float:
    found = played(which, 0)[0]
    return float(found.values[found.keys.index(Key(about, id, figure)), found.periods.index(period)])


def test_a_measure_that_changes_nothing_makes_no_difference_at_all() -> None:
    outcome = answer(sides()).outcome
    assert len(outcome.figures) > 300
    for figure in outcome.figures:
        assert figure.difference is None or (figure.difference.low, figure.difference.high) == (0, 0)
        assert figure.better in (None, 0)


def test_replications_differ_and_are_the_same_when_played_again() -> None:
    first, other, again = (played(sides(), number)[0] for number in (0, 1, 0))
    assert np.array_equal(first.values, again.values, equal_nan=True)
    assert not np.array_equal(first.values, other.values, equal_nan=True)


@pytest.mark.parametrize(("about", "id", "figure", "within"), [
    ("step", "begin", "left", 0.05), ("step", "begin", "stock", 0.15), ("stock", "een", "stock", 0.15), ("lead_time", "keten", "started", 0.05),
    ("partner", "twee", "sojourn_days", 0.05), ("step", "begin", "use", 0.05), ("lead_time", "keten", "median_days", 0.05),
])  # fmt: skip
def test_a_part_of_a_chain_says_what_the_whole_would(about: str, id: str, figure: str, within: float) -> None:
    """One case in four: counts are four times as large again, days and shares are what they are."""
    whole, part = (value(sides(one_in=k), about, id, figure) for k in (1, 4))
    assert part == pytest.approx(whole, rel=within)


def test_what_stands_at_the_begin_is_counted_and_not_multiplied() -> None:
    found = played(sides(one_in=3), 0)[0]
    assert found.at_start[Key("step", "begin", "stock")] == 400
    assert found.at_start[Key("stock", "een", "stock")] == 400
    assert found.at_start[Key("partner", "twee", "stock")] == 0


def test_a_chain_that_is_played_in_part_says_so_before_anything_else() -> None:
    warnings = answer(sides(one_in=4)).warnings
    assert (warnings[0].code, warnings[0].values) == ("scaled", {"one_in": 4})
    assert "scaled" not in {one.code for one in answer(sides()).warnings}


def test_more_cases_wait_longer_at_the_same_places() -> None:
    """An effect that must be there: 65 a day is more than 600 places can do in ten working days a case."""
    crowded = replace(sides(), changed=sides(65.0).baseline)
    found = answer(crowded).outcome.of("step", "begin", "waiting_days", "2024")
    assert found
    assert found.difference
    assert found.difference.low > 1
    assert (found.better, found.worse) == (0, 1)
