"""Every sum over the values of one dimension is found once, and a table that does not add up is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from ketenmonitor.disclosure.additive import AdditiveTable, additive_table
from ketenmonitor.errors import DisclosureError
from tests.unit.disclosure.readers import inner_tables, table_of

SMALL = [
    ({"a": None, "b": None}, 6), ({"a": "x", "b": None}, 4), ({"a": "y", "b": None}, 2),
    ({"a": "x", "b": "p"}, 1), ({"a": "x", "b": "q"}, 3),
]  # fmt: skip


def test_sums_follow_from_the_totals_that_are_there() -> None:
    assert additive_table("ab", SMALL) == AdditiveTable(
        (6, 4, 2, 1, 3), (((0, -1), (1, 1), (2, 1)), ((1, -1), (3, 1), (4, 1)))
    )


def test_a_dimension_without_a_value_is_a_total() -> None:
    assert additive_table("ab", [({}, 6), *SMALL[1:]]) == additive_table("ab", SMALL)


@given(inner_tables([(2, 3), (2, 2, 2), (4,)], 9))
def test_a_full_table_has_a_sum_for_every_total_in_every_dimension(inner: np.ndarray) -> None:
    sizes = inner.shape
    totals = sum(int(np.prod([n + 1 for n in (*sizes[:i], *sizes[i + 1 :])])) for i in range(len(sizes)))
    assert len(table_of(inner).relations) == totals


@pytest.mark.parametrize(
    ("records", "words"),
    [
        ([({}, 5), ({"a": "x"}, 3), ({"a": "y"}, 3)], "1 of 1 sums"),
        ([({"a": "x"}, 3), ({"a": "x"}, 3)], "twice"),
        ([({"c": "x"}, 3)], "values for c"),
        ([({}, -1)], "not a count"),
    ],
)
def test_what_is_no_table_is_refused_in_words(records: list, words: str) -> None:
    with pytest.raises(DisclosureError, match=words):
        additive_table("ab", records)
