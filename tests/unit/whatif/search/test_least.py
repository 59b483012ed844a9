"""The least that is enough, held against trying everything."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketenmonitor.whatif.search.least import Asking, Counts, SpentError, least

MOST = 12
# Corners: what is at least as large as one of them is enough. Every monotone question is one of these.
corners = st.integers(1, 3).flatmap(
    lambda n: st.tuples(st.just(n), st.lists(st.tuples(*[st.integers(0, MOST)] * n), min_size=1, max_size=4))
)


def question(wanted: list[Counts], most: int = 10**6) -> Asking:
    return Asking(lambda counts: any(all(a >= b for a, b in zip(counts, one, strict=True)) for one in wanted), most)


@given(corners)
def test_with_time_it_is_the_least_of_all_and_says_so(drawn: tuple[int, list[Counts]]) -> None:
    n, wanted = drawn
    asking = question(wanted)
    found = least(asking, (0,) * n)
    assert found is not None
    assert found.is_proven
    assert asking.enough(found.counts)
    assert sum(found.counts) == min(sum(one) for one in product(range(MOST + 1), repeat=n) if asking.enough(one))
    assert all(a <= b for a, b in zip(found.at_least, found.counts, strict=True))


@given(corners, st.integers(1, 60))
def test_with_little_time_it_is_enough_all_the_same_or_nothing_is_said(
    drawn: tuple[int, list[Counts]], most: int
) -> None:
    n, wanted = drawn
    asking = question(wanted, most)
    try:
        found = least(asking, (0,) * n)
    except SpentError:
        assert len(asking.known) == most
        return
    assert found is not None
    assert asking.enough(found.counts)
    assert len(asking.known) <= most
    if found.is_proven:
        assert sum(found.counts) == min(sum(one) for one in product(range(MOST + 1), repeat=n) if asking.enough(one))


def test_what_no_number_brings_is_nothing_after_one_question() -> None:
    asking = Asking(lambda _: False, 10)
    assert least(asking, (0, 0)) is None
    assert len(asking.known) == 1


@pytest.mark.parametrize("wanted", [0, 1, 7, 250, 3000])
def test_one_sort_takes_few_questions(wanted: int) -> None:
    asking = question([(wanted,)])
    found = least(asking, (0,))
    assert found is not None
    assert found.counts == (wanted,)
    assert len(asking.known) <= 3 + 2 * wanted.bit_length()


def test_steps_with_a_delay_of_their_own_take_few_questions_too() -> None:
    asking = question([(20, 3, 40, 0)])
    found = least(asking, (0,) * 4)
    assert found is not None
    assert (found.counts, found.is_proven) == ((20, 3, 40, 0), True)
    assert len(asking.known) < 50


def test_it_begins_from_what_is_needed_for_sure() -> None:
    asking = question([(20, 3)])
    found = least(asking, (18, 3))
    assert found is not None
    assert found.counts == (20, 3)
    assert all(counts[0] >= 18 for counts in asking.known)
