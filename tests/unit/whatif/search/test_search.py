"""The least capacity on played chains: held against every smaller one, and said when there is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from ketenmonitor.whatif.search import Chain, search
from ketenmonitor.whatif.search.attain import share_within
from tests.unit.whatif.search.chains import chain

N = 4


def mean(asked: Chain, aangifte: int, inschrijving: int) -> float:
    more = {"aangifte": aangifte, "inschrijving": inschrijving}
    return sum(share_within(asked, more, number) for number in range(N)) / N


def test_it_is_the_least_of_all_that_are_enough_at_two_steps_in_a_row() -> None:
    asked = chain(6, 10)
    found = search(asked, N, workers=1)
    assert found.in_mean is not None
    assert found.in_mean.is_proven
    grid = {more: mean(asked, *more) for more in product(range(6), range(7))}
    assert found.in_mean.places == min(sum(more) for more, share in grid.items() if share >= 0.8)
    more = (found.in_mean.more["aangifte"], found.in_mean.more["inschrijving"])
    assert sum(found.in_mean.shares) / N == pytest.approx(grid[more])
    for (a, b), share in grid.items():  # more places never make it worse
        assert share <= grid.get((a + 1, b), 1) + 1e-9
        assert share <= grid.get((a, b + 1), 1) + 1e-9


def test_the_sure_answer_holds_in_nine_of_ten_and_takes_no_less() -> None:
    found = search(chain(6, 30), 10, workers=1)
    assert found.in_mean is not None
    assert found.sure is not None
    assert set(found.in_mean.more) == set(found.sure.more) == {"aangifte"}
    assert sum(share >= 0.8 for share in found.sure.shares) >= 9
    assert found.sure.places >= found.in_mean.places
    assert found.sure.a_month["aangifte"] == pytest.approx(found.sure.places * 365.25 / 12 / 2)


def test_what_is_enough_already_needs_nothing() -> None:
    found = search(chain(30, 30), N, workers=1)
    assert found.in_mean is not None
    assert (found.in_mean.more, found.sure and found.sure.more) == ({}, {})


def test_what_no_capacity_brings_about_is_said_with_what_is_reached_without_any_waiting() -> None:
    found = search(chain(6, 10, delay=9.0), N, workers=1)
    assert not found.is_possible
    assert (found.in_mean, found.sure, found.is_spent) == (None, None, False)
    assert max(found.at_most) < 0.8
    assert found.questions == 2
    assert sum(found.at_most) >= sum(found.without)


def test_only_the_partners_that_were_named_get_places() -> None:
    found = search(chain(6, 30, partners=("politie",)), N, workers=1)
    assert found.steps == ("aangifte",)
    assert found.in_mean is not None
    assert set(found.in_mean.more) == {"aangifte"}
    other = search(chain(6, 30, partners=("om",)), N, workers=1)
    assert not other.is_possible


def test_with_too_few_questions_it_says_so() -> None:
    found = search(chain(6, 10), N, most=4, workers=1)
    assert found.is_possible
    assert (found.in_mean, found.is_spent, found.questions) == (None, True, 4)
    heard: list[tuple[int, int]] = []
    search(chain(6, 10), N, most=4, workers=1, told=lambda done, of: heard.append((done, of)))
    assert heard == [(n, 4) for n in range(1, 5)]


def test_where_there_are_many_places_it_is_searched_in_fiftieths_of_them() -> None:
    found = search(chain(6, 120), N, workers=1)
    assert found.units == {"aangifte": 1, "inschrijving": 2}


def test_a_chain_that_is_played_smaller_needs_about_the_same() -> None:
    whole = chain(60, 300)
    whole = replace(whole, model=replace(whole.model, arrivals=(replace(whole.model.arrivals[0], a_day=40.0),)))
    found, small = (search(replace(whole, one_in=k), N, workers=1) for k in (1, 5))
    assert found.in_mean is not None
    assert small.in_mean is not None
    assert small.in_mean.places % 5 == 0
    assert abs(found.in_mean.places - small.in_mean.places) <= 5


def test_the_same_with_any_number_of_processes() -> None:
    asked = chain(6, 30)
    assert search(asked, 2, most=5, workers=1) == search(asked, 2, most=5, workers=2)


def test_cases_count_of_the_last_twelve_months_that_have_time_for_the_norm() -> None:
    assert chain(1, 1, by=date(2026, 4, 9)).months == ("2026-01", "2026-02")
    assert chain(1, 1, by=date(2026, 4, 10)).months == ("2026-01", "2026-02", "2026-03")
    assert chain(1, 1, by=date(2028, 12, 31)).months == (
        *[f"2027-{n:02}" for n in range(12, 13)],
        *[f"2028-{n:02}" for n in range(1, 12)],
    )
