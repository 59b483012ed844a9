"""Any network, with anything that a scenario changes: nothing is lost, and the plainest simulation says the same."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ketenmonitor.whatif.model import Model, Stood
from ketenmonitor.whatif.played import STAYS, Played
from ketenmonitor.whatif.simulate import play
from ketenmonitor.whatif.simulate.arriving import coming
from ketenmonitor.whatif.simulate.draws import key_of
from tests.unit.whatif.simulate.networks import START, changed_networks, standing, visits
from tests.unit.whatif.simulate.plain import plain_play

UNTIL = START + timedelta(60)


@st.composite
def chains(draw: st.DrawFn) -> tuple[Model, Stood]:
    chain = draw(changed_networks())
    return chain, draw(standing(chain))


@settings(max_examples=40, deadline=None)
@given(chains(), st.integers(0, 5))
def test_every_case_that_comes_in_is_out_or_in_stock(chain: tuple[Model, Stood], replication: int) -> None:
    model, stood = chain
    of = play(model, stood, START, UNTIL, 1, replication)
    came = len(coming(model, START, UNTIL, key_of(1, replication)).at)
    assert set(of.case.tolist()) == set(range(len(stood.step) + came))
    for own in by_case(of).values():
        assert all(a.left == b.entered and a.following == b.step for a, b in pairwise(own))
        assert all(one.following >= 0 for one in own[:-1])
        last = own[-1]
        assert last.following in (-1, STAYS), "it went somewhere, and is nowhere"
    is_in = of.left == -1
    assert np.all(of.following[is_in] < 0)
    assert np.all((of.left[~is_in] < of.until_s) & (of.left[~is_in] >= of.start_s))


@settings(max_examples=40, deadline=None)
@given(chains())
def test_no_more_cases_are_in_hand_than_there_are_places(chain: tuple[Model, Stood]) -> None:
    model, stood = chain
    of = play(model, stood, START, UNTIL, 1, 0)
    for number, step in enumerate(model.steps.values()):
        if step.places and not step.more:
            rows = of.step == number
            edges = sorted({*of.began[rows].tolist(), *of.left[rows].tolist()} - {-1})
            for now in edges:
                here = rows & (of.entered <= now) & ((of.left == -1) | (of.left > now))
                in_hand = here & (of.began >= 0) & (of.began <= now)
                assert in_hand.sum() <= step.places.count


class Row:
    def __init__(self, step: int, entered: int, left: int, following: int) -> None:
        self.step, self.entered, self.left, self.following = step, entered, left, following


def by_case(of: Played) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    order = np.lexsort((np.arange(len(of.case)), np.where(of.left < 0, of.until_s, of.left), of.entered, of.case))
    for row in order.tolist():
        found[int(of.case[row])].append(Row(of.step[row], of.entered[row], of.left[row], of.following[row]))
    return found


@settings(max_examples=60, deadline=None)
@given(chains(), st.integers(0, 5))
def test_the_plainest_simulation_has_the_same_visits(chain: tuple[Model, Stood], replication: int) -> None:
    model, stood = chain
    until = START + timedelta(45)
    assert visits(play(model, stood, START, until, 7, replication)) == plain_play(
        model, stood, START, until, 7, replication
    )
