"""Competing risks: the same as an independent implementation (lifelines), and as what can be counted by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lifelines import AalenJohansenFitter

from ketenmonitor.whatif.calibrate.competing import incidence, interval, median_interval, quantiles, wilson
from ketenmonitor.whatif.calibrate.routes import Visits, incidence_of, will_leave
from ketenmonitor.whatif.model import POINTS

DAY_S = 86_400


@pytest.mark.parametrize("seed", range(3))
def test_shares_and_their_variance_are_those_of_lifelines(seed: int) -> None:
    random = np.random.default_rng(seed)
    n = 400
    seen = random.permutation(np.arange(1, n + 1)) * 1000  # no ties: lifelines moves equal times a little
    route = random.choice([-1, 0, 1], n, p=[0.3, 0.5, 0.2]).astype(np.int16)
    route[seen.argmax()] = -1  # where the last one leaves lifelines divides by nought
    found = incidence(seen.astype(np.int64), route, 2)
    for k in range(2):
        peer = AalenJohansenFitter(calculate_variance=True).fit(seen, route + 1, event_of_interest=k + 1)
        by_time = peer.cumulative_density_.iloc[:, 0]
        assert found.by_route[k] == pytest.approx(by_time.loc[found.times].to_numpy(), abs=1e-12)
        assert found.variance[k] == pytest.approx(float(np.asarray(peer.variance_).ravel()[-1]), rel=1e-6)


@given(st.lists(st.tuples(st.integers(0, 20), st.sampled_from([-1, 0, 1, 2])), min_size=1, max_size=60))
def test_what_left_and_what_is_open_add_up(rows: list[tuple[int, int]]) -> None:
    seen, route = np.array([r[0] for r in rows]), np.array([r[1] for r in rows], np.int16)
    found = incidence(seen, route, 3)
    assert found.shares.sum() + found.remaining == pytest.approx(1.0)
    if (route >= 0).all():
        assert found.shares == pytest.approx(np.bincount(route, minlength=3) / len(rows))


def test_a_case_that_is_open_counts_as_long_as_it_was_seen() -> None:
    # One of three leaves at 1 while all are seen; one is seen until 2; of the one left all leave at 3.
    found = incidence(np.array([1, 2, 3]), np.array([0, -1, 1], np.int16), 2)
    assert found.shares == pytest.approx([1 / 3, 2 / 3])
    assert found.remaining == 0


def test_wilson_is_the_root_of_its_equation() -> None:
    for share, n in ((0.0, 10), (0.1, 50), (0.5, 3), (1.0, 20)):
        low, high = wilson(share, n)
        for end in (low, high):
            if 0 < end < 1:
                assert abs(share - end) == pytest.approx(1.959963984540054 * (end * (1 - end) / n) ** 0.5)


def test_an_interval_of_a_share_that_was_seen_whole_is_that_of_wilson() -> None:
    assert interval(0.3, 0.3 * 0.7 / 100, 100) == pytest.approx(wilson(0.3, 100))
    low, high = interval(0.3, 4 * 0.3 * 0.7 / 100, 100)  # half of what is open is worth half of the cases
    assert (low, high) == pytest.approx(wilson(0.3, 25))


def test_a_table_of_quantiles_is_what_was_seen() -> None:
    times = np.arange(1, 101) * DAY_S
    table = quantiles(times, np.arange(1, 101) / 200)  # half of the cases take this route
    assert len(table.quantiles) == POINTS + 1
    assert (table.quantiles[0], table.quantiles[-1]) == (DAY_S, 100 * DAY_S)
    assert median_interval(table, 100)[0] == pytest.approx(50, abs=1)
    assert list(table.quantiles) == sorted(table.quantiles)


def test_a_tail_that_was_not_seen_goes_on_as_its_second_half_did() -> None:
    random = np.random.default_rng(1)
    entered = np.sort(random.integers(0, 400, 20_000)) * DAY_S
    left = entered + (random.exponential(200, 20_000) * DAY_S).astype(np.int64)
    until = 400 * DAY_S
    open_now = left >= until
    visits = Visits(entered, np.where(open_now, -1, left), np.where(open_now, -1, 0).astype(np.int16), until)
    found = incidence_of(visits, 1, dormant_days=730)
    assert found.times[-1] == 730 * DAY_S
    assert found.remaining == pytest.approx(np.exp(-730 / 200), abs=0.01)
    assert incidence_of(visits, 1, dormant_days=300).times[-1] < 400 * DAY_S


def test_whom_nothing_is_expected_of_any_more() -> None:
    # Half leaves within ten days, and nobody later.
    seen = np.concatenate((np.arange(1, 11).repeat(10), np.full(100, 1000))) * DAY_S
    route = np.concatenate((np.zeros(100), np.full(100, -1))).astype(np.int16)
    found = incidence(seen, route, 1)
    assert will_leave(found, np.array([0, 5 * DAY_S, 20 * DAY_S])) == pytest.approx([0.5, 1 / 3, 0.0])
