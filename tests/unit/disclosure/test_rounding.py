"""Rounded tables add up, every count stays next to itself, and no answer of the solver is taken on trust."""

from __future__ import annotations

import itertools
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketenmonitor.disclosure.additive import AdditiveTable, additive_table, not_adding_up
from ketenmonitor.disclosure.rounding import GAP, HEAVY, NO_SUCH_TABLE, rounded
from ketenmonitor.errors import DisclosureError
from tests.unit.disclosure.readers import inner_tables, table_of


@settings(max_examples=100, deadline=None)
@given(inner_tables([(3, 4), (2, 5), (6,)], 30), st.sampled_from([3, 5, 10]))
def test_sums_hold_and_every_count_goes_to_a_multiple_next_to_it(inner: np.ndarray, base: int) -> None:
    """By two dimensions there always is such a table (Causey, Cox and Ernst 1985)."""
    table = table_of(inner)
    result = rounded(table, base)
    assert not not_adding_up(table.relations, result)
    for old, new in zip(table.counts, result, strict=True):
        assert new % base == 0
        assert new == old if old % base == 0 else abs(new - old) < base
    assert rounded(table, base) == result


@settings(max_examples=60, deadline=None)
@given(inner_tables([(2, 2), (2, 3), (2, 2, 2)], 9))
def test_none_that_adds_up_is_much_nearer(inner: np.ndarray) -> None:
    """All ways to round, tried one by one."""
    table = table_of(inner)
    loose = [cell for cell, count in enumerate(table.counts) if count % 5 and len(inner.shape) == _values(inner, cell)]
    least = None
    for ups in itertools.product((0, 5), repeat=len(loose)):
        finest = inner // 5 * 5
        for cell, up in zip(loose, ups, strict=True):
            finest[_place(inner, cell)] += up
        counts = table_of(finest).counts
        if all(abs(n - o) < 5 and (o % 5 or n == o) for n, o in zip(counts, table.counts, strict=True)):
            far = sum(abs(n - o) for n, o in zip(counts, table.counts, strict=True))
            least = far if least is None else min(far, least)
    if least is None:
        with pytest.raises(DisclosureError, match="no way to round"):
            rounded(table, 5)
    else:
        found = sum(abs(n - o) for n, o in zip(rounded(table, 5), table.counts, strict=True))
        assert least <= found <= least * (1 + 2 * GAP)


@settings(max_examples=60, deadline=None)
@given(inner_tables([(3, 4), (2, 5)], 30), st.integers(0, 30))
def test_cells_of_the_same_cases_stay_as_they_were_rounded(inner: np.ndarray, more: int) -> None:
    """One of the finest cells changes, and with it three totals. Where those have no room others change as well, as few and as
    large ones as possible: never more than by rounding anew."""
    table, other = table_of(inner), table_of(inner + more * (np.indices(inner.shape).sum(axis=0) == 0))
    was = rounded(table)
    same = {cell: number for cell, number in enumerate(was) if table.counts[cell] == other.counts[cell]}
    now = rounded(other, before=same)
    assert not not_adding_up(other.relations, now)
    assert all(n % 5 == 0 and abs(n - o) < 5 for o, n in zip(other.counts, now, strict=True))
    anew = rounded(other)
    weights = {cell: 1 + HEAVY / max(other.counts[cell], 1) for cell in same}
    left, would_leave = (sum(w for cell, w in weights.items() if new[cell] != same[cell]) for new in (now, anew))
    assert left <= would_leave + 1e-6
    if not more:
        assert now == was


def test_where_not_all_can_stay_the_small_ones_do() -> None:
    """Seven in two: the total went up, so that one of its parts must; of 2 and 92, 92 does."""
    table = additive_table("a", [({}, 94), ({"a": "x"}, 2), ({"a": "y"}, 92)])
    assert rounded(table, before={0: 95, 1: 0, 2: 90}) == (90, 0, 90)
    assert rounded(table, before={1: 5}) == (95, 5, 90)
    assert rounded(table, before={0: 10**6}) == rounded(table), (
        "what cannot have been a rounding of this count says nothing"
    )


def _key(inner: np.ndarray, cell: int) -> tuple[int, ...]:
    return tuple(int(n) for n in np.unravel_index(cell, [size + 1 for size in inner.shape]))


def _values(inner: np.ndarray, cell: int) -> int:
    return sum(n > 0 for n in _key(inner, cell))


def _place(inner: np.ndarray, cell: int) -> tuple[int, ...]:
    return tuple(n - 1 for n in _key(inner, cell))


def test_a_table_that_cannot_be_rounded_so_is_refused_in_words() -> None:
    """Five groups of 1 that are known to be equal add up to 5: all at 0 is too few, all at 5 too many."""
    stuck = AdditiveTable((1, 5), (((0, 5), (1, -1)),))
    with pytest.raises(DisclosureError) as told:
        rounded(stuck, 5)
    assert str(told.value) == NO_SUCH_TABLE


def test_no_answer_in_time_is_no_answer() -> None:
    inner = np.random.default_rng(1).poisson(8, (12, 10, 3))
    with pytest.raises(DisclosureError, match="did not reach an optimal solution"):
        rounded(table_of(inner), 5, time_limit=0)


def test_a_solver_that_does_not_start_is_no_answer() -> None:
    """HiGHS has one scheduler in a process: after a program with two threads, one with one thread is not solved."""
    code = """
import highspy
from ketenmonitor.disclosure.additive import additive_table
from ketenmonitor.disclosure.rounding import rounded
other = highspy.Highs()
other.setOptionValue("output_flag", False)
other.setOptionValue("threads", 2)
other.addVar(0, 1)
other.run()
rounded(additive_table("a", [({}, 7), ({"a": "x"}, 3), ({"a": "y"}, 4)]), 5)
"""
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert told.returncode != 0
    assert "DisclosureError: A table cannot be rounded: the solver did not reach an optimal solution" in told.stderr


def test_an_empty_table_and_one_of_multiples_stay_what_they_are() -> None:
    assert rounded(additive_table("a", []), 5) == ()
    assert rounded(table_of(np.array([[5, 10], [0, 15]])), 5) == table_of(np.array([[5, 10], [0, 15]])).counts
