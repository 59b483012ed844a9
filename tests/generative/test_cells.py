"""On any chain: a count has the cell key of exactly the cases that it counts, and asking for cell keys changes nothing."""

from __future__ import annotations

import hashlib
import hmac
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from ketenmonitor.disclosure import with_record_keys
from ketenmonitor.disclosure.rules import RULES
from ketenmonitor.linking import Cases
from ketenmonitor.measures import Selection, lead_time_curve, measure
from ketenmonitor.store import open_view
from tests import oracles
from tests.generative.cells import EXPECTED
from tests.generative.engine import filled, selection_of
from tests.generative.strategies import Chain, chains
from tests.generative.test_engines_agree import plain

Table = dict[str, Any]
EVERY_KIND = {"deadline": None, "suppress_health_check": list(HealthCheck)}
SECRET = b"of the generated chains"
KEYS = 2**32
PARTS = {
    "lead-time": ("counted", ("completed", "other_ends", "open")),
    "term": ("due", ("met", "missed", "running", "running_late", "stopped")),
}


def key_of(objects: Counter[tuple[str, str]]) -> int:
    said = {what: hmac.new(SECRET, f"ckm-v1|{what[0]}|{what[1]}".encode(), hashlib.sha256).digest() for what in objects}
    return sum(int.from_bytes(said[what][:4], "big") * times for what, times in objects.items()) % KEYS


@contextmanager
def both(chain: Chain) -> Iterator[tuple[Cases, Cases]]:
    """The cases of a chain without and with record keys."""
    folder = Path(tempfile.mkdtemp())
    try:
        home = filled(folder, chain.definition_toml, chain.deliveries)
        (name,) = home.chains()
        cases = Cases(open_view(home, name))
        yield cases, with_record_keys(cases, SECRET)
    finally:
        shutil.rmtree(folder)


def asked_of(data: st.DataObject, chain: Chain) -> Table:
    attributes = [n for n, a in chain.definition.get("attributes", {}).items() if a["type"] in ("category", "boolean")]
    by = data.draw(st.lists(st.sampled_from(attributes), max_size=2, unique=True)) if attributes else []
    return {"by": by, "period": data.draw(st.sampled_from(["month", "quarter", "year"]))}


@settings(max_examples=4, **EVERY_KIND)
@given(st.data())
def test_a_cell_key_is_that_of_the_cases_counted(data: st.DataObject) -> None:
    agree(data)


@pytest.mark.slow
@settings(max_examples=100, **EVERY_KIND)
@given(st.data())
def test_a_cell_key_is_that_of_the_cases_counted_on_many_chains(data: st.DataObject) -> None:
    agree(data)


def agree(data: st.DataObject) -> None:
    chain = data.draw(chains(), label="chain")
    asked = asked_of(data, chain)
    world = oracles.world_of(chain.definition_toml, chain.deliveries)
    with both(chain) as (without, keyed):
        declared = [name for name, (table, _) in EXPECTED.items() if world.definition.get(table)]
        name = data.draw(st.sampled_from(declared), label="measure")
        table, expected = EXPECTED[name]
        id, entry = data.draw(st.sampled_from(list(world.definition[table].items())), label="entry")
        records = measure(keyed, name, id, selection_of(asked)).records
        plainly = measure(without, name, id, selection_of(asked)).records
        assert [{k: v for k, v in r.items() if k != "cells"} for r in records] == list(plainly)
        found = {(r["period"], frozenset(plain(r["by"]).items())): r for r in records}
        for period, by, cells in expected(world, entry, asked):
            record = found.get((period, frozenset(by.items())))
            if record is not None and "not-delivered" not in record["notes"]:
                note(f"{name} {id} {period} {by}")
                check_cells(record, cells)
        check_sums(name, list(records))


def check_cells(record: Table, cells: dict[str, Counter[tuple[str, str]]]) -> None:
    said = record.get("cells", {})
    for field, objects in cells.items():
        there = said.get(field, (0, 0))
        if field in record and record[field] is not None:
            assert record[field] == there[0], field
        assert there == (objects.total(), key_of(objects)), field
    assert set(said) <= set(cells) | {"counted"}
    rule = RULES[record["measure"]]
    assert record["counted"] == said.get(rule.counted_as, (0, 0))[0]


def check_sums(name: str, records: list[Table]) -> None:
    """Cell keys add up as counts do: parts to a whole, groups to the total, what came and went to the end."""

    def key(record: Table, field: str) -> int:
        return int(record.get("cells", {}).get(field, (0, 0))[1])

    for record in records:
        if name in PARTS:
            whole, parts = PARTS[name]
            assert key(record, whole) == sum(key(record, part) for part in parts) % KEYS
        if name == "flow":
            moved = key(record, "start") + key(record, "entered") - key(record, "left")
            assert key(record, "end") == moved % KEYS
    totals = {(r["id"], r["period"]): r for r in records if not r["by"]}
    for place, total in totals.items():
        groups = [r for r in records if r["by"] and (r["id"], r["period"]) == place]
        for field in total.get("cells", {}) if groups else ():
            assert key(total, field) == sum(key(group, field) for group in groups) % KEYS, field


# Minutes: it asks every stock in every way. Of one chain it stands in tests/unit/disclosure/test_whole.py.
@pytest.mark.slow
@settings(max_examples=20, **EVERY_KIND)
@given(st.data())
def test_a_stock_has_one_key_wherever_it_stands(data: st.DataObject) -> None:
    chain = data.draw(chains())
    with both(chain) as (_, keyed):
        cells: dict[tuple[str, str], set[tuple[int, int]]] = {}
        for period in ("month", "quarter", "year", None):
            for r in measure(keyed, "stock", None, Selection(period=period)).records:
                if r["stock"] is not None:
                    cells.setdefault((r["id"], r["date"]), set()).add(r.get("cells", {}).get("stock", (0, 0)))
        assert all(len(found) == 1 for found in cells.values())
        flows = [r for r in measure(keyed, "flow", None, Selection(period="month")).records if r["start"] is not None]
        for before, after in zip(flows, flows[1:], strict=False):
            if before["id"] == after["id"]:
                none = (0, 0)
                assert before.get("cells", {}).get("end", none) == after.get("cells", {}).get("start", none)


# Minutes: it asks every curve twice. Of one chain it stands in tests/unit/disclosure/test_whole.py.
@pytest.mark.slow
@settings(max_examples=20, **EVERY_KIND)
@given(st.data())
def test_a_curve_has_the_cells_of_its_lead_time(data: st.DataObject) -> None:
    chain = data.draw(chains())
    with both(chain) as (without, keyed):
        for id, figure in keyed.view.definition.lead_times.items():
            (record,) = lead_time_curve(keyed, figure, Selection()).records
            (plainly,) = lead_time_curve(without, figure, Selection()).records
            (whole,) = measure(keyed, "lead-time", id, Selection()).records
            assert {k: v for k, v in record.items() if k != "cells"} == plainly
            if "cells" not in record:
                continue
            for field in ("counted", "completed", "other_ends", "open"):
                assert record["cells"][field] == whole["cells"][field]
            for row in record["ended"]:
                for end in ("to", "other"):
                    cell = f"{end}_{row['days']}"
                    assert record["cells"][cell][0] == row[end]
                    assert record["cells"][cell] == whole["cells"].get(cell, record["cells"][cell])
