"""What must hold on every generated chain, whatever the data: checked on the package alone."""

from __future__ import annotations

import copy
import random
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ketenmonitor.intake import receive
from ketenmonitor.store import Home
from tests.generative.engine import filled, records
from tests.generative.harness import write_deliveries
from tests.generative.strategies import Chain, chains

FEW = settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
Table = dict[str, Any]
COUNTS = {
    "lead-time": ("completed", "other_ends", "open", "open_dormant", "before_history"),
    "stock": ("stock",),
    "flow": ("start", "entered", "left", "end"),
    "handover": ("sent", "received", "in_transit", "unmatched"),
    "term": ("due", "met", "missed", "running", "running_late", "stopped"),
}


@contextmanager
def home_of(chain: Chain, form: str = "parquet") -> Iterator[Home]:
    folder = Path(tempfile.mkdtemp())
    try:
        yield filled(folder, chain.definition_toml, chain.deliveries, form)
    finally:
        shutil.rmtree(folder)


def everything(home: Home) -> list[Table]:
    """All figures of a chain, without what says when they were known."""
    found = [r for name in COUNTS for r in records(home, name, None, {"period": "month"})]
    return [{k: v for k, v in r.items() if k != "known_at"} for r in found + records(home, "linkage", None, {})]


@FEW
@given(chains())
def test_the_identities_hold_for_every_partner_and_period(chain: Chain) -> None:
    with home_of(chain) as home:
        for r in records(home, "flow", None, {"period": "month"}):
            if r["start"] is not None:
                assert r["end"] == r["start"] + r["entered"] - r["left"]
                assert r["residual"] == 0
        for r in records(home, "handover", None, {}):
            if r["sent"] is not None:
                assert 0 <= r["in_transit"] <= r["sent"]
                assert 0 <= r["unmatched"] <= r["received"]
        for r in records(home, "term", None, {}):
            if r["due"] is not None:
                assert r["due"] == r["met"] + r["missed"] + r["running"] + r["running_late"] + r["stopped"]


@FEW
@given(chains(), st.data())
def test_cases_add_up_over_any_breakdown_and_its_null_group(chain: Chain, data: st.DataObject) -> None:
    attributes = list(chain.definition.get("attributes", {}))
    assume(attributes)
    by = data.draw(st.lists(st.sampled_from(attributes), min_size=1, max_size=2, unique=True))
    with home_of(chain) as home:
        for name, fields in COUNTS.items():
            groups: dict[Any, list[Table]] = {}
            for r in records(home, name, None, {"by": by, "period": "year"}):
                groups.setdefault((r["id"], r["period"]), []).append(r)
            for found in groups.values():
                (total,) = [r for r in found if not r["by"]]
                for field in fields:
                    parts = [r[field] for r in found if r["by"]]
                    assert total[field] is None or total[field] == sum(parts), (name, field)


@FEW
@given(chains(), st.randoms(use_true_random=False))
def test_order_of_rows_decides_nothing_but_ties(chain: Chain, chance: random.Random) -> None:
    """Rows in another order give the same figures; only events at one instant are ordered by row, as the contract says."""
    shuffled = copy.deepcopy(chain)
    for delivery in shuffled.deliveries:
        for kind in ("events", "links", "objects"):
            chance.shuffle(delivery.get(kind, []))
    names = ("lead-time", "handover", "term", "linkage")
    with home_of(chain) as one, home_of(shuffled) as other:
        for name in names:
            asked: Table = {} if name == "linkage" else {"period": "month"}
            mine, theirs = records(one, name, None, asked), records(other, name, None, asked)
            for r in (*mine, *theirs):
                r.pop("attribute_unknown", None)
            if not any(activity.get("attributes") for activity in chain.definition["activities"].values()):
                assert mine == theirs


# Minutes: it asks every figure twice. Drawn cases of the same stand in tests/unit/intake.
@pytest.mark.slow
@FEW
@given(chains())
def test_a_delivery_twice_changes_nothing(chain: Chain) -> None:
    with home_of(chain) as home:
        before = everything(home)
        folder = Path(tempfile.mkdtemp())
        try:
            for path, delivery in zip(write_deliveries(folder, chain.deliveries), chain.deliveries, strict=True):
                assert receive(home, path, delivery["received_at_us"] + 10**15).status == "known"
        finally:
            shutil.rmtree(folder)
        assert everything(home) == before


# Minutes: it asks every figure twice. Drawn cases of the same stand in tests/unit/intake.
@pytest.mark.slow
@FEW
@given(chains())
def test_csv_and_parquet_are_the_same_delivery(chain: Chain) -> None:
    with home_of(chain, "csv") as one, home_of(chain, "parquet") as other:
        assert everything(one) == everything(other)


# Minutes: it asks every figure twice. Drawn cases of the same stand in tests/unit/intake.
@pytest.mark.slow
@FEW
@given(chains())
def test_two_halves_of_a_delivery_are_the_whole(chain: Chain) -> None:
    """The first delivery of a partner, cut in two that follow each other, gives what it gave in one."""
    assume(chain.deliveries)
    first = chain.deliveries[0]
    cut = len(first.get("events", [])) // 2
    assume(cut and not any(d.get("follows") == first["delivery_id"] for d in chain.deliveries))
    kinds = {k: first[k] for k in ("links", "objects") if k in first}
    start = {**first, "events": first["events"][:cut], "delivery_id": "half-1", **{k: [] for k in kinds}}
    rest = {**first, "events": first["events"][cut:], "delivery_id": "half-2", "kind": "increment", "follows": "half-1"}
    halves = Chain(chain.definition_toml, [start, rest, *chain.deliveries[1:]])
    with home_of(chain) as one, home_of(halves) as other:
        assert everything(one) == everything(other)
