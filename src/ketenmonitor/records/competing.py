"""Of candidates for the same person at most one is right, and how many there are in all is learnt from them.

Comes in: pairs with weights. Goes out: for each pair the log2 odds that it is one person, knowing who else it could be. The
promise: where a row may have one partner, no two of its pairs come out above 0; two equal candidates both come out below it.
So links never need to be chosen from: a row with two likely partners gets none, and both are shown.
"""

from __future__ import annotations

import numpy as np

from ketenmonitor.records.model import Numbers, Pairs, Rows

# Which side may have one partner at most
ONE = {"one-to-one": "ab", "many-to-one": "a", "one-to-many": "b", "many-to-many": ""}
ROUNDS = 30
FEWEST = 1.0  # expected pairs: with none at all the odds would be zero


def odds(pairs: Pairs, rows: tuple[int, int], kind: str) -> tuple[Numbers, float]:
    """Log2 odds of each pair, and how many pairs there are expected to be."""
    expected = max(FEWEST, min(rows) * 0.1)
    found = np.zeros(len(pairs.weight))
    for _ in range(ROUNDS):
        prior = np.log2(expected / (rows[0] * rows[1]))
        found = _against_others(pairs, pairs.weight + prior, kind)
        expected = max(FEWEST, float(_chance(found).sum()))
    return np.round(found, 6), expected


def _against_others(pairs: Pairs, own: Numbers, kind: str) -> Numbers:
    """The odds of this pair against all others of its rows, and against none."""
    likely = np.exp2(np.minimum(own, 500))
    others = np.zeros(len(own))
    for side in ONE[kind]:
        rows: Rows = pairs.left if side == "a" else pairs.right
        others += np.bincount(rows, weights=likely)[rows] - likely if len(rows) else 0.0
    return own - np.log2(1 + np.maximum(others, 0))


def _chance(odds: Numbers) -> Numbers:
    return 1 / (1 + np.exp2(-np.clip(odds, -500, 500)))
