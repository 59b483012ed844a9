"""The attacker finds what follows from all that is known together, no more and no less."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketenmonitor.disclosure.attack import Knowledge, Range
from ketenmonitor.errors import DisclosureError
from tests.unit.disclosure.readers import inner_tables, possible, table_of

CEILING = 5


@settings(max_examples=60, deadline=None)
@given(inner_tables([(2, 2), (2, 3), (3, 3), (2, 2, 2)], 2), st.data())
def test_ranges_are_those_of_trying_everything(inner: np.ndarray, data: st.DataObject) -> None:
    table = table_of(inner)
    inside = [cell for cell, count in enumerate(table.counts) if count <= CEILING]
    hidden = set(data.draw(st.lists(st.sampled_from(inside), max_size=9, unique=True))) if inside else set()
    knowledge = Knowledge()
    for cell, count in enumerate(table.counts):
        knowledge.cell(*((0, CEILING) if cell in hidden else (count, count)))
    for relation in table.relations:
        knowledge.sum(dict(relation), 0, 0)
    found = {cell: Range(min(values), max(values)) for cell, values in possible(table, hidden, CEILING).items()}
    asked = sorted(hidden)
    assert dict(zip(asked, knowledge.ranges(asked, whole=True), strict=True)) == found
    relaxed = dict(zip(asked, knowledge.ranges(asked), strict=True))
    if inner.ndim == 2:  # the sums of a table by two dimensions are totally unimodular: fractions add nothing
        assert relaxed == found
    assert all(relaxed[c].low <= found[c].low <= found[c].high <= relaxed[c].high for c in asked)


def test_sums_orderings_and_noise_together() -> None:
    """Two months of two groups: published 12 +- 2 and 3 +- 2, then 13 +- 2; groups only grow."""
    knowledge = Knowledge()
    a, b, later_a, later_b = (knowledge.cell(0, 100) for _ in range(4))
    whole, later = knowledge.cell(10, 14), knowledge.cell(11, 15)
    knowledge.total(whole, [a, b])
    knowledge.total(later, [later_a, later_b])
    knowledge.sum({b: 1}, 1, 5)
    knowledge.order(a, later_a)
    knowledge.order(b, later_b)
    knowledge.sum({later_a: 1}, -math.inf, 8)
    assert knowledge.ranges([a, b, later_b, {later_b: 1, b: -1}]) == [
        Range(5, 8), Range(2, 5), Range(3, 10), Range(0, 5),
    ]  # fmt: skip


def test_apart_moments_know_each_other_by_their_bounds_only() -> None:
    """A group of at most 3 now was at most 3 before; that both groups grew together by 1 is seen only together."""
    knowledge = Knowledge()
    before, later = [knowledge.cell(0, 9) for _ in range(2)], [knowledge.cell(0, 9) for _ in range(2)]
    knowledge.total(knowledge.cell(6, 6), before)
    knowledge.total(knowledge.cell(7, 7), later)
    for one, other in zip(before, later, strict=True):
        knowledge.order(one, other)
    knowledge.sum({later[0]: 1}, 0, 3)
    grown = {later[0]: 1, before[0]: -1}
    assert knowledge.ranges([before[0], grown]) == [Range(0, 3), Range(0, 1)]
    assert knowledge.ranges([before[0], grown], apart=True) == [Range(0, 3), Range(-3, 3)]


def test_a_total_of_zero_is_exact_for_all_beneath() -> None:
    knowledge = Knowledge()
    parts = [knowledge.cell() for _ in range(4)]
    knowledge.total(knowledge.cell(0, 0), parts)
    assert all(found.is_exact for found in knowledge.ranges([*parts, {parts[0]: 1, parts[1]: 1}]))


def test_many_targets_at_once_have_the_ranges_that_they_have_alone() -> None:
    """More targets than are asked one by one, over parts that share no sum, sums of two cells among them."""
    inner = np.random.default_rng(3).poisson(3, (4, 5))
    knowledge, cells = Knowledge(), {}
    for half in range(2):
        for i, row in enumerate(inner):
            for j in range(len(row)):
                cells[half, i, j] = knowledge.cell()
            whole = knowledge.cell(max(0, row.sum() - 2), row.sum() + 2)
            knowledge.total(whole, [cells[half, i, j] for j in range(len(row))])
        for j, column in enumerate(inner.T):
            knowledge.sum({cells[half, i, j]: 1 for i in range(4)}, max(0, column.sum() - 2), column.sum() + 2)
    targets = [*cells.values(), {cells[0, 0, 0]: 1, cells[1, 0, 0]: 1}, {cells[0, 1, 1]: 1, cells[0, 2, 2]: -1}]
    together = knowledge.ranges(targets)
    assert together == [knowledge.ranges([target])[0] for target in targets]
    assert together == knowledge.ranges(targets)
    enough = knowledge.ranges(targets[:40], enough=Range(2, 4))
    assert all(
        (e.low <= 2) == (t.low <= 2) and (e.high >= 4) == (t.high >= 4)
        for e, t in zip(enough, together[:40], strict=True)
    )


@pytest.mark.parametrize("terms", [{0: 2}, {0: 1, 1: 1}])
def test_what_contradicts_itself_is_refused(terms: dict[int, int]) -> None:
    knowledge = Knowledge()
    knowledge.cell(3, 3)
    knowledge.cell(0, 2)
    knowledge.sum(terms, 9, 9)
    with pytest.raises(DisclosureError, match="contradicts itself"):
        knowledge.ranges([0, 1])


def test_a_contradiction_that_only_the_solver_sees_is_refused() -> None:
    """Around a ring of three each two add up to 1: halves would fit, and nothing fits with one of them at most 0.4."""
    knowledge = Knowledge()
    a, b, c, d = (knowledge.cell(0, 1) for _ in range(4))
    for one, other in ((a, b), (b, c), (c, a)):
        knowledge.sum({one: 1, other: 1}, 1, 1)
    knowledge.sum({a: 1, b: 1, c: 1, d: 1}, 1, 1)
    with pytest.raises(DisclosureError, match="Infeasible"):
        knowledge.ranges([d])


def test_a_question_without_an_answer_in_time_is_refused() -> None:
    knowledge = Knowledge(time_limit=0)
    cells = [knowledge.cell(0, 9) for _ in range(30)]
    for one, other in zip(cells[:-2], cells[2:], strict=True):
        knowledge.sum({one: 3, other: 2}, 7, 20)
    with pytest.raises(DisclosureError, match="did not reach an optimal solution"):
        knowledge.ranges(cells)


def test_a_target_without_an_end_is_refused() -> None:
    knowledge = Knowledge()
    with pytest.raises(DisclosureError, match="no upper bound"):
        knowledge.ranges([knowledge.cell()])
