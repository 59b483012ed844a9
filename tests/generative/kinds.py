"""Which kinds of things a drawn chain has: in its definition, in its deliveries, and in the figures about it.

Comes in: a chain. Goes out: words of `KINDS`. The promise: every kind that the strategies must know is listed here;
the test beside this module holds the list against what is really drawn.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from tests.generative.moments import is_naive, occurrences
from tests.generative.strategies import Chain, Table
from tests.oracles import concern, linking, times
from tests.oracles.knowledge import know

DEFINITION = """
table chain, table partners, table objects, table links, table attributes, table activities
table lead_times, table pauses, table stocks, table handovers, table terms, table themes
zone Europe/Amsterdam, zone Europe/Rome, zone UTC, holidays, dormant days, dark after days, delivers every days
link many-to-many, link many-to-one, link one-to-many, link one-to-one
limit on links, link within a type, link over another type, type below the unit, type without activities
category of an object, integer of an object, number of an object, date of an object, boolean of an object
category of an event, integer of an event, number of an event, date of an event, boolean of an event
several partners on a type, several pauses
lead time of another type, lead time with other ends, lead time with where, lead time with a list of values
lead time with norm, lead time whose start is an end
term of another type, term with other ends, term in calendar days, term in working days, term that extends
stock of another type, stock of other objects' events, stock with ageing
hand-over on a type, hand-over along links, hand-over in a chain case
"""
DELIVERIES = """
increment, full, full that stands alone, partner without delivery, different coverage
delivery twice, late gap-filler, lost delivery, hole in time, overlap in time, only corrections
event corrected, event withdrawn, event again, event of before, event twice in a delivery, event absent from a full
link of a placeholder, link withdrawn, link dangling, link to itself, link on a cycle, link against its cardinality, object shared
attribute changed, attribute left empty, object without event
time without offset, time in the doubled hour, time in the missing hour, time with offset, time in UTC, date alone
same instant at two partners, midnight, leap day
"""


def words(text: str) -> set[str]:
    """The kinds in a list."""
    return {kind.strip() for line in text.strip().splitlines() for kind in line.split(",")}


KINDS = words(DEFINITION) | words(DELIVERIES)


def kinds_of(chain: Chain) -> set[str]:
    """All kinds that a chain has."""
    definition = chain.definition
    found = {*of_tables(definition), *of_types(definition), *of_spans(definition), *of_passages(definition)}
    found |= {*of_manifests(definition, chain.deliveries), *of_rows(chain.deliveries)}
    return found | {*of_times(definition, chain.deliveries), *of_world(chain)}


def of_tables(definition: Table) -> Iterator[str]:
    """Tables, and what the chain says of itself."""
    yield from (f"table {name}" for name in definition)
    yield f"zone {definition['chain']['timezone']}"
    if "holidays" in definition["chain"]:
        yield "holidays"
    for name in ("dormant_days", "dark_after_days"):
        if name in definition["chain"]:
            yield name.replace("_", " ")
    if any("delivers_every_days" in partner for partner in definition["partners"].values()):
        yield "delivers every days"
    if len(definition.get("pauses", {})) > 1:
        yield "several pauses"
    for table, noun in (("objects", "an object"), ("activities", "an event")):
        for one in definition[table].values():
            yield from (f"{definition['attributes'][name]['type']} of {noun}" for name in one["attributes"])


def of_types(definition: Table) -> Iterator[str]:
    """Object types and the links between them."""
    if any("most_links" in one for one in definition["objects"].values()):
        yield "limit on links"
    unit, active = definition["chain"]["unit"], {one["object"] for one in definition["activities"].values()}
    for one in definition.get("links", []):
        yield f"link {one.get('cardinality', 'many-to-many')}"
        if one["from"] == one["to"]:
            yield "link within a type"
        elif one["from"] == unit:
            yield "type below the unit"
        elif one["to"] != unit:
            yield "link over another type"
    for kind in definition["objects"]:
        if kind not in active:
            yield "type without activities"
        if len({one["partner"] for one in definition["activities"].values() if one["object"] == kind}) > 1:
            yield "several partners on a type"


def of_spans(definition: Table) -> Iterator[str]:
    """Lead times and terms."""
    for table, noun in (("lead_times", "lead time"), ("terms", "term")):
        for one in definition.get(table, {}).values():
            if one.get("object", definition["chain"]["unit"]) != definition["chain"]["unit"]:
                yield f"{noun} of another type"
            if "other_ends" in one:
                yield f"{noun} with other ends"
    for one in definition.get("lead_times", {}).values():
        yield from (f"lead time with {key}" for key in ("where", "norm") if key in one)
        if any(isinstance(wanted, list) for wanted in one.get("where", {}).values()):
            yield "lead time with a list of values"
        if set(one["from"]) & set(one["to"]):
            yield "lead time whose start is an end"
    for one in definition.get("terms", {}).values():
        yield f"term in {one['counting']} days"
        if "extend" in one:
            yield "term that extends"


def of_passages(definition: Table) -> Iterator[str]:
    """Stocks and hand-overs."""
    unit = definition["chain"]["unit"]
    for one in definition.get("stocks", {}).values():
        kind = one.get("object", unit)
        if kind != unit:
            yield "stock of another type"
        if concern.types_of(definition, [*one["enters"], *one["leaves"]]) - {kind}:
            yield "stock of other objects' events"
        if "old_after_days" in one:
            yield "stock with ageing"
    for one in definition.get("handovers", {}).values():
        a, b = (definition["activities"][one[side]]["object"] for side in ("sent", "received"))
        joined = concern.joined(definition, a, b)
        yield "hand-over on a type" if a == b else f"hand-over {'along links' if joined else 'in a chain case'}"


def of_manifests(definition: Table, deliveries: list[Table]) -> Iterator[str]:
    """What deliveries say of themselves, and in which order they come."""
    yield from (one["kind"] for one in deliveries)
    yield from (
        "partner without delivery" for p in definition["partners"] if p not in [d["partner"] for d in deliveries]
    )
    ids = [one["delivery_id"] for one in deliveries]
    if len(set(ids)) < len(ids):
        yield "delivery twice"
    zone = ZoneInfo(definition["chain"]["timezone"])
    for one in deliveries:
        if one["follows"] is None:
            if one["kind"] == "full" and one["delivery_id"][-1] != "1":
                yield "full that stands alone"
            continue
        if one["follows"] not in ids:
            yield "lost delivery"
            continue
        previous = deliveries[ids.index(one["follows"])]
        if ids.index(one["follows"]) > ids.index(one["delivery_id"]):
            yield "late gap-filler"
        ended = times.instant(previous["delivered_until"], zone)
        if times.instant(one["delivered_until"], zone) == ended:
            yield "only corrections"
        if one["delivered_from"] and one["kind"] == "increment":
            start = times.instant(one["delivered_from"], zone)
            yield "hole in time" if start > ended else "overlap in time" if start < ended else "increment"


def of_rows(deliveries: list[Table]) -> Iterator[str]:
    """What happens to rows from one delivery to the next, and within one."""
    seen: dict[tuple[str, str, str], Table] = {}
    for one in deliveries:
        events, before = one["events"], {key: row for key, row in seen.items() if key[:2] == (one["partner"], "event")}
        now = {(one["partner"], "event", row["event_id"]): row for row in events}
        if len(now) < len(events):
            yield "event twice in a delivery"
        if one["kind"] == "full" and set(before) - set(now):
            yield "event absent from a full"
        for key, row in now.items():
            if row.get("withdrawn"):
                yield "event withdrawn"
            elif key in before:
                yield "event again" if before[key] == row else "event corrected"
        if any(row.get("withdrawn") for row in one.get("links", [])):
            yield "link withdrawn"
        for row in one.get("objects", []):
            key = (one["partner"], "object", row["object_type"] + " " + row["object_id"])
            if None in row.values():
                yield "attribute left empty"
            if any(None not in (row[name], said) and row[name] != said for name, said in seen.get(key, row).items()):
                yield "attribute changed"
            seen[key] = row
        seen |= now


def of_times(definition: Table, deliveries: list[Table]) -> Iterator[str]:
    """How times are written, and which they are."""
    zone = ZoneInfo(definition["chain"]["timezone"])
    by_id = {one["delivery_id"]: one for one in deliveries}
    for one in deliveries:
        previous = by_id.get(one["follows"])
        for text in [row["time"] for row in one["events"]]:
            at_us = times.instant(text, zone)
            if previous and at_us < times.instant(previous["delivered_until"], zone):
                yield "event of before"
            if times.local(at_us, zone) % times.DAY_US == 0:
                yield "midnight"
            if datetime.fromisoformat(text).strftime("%m-%d") == "02-29":
                yield "leap day"
            if len(text) == len("2024-02-29"):
                yield "date alone"
            elif is_naive(text):
                odd = {0: "in the missing hour", 1: "without offset", 2: "in the doubled hour"}
                yield f"time {odd[occurrences(text, zone)]}"
            else:
                yield "time in UTC" if text.endswith("Z") else "time with offset"


def of_world(chain: Chain) -> Iterator[str]:
    """What only shows once everything is put together."""
    world = linking.link(chain.definition, know(chain.definition, chain.deliveries))
    if len({span[1] for span in world.knowledge.coverage.values()}) > 1:
        yield "different coverage"
    if world.objects - {event.object for event in world.knowledge.events}:
        yield "object without event"
    instants = {(event.at_us, event.place_in_order[1]) for event in world.knowledge.events}
    if len({at_us for at_us, _ in instants}) < len(instants):
        yield "same instant at two partners"
    if any(len(linking.units_of(world, what)) > 1 for what in world.objects if what[0] != world.unit):
        yield "object shared"
    for a, b in world.knowledge.links:
        if a == b:
            yield "link to itself"
        elif world.placeholders & {a, b}:
            yield "link of a placeholder"
        elif (a, b) not in world.followed:
            yield "link dangling"
        elif a in linking.reach(b, world.followed):
            yield "link on a cycle"
    for one in chain.definition.get("links", []):
        followed = linking.conflicts(world, one) & world.followed
        if any(a not in linking.reach(b, world.followed) for a, b in followed):
            yield "link against its cardinality"
