"""Columns of whole numbers, and the few things that are done with them everywhere.

Comes in: arrays. Goes out: arrays. The promise: by sorting, so that millions take seconds (`np.unique` and `np.isin`
hash large columns, which takes minutes).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Pairs = tuple[Ints, Ints]  # two columns of equal length


def distinct(numbers: Ints) -> Ints:
    """Each number once, in order."""
    ordered = np.sort(numbers)
    is_new: Bools = np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)]
    return ordered[is_new]


def is_among(numbers: Ints, others: Ints) -> Bools:
    """Which of the numbers occur among the others."""
    if not len(others):
        return np.zeros(len(numbers), bool)
    ordered = np.sort(others)
    place = np.minimum(np.searchsorted(ordered, numbers), len(ordered) - 1)
    return np.asarray(ordered[place] == numbers)


def matches(wanted: Ints, keys: Ints) -> Pairs:
    """All (place in `wanted`, place in `keys`) where both are equal; `keys` must be in order."""
    first, beyond = np.searchsorted(keys, wanted, "left"), np.searchsorted(keys, wanted, "right")
    counts = beyond - first
    which = np.repeat(np.arange(len(wanted)), counts)
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    return which, np.repeat(first, counts) + within
