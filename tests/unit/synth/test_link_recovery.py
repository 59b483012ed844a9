"""On made-up chains with known truth: every true link whose keys arrived is found, none is invented, and no wrong one passes
without being listed."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ketenmonitor.casefile import conflicts, placeholders
from ketenmonitor.definition import definition_from_text
from ketenmonitor.intake import receive
from ketenmonitor.linking import Cases
from ketenmonitor.store import Home, View, make_home, open_view
from ketenmonitor.synth import make_deliveries
from tests.unit.synth.chains import FILES, text_of

ENDS = ("from_type", "from_id", "to_type", "to_id")
RECEIVED_US = 1_800_000_000_000_000
LINKED = [name for name in FILES if definition_from_text(text_of(name)).links]
Pairs = set[tuple[str, ...]]


def ends(row: dict[str, Any]) -> tuple[str, ...]:
    return tuple(row[name] for name in ENDS)


def limited(text: str, limit: int | None) -> str:
    """The definition with a limit on everything that can be linked and has none."""
    definition = definition_from_text(text)
    for name in dict.fromkeys(end for link in definition.links for end in (link.from_type, link.to_type)):
        if limit is not None and definition.objects[name].most_links is None:
            text = text.replace(f"[objects.{name}]", f"[objects.{name}]\nmost_links = {limit}", 1)
    return text


def made(folder: Path, text: str, seed: int, cases: int) -> tuple[Home, list[dict[str, Any]]]:
    """A home that received all that was made up, and the links with what is true of them."""
    source = folder / "definition.toml"
    source.write_text(text, encoding="utf-8")
    out = folder / "made"
    make_deliveries(definition_from_text(text), out, cases, seed, faults=True, months=4)
    home = make_home(folder / "home", [source])
    for number, delivery in enumerate(sorted(p for p in out.iterdir() if p.is_dir())):
        receive(home, delivery, RECEIVED_US + number)
    return home, pq.read_table(out / "truth-links.parquet").to_pylist()


def found(cases: Cases) -> Pairs:
    names = {o["object"]: (o["object_type"], o["object_id"]) for o in cases.view.engine.run(cases.objects).to_pylist()}
    links = cases.view.engine.run(cases.links).to_pylist()
    return {(*names[link["from_object"]], *names[link["to_object"]]) for link in links}


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(LINKED), st.integers(0, 10**6), st.sampled_from([None, 6, 12]))
def test_true_links_are_found_and_none_is_invented(name: str, seed: int, limit: int | None) -> None:
    recover(name, seed, limit)


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(LINKED), st.integers(0, 10**6), st.sampled_from([None, 6, 12]))
def test_true_links_are_found_on_many_chains(name: str, seed: int, limit: int | None) -> None:
    recover(name, seed, limit)


def recover(name: str, seed: int, limit: int | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home, truth = made(Path(folder), limited(text_of(name), limit), seed, cases=50)
        view = open_view(home, home.chains()[0])
        linked, stripped = found(Cases(view)), {(p["object_type"], p["object_id"]) for p in placeholders(view)}
        arrived = [row for row in truth if row["is_delivered"]]
        # Of links by which a real object has too many, none can be told from a placeholder's.
        real = [row for row in arrived if not {ends(row)[:2], ends(row)[2:]} & stripped]
        assert linked >= {ends(row) for row in real if row["fate"] == "true" and row["is_known"]}, (
            "a true link was lost"
        )
        assert linked <= {ends(row) for row in arrived}, "a link was invented"
        assert not linked & {ends(row) for row in arrived if row["fate"] == "placeholder"}, "a placeholder glues"
        wrong = {ends(row) for row in arrived if row["fate"] == "astray"}
        assert linked & wrong <= {ends(one) for one in conflicts(view)}, "a wrong link is followed and not listed"


def test_placeholders_are_planted_where_the_definition_has_limits(tmp_path: Path) -> None:
    home, truth = made(tmp_path, text_of("limits"), seed=1, cases=50)
    planted = Counter(end for row in truth if row["fate"] == "placeholder" for end in (ends(row)[:2], ends(row)[2:]))
    listed = placeholders(open_view(home, "limits"))
    assert {one["object_type"] for one in listed} == {"melding", "zaak"}
    for one in listed:
        assert planted[one["object_type"], one["object_id"]] >= one["links"] > one["most_links"]
        assert one["events"] > 0


def test_a_placeholder_stands_in_no_case_but_its_own(tmp_path: Path) -> None:
    """The same deliveries read without limits: it glues cases together."""
    home, _ = made(tmp_path, text_of("limits"), seed=2, cases=50)
    (report,) = [one for one in placeholders(open_view(home, "limits")) if one["object_type"] == "melding"]
    definition = home.definition("limits")
    free = {name: replace(kind, most_links=None) for name, kind in definition.objects.items()}
    assert n_cases_with(open_view(home, "limits"), report["object_id"]) == 0
    glued = open_view(home, "limits", definition=replace(definition, objects=free))
    assert n_cases_with(glued, report["object_id"]) > report["most_links"]


def n_cases_with(view: View, object_id: str) -> int:
    cases = Cases(view)
    numbers = cases.objects.filter(cases.objects.object_id == object_id)
    held = cases.members(view.definition.unit).semi_join(numbers, "object")
    return int(view.engine.run(held.count().as_table())[0][0].as_py())
