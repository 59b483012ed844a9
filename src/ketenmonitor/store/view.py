"""What one chain knew at one moment, as tables that an engine can compute with.

Comes in: a home, a chain and a moment. Goes out: a `View`. The promise: a view never changes while it is used, holds
only rows in force at its moment, and no writer blocks it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from ketenmonitor.definition import Definition
from ketenmonitor.store import ledger, tables
from ketenmonitor.store.engine import Engine, connect
from ketenmonitor.store.home import Home
from ketenmonitor.store.ledger import Coverage, Receipt
from ketenmonitor.store.prepared import open_prepared

# In which order events come within a case: the instant, the partner's place in the chain, its delivery, the row.
ORDER = ("at_us", "rank", "delivery", "row")


# Which objects a row speaks of.
TOUCHED = {
    "events": (("object_type", "object_id"),),
    "objects": (("object_type", "object_id"),),
    "links": (("from_type", "from_id"), ("to_type", "to_id")),
}


@dataclass(frozen=True, eq=False)
class View:
    """One chain at one moment of knowledge.

    `events`:  receipt, row, partner, rank, delivery, event_id, activity, object_type, object_id, at_us, local_us, local_day
    `links`:   from_type, from_id, to_type, to_id, partner (a pair once)
    `objects`: object_type, object_id, attribute, value: the latest value; a row with attribute null says it exists
    `quarantine`: partner, and where each row that was set apart stood
    `figures`: measure, id, field, date, period, by, value, partner: what partners themselves published
    `prepared`: tables that were computed when deliveries came in, by name; empty at an earlier moment
    """

    definition: Definition
    engine: Engine
    receipts: tuple[Receipt, ...]
    coverage: dict[str, Coverage]
    known_at_us: int | None
    events: ir.Table
    links: ir.Table
    objects: ir.Table
    figures: ir.Table
    quarantine: ir.Table
    prepared: Mapping[str, ir.Table] = field(default_factory=dict)


def open_view(home: Home, chain: str, as_known_at_us: int | None = None, engine: Engine | None = None) -> View:
    """What `chain` knew at `as_known_at_us` (None: now), on the home's engine or the one given."""
    definition = home.definition(chain, as_known_at_us)
    is_in_force = as_known_at_us is None or definition == home.definition(chain)
    engine = engine or connect(home.settings.engine, home.settings.memory_limit)
    root = home.tables_path(chain)
    everything = ledger.read(root)
    receipts = ledger.known_at(everything, as_known_at_us)
    in_force = InForce(root, engine, everything, receipts, tuple(definition.partners))
    covered = {p: c for p in definition.partners if (c := ledger.coverage(receipts, p)) is not None}
    events = in_force.rows("events")
    events = _since(events.filter(~events.withdrawn), covered)
    events = in_order(events.drop("withdrawn"), definition, receipts)
    # A figure is as known when its last delivery came or its definition was adopted: asked at that moment it is the same.
    adopted = home.adopted_us(chain)
    moments = [*(r.received_at_us for r in receipts), *([adopted] if receipts and adopted is not None else [])]
    known_at_us = as_known_at_us if as_known_at_us is not None else max(moments, default=None)
    return View(
        definition=definition,
        engine=engine,
        receipts=receipts,
        coverage=covered,
        known_at_us=known_at_us,
        events=events,
        links=_pairs(in_force.rows("links")),
        objects=_latest(definition, in_force, events),
        figures=in_force.rows("figures"),
        quarantine=in_force.rows("quarantine").drop("raw"),
        prepared=open_prepared(home, chain, engine, receipts) if is_in_force else {},
    )


