"""What is prepared as deliveries come in is what would be computed from all of them at once."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ketenmonitor.intake import receive
from ketenmonitor.linking import Cases
from ketenmonitor.measures import MEASURES, Selection, measure, prepare
from ketenmonitor.store import Engine, Home, connect, make_home, open_view
from tests.generative.harness import write_deliveries
from tests.generative.strategies import Chain, chains, limited

KINDS = {"deadline": None, "suppress_health_check": list(HealthCheck)}
NUMBERS = ("case", "object", "from_object", "to_object")


def contents(home: Home, chain: str, engine: Engine) -> dict[str, Counter[Any]]:
    """Every prepared table, with identifiers for the numbers of objects."""
    prepared = open_view(home, chain, engine=engine).prepared
    objects = engine.run(prepared["objects"]).to_pylist()
    names = {row["object"]: (row["object_type"], row["object_id"]) for row in objects}
    assert len(names) == len(objects)
    found = {}
    for name, table in prepared.items():
        rows = engine.run(table).to_pylist()
        found[name] = Counter(
            tuple((k, names[v] if k in NUMBERS else v) for k, v in sorted(row.items())) for row in rows
        )
    return found


def figures(home: Home, chain: str, engine: Engine, is_prepared: bool) -> list[dict[str, Any]]:
    view = open_view(home, chain, engine=engine)
    assert view.prepared
    cases = Cases(view if is_prepared else replace(view, prepared={}))
    with_periods = [n for n in MEASURES if n not in ("linkage", "reconcile")]
    selections = [(name, Selection(period="year")) for name in with_periods] + [("linkage", Selection())]
    return [record for name, selection in selections for record in measure(cases, name, selection=selection).records]


def follow(chain: Chain, at_once: int, merge_at: float) -> list[str]:
    """Receive one delivery after the other, prepare after each, and hold it against all at once; says how it was done.

    Everything is prepared in parts of about `at_once` events, and overlays grow to the share `merge_at`.
    """
    prepare.__globals__.update(EVENTS_AT_ONCE=at_once, MERGE_AT=merge_at)
    folder, how = Path(tempfile.mkdtemp()), []
    try:
        source = folder / "definition.toml"
        source.write_text(chain.definition_toml, encoding="utf-8")
        home = make_home(folder / "home", [source])
        id = home.chains()[0]
        for delivery, path in zip(chain.deliveries, write_deliveries(folder, chain.deliveries), strict=True):
            receive(home, path, delivery["received_at_us"])
            how.append(prepare(home, id))
        if not how:
            return []  # nothing was delivered
        engine = connect()
        step_by_step = contents(home, id, engine)
        asked = figures(home, id, engine, is_prepared=True)
        assert asked == figures(home, id, engine, is_prepared=False)
        shutil.rmtree(home.prepared_path(id))
        assert prepare(home, id) == "rebuilt"
        assert step_by_step == contents(home, id, connect())
        assert prepare(home, id) == "current"
        return how
    finally:
        shutil.rmtree(folder)


@pytest.fixture(autouse=True)
def _however_few_events(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KETENMONITOR_PREPARE_FROM", "0")
    for name in ("EVENTS_AT_ONCE", "MERGE_AT"):  # `follow` sets these
        monkeypatch.setitem(prepare.__globals__, name, prepare.__globals__[name])


AT_ONCE, MERGED = st.sampled_from([1, 5, 10**6]), st.sampled_from([0.2, 100.0])


@settings(max_examples=4, **KINDS)
@given(chains(), AT_ONCE, MERGED)
def test_prepared_step_by_step_is_prepared_at_once(chain: Chain, at_once: int, merge_at: float) -> None:
    follow(chain, at_once, merge_at)


@settings(max_examples=4, **KINDS)
@given(limited(), AT_ONCE, MERGED)
def test_prepared_step_by_step_is_prepared_at_once_with_placeholders(
    chain: Chain, at_once: int, merge_at: float
) -> None:
    follow(chain, at_once, merge_at)


@pytest.mark.slow
@settings(max_examples=80, **KINDS)
@given(limited(), AT_ONCE, MERGED)
def test_prepared_step_by_step_is_prepared_at_once_with_many_placeholders(
    chain: Chain, at_once: int, merge_at: float
) -> None:
    follow(chain, at_once, merge_at)


@pytest.mark.slow
@settings(max_examples=60, **KINDS)
@given(chains(), AT_ONCE, MERGED)
def test_prepared_step_by_step_is_prepared_at_once_on_many_chains(chain: Chain, at_once: int, merge_at: float) -> None:
    follow(chain, at_once, merge_at)
