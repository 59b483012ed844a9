"""A model that was played is found again from what it brought forth: working days, hearing days, places, and who goes first."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from ketenmonitor.definition import definition_from_text
from ketenmonitor.whatif import Arrivals, Duration, Model, Places, Played, Route, Step, Stood
from ketenmonitor.whatif.calibrate import Observed, calibrate
from ketenmonitor.whatif.model import POINTS
from ketenmonitor.whatif.simulate import play
from tests.unit.whatif.ciw_chain import DEFINITION

DAY_S = 86_400
START, UNTIL = date(2021, 1, 1), date(2025, 1, 1)
A_WEEK = Duration(tuple(5 * DAY_S + 4 * DAY_S * i // POINTS for i in range(POINTS + 1)))
WEEKDAYS, HEARINGS = frozenset(range(5)), frozenset({1, 3})
ROUTES = (Route("inzending", 0.7), Route("sepot", 0.3))
STEPS = {
    "aangifte": Step("aangifte", "om", ROUTES, Places(30, 5 * DAY_S, WEEKDAYS, True), first=("true",)),
    "inzending": Step("inzending", "rechter", (Route("dagvaarding", 0.9, A_WEEK), Route(None, 0.1, stays=True))),
    "dagvaarding": Step("dagvaarding", "rechter", (Route("vonnis", 1.0),), Places(12, 2 * DAY_S, HEARINGS, True)),
    "vonnis": Step("vonnis", "rechter", (Route(None, 1.0),)),
    "sepot": Step("sepot", "om", (Route(None, 1.0),)),
}
CLASSES = {"false": 0.8, "true": 0.2}
MODEL = Model("proef", "1", STEPS, (Arrivals("aangifte", 4.1, START, classes=CLASSES),), class_attribute="minderjarig")


def observed_of(played: Played) -> Observed:
    """What a monitor would have seen of it."""
    order = np.lexsort((played.entered, played.case))
    case, step, entered = (c[order] for c in (played.case, played.step, played.entered))
    goes_on = np.concatenate((case[1:] == case[:-1], [False]))
    following, left = np.where(goes_on, np.roll(step, -1), -1), np.where(goes_on, np.roll(entered, -1), -1)
    return Observed(
        definition_from_text(DEFINITION),
        played.start_s,
        played.until_s,
        case.astype(np.int32),
        step.astype(np.int16),
        entered,
        following.astype(np.int16),
        left,
        played.case_class[case].astype(np.int16),
        tuple(CLASSES),
        "minderjarig",
    )


@pytest.fixture(scope="module")
def found() -> tuple[Model, Stood, Played]:
    played = play(MODEL, Stood(), START, UNTIL, 1, 0)
    return *calibrate(observed_of(played)), played


def test_working_days_and_hearing_days_come_out(found: tuple[Model, Stood, Played]) -> None:
    steps = found[0].steps
    days = {name: step.places.workdays for name, step in steps.items() if step.places is not None}
    assert days == {"aangifte": WEEKDAYS, "dagvaarding": HEARINGS}


def test_places_and_what_they_handle_come_out(found: tuple[Model, Stood, Played]) -> None:
    said = {one.name: one for one in found[0].assumptions}
    places, capacity = said["places.aangifte"], said["capacity.aangifte"]
    assert places.low is not None
    assert places.high is not None
    assert places.low <= 30 <= places.high
    a_month = 30 / 5 * 5 / 7 * 365.25 / 12
    assert capacity.value == pytest.approx(a_month, rel=0.05)


def test_who_goes_first_comes_out(found: tuple[Model, Stood, Played]) -> None:
    assert found[0].steps["aangifte"].first == ("true",)
    odds = {one.name: one.value for one in found[0].assumptions if one.name.startswith("priority.aangifte")}
    assert odds["priority.aangifte.true"] > 1 > odds["priority.aangifte.false"]


def test_what_nobody_takes_up_comes_out(found: tuple[Model, Stood, Played]) -> None:
    model, stood, played = found
    route = {r.to: r for r in model.steps["inzending"].routes}
    assert route[None].stays
    assert route[None].share == pytest.approx(0.1, abs=0.01)
    duration = route["dagvaarding"].duration
    assert duration is not None
    assert duration.quantiles[POINTS // 2] == pytest.approx(7 * DAY_S, rel=0.02)
    here = np.array(stood.step) == list(model.steps).index("inzending")
    never = (played.step == 1) & (played.left < 0) & (played.entered < played.until_s - 9 * DAY_S)
    assert np.array(stood.dormant)[here].sum() == never.sum()


def test_shares_classes_and_arrivals_come_out(found: tuple[Model, Stood, Played]) -> None:
    arrivals = found[0].arrivals[0]
    assert arrivals.a_day == pytest.approx(4.1, rel=0.1)
    assert arrivals.classes == pytest.approx(CLASSES, abs=0.02)
    shares = {r.to: r.share for r in found[0].steps["aangifte"].routes}
    assert shares["inzending"] == pytest.approx(0.7, abs=0.02)


def test_what_came_out_plays(found: tuple[Model, Stood, Played]) -> None:
    model, stood, _ = found
    assert model.trained_until == UNTIL
    played = play(model, stood, UNTIL, date(2025, 7, 1), 1, 0)
    assert len(np.unique(played.case)) == len(played.case_class)
    assert len(played.case_class) > len(stood.step)
