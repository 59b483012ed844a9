"""What one chain knew at one moment, as tables that an engine can compute with.

Comes in: a home, a chain and a moment. Goes out: a `View`. The promise: a view never changes while it is used, holds
only rows in force at its moment, and no writer blocks it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from ketenmonitor.definition import Definition
from ketenmonitor.store import departures, ledger
from ketenmonitor.store.behind import Behind, behind_in
from ketenmonitor.store.departures import Gone
from ketenmonitor.store.engine import Engine, connect
from ketenmonitor.store.gatekeeper import Objects
from ketenmonitor.store.home import Home
from ketenmonitor.store.in_force import InForce
from ketenmonitor.store.ledger import Coverage, Receipt
from ketenmonitor.store.prepared import open_prepared

# In which order events come within a case: the instant, the partner's place in the chain, its delivery, the row.
ORDER = ("at_us", "rank", "delivery", "row")
SHARED = "\u001f"  # ASCII unit separator in an event_id: EVENT, then the object that the row is about


@dataclass(frozen=True, eq=False)
class View:
    """One chain at one moment of knowledge.

    `events`:  receipt, row, partner, rank, delivery, event_id, source, activity, object_type, object_id, at_us, local_us,
    local_day
    `links`:   from_type, from_id, to_type, to_id, partner (a pair once)
    `link_rows`: the rows that these are in: receipt, row, partner, from_type, from_id, to_type, to_id, at_us
    `objects`: object_type, object_id, attribute, value: the latest value; a row with attribute null says it exists
    `quarantine`: partner, and where each row that was set apart stood
    `figures`: measure, id, field, date, period, by, value, partner: what partners themselves published
    `prepared`: tables that were computed when deliveries came in, by name; empty at an earlier moment
    `gone`: what left by a rule of retention, before this moment and after it
    """

    definition: Definition
    engine: Engine
    receipts: tuple[Receipt, ...]
    coverage: dict[str, Coverage]
    known_at_us: int | None
    events: ir.Table
    links: ir.Table
    link_rows: ir.Table
    objects: ir.Table
    figures: ir.Table
    quarantine: ir.Table
    prepared: Mapping[str, ir.Table] = field(default_factory=dict)
    gone: Gone = field(default_factory=Gone)

    @cached_property
    def behind(self) -> dict[str, Behind]:
        """The partners that are behind the others."""
        return behind_in(self.definition, self.coverage)


def open_view(
    home: Home,
    chain: str,
    as_known_at_us: int | None = None,
    engine: Engine | None = None,
    definition: Definition | None = None,
    through: Objects = (),
) -> View:
    """What `chain` knew at `as_known_at_us` (None: now), on the home's engine or the one given.

    `definition`: read by this version instead of the one that was in force then. `through`: objects behind the gatekeeper that
    may be seen: somebody decided that.
    """
    definition = definition or home.definition(chain, as_known_at_us)
    engine = engine or connect(home.settings.engine, home.settings.memory_limit, home.path)
    root = home.tables_path(chain)
    everything = ledger.read(root)
    receipts = ledger.known_at(everything, as_known_at_us)
    runs = departures.read(root)
    in_force = InForce(root, engine, everything, receipts, tuple(definition.partners), through)
    covered = {p: c for p in definition.partners if (c := ledger.coverage(receipts, p)) is not None}
    events = in_order(_events(in_force.rows("events"), covered), definition, receipts)
    known_at_us = as_known_at_us if as_known_at_us is not None else _known_at_us(home, chain, receipts, runs)
    ready = {} if through else open_prepared(home, chain, engine, receipts)
    is_in_force = definition == home.definition(chain)  # asked last: a version adopted meanwhile has tables of its own
    linked = in_force.rows("links").filter(~ibis._.withdrawn).drop("withdrawn")
    return View(
        definition=definition,
        engine=engine,
        receipts=receipts,
        coverage=covered,
        known_at_us=known_at_us,
        events=events,
        links=_pairs(linked),
        link_rows=linked,
        objects=_latest(definition, in_force.rows("objects"), in_force.rows("event_attributes"), events),
        figures=in_force.rows("figures"),
        quarantine=in_force.rows("quarantine").drop("raw"),
        prepared=ready if is_in_force else {},
        gone=departures.gone_at(runs, as_known_at_us, receipts[-1].receipt if receipts else 0),
    )


def _known_at_us(home: Home, chain: str, receipts: tuple[Receipt, ...], runs: tuple[departures.Run, ...]) -> int | None:
    """When a figure of now became what it is: its last delivery came, its definition was adopted, or something left.

    Asked at that moment it is the same.
    """
    adopted = home.adopted_us(chain)
    moments = [*(r.received_at_us for r in receipts), *([adopted] if receipts and adopted is not None else [])]
    return max([*moments, *(run.at_us for run in runs)], default=None)


def limited(view: View, in_force: InForce, touched: ir.Table, since: int, earlier: ir.Table) -> View:
    """The view of the objects in `touched` (object_type, object_id), without looking at the events of all others.

    `earlier` are their events of the receipts up to number `since`, as they were in force when these were all.
    """
    new = _events(in_force.rows("events", since), view.coverage)
    columns = [column for column in earlier.columns if column in new.columns]
    events = (
        earlier.anti_join(in_force.outranked("events"), ["receipt", "row"]).select(columns).union(new.select(columns))
    )
    said = in_force.rows("objects").semi_join(touched, ["object_type", "object_id"])
    ends = [[(f"{end}_type", "object_type"), (f"{end}_id", "object_id")] for end in ("from", "to")]
    return replace(
        view,
        events=(events := view.engine.keep(in_order(events, view.definition, view.receipts))),
        links=view.engine.keep(_pairs(ibis.union(*(view.link_rows.semi_join(touched, end) for end in ends)))),
        objects=_latest(view.definition, said, in_force.rows("event_attributes"), events),
        prepared={},
    )


def _events(rows: ir.Table, covered: dict[str, Coverage]) -> ir.Table:
    """The events that happened, with `source`: which event a row tells of when an event has several rows, else null.

    What lies before a partner's coverage is left out: a delivery that came before its predecessor may hold such rows.
    """
    before = [(rows.partner == p) & (rows.at_us < c.from_us) for p, c in covered.items()]
    rows = rows.filter(~rows.withdrawn & ~ibis.or_(*before)) if before else rows.filter(~rows.withdrawn)
    source = rows.partner + SHARED + rows.event_id.split(SHARED)[0]
    return rows.mutate(source=rows.event_id.contains(SHARED).ifelse(source, ibis.null("string"))).drop("withdrawn")


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
    return links.group_by("from_type", "from_id", "to_type", "to_id").aggregate(partner=links.partner.max())


def _latest(definition: Definition, said: ir.Table, noted: ir.Table, events: ir.Table) -> ir.Table:
    """The latest value of each attribute of each object: what was `said` of the object, else `noted` at its last event."""
    columns = ("object_type", "object_id", "attribute", "value")
    said = said.select(*columns)
    if not any(activity.attributes for activity in definition.activities.values()):
        return said
    noted = noted.inner_join(events, ["receipt", "row"])
    last_first = [ibis.desc(c) for c in ORDER]
    window = ibis.window(group_by=["object_type", "object_id", "attribute"], order_by=last_first)
    noted = noted.mutate(place=ibis.row_number().over(window))
    noted = noted.filter(noted.place == 0).select(*columns)
    return said.union(noted.anti_join(said, ["object_type", "object_id", "attribute"]))
