"""One real log, split over two organisations with a table of links: as two partners' deliveries the whole comes back."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from ketenmonitor.instants import to_us
from ketenmonitor.intake import receive
from ketenmonitor.store import Home, make_home
from tests.peers import logs

HALVES = {"even": "receipt_even.csv", "odd": "receipt_odd.csv"}
FROM, UNTIL = "2010-10-01T00:00:00+00:00", "2012-02-01T00:00:00+00:00"


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def definition_of(names: dict[str, list[str]]) -> str:
    """`even` has the cases that are counted, `odd` its own, which are linked to them."""
    lines = [
        '[chain]\nid = "log"\nversion = "1"\ntitle = "Log"\nunit = "links"\ntimezone = "UTC"',
        '[partners.even]\n[partners.odd]\n[objects.links]\npartner = "even"\n[objects.rechts]\npartner = "odd"',
        '[[links]]\nfrom = "rechts"\nto = "links"\npartner = "odd"\ncardinality = "one-to-one"',
    ]
    for partner, kind in (("even", "links"), ("odd", "rechts")):
        lines += [
            f'[activities.{partner}_{i}]\npartner = "{partner}"\nobject = "{kind}"\ntitle = "{name}"'
            for i, name in enumerate(names[partner])
        ]
    return "\n".join(lines)


def delivery(folder: Path, partner: str, tables: dict[str, list[dict[str, str]]]) -> Path:
    place = folder / partner
    place.mkdir()
    files = {}
    for kind, rows in tables.items():
        path = place / f"{kind}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        files[path.name] = {"rows": len(rows), "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
    said = {"delivery_id": f"{partner}-1", "partner": partner, "chain": "log", "definition_version": "1"}
    said |= {"kind": "full", "follows": None, "delivered_from": FROM, "delivered_until": UNTIL, "made_at": UNTIL}
    (place / "delivery.json").write_text(json.dumps({**said, "files": files}), encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def split(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, dict[str, str]]:
    """The two halves received, and the name that each activity has in the log."""
    folder = tmp_path_factory.mktemp("split")
    halves = {p: rows_of(logs.log_named(f"two_organisations/{name}")) for p, name in HALVES.items()}
    names = {p: sorted({row[logs.ACTIVITY] for row in rows}) for p, rows in halves.items()}
    source = folder / "definition.toml"
    source.write_text(definition_of(names), encoding="utf-8")
    home = make_home(folder / "home", [source])
    related = rows_of(logs.log_named("two_organisations/case_relations.csv"))
    links = [
        {
            "from_type": "rechts",
            "from_id": row["case:concept:name_RIGHT"],
            "to_type": "links",
            "to_id": row["case:concept:name_LEFT"],
            "time": FROM,
        }
        for row in related
    ]
    for partner, rows in halves.items():
        events = [
            {
                "event_id": row["concept:instance"],
                "activity": f"{partner}_{names[partner].index(row[logs.ACTIVITY])}",
                "time": row[logs.TIME].replace(" ", "T"),
                "object_id": row[logs.CASE],
            }
            for row in rows
        ]
        tables = {"events": events} | ({"links": links} if partner == "odd" else {})
        outcome = receive(home, delivery(folder, partner, tables), to_us(logs._now()))
        assert (outcome.status, outcome.quarantined) == ("accepted", ())
    return home, {f"{p}_{i}": name for p in names for i, name in enumerate(names[p])}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, dict[str, str]]:
    """The log as it was before it was split.

    The halves have its local times, marked as UTC: so the days between events are those of the whole in local time.
    """
    path = logs.log_named("receipt.csv")
    names = logs.names_in(logs.read_by_pm4py(path))
    home = logs.imported(tmp_path_factory.mktemp("whole"), path, logs.definition_of(names, "Europe/Amsterdam"))
    return home, {f"a{i}": name for i, name in enumerate(names)}


def named(found: tuple[Home, dict[str, str]], measure: str) -> dict[tuple[str, ...], Any]:
    home, names = found
    ends = ("from_activity", "to_activity")
    return {
        tuple(names[a] for a in (r["activities"] if measure == "variant" else [r[end] for end in ends])): r
        for r in logs.records(home, measure)
    }


def test_all_cases_are_linked(split: tuple[Home, dict[str, str]]) -> None:
    found = logs.records(split[0], "linkage")[0]
    assert (found["objects"], found["linked"], found["conflicts"]) == (1318, 1318, 0)


@pytest.mark.parametrize("measure", ["path", "variant"])
def test_the_whole_comes_back(
    split: tuple[Home, dict[str, str]], whole: tuple[Home, dict[str, str]], measure: str
) -> None:
    ours, theirs = named(split, measure), named(whole, measure)
    fields = {
        "path": ("times", "event_pairs", "cases", "median_days", "p90_days"),
        "variant": ("cases", "share", "median_days"),
    }
    assert set(ours) == set(theirs)
    for key, record in ours.items():
        assert [record[name] for name in fields[measure]] == [theirs[key][name] for name in fields[measure]], key
