"""The main test: on any chain and any deliveries, the package gives what the reference engine gives."""

from __future__ import annotations

import math
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from ketenmonitor.measures.figures import PARTNER_BEHIND
from tests import oracles
from tests.generative.engine import filled, records, text_of
from tests.generative.strategies import chains, questions

Table = dict[str, Any]


def plain(by: Table) -> Table:
    return {name: None if value is None else text_of(value) for name, value in by.items()}


def same(expected: Any, found: Any) -> bool:
    if isinstance(expected, float) or isinstance(found, float):
        return expected is not None and found is not None and math.isclose(expected, found, rel_tol=1e-9, abs_tol=1e-9)
    if isinstance(expected, list) or isinstance(found, list):
        expected = expected or ([None, None] if found else [])  # the interval of a median of nothing
        return isinstance(found, list) and len(expected) == len(found) and all(map(same, expected, found))
    if isinstance(expected, dict):
        return all(same(value, found.get(name)) for name, value in expected.items())
    return bool(expected == found)


def key_of(record: Table) -> tuple[Any, ...]:
    return (
        record["id"],
        record.get("from"),
        record.get("to"),
        record.get("from_activity"),
        record.get("to_activity"),
        tuple(record.get("activities") or ()),
        record["period"],
        tuple(sorted(plain(record["by"]).items())),
    )


def is_empty(record: Table) -> bool:
    """Nothing was counted, or nothing was delivered."""
    return not record["counted"]


def differences(expected: list[Table], found: list[Table]) -> list[str]:
    """What is not the same, in words; empty when all is.

    The reference engine lists a group when a counted case is in it; the package also when only cases from before
    history are. Both say `not-delivered`; the package with null, the reference engine with 0 or without a record.
    """
    left = {key_of(r): r for r in found}
    assert len(left) == len(found), "a group has two records"
    wrong = []
    for e in expected:
        f = left.pop(key_of(e), None)
        where = f"{e['id']} {e['period']} {e['by']}"
        if f is None:
            # The reference engine also lists values that were only seen elsewhere.
            if is_empty(e) and e["by"]:
                continue
            wrong.append(f"{where}: no such record; there are {sorted(left, key=repr)}")
        elif "not-delivered" not in f["notes"]:
            wrong += [
                f"{where} {k}: {v!r} but found {f.get(k)!r}"
                for k, v in e.items()
                if k not in ("by", "notes") and not same(v, f.get(k))
            ]
            # Who is behind is a matter of deliveries, not of cases: `test_catching_up` says what it must be.
            if set(e["notes"]) != set(f["notes"]) - {PARTNER_BEHIND}:
                wrong.append(f"{where} notes: {sorted(e['notes'])} but found {sorted(f['notes'])}")
        elif "not-delivered" not in e["notes"] and e["measure"] != "linkage":
            wrong.append(f"{where}: delivered, but found {f['notes']}")
    wrong += [f"{r['id']} {r['period']} {r['by']}: not expected" for r in left.values() if not is_empty(r)]
    return wrong


EVERY_KIND = {"deadline": None, "suppress_health_check": list(HealthCheck)}


@settings(max_examples=15, **EVERY_KIND)
@given(st.data())
def test_the_package_gives_what_the_reference_engine_gives(data: st.DataObject) -> None:
    agree(data, questions_each=3)


@pytest.mark.slow
@settings(max_examples=100, **EVERY_KIND)
@given(st.data())
def test_the_package_gives_what_the_reference_engine_gives_on_many_chains(data: st.DataObject) -> None:
    agree(data, questions_each=6)


def agree(data: st.DataObject, questions_each: int) -> None:
    chain = data.draw(chains(), label="chain")
    folder = Path(tempfile.mkdtemp())
    try:
        home = filled(folder, chain.definition_toml, chain.deliveries)
        for _ in range(questions_each):
            asked = data.draw(questions(chain), label="question")
            expected = oracles.measure(
                chain.definition_toml, chain.deliveries, asked.measure, asked.id, asked.selection, asked.as_known_at_us
            )
            found = records(home, asked.measure, asked.id, asked.selection, asked.as_known_at_us)
            wrong = differences(expected, found)
            note("\n".join(wrong))
            assert wrong == []
    finally:
        shutil.rmtree(folder)
