"""Object-centric logs: counted per object as pm4py does after flattening, and per event as its `event_couples`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pm4py
import pytest

from ketenmonitor.instants import to_us
from ketenmonitor.intake import import_log
from ketenmonitor.store import make_home
from tests.peers import logs

# Per log the object types, and how pm4py reads it. Of the second the identifiers of customers are not in its way.
READ = {
    "ocel/ocel20_example.jsonocel": pm4py.read_ocel2_json,
    "ocel/ocpa_running-example.sqlite": pm4py.read_ocel2_sqlite,
}


def definition_of(kind: str, names: list[str]) -> str:
    head = (
        '[chain]\nid = "log"\nversion = "1"\ntitle = "Log"\nunit = "ding"\ntimezone = "UTC"\n'
        f'[partners.een]\n[objects.ding]\npartner = "een"\nkey = "{kind}"\n'
    )
    return head + "".join(
        f'[activities.a{i}]\npartner = "een"\nobject = "ding"\nlog_names = ["{name}"]\n' for i, name in enumerate(names)
    )


@pytest.mark.parametrize("name", READ)
def test_steps_per_object_and_per_event(name: str, tmp_path: Path) -> None:
    path = logs.log_named(name)
    ocel = READ[name](str(path))
    graph = pm4py.discover_ocdfg(ocel)
    kinds = sorted(graph["edges"]["total_objects"])
    compared = 0
    for number, kind in enumerate(kinds):
        names = sorted(ocel.events["ocel:activity"].unique())
        folder = tmp_path / str(number)
        folder.mkdir()
        found = steps(folder, path, kind, names)
        if is_tied(ocel, kind):  # the order of events at one instant is that of each reader's rows
            assert sum(r["times"] for r in found.values()) == sum(sizes(graph["edges"]["total_objects"][kind]).values())
            continue
        compared += 1
        assert {pair: r["times"] for pair, r in found.items()} == sizes(graph["edges"]["total_objects"][kind]), kind
        assert {pair: r["event_pairs"] for pair, r in found.items()} == sizes(graph["edges"]["event_couples"][kind]), (
            kind
        )

    assert compared >= 3


def is_tied(ocel: Any, kind: str) -> bool:
    """Whether two events of one object of this type are at the same instant."""
    rows = ocel.relations[ocel.relations["ocel:type"] == kind]
    return bool(rows.duplicated(["ocel:oid", "ocel:timestamp"]).any())


def sizes(edges: Any) -> dict[tuple[str, str], int]:
    return {pair: len(some) for pair, some in edges.items()}


def steps(folder: Path, log: Path, kind: str, names: list[str]) -> dict[tuple[str, str], Any]:
    source = folder / "definition.toml"
    source.write_text(definition_of(kind, names), encoding="utf-8")
    home = make_home(folder / "home", [source])
    assert import_log(home, "log", log, to_us(logs._now()))[0].status == "accepted"
    return {
        (names[int(r["from_activity"][1:])], names[int(r["to_activity"][1:])]): r for r in logs.records(home, "path")
    }
