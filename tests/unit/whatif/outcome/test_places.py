"""Waiting, queues and the use of places, by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketenmonitor.definition import definition_from_text
from ketenmonitor.instants import day_number
from ketenmonitor.whatif import Model, MorePlaces, Played, Stood
from ketenmonitor.whatif.outcome import Key, Reduced, reduced
from ketenmonitor.whatif.played import STAYS
from tests.unit.whatif.outcome.made_up import CHAIN, DAY_S, made_up, model_of

START = day_number(date(2024, 1, 1)) * DAY_S
UNTIL = day_number(date(2024, 3, 1)) * DAY_S
BEGIN, VERDER = 0, 1
Row = tuple[int, int, float, float | None, float | None, int]


def played(*rows: Row, n_cases: int) -> Played:
    """Rows of case, step, entered, began, left and following, in days since the begin."""

    def at(days: float | None) -> int:
        return -1 if days is None else round(START + days * DAY_S)

    columns = zip(*((c, s, at(e), at(b), at(x), f) for c, s, e, b, x, f in rows), strict=True)
    arrays = [np.array(column, np.int64) for column in columns]
    return Played(*arrays, np.full(n_cases, -1, np.int64), START, UNTIL)


def found(said: Played, model: Model, n_stood: int = 0) -> Reduced:
    stood = Stood((BEGIN,) * n_stood, (START - DAY_S,) * n_stood)
    return reduced(said, model, stood, definition_from_text(CHAIN))


def value(said: Reduced, about: str, id: str, figure: str, period: str | None) -> float | None:
    number = float(said.values[said.keys.index(Key(about, id, figure)), said.periods.index(period)])
    return None if np.isnan(number) else number


def test_a_wait_counts_in_the_month_in_which_the_place_was_found() -> None:
    rows: list[Row] = [(0, BEGIN, 0, 4, 10, VERDER), (1, BEGIN, 1, 35, 40, VERDER), (2, BEGIN, 20, None, None, -1)]
    rows += [(0, VERDER, 10, 10, None, -1), (1, VERDER, 40, 40, None, -1)]
    said = found(played(*rows, n_cases=3), model_of(begin=1))
    assert value(said, "step", "begin", "waiting_days", "2024-01") == pytest.approx(4)
    assert value(said, "step", "begin", "waiting_days", "2024-02") == pytest.approx(34)
    assert value(said, "partner", "een", "waiting_days", None) == pytest.approx(19)
    assert value(said, "step", "begin", "queue", "2024-01") == 2
    assert value(said, "step", "begin", "queue", "2024-02") == 1
    assert value(said, "step", "begin", "sojourn_days", "2024-01") == pytest.approx(10)
    assert value(said, "partner", "een", "stock", None) == 3
    assert value(said, "step", "begin", "use", "2024-01") == pytest.approx(6 / 31)
    assert value(said, "step", "begin", "use", None) == pytest.approx(11 / 60)


def test_a_step_without_places_has_no_waiting_and_no_use_but_a_sojourn() -> None:
    said = found(played((0, BEGIN, 0, 0, 3, VERDER), (0, VERDER, 3, 3, None, -1), n_cases=1), model_of())
    for figure in ("waiting_days", "queue", "use"):
        assert value(said, "step", "begin", figure, None) is None
    assert value(said, "step", "begin", "sojourn_days", None) == pytest.approx(3)


def test_who_stays_for_good_is_stock_and_waits_for_nothing() -> None:
    said = found(played((0, BEGIN, 2, None, None, STAYS), n_cases=1), model_of(begin=1))
    assert value(said, "step", "begin", "stock", None) == 1
    assert value(said, "step", "begin", "queue", None) == 0


def test_who_stood_there_is_in_hand_from_the_begin_and_not_before() -> None:
    said = found(
        played((0, BEGIN, -1, -0.5, 31, VERDER), (0, VERDER, 31, 31, None, -1), n_cases=1), model_of(begin=2), 1
    )
    assert value(said, "step", "begin", "use", "2024-01") == pytest.approx(0.5)
    assert value(said, "step", "begin", "waiting_days", "2024-01") is None
    assert said.at_start[Key("step", "begin", "stock")] == 1


def test_places_that_are_added_are_there_from_their_day() -> None:
    model = model_of(begin=1)
    more = MorePlaces(3, date(2024, 1, 16), date(2024, 2, 1))  # 16 of the 31 days
    steps = {**model.steps, "begin": replace(model.steps["begin"], more=(more,))}
    said = found(played((0, BEGIN, 0, 0, None, -1), n_cases=1), replace(model, steps=steps))
    assert value(said, "step", "begin", "use", "2024-01") == pytest.approx(31 / (31 + 3 * 16))
    assert value(said, "step", "begin", "use", "2024-02") == pytest.approx(1)


def test_a_stay_at_a_partner_lasts_over_its_steps() -> None:
    rows: list[Row] = [(0, BEGIN, 0, 0, 3, VERDER), (0, VERDER, 3, 3, 8, 2), (0, 2, 8, 8, 9, 3), (0, 3, 9, 9, 9, -1)]
    said = found(played(*rows, n_cases=1), model_of())
    assert value(said, "partner", "een", "sojourn_days", None) == pytest.approx(8)
    assert value(said, "partner", "een", "left", None) == 1
    assert value(said, "partner", "twee", "left", None) == 1
    assert value(said, "partner", "twee", "stock", None) == 0


@given(seed=st.integers(0, 10_000))
def test_what_comes_is_there_or_gone_in_every_month(seed: int) -> None:
    """Conservation: of every step, stock before and what came, less what left, is the stock after."""
    made = made_up(seed, date(2024, 1, 10), date(2024, 6, 20), n_stood=10, n_new=40)
    said, visits = reduced(made.played, made.model, made.stood, made.definition), made.played
    for place, step in enumerate(made.model.steps):
        came = int(((visits.step == place) & (visits.entered >= visits.start_s)).sum())
        stock, left = (value(said, "step", step, name, None) for name in ("stock", "left"))
        assert said.at_start[Key("step", step, "stock")] + came == (stock or 0) + (left or 0)
