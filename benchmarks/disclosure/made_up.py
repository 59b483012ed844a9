"""A made-up chain to attack: cases in a cube of attributes, counted in all tables by at most three of these, every month.

Comes in: sizes and a seed. Goes out: what was published, as an attacker sees it. The promise: the record keys, the cell
keys and the noise are those of the program.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from ketenmonitor.disclosure import Perturbation, Place, Seen
from ketenmonitor.disclosure.keys import record_key

MOST_ATTRIBUTES = 3
SECRET = bytes(range(32))
THRESHOLD = 10


@dataclass(frozen=True)
class Cube:
    """Of each case the values of its attributes, its record key, and from which release on it is known."""

    sizes: tuple[int, ...]
    values: NDArray[np.int64]
    keys: NDArray[np.int64]
    since: NDArray[np.int64]


def cube(cases: int, sizes: Sequence[int], releases: int, a_month: int, steep: float = 1.0, seed: int = 1) -> Cube:
    """`cases` in the last release, `a_month` more in each than in the one before.

    The n-th value of an attribute is n to the power `steep` times rarer than the first.
    """
    chance = np.random.default_rng(seed)
    columns = []
    for size in sizes:
        weights = 1 / np.arange(1, size + 1) ** steep
        columns.append(chance.choice(size, cases, p=weights / weights.sum()))
    keys = np.array([record_key(SECRET, "zaak", str(number)) for number in range(cases)], dtype=np.int64)
    new = np.arange(cases - (releases - 1) * a_month, cases)
    since = np.zeros(cases, dtype=np.int64)
    since[new] = 1 + (new - new[0]) // a_month if len(new) else 0
    return Cube(tuple(sizes), np.stack(columns), keys, since)


def released(made: Cube, releases: int, noise: Perturbation) -> list[Seen]:
    """Everything that is published, with noise."""
    return [
        Seen(place, noise.protected(count, key), count, key) for place, count, key in _counts(made, range(releases))
    ]


def thresholded(made: Cube, releases: int, least: int = THRESHOLD) -> list[Seen]:
    """The same with the small counts left out, and nothing else done."""
    return [
        Seen(place, None if 0 < count < least else count, count, key, "suppression")
        for place, count, key in _counts(made, range(releases))
    ]


def _counts(made: Cube, releases: range) -> Iterator[tuple[Place, int, int]]:
    dimensions = range(len(made.sizes))
    tables = [names for size in range(MOST_ATTRIBUTES + 1) for names in combinations(dimensions, size)]
    for release in releases:
        here = made.since <= release
        for names in tables:
            shape = tuple(made.sizes[name] for name in names)
            cells = np.ravel_multi_index(tuple(made.values[list(names)][:, here]), shape) if names else 0
            cells = np.broadcast_to(cells, int(here.sum()))
            counts = np.bincount(cells, minlength=int(np.prod(shape)))
            # Sums of at most 2^20 keys below 2^32 are exact in a number of 53 bits.
            sums = np.bincount(cells, weights=made.keys[here], minlength=len(counts))
            for place, (count, total) in enumerate(zip(counts.tolist(), sums.tolist(), strict=True)):
                values = np.unravel_index(place, shape) if names else ()
                by = frozenset((f"a{name}", f"v{value}") for name, value in zip(names, values, strict=True))
                yield Place(release, "handover", "over", None, by, "sent"), count, int(total) % 2**32
