"""A lattice as the monitor publishes: cases by five dimensions, every table by at most three of them, with noise."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from ketenmonitor.disclosure.attack import Knowledge

SIZES = (12, 8, 2, 5, 4)
CASES, NOISE, DEEPEST = 60_000, 5, 3
Key = tuple[int | None, ...]


@dataclass(frozen=True)
class Cube:
    """The finest counts, and each published cell (None: total) with its true and published count."""

    inner: np.ndarray
    true: dict[Key, int]
    published: dict[Key, int]


def cube(seed: int = 1) -> Cube:
    """Noise as large as is allowed and uneven; published counts are 0 or at least 3, true zeros stay 0."""
    rng = np.random.default_rng(seed)
    inner = np.zeros(SIZES, dtype=int)
    chances = [1 / np.arange(1, size + 1) ** 1.6 for size in SIZES]
    np.add.at(inner, tuple(rng.choice(len(c), CASES, p=c / c.sum()) for c in chances), 1)
    true = {}
    for key in itertools.product(*((None, *range(size)) for size in SIZES)):
        if sum(value is not None for value in key) <= DEEPEST:
            true[key] = int(inner[tuple(slice(None) if v is None else v for v in key)].sum())
    published = {key: _noisy(count, rng) for key, count in true.items()}
    return Cube(inner, true, published)


def _noisy(count: int, rng: np.random.Generator) -> int:
    if count == 0:
        return 0
    allowed = [n for n in range(max(0, count - NOISE), count + NOISE + 1) if n == 0 or n >= 3]
    chance = np.array([0.45 ** abs(n - count) for n in allowed])
    return int(rng.choice(allowed, p=chance / chance.sum()))


def reader_of_noise(made: Cube) -> tuple[Knowledge, dict[Key, int]]:
    """Who knows how large noise can be."""
    return _reader({key: _bounds(count) for key, count in made.published.items()})


def reader_of_thresholds(made: Cube, minimum: int) -> tuple[Knowledge, dict[Key, int]]:
    """Who sees every true count, save that 1 up to `minimum` - 1 are hidden and nothing else is."""
    return _reader({k: (1, minimum - 1) if 0 < n < minimum else (n, n) for k, n in made.true.items()})


def _reader(bounds: dict[Key, tuple[int, int]]) -> tuple[Knowledge, dict[Key, int]]:
    """Totals are sums of published totals one level down where there are such, and not of finest cells: quicker."""
    known = Knowledge()
    finest = {place: known.cell() for place in itertools.product(*(range(size) for size in SIZES))}
    cells = {key: known.cell(low, high) for key, (low, high) in bounds.items()}
    for key, cell in cells.items():
        free = [d for d, value in enumerate(key) if value is None]
        if len(SIZES) - len(free) < DEEPEST:
            split = min(free, key=lambda d: SIZES[d])
            known.total(cell, [cells[(*key[:split], v, *key[split + 1 :])] for v in range(SIZES[split])])
        else:
            axes = [range(SIZES[d]) if value is None else (value,) for d, value in enumerate(key)]
            known.total(cell, [finest[place] for place in itertools.product(*axes)])
    return known, cells


def _bounds(published: int) -> tuple[int, int]:
    if published == 0:
        return 0, NOISE
    return max(1, published - NOISE), published + NOISE
