"""What is known: the rows in force after corrections, withdrawals, full deliveries and gap-fillers; and the coverage.

Comes in: deliveries in the order received (dicts: the manifest's fields, `received_at_us`, and the lists "events",
"links", "objects" of row dicts) and the moment of knowing. Goes out: `Knowledge`. The promise: it depends only on
which deliveries had been received then, so a partner that catches up gives what it would have given.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from tests.oracles import times

Table = dict[str, Any]
Object = tuple[str, str]  # type, identifier
Place = tuple[str, str]  # partner, and what names a row there


@dataclass(frozen=True)
class Event:
    """Something that happened to `object`. `place_in_order` is (instant, partner's rank, receipt, row)."""

    activity: str
    object: Object
    at_us: int
    local_us: int
    attributes: dict[str, str]
    place_in_order: tuple[int, int, int, int]

    @property
    def day(self) -> int:
        return times.day_of(self.local_us)


@dataclass(frozen=True)
class Knowledge:
    """Everything that counts: `events` in order, `links` as pairs, `rows` = attributes that objects rows gave,
    `coverage` = from and until, for the partners that have one."""

    events: list[Event]
    links: set[tuple[Object, Object]]
    rows: dict[Object, dict[str, str]]
    coverage: dict[str, tuple[int, int]]


def know(definition: Table, deliveries: list[Table], as_known_at_us: int | None = None) -> Knowledge:
    """What was known at `as_known_at_us` (all of it when None)."""
    received: list[Table] = []
    for delivery in deliveries:
        in_time = as_known_at_us is None or delivery["received_at_us"] <= as_known_at_us
        if in_time and delivery["delivery_id"] not in [d["delivery_id"] for d in received]:
            received.append(delivery)
    in_force = order_of_force(received)
    zone = ZoneInfo(definition["chain"]["timezone"])
    return Knowledge(
        events=sorted(events_of(definition, received, in_force), key=lambda event: event.place_in_order),
        links=links_of(in_force),
        rows=rows_of(definition, in_force),
        coverage=coverages(in_force, zone),
    )


def order_of_force(received: list[Table]) -> list[Table]:
    """As received, except that a late gap-filler stands before the first of the deliveries that follow it."""
    by_id = {delivery["delivery_id"]: delivery for delivery in received}
    ordered: list[Table] = []
    for delivery in received:
        followers = [i for i, other in enumerate(ordered) if follows(other, delivery["delivery_id"], by_id)]
        ordered.insert(followers[0] if followers else len(ordered), delivery)
    return ordered


def follows(delivery: Table, earlier_id: str, by_id: dict[str, Table]) -> bool:
    """Whether a delivery follows another, directly or over deliveries that were received."""
    passed: set[str] = set()
    previous = delivery["follows"]
    while previous is not None and previous not in passed:
        if previous == earlier_id:
            return True
        passed.add(previous)
        previous = by_id[previous]["follows"] if previous in by_id else None
    return False


def in_force_of(deliveries: list[Table], kind: str, names: tuple[str, ...]) -> list[tuple[Table, int, Table]]:
    """The rows of one kind of file that hold (delivery, row number, row): per partner and name the last one, none of
    what came before a full delivery, and without those withdrawn. A repetition in one delivery is kept once."""
    last: dict[tuple[str, ...], tuple[Table, int, Table]] = {}
    for delivery in deliveries:
        if delivery["kind"] == "full":
            last = {key: row for key, row in last.items() if key[0] != delivery["partner"]}
        for number, row in enumerate(delivery.get(kind) or [], start=1):
            key = (delivery["partner"], *(row[name] for name in names))
            if key not in last or last[key][0] is not delivery:
                last[key] = (delivery, number, row)
    return [found for found in last.values() if not found[2].get("withdrawn")]


def events_of(definition: Table, received: list[Table], in_force: list[Table]) -> list[Event]:
    """The visible events. Their order at one instant: partner, delivery (in order of force), row."""
    zone = ZoneInfo(definition["chain"]["timezone"])
    ranks, receipts = list(definition["partners"]), [delivery["delivery_id"] for delivery in order_of_force(received)]
    events = []
    for delivery, number, row in in_force_of(in_force, "events", ("event_id",)):
        activity = definition["activities"][row["activity"]]
        at_us = times.instant(row["time"], zone)
        values = given(definition, row, activity.get("attributes", []))
        rank, receipt = ranks.index(delivery["partner"]), receipts.index(delivery["delivery_id"])
        what = (activity["object"], row["object_id"])
        place = (at_us, rank, receipt, number)
        events.append(Event(row["activity"], what, at_us, times.local(at_us, zone), values, place))
    return events


def links_of(in_force: list[Table]) -> set[tuple[Object, Object]]:
    """The visible pairs, from and to."""
    names = ("from_type", "from_id", "to_type", "to_id")
    rows = [row for _, _, row in in_force_of(in_force, "links", names)]
    return {((row["from_type"], row["from_id"]), (row["to_type"], row["to_id"])) for row in rows}


def rows_of(definition: Table, in_force: list[Table]) -> dict[Object, dict[str, str]]:
    """Per object that has an objects row in force: the latest value of each attribute; an empty cell says nothing."""
    said: list[tuple[str, Object, dict[str, str]]] = []
    for delivery in in_force:
        if delivery["kind"] == "full":
            said = [one for one in said if one[0] != delivery["partner"]]
        for row in delivery.get("objects") or []:
            what = (row["object_type"], row["object_id"])
            values = given(definition, row, definition["objects"][what[0]].get("attributes", []))
            said.append((delivery["partner"], what, values))
    merged: dict[Object, dict[str, str]] = {}
    for _, what, values in said:
        merged.setdefault(what, {}).update(values)
    return merged


def given(definition: Table, row: Table, attributes: list[str]) -> dict[str, str]:
    """The attributes for which a row has a value, as text."""
    filled = [name for name in attributes if row.get(name) not in (None, "")]
    return {name: as_text(row[name], definition["attributes"][name]["type"]) for name in filled}


def as_text(value: Any, kind: str) -> str:
    """A value as the store writes it: "true", "12", "12.5", "2024-05-01", or the category itself."""
    if kind == "boolean":
        return str(value).lower()
    if kind == "number":
        return str(int(float(value))) if float(value) == int(float(value)) else repr(float(value))
    return str(int(value)) if kind == "integer" else str(value)


def coverages(in_force: list[Table], zone: ZoneInfo) -> dict[str, tuple[int, int]]:
    """From and until, per partner that has them: contiguous from the earliest. A full delivery starts it anew."""
    partners = {delivery["partner"] for delivery in in_force}
    found = {partner: coverage([d for d in in_force if d["partner"] == partner], zone) for partner in partners}
    return {partner: span for partner, span in found.items() if span is not None}


def coverage(in_force: list[Table], zone: ZoneInfo) -> tuple[int, int] | None:
    """The coverage of one partner. What follows a delivery that never came does not extend it."""
    by_id = {delivery["delivery_id"]: delivery for delivery in in_force}
    spans: list[tuple[int, int]] = []
    for delivery in in_force:
        if delivery["kind"] == "full":
            spans = []
        elif delivery["follows"] is not None and delivery["follows"] not in by_id:
            continue
        start = delivery["delivered_from"] or by_id[delivery["follows"]]["delivered_until"]
        spans.append((times.instant(start, zone), times.instant(delivery["delivered_until"], zone)))
    if not spans:
        return None
    start, until = min(spans)
    for another_start, another_until in sorted(spans):
        if another_start <= until:
            until = max(until, another_until)
    return start, until
