"""Which stored rows count at a moment, and which objects new rows speak of.

Comes in: the receipts known at a moment, and those that the ledger has. Goes out: rows of tables, as expressions. The
promise: what counts follows from the ledger alone; no row is ever changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from ketenmonitor.store import ledger, tables
from ketenmonitor.store.engine import Engine
from ketenmonitor.store.gatekeeper import Objects, let_through
from ketenmonitor.store.ledger import Receipt

# Which objects a row speaks of.
TOUCHED = {
    "events": (("object_type", "object_id"),),
    "objects": (("object_type", "object_id"),),
    "links": (("from_type", "from_id"), ("to_type", "to_id")),
}


@dataclass(frozen=True)
class InForce:
    """Which rows of a chain's tables count: of receipts known and not replaced, and not superseded themselves."""

    root: Path
    engine: Engine
    everything: tuple[Receipt, ...]
    receipts: tuple[Receipt, ...]
    partners: tuple[str, ...]
    through: Objects = ()  # what may be seen of what is behind the gatekeeper

    def stored(self, table: str) -> ir.Table:
        """All rows of a table that the ledger vouches for, in force or not."""
        version = self.everything[-1].versions.get(table) if self.everything else None
        files = [] if version is None else tables.files_of(self.root, table, version)
        rows = self.engine.table(files, tables.SCHEMAS[table])
        return rows.union(let_through(self.root, self.engine, table, self.through)) if self.through else rows

    def rows(self, table: str, since: int = 0) -> ir.Table:
        """The rows of a table that are in force at the view's moment; only those of receipts after number `since`."""
        gone = set().union(*(ledger.replaced(self.receipts, p) for p in self.partners)) if self.receipts else set()
        rows = self.stored(table)
        rows = rows.filter((rows.receipt <= self._last) & (rows.receipt > since))
        if gone:
            rows = rows.filter(rows.receipt.notin(sorted(gone)))
        if any("superseded" in r.versions for r in self.receipts):
            rows = rows.anti_join(self.outranked(table), ["receipt", "row"])
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

    @property
    def _last(self) -> int:
        return self.receipts[-1].receipt if self.receipts else 0

    def outranked(self, table: str) -> ir.Table:
        """receipt, row: the rows that give way to another row about the same thing."""
        ranks = ledger.ranks(self.receipts)
        known = pa.table({"receipt": pa.array(ranks, pa.int64()), "rank": pa.array(ranks.values(), pa.int64())})
        marks = self.stored("superseded")
        marks = marks.filter((marks.kind == table) & (marks.by_receipt <= self._last))
        mine, other = ibis.memtable(known), ibis.memtable(known.rename_columns(["by_receipt", "by_rank"]))
        marks = marks.inner_join(mine, "receipt").inner_join(other, "by_receipt")
        return marks.filter(marks.by_rank > marks["rank"]).select("receipt", "row").distinct()
