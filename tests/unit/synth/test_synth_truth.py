"""The truth is what the deliveries amount to, and it closes."""

from __future__ import annotations

import json
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ketenmonitor.synth import make_deliveries
from ketenmonitor.synth.truth_spans import survival_median
from tests.oracles import measure, world_of
from tests.unit.synth.chains import FILES, chain, text_of
from tests.unit.synth.receiving import read_delivery, set_apart

DAY = 86_400_000_000


def made(name: str, out: Path, cases: int = 60, seed: int = 1, **options: Any) -> dict[str, Any]:
    return json.loads(make_deliveries(chain(name), out, cases, seed, **options).read_text(encoding="utf-8"))


def received(name: str, out: Path, truth: dict[str, Any]) -> list[dict[str, Any]]:
    """The accepted deliveries without their faulty rows; these must be as many as the truth says."""
    definition, begins, accepted = tomllib.loads(text_of(name)), {}, []
    for outcome in truth["deliveries"]:
        if outcome["status"] == "accepted":
            delivery = read_delivery(out / outcome["folder"])
            begins.setdefault(delivery["partner"], delivery["delivered_from"])
            found = set_apart(definition, delivery, begins[delivery["partner"]])
            found.pop("repeated-row", None)
            assert found == outcome["reasons"], outcome["folder"]
            assert sum(found.values()) == outcome["quarantined"]
            accepted.append(delivery)
    return accepted


@pytest.mark.parametrize("faults", [False, True])
@pytest.mark.parametrize("name", FILES)
def test_the_reference_engine_finds_the_truth_in_the_deliveries(name: str, faults: bool, tmp_path: Path) -> None:
    truth = made(name, tmp_path, faults=faults)
    deliveries = received(name, tmp_path, truth)
    world = world_of(text_of(name), deliveries)
    assert len(world.knowledge.events) == truth["events"]
    assert len([what for what in world.objects if what[0] == world.unit]) == truth["cases"]
    for figure in truth["measures"]:
        asked = {"period": "year"} if figure["measure"] == "flow" else {}
        records = measure(text_of(name), deliveries, figure["measure"], figure["id"], asked)
        shared = ("period", "by", "from", "to")
        (record,) = [r for r in records if all(r.get(k) == figure.get(k) for k in shared)]
        for field, value in figure.items():
            expected = value if not isinstance(value, float) else pytest.approx(value, rel=1e-9)
            assert record[field] == expected, (figure["measure"], figure["id"], figure["period"], field)


@pytest.mark.parametrize("name", FILES)
def test_flows_close_and_join_up(name: str, tmp_path: Path) -> None:
    figures = made(name, tmp_path, 500)["measures"]
    flows = [f for f in figures if f["measure"] == "flow"]
    assert flows
    assert all(f["end"] == f["start"] + f["entered"] - f["left"] for f in flows)
    for before, after in pairwise(flows):
        if before["id"] == after["id"]:
            assert before["end"] == after["start"]


@pytest.mark.parametrize("name", FILES)
def test_terms_and_handovers_add_up(name: str, tmp_path: Path) -> None:
    figures = made(name, tmp_path, 500, faults=True)["measures"]
    states = ("met", "missed", "running", "running_late", "stopped")
    assert all(f["due"] == sum(f[state] for state in states) for f in figures if f["measure"] == "term")
    for f in figures:
        if f["measure"] == "handover":
            assert 0 <= f["in_transit"] <= f["sent"]
            assert 0 <= f["unmatched"] <= f["received"]
        if f["measure"] == "linkage":
            assert f["linked"] <= f["objects"]


def test_the_demonstration_chain_is_plausible(tmp_path: Path) -> None:
    figures = made("zeden", tmp_path, 4000)["measures"]
    lead = next(f for f in figures if (f["measure"], f["id"]) == ("lead-time", "keten"))
    assert 200 < lead["median_days"] < 500
    assert 0.1 < lead["open"] / (lead["completed"] + lead["other_ends"] + lead["open"]) < 0.4
    ends = [f["end"] for f in figures if (f["measure"], f["id"]) == ("flow", "politie")]
    assert all(0.8 < after / before < 1.3 for before, after in pairwise(ends))
    passing = next(f for f in figures if f["measure"] == "handover")
    assert 0 < passing["in_transit"] < passing["sent"] / 5
    assert 0 < passing["unmatched"] < passing["received"] / 5


def test_a_median_is_the_first_time_at_which_at_most_half_are_left() -> None:
    days = np.array([1, 2, 3, 4]) * DAY
    assert survival_median(days, np.array([True, True, True, True])) == 2
    assert survival_median(days, np.array([True, False, True, False])) == 3  # 3/4, then 3/4 x 1/2
    assert survival_median(days, np.array([True, False, False, False])) is None