@dataclass(frozen=True)
class InForce:
    """Which rows of a chain's tables count: of receipts known and not replaced, and not superseded themselves."""

    root: Path
    engine: Engine
    everything: tuple[Receipt, ...]
    receipts: tuple[Receipt, ...]
    partners: tuple[str, ...]

    def stored(self, table: str) -> ir.Table:
        """All rows of a table that the ledger vouches for, in force or not."""
        version = self.everything[-1].versions.get(table) if self.everything else None
        files = [] if version is None else tables.files_of(self.root, table, version)
        return self.engine.table(files, tables.SCHEMAS[table])

    def rows(self, table: str) -> ir.Table:
        """The rows of a table that are in force at the view's moment."""
        last = self.receipts[-1].receipt if self.receipts else 0
        gone = set().union(*(ledger.replaced(self.receipts, p) for p in self.partners)) if self.receipts else set()
        rows = self.stored(table)
        rows = rows.filter(rows.receipt <= last)
        if gone:
            rows = rows.filter(rows.receipt.notin(sorted(gone)))
        if any("superseded" in r.versions for r in self.receipts):
            rows = rows.anti_join(self._outranked(table, last), ["receipt", "row"])
        return rows

    def touched(self, since: int) -> ir.Table:
        """What rows of receipts after number `since` speak of, or take the place of: object_type, object_id, each once."""
        marks = self.stored("superseded")
        marks = marks.filter((marks.by_receipt > since) & (marks.receipt <= since))
        parts = []
        for kind, ends in TOUCHED.items():
            rows = self.stored(kind)
            given_way = marks.filter(marks.kind == kind).select("receipt", "row").distinct()
            for some in (rows.filter(rows.receipt > since), rows.semi_join(given_way, ["receipt", "row"])):
                parts += [some.select(object_type=some[type_], object_id=some[id_]) for type_, id_ in ends]
        found = ibis.union(*parts, distinct=True)
        return found.filter(found.object_type.notnull() & found.object_id.notnull())

    def _outranked(self, table: str, last: int) -> ir.Table:
        """receipt, row: the rows that give way to another row about the same thing."""
        ranks = ledger.ranks(self.receipts)
        known = pa.table({"receipt": pa.array(ranks, pa.int64()), "rank": pa.array(ranks.values(), pa.int64())})
        marks = self.stored("superseded")
        marks = marks.filter((marks.kind == table) & (marks.by_receipt <= last))
        mine, other = ibis.memtable(known), ibis.memtable(known.rename_columns(["by_receipt", "by_rank"]))
        marks = marks.inner_join(mine, "receipt").inner_join(other, "by_receipt")
        return marks.filter(marks.by_rank > marks["rank"]).select("receipt", "row").distinct()


def _since(events: ir.Table, covered: dict[str, Coverage]) -> ir.Table:
    """Without what lies before a partner's coverage: a delivery that came before its predecessor may hold such rows."""
    before = [(events.partner == p) & (events.at_us < c.from_us) for p, c in covered.items()]
    return events.filter(~ibis.or_(*before)) if before else events


def in_order(events: ir.Table, definition: Definition, receipts: tuple[Receipt, ...]) -> ir.Table:
    """Events with what decides their order at the same instant: their partner's `rank` and their `delivery`."""
    ranks = [(events.partner == p.id, p.rank) for p in definition.partners.values()]
    events = events.mutate(rank=ibis.cases(*ranks, else_=len(ranks)))
    order = ledger.order_of_deliveries(receipts)
    arrived = [[order[r.receipt] for r in receipts if r.partner == partner] for partner in definition.partners]
    if all(earlier < later for places in arrived for earlier, later in pairwise(places)):
        return events.mutate(delivery=events.receipt)  # the usual case, without a join
    places = pa.table({"receipt": pa.array(order, pa.int64()), "delivery": pa.array(order.values(), pa.int64())})
    return events.inner_join(ibis.memtable(places), "receipt")


def _pairs(links: ir.Table) -> ir.Table:
    return links.filter(~links.withdrawn).select("from_type", "from_id", "to_type", "to_id", "partner").distinct()


def _latest(definition: Definition, in_force: InForce, events: ir.Table) -> ir.Table:
    """The latest value of each attribute of each object: what was said of the object, else of its last event."""
    columns = ("object_type", "object_id", "attribute", "value")
    said = in_force.rows("objects").select(*columns)
    if not any(activity.attributes for activity in definition.activities.values()):
        return said
    noted = in_force.rows("event_attributes").inner_join(events, ["receipt", "row"])
    last_first = [ibis.desc(c) for c in ORDER]
    window = ibis.window(group_by=["object_type", "object_id", "attribute"], order_by=last_first)
    noted = noted.mutate(place=ibis.row_number().over(window))
    noted = noted.filter(noted.place == 0).select(*columns)
    return said.union(noted.anti_join(said, ["object_type", "object_id", "attribute"]))
