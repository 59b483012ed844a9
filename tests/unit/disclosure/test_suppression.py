"""What is hidden is enough for a reader with endless patience, and half an answer of the solver is no answer."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from ketenmonitor.disclosure.audit import exposed
from ketenmonitor.disclosure.suppression import check, suppress
from ketenmonitor.errors import DisclosureError
from tests.unit.disclosure.readers import inner_tables, possible, table_of

MINIMUM = 2


@settings(max_examples=60, deadline=None)
@given(inner_tables([(2, 2), (2, 3), (3, 3), (5,)], 4))
def test_every_small_count_can_be_all_that_it_must_be_able_to_be(inner: np.ndarray) -> None:
    table = table_of(inner)
    found = suppress(table, MINIMUM)
    assert found.primary == {cell for cell, count in enumerate(table.counts) if 0 < count < MINIMUM}
    assert not any(table.counts[cell] == 0 for cell in found.suppressed)
    if len(found.suppressed) <= 10:
        values = possible(table, set(found.suppressed), max(table.counts) + MINIMUM)
        assert all(values[cell] >= set(range(MINIMUM + 1)) for cell in found.primary)


@settings(max_examples=40, deadline=None)
@given(inner_tables([(3, 4), (2, 3, 3), (2, 2, 2, 2)], 14))
def test_patterns_pass_the_audit_and_are_the_same_each_time(inner: np.ndarray) -> None:
    table = table_of(inner)
    found = suppress(table, 10)
    assert not exposed(table, found.suppressed, sorted(found.primary), 10)
    assert suppress(table, 10) == found


def test_a_small_count_alone_in_its_row_and_column_takes_three_others_with_it() -> None:
    found = suppress(table_of(np.array([[3, 20, 30], [40, 50, 60], [70, 80, 90]])), 10)
    assert (len(found.primary), len(found.secondary)) == (1, 3)


def test_nothing_small_hides_nothing() -> None:
    assert not suppress(table_of(np.array([[10, 0], [0, 25]])), 10).suppressed


def test_what_was_hidden_stays_hidden_and_what_was_shown_protects_nothing() -> None:
    table = table_of(np.array([[3, 20, 30], [40, 50, 60], [70, 80, 90]]))
    first = suppress(table, 10)
    other = next(cell for cell in range(len(table.counts)) if cell not in first.suppressed)
    assert suppress(table, 10, before={other: True}).suppressed >= {other}
    shown = dict.fromkeys(first.secondary, False)
    second = suppress(table, 10, before=shown)
    assert not second.suppressed & set(shown)
    assert not exposed(table, second.suppressed, sorted(second.primary), 10)


def test_a_table_of_which_too_much_was_shown_is_not_published() -> None:
    table = table_of(np.array([[3, 20], [40, 50]]))
    shown = {cell: False for cell, count in enumerate(table.counts) if count > 9}
    with pytest.raises(DisclosureError, match="may not be published"):
        suppress(table, 10, before=shown)


def test_the_audit_catches_every_pattern_of_which_one_cell_is_shown_after_all() -> None:
    table = table_of(np.array([[3, 20, 30], [40, 50, 60], [70, 80, 90]]))
    found = suppress(table, 10)
    for cell in found.secondary:
        with pytest.raises(DisclosureError, match="1 of 1 small counts"):
            check(table, found.primary, found.suppressed - {cell}, 10)


def test_the_audit_catches_what_is_hidden_and_yet_too_narrow() -> None:
    """Two small cells hidden in a row that is shown: neither is exact, but each is at most 4."""
    table = table_of(np.array([1, 3, 50]))
    small = [cell for cell, count in enumerate(table.counts) if count in (1, 3)]
    assert exposed(table, small, small, 10) == small
    assert exposed(table, small, small, 4) == []


def test_no_answer_in_time_is_no_answer() -> None:
    inner = np.random.default_rng(1).poisson(8, (12, 10, 3))
    with pytest.raises(DisclosureError, match="did not reach an optimal solution"):
        suppress(table_of(inner), 10, time_limit=0)
