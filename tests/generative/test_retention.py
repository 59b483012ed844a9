"""On generated chains: figures over what stays are those of a chain that never had what went."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ketenmonitor.definition import read_definition
from ketenmonitor.intake import receive
from ketenmonitor.linking import Cases
from ketenmonitor.measures import MEASURES, Selection, measure
from ketenmonitor.retention import adopt, apply, plan
from ketenmonitor.store import Home, make_home, open_view
from tests.generative.harness import write_deliveries
from tests.generative.strategies import Chain, chains

KINDS = {"deadline": None, "suppress_health_check": list(HealthCheck)}
CENTURY_US = 100 * 366 * 86_400_000_000
HEAD = '[policy]\nchain = "{chain}"\nversion = "1"\nset_apart = "P90Y"\n'
RULE = '[rules.all]\nobject = "{object}"\narticle = "x"\nreference = "BWBR0022463"\nperiod = "P50Y"\nthen = "{then}"\n{kept}'
KEPT = {"remove": 'kept = "P200Y"\n', "destroy": ""}


def figures(home: Home, chain: str) -> list[dict[str, Any]]:
    cases = Cases(open_view(home, chain))
    with_periods = [name for name in MEASURES if name not in ("linkage", "reconcile")]
    selections = [(name, Selection(period="year")) for name in with_periods] + [("linkage", Selection())]
    records = [record for name, selection in selections for record in measure(cases, name, selection=selection).records]
    return [{k: v for k, v in record.items() if k not in ("gone", "known_at")} for record in records]


def without(deliveries: list[dict[str, Any]], types: dict[str, str], gone: str) -> list[dict[str, Any]]:
    """The deliveries as if objects of a type had never been: no rows about them, nor what such a row of an event replaced.

    What was delivered of an event after its last row of that type is about what stays, and stays.
    """
    last = {
        (one["partner"], row["event_id"]): (number, place)
        for number, one in enumerate(deliveries)
        for place, row in enumerate(one.get("events", ()))
        if types.get(row["activity"]) == gone
    }

    def stays(number: int, kind: str, place: int, row: dict[str, Any]) -> bool:
        if kind == "events":
            return (number, place) > last.get((deliveries[number]["partner"], row["event_id"]), (-1, -1))
        named = (row["from_type"], row["to_type"]) if kind == "links" else (row["object_type"],)
        return gone not in named

    kinds = ("events", "links", "objects")
    return [
        {
            **one,
            **{
                kind: [row for place, row in enumerate(one[kind]) if stays(number, kind, place, row)]
                for kind in kinds
                if kind in one
            },
        }
        for number, one in enumerate(deliveries)
    ]


def same(chain: Chain, number: int, then: str) -> bool:
    """Hold both monitors against each other; says whether anything was received."""
    folder = Path(tempfile.mkdtemp())
    try:
        source = folder / "definition.toml"
        source.write_text(chain.definition_toml, encoding="utf-8")
        definition = read_definition(source)
        gone = list(definition.objects)[number % len(definition.objects)]
        types = {activity.id: activity.object for activity in definition.activities.values()}
        never = without(chain.deliveries, types, gone)
        homes = []
        for name, deliveries in (("all", chain.deliveries), ("never", never)):
            home = make_home(folder / name, [source])
            for delivery, path in zip(deliveries, write_deliveries(folder / f"{name}-d", deliveries), strict=True):
                receive(home, path, delivery["received_at_us"])
            homes.append(home)
        table = folder / "retention.toml"
        table.write_text(
            HEAD.format(chain=definition.id) + RULE.format(object=gone, then=then, kept=KEPT[then]), encoding="utf-8"
        )
        if not chain.deliveries:
            return False
        policy = adopt(homes[0], definition.id, table)
        now_us = chain.deliveries[-1]["received_at_us"] + CENTURY_US
        apply(homes[0], policy, now_us, "x", plan(homes[0], policy, now_us).code)
        mine, theirs = (figures(home, definition.id) for home in homes)
        assert mine == theirs
        return True
    finally:
        shutil.rmtree(folder)


@settings(max_examples=4, **KINDS)
@given(chains(), st.integers(0, 5), st.sampled_from(["remove", "destroy"]))
def test_figures_over_what_stays_are_those_of_a_chain_that_never_had_the_rest(
    chain: Chain, number: int, then: str
) -> None:
    same(chain, number, then)


@pytest.mark.slow
@settings(max_examples=60, **KINDS)
@given(chains(), st.integers(0, 5), st.sampled_from(["remove", "destroy"]))
def test_figures_over_what_stays_are_those_on_many_chains(chain: Chain, number: int, then: str) -> None:
    same(chain, number, then)
