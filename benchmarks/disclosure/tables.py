"""Made-up tables with all their margins: some groups are large, many are small."""

from __future__ import annotations

import itertools

import numpy as np

from ketenmonitor.disclosure.additive import AdditiveTable, additive_table


def table(sizes: tuple[int, ...], mean: float, seed: int = 1) -> AdditiveTable:
    """By dimensions of these sizes, with `mean` cases in a finest cell."""
    weight = np.ones(())
    for size in sizes:
        weight = np.multiply.outer(weight, 1 / np.arange(1, size + 1) ** 0.7)
    inner = np.random.default_rng(seed).poisson(weight / weight.mean() * mean)
    names = "abcde"[: len(sizes)]
    records = []
    for key in itertools.product(*((None, *range(size)) for size in sizes)):
        values = {name: None if v is None else str(v) for name, v in zip(names, key, strict=True)}
        records.append((values, int(inner[tuple(slice(None) if v is None else v for v in key)].sum())))
    return additive_table(names, records)
