"""Cases of which nothing is expected any more: they stay in the stock, and keep nobody from a place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from ketenmonitor.instants import day_number
from ketenmonitor.whatif import Duration, Model, Places, Route, Step, Stood
from ketenmonitor.whatif.calibrate import calibrate
from ketenmonitor.whatif.model import POINTS
from ketenmonitor.whatif.simulate import play
from tests.unit.whatif.ciw_chain import AANGIFTE, DAY_S, INZENDING, ORIGIN_S, Truth, observed_of, simulated, visits_of

START = date(2024, 1, 1)
DAY = Duration((DAY_S,) * (POINTS + 1))
EVERY_DAY = frozenset(range(7))


def test_dormant_cases_stay_and_wait_for_no_place() -> None:
    steps = {
        "a": Step("a", "x", (Route("b", 1.0, DAY),), Places(1, DAY_S, EVERY_DAY, True)),
        "b": Step("b", "x", (Route(None, 1.0),)),
    }
    since = (day_number(START) - 1000) * DAY_S
    stood = Stood(step=(0, 0, 0), since_s=(since, since, since + 1), dormant=(True, True, False))
    played = play(Model("c", "1", steps, ()), stood, START, date(2024, 1, 11), 1, 0)
    left = played.left[played.step == 0][np.argsort(played.case[played.step == 0])]
    assert left.tolist() == [-1, -1, (day_number(START) + 1) * DAY_S]


def test_old_cases_in_a_queue_that_nobody_took_up_are_dormant() -> None:
    truth, days = Truth(places=(34, 45, None)), 1000
    visits = visits_of(simulated(truth, days, 1), days)
    # One in ten never leaves the first step; those who follow are not kept by it.
    stuck = (visits[:, 0] % 10 == 0) & (visits[:, 1] != AANGIFTE)
    observed = observed_of(visits[~stuck | (visits[:, 0] > 7000)], days)
    model, stood = calibrate(replace(observed))
    dormant = np.array(stood.dormant)
    here = np.array(stood.step) == AANGIFTE
    age = (observed.until_s - np.array(stood.since_s)) / DAY_S
    assert dormant[here & (age > 200)].all()
    assert not dormant[here & (age < 1)].any()
    assert not dormant[(np.array(stood.step) == INZENDING) & (age < 30)].any()
    stays = {r.to: r for r in model.steps["aangifte"].routes}[None]
    assert stays.stays
    assert 0.05 < stays.share < 0.15
    assert observed.from_s == ORIGIN_S
