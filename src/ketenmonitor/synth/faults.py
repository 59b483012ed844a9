"""What goes wrong at partners, on purpose: links that lead astray, and rows and files that the gate must not take.

Comes in: a world, or the tables of a delivery. Goes out: the same with faults, and which faults. The promise: links
that are wrong are part of the truth (they are followed as delivered, or not when they are of placeholders); rows and files
that are wrong never are.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from ketenmonitor.definition import Definition
from ketenmonitor.synth.attributes import UNKNOWN
from ketenmonitor.synth.clock import DAY, iso
from ketenmonitor.synth.columns import Ints, is_among
from ketenmonitor.synth.pseudonyms import pseudonyms
from ketenmonitor.synth.rows import pair_keys
from ketenmonitor.synth.schedule import Slot
from ketenmonitor.synth.seen import Coverage
from ketenmonitor.synth.world import FATES, NEVER, World

ASTRAY = 0.002  # of the links of each kind, for each fault; at least one
NOT_A_TIME = "gisteren"
FUTURE = "2999-01-01T00:00:00+00:00"
NOT_DECLARED = "niet-in-de-definitie"
SPOILED = 2  # the delivery of each partner, counted from 0, that has faulty rows
Row = dict[str, Any]
Fault = tuple[str, Row]  # reason and row


def with_links_astray(world: World, coverage: Coverage, rng: np.random.Generator) -> World:
    """Add links to nothing, to itself, back in a circle, and more than their cardinality allows."""
    for kind, link in enumerate(world.definition.links):
        first, until = coverage[link.partner]
        is_told = (world.link_at >= first) & (world.link_at <= until)
        is_true = world.link_fate == FATES.index("true")
        there = np.flatnonzero((world.link_kind == kind) & is_told & is_true)
        some = rng.permutation(there)[: max(1, round(ASTRAY * len(there)))]
        at, source, target = world.link_at[some], world.link_from[some], world.link_to[some]
        if any(a.object == link.to_type for a in world.definition.activities.values()):
            world, ghosts = _with_ghosts(world, link.to_type, len(some))
            world = _with_links(world, kind, source=source, target=ghosts, at=at)
        if link.from_type == link.to_type:
            world = _with_links(world, kind, source=source, target=source, at=at)
        if link.cardinality != "many-to-many":
            others = world.link_to[rng.permutation(there)[: len(some)]]
            world = _with_links(world, kind, source=source, target=others, at=at)
        for back, other in enumerate(world.definition.links):
            if (other.from_type, other.to_type) == (link.to_type, link.from_type) and back >= kind:
                then = np.clip(at, *coverage[other.partner])
                world = _with_links(world, back, source=target, target=source, at=then)
    return world


def with_placeholders(world: World, coverage: Coverage, rng: np.random.Generator) -> World:
    """For each type of object with a limit on its links one that stands for many: links of it beyond the limit, and events.

    It comes in the place of one end of links, which are lost with that. None for a type of which too few links there are.
    """
    for object_type, limit in world.definition.limits.items():
        for end in ("to", "from"):
            some, others = _replaceable(world, coverage, object_type, end)
            _, first = np.unique(others, return_index=True)  # a link to the same object again would be the same link
            if len(first) <= limit:
                continue
            chosen = some[rng.permutation(first)[: limit + 1 + round(ASTRAY * len(first))]]
            world, (filled,) = _with_ghosts(world, object_type, 1)
            ends = {"from": world.link_from.copy(), "to": world.link_to.copy()}
            ends[end][chosen] = filled
            fate = world.link_fate.copy()
            fate[chosen] = FATES.index("placeholder")
            happened = np.flatnonzero(world.type_of[world.event_object] == world.type_of[filled])
            objects = world.event_object.copy()
            objects[rng.permutation(happened)[: len(chosen)]] = filled
            world = replace(world, link_from=ends["from"], link_to=ends["to"], link_fate=fate, event_object=objects)
            break
    return world


def _replaceable(world: World, coverage: Coverage, object_type: str, end: str) -> tuple[Ints, Ints]:
    """The links with a type of object at this end that are delivered, and what is at their other end."""
    declared = world.definition.links
    kinds = [
        number
        for number, link in enumerate(declared)
        if object_type == (link.from_type if end == "from" else link.to_type)
    ]
    windows = np.array([coverage[link.partner] for link in declared])[world.link_kind]
    is_told = (windows[:, 0] <= world.link_at) & (world.link_at <= windows[:, 1])
    some = np.flatnonzero(np.isin(world.link_kind, kinds) & is_told & (world.link_fate == FATES.index("true")))
    return some, (world.link_to if end == "from" else world.link_from)[some]


def _with_ghosts(world: World, object_type: str, count: int) -> tuple[World, Ints]:
    """Objects that nobody ever tells anything of."""
    ghosts = len(world.type_of) + np.arange(count)
    kind = tuple(world.definition.objects).index(object_type)
    nothing = {name: np.append(codes, np.full(count, UNKNOWN)) for name, codes in world.attributes.items()}
    types, born = np.append(world.type_of, np.full(count, kind)), np.append(world.born, np.full(count, NEVER))
    return replace(world, type_of=types, born=born, attributes=nothing), ghosts


def _with_links(world: World, kind: int, *, source: Ints, target: Ints, at: Ints) -> World:
    """More links of one kind, except those that there are."""
    new = ~is_among(pair_keys(world, source, target), pair_keys(world, world.link_from, world.link_to))
    return replace(
        world,
        link_kind=np.append(world.link_kind, np.full(int(new.sum()), kind)),
        link_from=np.append(world.link_from, source[new]),
        link_to=np.append(world.link_to, target[new]),
        link_at=np.append(world.link_at, at[new]),
        link_fate=np.append(world.link_fate, np.full(int(new.sum()), FATES.index("astray"))),
    )


def spoiled(
    definition: Definition, slot: Slot, tables: dict[str, pa.Table], *, known_event: str | None, seed: int
) -> tuple[dict[str, pa.Table], dict[str, int]]:
    """The tables with faulty rows at their ends, and how many there are for each reason."""
    fresh = iter(pseudonyms(seed, f"faults/{slot.delivery_id}", 20).to_pylist())
    makers = {
        "events": _event_faults(definition, slot, tables.get("events"), known_event=known_event, fresh=fresh),
        "links": _link_faults(tables.get("links")),
        "objects": _object_faults(definition, tables.get("objects")),
    }
    reasons: dict[str, int] = {}
    for kind, faults in makers.items():
        found = list(faults)
        for reason, _ in found:
            reasons[reason] = reasons.get(reason, 0) + 1
        if found:
            rows = pa.Table.from_pylist([row for _, row in found], schema=tables[kind].schema)
            tables = {**tables, kind: pa.concat_tables([tables[kind], rows])}
    return tables, reasons


def _event_faults(
    definition: Definition, slot: Slot, events: pa.Table | None, *, known_event: str | None, fresh: Iterator[str]
) -> Iterator[Fault]:
    good = _first_good(events)
    if not good:
        return
    yield "unknown-activity", {**good, "event_id": known_event, "activity": NOT_DECLARED}
    yield "not-a-time", {**good, "event_id": next(fresh), "time": NOT_A_TIME}
    yield "in-the-future", {**good, "event_id": next(fresh), "time": FUTURE}
    yield "outside-coverage", {**good, "event_id": next(fresh), "time": iso(slot.from_us - DAY, definition.zone)}
    yield "empty-identifier", {**good, "event_id": next(fresh), "object_id": None}
    yield "empty-identifier", {**good, "event_id": None}
    yield "contradicts-earlier-row", {**good, "time": iso(slot.until_us, definition.zone)}
    foreign = next((a.id for a in definition.activities.values() if a.partner != slot.partner), None)
    if foreign:
        yield "activity-of-another-partner", {**good, "event_id": next(fresh), "activity": foreign}
    for name in _categories(definition, definition.activities[good["activity"]].attributes):
        yield "not-in-list", {**good, "event_id": next(fresh), name: NOT_DECLARED}


def _link_faults(links: pa.Table | None) -> Iterator[Fault]:
    good = _first_good(links)
    if good:
        yield "unknown-object-type", {**good, "from_type": NOT_DECLARED}
        yield "empty-identifier", {**good, "to_id": None}


def _object_faults(definition: Definition, objects: pa.Table | None) -> Iterator[Fault]:
    good = _first_good(objects)
    if good:
        yield "empty-identifier", {**good, "object_id": None}
        for name in _categories(definition, definition.objects[good["object_type"]].attributes):
            yield "not-in-list", {**good, name: NOT_DECLARED}


def _first_good(table: pa.Table | None) -> Row:
    rows = table.slice(0, 100).to_pylist() if table is not None else []
    return next((row for row in rows if not row.get("withdrawn")), {})


def _categories(definition: Definition, names: tuple[str, ...]) -> list[str]:
    return [name for name in names if definition.attributes[name].type == "category"]


def with_a_wrong_hash(folder: Path) -> None:
    """Make the manifest of a written delivery untrue."""
    path = folder / "delivery.json"
    said = json.loads(path.read_text(encoding="utf-8"))
    for file in said["files"].values():
        file["sha256"] = file["sha256"][::-1]
    path.write_text(json.dumps(said, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
