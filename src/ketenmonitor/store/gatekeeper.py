"""What is behind the gatekeeper (*poortwachter*): rows that left the tables and are not destroyed yet.

    removed           which objects are there, by which rule, since when
    behind/TABLE      their rows, in tables like those that they left

Comes in: the folder of a chain's tables, and the objects that somebody may see. Goes out: rows. The promise: what nobody decided
that it may be seen is in no other table, so nothing that reads those can show it; and a link to something else that is behind
the gatekeeper stays there.
"""

from __future__ import annotations

from pathlib import Path

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from ketenmonitor.store import tables
from ketenmonitor.store.engine import Engine

BEHIND = "behind"
OBJECT = ["object_type", "object_id"]
ROW = ["receipt", "row"]
Objects = tuple[tuple[str, str], ...]  # type and identifier


def latest(root: Path, engine: Engine, table: str) -> ir.Table:
    """All rows of a table that only rewriting writes; none when there never was one."""
    version = tables.version_of(root, table)
    return engine.table([] if version is None else tables.files_of(root, table, version), tables.SCHEMAS[table])


def let_through(root: Path, engine: Engine, table: str, objects: Objects) -> ir.Table:
    """The rows behind the gatekeeper that are about these objects."""
    columns = [pa.array([one[place] for one in objects], pa.string()) for place in (0, 1)]
    shown = ibis.memtable(pa.table(columns, names=OBJECT))
    if table == "superseded":
        marks = latest(root / BEHIND, engine, table)
        own = [
            _own(root, engine, kind, shown).mutate(kind=ibis.literal(kind)) for kind in ("events", "links", "objects")
        ]
        return marks.semi_join(ibis.union(*(rows.select("kind", *ROW) for rows in own)), ["kind", *ROW])
    if table == "event_attributes":
        return latest(root / BEHIND, engine, table).semi_join(_own(root, engine, "events", shown), ROW)
    if table in ("events", "links", "objects"):
        return _own(root, engine, table, shown)
    return latest(root / BEHIND, engine, table).limit(0)


def _own(root: Path, engine: Engine, table: str, shown: ir.Table) -> ir.Table:
    rows = latest(root / BEHIND, engine, table)
    if table != "links":
        return rows.semi_join(shown, OBJECT)
    hidden = latest(root, engine, "removed").select(*OBJECT).anti_join(shown, OBJECT)
    by_end = [[(f"{end}_type", "object_type"), (f"{end}_id", "object_id")] for end in ("from", "to")]
    for end in by_end:
        rows = rows.anti_join(hidden, end)
    return rows
