"""A gate of a page: reads written deliveries into plain rows and sets faulty ones apart, to compare with the truth."""

from __future__ import annotations

import csv
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow.parquet as pq

Table = dict[str, Any]


def read_delivery(folder: Path) -> Table:
    """The manifest's fields and the rows of each file, with texts for times."""
    manifest = json.loads((folder / "delivery.json").read_text(encoding="utf-8"))
    delivery = {**manifest}
    for name in manifest["files"]:
        rows = _csv_rows(folder / name) if name.endswith(".csv") else pq.read_table(folder / name).to_pylist()
        delivery[name.partition(".")[0]] = [_texts(row) for row in rows]
    return delivery


def _csv_rows(path: Path) -> list[Table]:
    with path.open(encoding="utf-8", newline="") as file:
        return [{k: v or None for k, v in row.items()} for row in csv.DictReader(file)]


def _texts(row: Table) -> Table:
    if "withdrawn" in row:
        row["withdrawn"] = row["withdrawn"] in (True, "true")
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in row.items()}


def set_apart(definition: Table, delivery: Table, covered_from: str) -> dict[str, int]:
    """Take the faulty rows out of a delivery; gives how many for each reason."""
    found: dict[str, int] = {}
    zone = ZoneInfo(definition["chain"]["timezone"])
    span = instant(covered_from, zone), instant(delivery["delivered_until"], zone)
    for kind, judge in (("events", _fault_of_event), ("links", _fault_of_link), ("objects", _fault_of_object)):
        good: dict[Any, Table] = {}
        for number, row in enumerate(delivery.get(kind) or []):
            key = row["event_id"] if kind == "events" else number
            reason = judge(definition, delivery["partner"], row, span)
            if not reason and key in good:
                reason = "contradicts-earlier-row" if row != good[key] else "repeated-row"
            if reason:
                found[reason] = found.get(reason, 0) + 1
            else:
                good[key] = row
        if kind in delivery:
            delivery[kind] = list(good.values())
    return found


def instant(text: str, zone: ZoneInfo) -> datetime:
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def _fault_of_event(definition: Table, partner: str, row: Table, span: tuple[datetime, datetime]) -> str | None:
    if not row["event_id"] or not row["object_id"]:
        return "empty-identifier"
    activity = definition["activities"].get(row["activity"])
    if not activity:
        return "unknown-activity"
    if activity["partner"] != partner:
        return "activity-of-another-partner"
    return _fault_of_time(definition, row, span) or _fault_of_values(definition, row, activity.get("attributes", []))


def _fault_of_time(definition: Table, row: Table, span: tuple[datetime, datetime]) -> str | None:
    try:
        at = instant(row["time"], ZoneInfo(definition["chain"]["timezone"]))
    except ValueError:
        return "not-a-time"
    if at.year > 2900:
        return "in-the-future"
    return None if span[0] <= at <= span[1] else "outside-coverage"


def _fault_of_values(definition: Table, row: Table, carried: list[str]) -> str | None:
    for name in {*row} & {*definition.get("attributes", {})}:
        assert row[name] is None or name in carried, f"{name} is not carried"
        attribute = definition["attributes"][name]
        if row[name] is not None and attribute["type"] == "category" and row[name] not in attribute["values"]:
            return "not-in-list"
    return None


def _fault_of_link(definition: Table, partner: str, row: Table, span: tuple[datetime, datetime]) -> str | None:
    if row["from_type"] not in definition["objects"]:
        return "unknown-object-type"
    if not row["from_id"] or not row["to_id"]:
        return "empty-identifier"
    declared = [(link["from"], link["to"], link["partner"]) for link in definition["links"]]
    assert (row["from_type"], row["to_type"], partner) in declared
    return _fault_of_time(definition, row, span)


def _fault_of_object(definition: Table, partner: str, row: Table, span: tuple[datetime, datetime]) -> str | None:
    if not row["object_id"]:
        return "empty-identifier"
    issued = definition["objects"][row["object_type"]]
    assert issued["partner"] == partner
    return _fault_of_values(definition, row, issued.get("attributes", []))
