"""Linkage on chains full of placeholders: as the reference engine counts it, and whatever the order of partners."""

from __future__ import annotations

import shutil
import tempfile
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from ketenmonitor.casefile import conflicts, placeholders
from ketenmonitor.linking import Cases
from ketenmonitor.store import Home, open_view
from tests import oracles
from tests.generative.engine import filled, records
from tests.generative.strategies import Chain, days_of, limited, selections
from tests.generative.test_engines_agree import differences

KINDS = {"deadline": None, "suppress_health_check": list(HealthCheck)}
Table = dict[str, Any]


@settings(max_examples=4, **KINDS)
@given(limited(), st.data())
def test_linkage_is_what_the_reference_engine_counts(chain: Chain, data: st.DataObject) -> None:
    agree(chain, data)


@pytest.mark.slow
@settings(max_examples=25, **KINDS)
@given(limited(), st.data())
def test_linkage_is_what_the_reference_engine_counts_on_many_chains(chain: Chain, data: st.DataObject) -> None:
    agree(chain, data)


def agree(chain: Chain, data: st.DataObject) -> None:
    asked = [(None, {}), (None, {"period": "month"})]
    if names := list(chain.definition.get("handovers", {})):
        chosen = data.draw(selections(chain.definition, "linkage", days_of(chain)), label="selection")
        asked.append((data.draw(st.sampled_from(names), label="hand-over"), chosen))
    folder = Path(tempfile.mkdtemp())
    try:
        home = filled(folder, chain.definition_toml, chain.deliveries)
        for id, selection in asked:
            expected = oracles.measure(chain.definition_toml, chain.deliveries, "linkage", id, selection)
            wrong = differences(expected, records(home, "linkage", id, selection))
            note("\n".join(wrong))
            assert wrong == []
        followed(home, chain)
    finally:
        shutil.rmtree(folder)


def followed(home: Home, chain: Chain) -> None:
    """The links that are followed, the placeholders and the odd links are those of the reference engine."""
    world = oracles.world_of(chain.definition_toml, chain.deliveries)
    assert pairs(home) == {(*a, *b) for a, b in world.followed}
    view = open_view(home, home.chains()[0])
    assert {(one["object_type"], one["object_id"]) for one in placeholders(view)} == world.placeholders
    odd = {(*a, *b) for link in world.definition["links"] for a, b in oracles.linking.conflicts(world, link)}
    found = conflicts(view)
    names = ("from_type", "from_id", "to_type", "to_id")
    listed = [tuple(one[name] for name in names) for one in found]
    assert listed == sorted(odd)
    assert {ends for ends, one in zip(listed, found, strict=True) if one["followed"]} == odd & pairs(home)
    for one in found:
        others = [tuple(other[name] for name in names) for other in one["contradicts"]]
        assert set(others) <= odd - {tuple(one[name] for name in names)}
        assert len(others) == min(one["contradicted"], 10)


def pairs(home: Home) -> set[tuple[str, ...]]:
    cases = Cases(open_view(home, home.chains()[0]))
    rows = cases.view.engine.run(cases.objects).to_pylist()
    names = {row["object"]: (row["object_type"], row["object_id"]) for row in rows}
    links = cases.view.engine.run(cases.links).to_pylist()
    return {(*names[link["from_object"]], *names[link["to_object"]]) for link in links}


@settings(max_examples=4, **KINDS)
@given(limited(), st.data())
def test_the_order_of_partners_decides_nothing(chain: Chain, data: st.DataObject) -> None:
    """The same deliveries of each partner, another partner first: the same cases, conflicts and linkage."""
    partners = [one["partner"] for one in chain.deliveries]
    turns = data.draw(st.permutations(partners), label="turns")
    queues = {
        name: iter([d for d in chain.deliveries if d["partner"] == name]) for name, _ in groupby(sorted(partners))
    }
    moments = [one["received_at_us"] for one in chain.deliveries]
    other = [{**next(queues[name]), "received_at_us": at} for name, at in zip(turns, moments, strict=True)]
    said = []
    for deliveries in (chain.deliveries, other):
        folder = Path(tempfile.mkdtemp())
        try:
            home = filled(folder, chain.definition_toml, deliveries)
            odd = [
                {k: v for k, v in one.items() if k != "received_at"}
                for one in conflicts(open_view(home, home.chains()[0]))
            ]
            figures = [{k: v for k, v in one.items() if k != "known_at"} for one in records(home, "linkage", None, {})]
            said.append((pairs(home), odd, figures))
        finally:
            shutil.rmtree(folder)
    assert said[0] == said[1]
