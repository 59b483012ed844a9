"""Curves inside the engine: quantiles read from a few pages are those of the whole curve, and those of lifelines."""

from __future__ import annotations

import math
import random

import ibis
import pyarrow as pa
import pytest
from lifelines import KaplanMeierFitter  # type: ignore[import-untyped]  # lifelines has no types
from lifelines.utils import qth_survival_time  # type: ignore[import-untyped]  # lifelines has no types

from ketenmonitor.measures import curve as km
from ketenmonitor.store import connect

QUANTILES = {"first": 0.1, "median": 0.5, "p90": 0.9}
GROUP = ["a", "b"]


def drawn(seed: int) -> pa.Table:
    """Three groups, one of them without a name, of up to 80 cases with ties, and one group that nobody left."""
    chance = random.Random(seed)
    weights = chance.choice([(5, 3, 2), (2, 1, 5), (1, 0, 0)])
    rows = [
        {"a": a, "b": 1, "t": chance.randrange(chance.choice([8, 1000])), "kind": kind}
        for a in ("x", "y", None)
        for kind in chance.choices(["to", "other", None], weights, k=chance.randint(1, 80))
    ]
    rows += [{"a": "still in", "b": 1, "t": t, "kind": None} for t in range(3)]
    return pa.Table.from_pylist(rows)


@pytest.mark.parametrize("page", [1, 3, 10_000])
@pytest.mark.parametrize("seed", range(8))
def test_quantiles_from_pages_are_those_of_the_curve_and_of_lifelines(
    seed: int, page: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(km, "PAGE", page)
    engine, cases = connect(), drawn(seed)
    table = engine.keep(ibis.memtable(cases))
    whole = km.read(engine, table, GROUP, QUANTILES, [])
    paged = engine.run(km.read_quantiles(engine, table, GROUP, QUANTILES)).to_pylist()
    found = {row["a"]: {name: row[name] for name in QUANTILES} for row in paged}
    nothing = dict.fromkeys(QUANTILES)
    read = {key[0]: {name: said[name] for name in QUANTILES} for key, said in whole.items()}
    assert read == {**dict.fromkeys(read, nothing), **found}
    for group in ("x", "y", None):
        mine = [row for row in cases.to_pylist() if row["a"] == group]
        theirs = KaplanMeierFitter().fit([row["t"] for row in mine], [row["kind"] is not None for row in mine])
        for name, q in QUANTILES.items():
            reached = found.get(group, nothing)[name]
            time = qth_survival_time(1 - q + km.WITHIN, theirs.survival_function_)
            assert (math.inf if reached is None else reached) == time
