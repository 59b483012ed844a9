"""A small chain for tests, and deliveries of it written by hand.

politie reports what happens to a `melding`, om what happens to a `strafzaak`; om delivers the links between them.
"""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path
from typing import Any

from ketenmonitor.errors import UsageError
from ketenmonitor.instants import parse_instant
from ketenmonitor.intake import Outcome, receive
from ketenmonitor.linking import Cases
from ketenmonitor.measures import MEASURES, Selection, measure
from ketenmonitor.store import Home, make_home, open_view

DEFINITION = """
[chain]
id = "proef"
version = "1"
title = "Proefketen"
unit = "strafzaak"
timezone = "Europe/Amsterdam"

[partners.politie]
[partners.om]

[objects.melding]
partner = "politie"
attributes = ["eenheid"]
[objects.strafzaak]
partner = "om"
attributes = ["minderjarig"]

[[links]]
from = "melding"
to = "strafzaak"
partner = "om"

[attributes.eenheid]
type = "category"
values = ["Noord", "Zuid"]
[attributes.minderjarig]
type = "boolean"

[activities.aangifte]
partner = "politie"
object = "melding"
[activities.inzending]
partner = "politie"
object = "melding"
[activities.inschrijving]
partner = "om"
object = "strafzaak"
[activities.besluit]
partner = "om"
object = "strafzaak"

[lead_times.keten]
from = ["aangifte"]
to = ["besluit"]
norm = { days = 10, share = 0.8 }

[stocks.politie]
partner = "politie"
object = "melding"
enters = ["aangifte"]
leaves = ["inzending"]
old_after_days = 5

[handovers.over]
sent = "inzending"
received = "inschrijving"

[terms.snel]
from = ["inzending"]
to = ["inschrijving"]
days = 2
counting = "calendar"
"""
ZONE = "Europe/Amsterdam"
NOW = "2025-01-01T00:00:00+01:00"


def instant(text: str) -> int:
    from zoneinfo import ZoneInfo

    return parse_instant(text, ZoneInfo(ZONE))


def home_of(folder: Path, definition: str = DEFINITION) -> Home:
    folder.mkdir(parents=True, exist_ok=True)
    source = folder / "definition.toml"
    source.write_text(definition, encoding="utf-8")
    return make_home(folder / "home", [source])


def deliver(
    folder: Path,
    delivery_id: str = "d1",
    partner: str = "politie",
    *,
    events: list[tuple[Any, ...]] | list[dict[str, Any]] | None = None,
    links: list[dict[str, Any]] | None = None,
    objects: list[dict[str, Any]] | None = None,
    figures: list[dict[str, Any]] | None = None,
    **manifest: Any,
) -> Path:
    """Write a delivery of CSV files; events may be (event_id, activity, time, object_id). None in `manifest` drops a field."""
    place = folder / delivery_id
    place.mkdir(parents=True, exist_ok=True)
    names = ("event_id", "activity", "time", "object_id")
    kinds = {"events": events, "links": links, "objects": objects, "figures": figures}
    files = {}
    for kind, rows in kinds.items():
        if rows is None:
            continue
        dicts = [dict(zip(names, row, strict=True)) if isinstance(row, tuple) else row for row in rows]
        columns = list(dict.fromkeys(name for row in dicts for name in row)) or list(names)
        path = place / f"{kind}.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(dicts)
        files[path.name] = {"rows": len(dicts), "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
    said = {
        "delivery_id": delivery_id,
        "partner": partner,
        "chain": "proef",
        "definition_version": "1",
        "kind": "increment",
        "follows": None,
        "delivered_from": "2024-01-01T00:00:00+01:00",
        "delivered_until": "2024-02-01T00:00:00+01:00",
        "made_at": "2024-02-01T06:00:00+01:00",
        "files": files,
        **manifest,
    }
    (place / "delivery.json").write_text(json.dumps(said), encoding="utf-8")
    return place


def received(home: Home, delivery: Path, at: str = NOW) -> Outcome:
    return receive(home, delivery, instant(at))


def figures(
    home: Home, name: str, id: str | None = None, as_known_at: str | None = None, **selection: Any
) -> list[dict[str, Any]]:
    moment = None if as_known_at is None else instant(as_known_at)
    return list(measure(Cases(open_view(home, "proef", moment)), name, id, Selection(**selection)).records)


def measure_everything(cases: Cases) -> None:
    """Every measure, by year where it has periods: none may fail."""
    for name in MEASURES:
        try:
            measure(cases, name, selection=Selection(period="year"))
        except UsageError:  # it has none
            measure(cases, name)


def n_events(home: Home, as_known_at: str | None = None) -> int:
    view = open_view(home, "proef", None if as_known_at is None else instant(as_known_at))
    return int(view.engine.run(view.events.count().as_table())[0][0].as_py())
