"""From rows of two sides to pairs with odds: the same way for real persons and for made-up ones.

Comes in: rows of both sides and the settings. Goes out: `Weighed`. The promise: nothing is kept outside the connection that
is handed in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import duckdb
import numpy as np

from ketenmonitor.records.competing import odds
from ketenmonitor.records.model import Numbers, Pairs, weigh
from ketenmonitor.records.settings import Settings
from ketenmonitor.records.table import Row, persons

JUDGED = 1000.0  # what a person decided outweighs all that the model says


@dataclass(frozen=True)
class Weighed:
    """Pairs with their odds; `a` and `b` are the own identifiers by row number; `expected` how many pairs are one person.

    `likely`: more likely than not when nobody else could be the partner.
    """

    pairs: Pairs
    a: list[str]
    b: list[str]
    odds: Numbers
    expected: float
    likely: np.ndarray
    births: list[str | None]

    def places(self, named: Sequence[tuple[str, str]]) -> np.ndarray:
        """Where these pairs of identifiers stand; -1 when they are not among the pairs."""
        rows_a, rows_b = ({own: at for at, own in enumerate(side)} for side in (self.a, self.b))
        keys = self.pairs.left * len(self.b) + self.pairs.right
        wanted = np.array(
            [rows_a.get(x, -len(self.b)) * len(self.b) + rows_b.get(y, -1) for x, y in named], dtype=np.int64
        )
        at = np.searchsorted(keys, wanted)
        found = at < len(keys)
        found[found] = keys[at[found]] == wanted[found]
        return np.where(found, at, -1)


def weighed(connection: duckdb.DuckDBPyConnection, a: Sequence[Row], b: Sequence[Row], settings: Settings) -> Weighed:
    """All pairs that come into question, with the odds that each is one person."""
    left, own_a = persons(a, settings.a.date_forms)
    right, own_b = persons(b, settings.b.date_forms)
    pairs = weigh(connection, left, right, settings.plan)
    found, expected = odds(pairs, (len(a), len(b)), settings.kind)
    likely = pairs.weight + np.log2(expected / (len(a) * len(b))) > 0
    return Weighed(pairs, own_a, own_b, found, expected, likely, left["birth_year"].to_pylist())


def judged(weighed: Weighed, places: np.ndarray, marks: Numbers, kind: str) -> Weighed:
    """The same pairs after persons said of some whether they are one person: others of their rows win or lose by it."""
    weight = weighed.pairs.weight.copy()
    weight[places] = np.where(marks > 0, JUDGED, -JUDGED)
    pairs = replace(weighed.pairs, weight=weight)
    rows = (len(weighed.a), len(weighed.b))
    found, _ = odds(pairs, rows, kind)
    likely = weight + np.log2(weighed.expected / (rows[0] * rows[1])) > 0
    return replace(weighed, pairs=pairs, odds=found, likely=likely)
