"""A reader with endless patience: tries every whole number in every hidden cell. The oracle of tiny tables."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import numpy as np
from hypothesis import strategies as st

from ketenmonitor.disclosure.additive import AdditiveTable, additive_table


def table_of(inner: np.ndarray) -> AdditiveTable:
    """A table with all its margins, of the counts of its finest cells; totals come first."""
    names = "abcd"[: inner.ndim]
    records = []
    for key in itertools.product(*((None, *range(size)) for size in inner.shape)):
        place = tuple(slice(None) if value is None else value for value in key)
        values = {n: None if value is None else f"v{value}" for n, value in zip(names, key, strict=True)}
        records.append((values, int(inner[place].sum())))
    return additive_table(names, records)


def inner_tables(shapes: Sequence[tuple[int, ...]], most: int) -> st.SearchStrategy[np.ndarray]:
    def of(shape: tuple[int, ...]) -> st.SearchStrategy[np.ndarray]:
        size = int(np.prod(shape))
        counts = st.lists(st.integers(0, most), min_size=size, max_size=size)
        return counts.map(lambda numbers: np.array(numbers).reshape(shape))

    return st.sampled_from(shapes).flatmap(of)


def all_tables(table: AdditiveTable, hidden: set[int], ceiling: int) -> Iterator[list[int]]:
    """Every way to fill the hidden cells with 0 up to `ceiling` so that all sums hold."""
    order = sorted(hidden)
    place = {cell: number for number, cell in enumerate(order)}
    # A sum is complete once its last hidden cell is filled in.
    due: dict[int, list] = {}
    for relation in table.relations:
        last = max((place[cell] for cell, _ in relation if cell in place), default=-1)
        due.setdefault(last, []).append(relation)
    counts = [0 if cell in hidden else count for cell, count in enumerate(table.counts)]

    def fill(number: int) -> Iterator[list[int]]:
        if number == len(order):
            yield list(counts)
            return
        for value in range(ceiling + 1):
            counts[order[number]] = value
            if all(sum(k * counts[cell] for cell, k in r) == 0 for r in due.get(number, ())):
                yield from fill(number + 1)

    yield from fill(0)


def possible(table: AdditiveTable, hidden: set[int], ceiling: int) -> dict[int, set[int]]:
    """The values that each hidden cell can have."""
    seen: dict[int, set[int]] = {cell: set() for cell in hidden}
    for counts in all_tables(table, hidden, ceiling):
        for cell in hidden:
            seen[cell].add(counts[cell])
    return seen
