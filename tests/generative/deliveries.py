"""Hypothesis strategies for the deliveries of a chain: what partners send, correct, take back, repeat and lose.

Comes in: a definition. Goes out: `deliveries()`: the deliveries in the order received, as the reference engine takes
them. The promise: the gate has no reason to refuse a delivery or to set a row apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from tests.generative.definitions import VALUES, Table
from tests.generative.moments import Moment, grids, is_naive
from tests.oracles import knowledge, times

Rows = st.SearchStrategy[Table]
HOUR_US = 3_600_000_000
MEASURED = ("lead_times", "terms", "stocks")
EVENT_IDS = [f"e{number}" for number in range(20)]
SELDOM = [False] * 7 + [True]
STRANGER = "9"  # an identifier that only links mention


@dataclass(frozen=True)
class Stage:
    """What rows are drawn from: the chain, its identifiers per type, and the moments that they may have."""

    definition: Table
    identifiers: dict[str, list[str]]
    grid: list[Moment]

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.definition["chain"]["timezone"])

    def between(self, start_us: int, until_us: int) -> list[str]:
        """The texts of the moments in a span, ends included."""
        return [moment.text for moment in self.grid if start_us <= moment.at_us <= until_us]


@st.composite
def deliveries(draw: st.DrawFn, definition: Table) -> list[Table]:
    """What is received of all partners, in order, each with its moment of receipt; some of it twice."""
    few, many = st.integers(1, 3), st.integers(1, 12)
    unit = definition["chain"]["unit"]
    counts = {kind: draw(st.one_of(few, many) if kind == unit else few) for kind in definition["objects"]}
    identifiers = {kind: [str(number) for number in range(1, count + 1)] for kind, count in counts.items()}
    stage = Stage(definition, identifiers, draw(grids(definition["chain"]["timezone"])))
    of_partner = {partner: draw(received_of(stage, partner)) for partner in definition["partners"]}
    turns = draw(st.permutations([partner for partner, found in of_partner.items() for _ in found]))
    queues = {partner: iter(found) for partner, found in of_partner.items()}
    received = [next(queues[partner]) for partner in turns]
    if received:
        received += draw(st.lists(st.sampled_from(received), max_size=1))
    first_us = stage.grid[-1].at_us + times.DAY_US
    return [{**one, "received_at_us": first_us + number * HOUR_US} for number, one in enumerate(received)]


@st.composite
def received_of(draw: st.DrawFn, stage: Stage, partner: str) -> list[Table]:
    """The deliveries of one partner in the order received: late ones after their followers, lost ones not at all."""
    made = draw(manifests(stage, partner))
    fates = [draw(st.sampled_from(["in time"] * 4 + ["late", "later", "lost"])) for _ in made]
    places = [number + {"late": 1.5, "later": 2.5}.get(fate, 0) for number, fate in enumerate(fates)]
    arriving = sorted(range(len(made)), key=lambda number: places[number] if number else -1)
    arriving = [number for number in arriving if number == 0 or fates[number] != "lost"]
    received = [made[number] for number in arriving]
    sent: list[Table] = []
    for number in sorted(arriving):
        start = lowest(received[: received.index(made[number]) + 1], stage.zone)
        rows = draw(contents(stage, made[number], sent, start))
        made[number].update(rows)
        sent.append(made[number])
    return received


def lowest(received: list[Table], zone: ZoneInfo) -> int:
    """From when on a row of the last of these deliveries may be: the history before it came and with it."""
    if received[-1]["kind"] == "full":
        return times.instant(received[-1]["delivered_from"], zone)
    found = [knowledge.coverage(knowledge.order_of_force(one), zone) for one in (received[:-1], received) if one]
    return max(span[0] for span in found if span is not None)


@st.composite
def manifests(draw: st.DrawFn, stage: Stage, partner: str) -> list[Table]:
    """What up to four deliveries of one partner say of themselves, each following the one before it."""
    with_offset = [moment for moment in stage.grid if not is_naive(moment.text)]
    count = draw(st.sampled_from([1, 2, 3, 4, 2, 3, 2, 3, 1, 2, 1, 0]))
    limits = draw(st.lists(st.sampled_from(with_offset), min_size=count + 1, max_size=count + 1))
    limits = sorted(limits, key=lambda moment: moment.at_us)
    if count and draw(st.integers(0, 3)) < 3:
        limits = [with_offset[0], *limits[1:-1], with_offset[-1]]
    made: list[Table] = []
    for number in range(count):
        kind = draw(st.sampled_from(["increment", "increment", "increment", "full"]))
        start = draw(st.sampled_from([limits[0], *[m for m in with_offset if m.at_us <= limits[number + 1].at_us]]))
        continues = number > 0 and kind == "increment"
        said = {
            "delivery_id": f"{partner}-{number + 1}",
            "partner": partner,
            "chain": stage.definition["chain"]["id"],
            "definition_version": stage.definition["chain"]["version"],
            "kind": kind,
            "follows": made[-1]["delivery_id"] if made and (continues or draw(st.booleans())) else None,
            "delivered_from": limits[0].text if number == 0 else start.text,
            "delivered_until": limits[number + 1].text,
            "made_at": with_offset[-1].text,
            "contact": None,
        }
        if continues and draw(st.integers(0, 3)) < 3:
            said["delivered_from"] = None
        made.append(said)
    return made


@st.composite
def contents(draw: st.DrawFn, stage: Stage, manifest: Table, sent: list[Table], start_us: int) -> Table:
    """The rows of one delivery: new ones, corrections (an identifier again) and some of what was sent before. A full
    one brings every kind of file."""
    partner, full = manifest["partner"], manifest["kind"] == "full"
    texts = stage.between(start_us, times.instant(manifest["delivered_until"], stage.zone))
    found: dict[str, list[Table]] = {}
    for kind, rows in ROWS.items():
        before = [row for delivery in sent for row in delivery.get(kind, []) if row.get("time") in [None, *texts]]
        before = first_of_each(kind, before[::-1])
        few = st.lists(st.sampled_from(before), max_size=2) if before else st.just([])
        repeated = draw(few)
        if full:
            repeated = [row for row in before if row not in repeated]
        several = st.lists(rows(stage, partner, texts)) if can_send(stage, partner, kind, texts) else st.just([])
        new = [row for _ in range(ROUNDS[kind]) for row in draw(several)]
        found[kind] = first_of_each(kind, [*new, *repeated])
    if found["events"] and draw(st.integers(0, 7)) == 7:
        found["events"].append(dict(found["events"][0]))
    return {kind: rows for kind, rows in found.items() if rows or full or kind == "events"}


def can_send(stage: Stage, partner: str, kind: str, texts: list[str]) -> bool:
    """Whether a partner has anything of a kind to send, and a moment for it."""
    tables: dict[str, list[Table]] = {
        "events": list(stage.definition["activities"].values()),
        "links": stage.definition.get("links", []),
        "objects": list(stage.definition["objects"].values()),
    }
    return (kind == "objects" or bool(texts)) and any(table["partner"] == partner for table in tables[kind])


def first_of_each(kind: str, rows: list[Table]) -> list[Table]:
    """The rows without those that name again what one of them names."""
    found: dict[tuple[str, ...], Table] = {}
    for row in rows:
        found.setdefault(tuple(row[name] for name in NAMED_BY[kind]), row)
    return list(found.values())


def event_rows(stage: Stage, partner: str, texts: list[str]) -> Rows:
    """An event of the partner; few identifiers, so that some are corrections."""
    mine = {name: table for name, table in stage.definition["activities"].items() if table["partner"] == partner}
    found = {
        name: row_of(
            event_id=st.sampled_from(EVENT_IDS),
            activity=st.just(name),
            time=st.sampled_from(texts),
            object_id=st.sampled_from(stage.identifiers[table["object"]]),
            **values_of(table["attributes"]),
            withdrawn=st.sampled_from(SELDOM),
        )
        for name, table in mine.items()
    }
    wanted = [name for name in sorted(named_by_measures(stage.definition)) if name in mine]
    return st.one_of([found[name] for name in [*mine, *wanted, *wanted]])


def named_by_measures(definition: Table) -> set[str]:
    """The activities that a lead time, term, stock or hand-over is about: they happen more often than others."""
    entries = [one for table in MEASURED for one in definition.get(table, {}).values()]
    lists = [one.get(key, []) for one in entries for key in ("from", "to", "enters", "leaves")]
    return {name for names in lists for name in names} | {
        one[side] for one in definition.get("handovers", {}).values() for side in ("sent", "received")
    }


def link_rows(stage: Stage, partner: str, texts: list[str]) -> Rows:
    """A link that the partner delivers; sometimes to or from what nobody else mentions."""
    found = [
        row_of(
            from_type=st.just(link["from"]),
            from_id=st.sampled_from([*stage.identifiers[link["from"]], STRANGER]),
            to_type=st.just(link["to"]),
            to_id=st.sampled_from([*stage.identifiers[link["to"]], STRANGER]),
            time=st.sampled_from(texts),
            withdrawn=st.sampled_from(SELDOM),
        )
        for link in stage.definition["links"]
        if link["partner"] == partner
    ]
    return st.one_of(found)


def object_rows(stage: Stage, partner: str, texts: list[str]) -> Rows:
    """What the partner says of an object that it issues; an attribute may stay empty."""
    found = [
        row_of(
            object_type=st.just(kind),
            object_id=st.sampled_from(stage.identifiers[kind]),
            **values_of(table["attributes"]),
        )
        for kind, table in stage.definition["objects"].items()
        if table["partner"] == partner
    ]
    return st.one_of(found)


def row_of(**cells: st.SearchStrategy[Any]) -> Rows:
    """A row; `withdrawn` is only there when it is true."""
    rows: Rows = st.fixed_dictionaries(cells)
    return rows.map(lambda row: {name: cell for name, cell in row.items() if (name, cell) != ("withdrawn", False)})


def values_of(attributes: list[str]) -> dict[str, st.SearchStrategy[Any]]:
    """A value, or none, for each attribute."""
    return {name: st.sampled_from([*VALUES[name], None]) for name in attributes}


ROUNDS = {"events": 3, "links": 2, "objects": 1}  # how many lists of them are drawn
ROWS = {"events": event_rows, "links": link_rows, "objects": object_rows}
NAMED_BY = {
    "events": ("event_id",),
    "links": ("from_type", "from_id", "to_type", "to_id"),
    "objects": ("object_type", "object_id"),
}
