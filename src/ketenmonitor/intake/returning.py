"""Rows of a delivery about what was destroyed or removed under a rule of retention: these do not come back.

Comes in: the files of a delivery as tables of text. Goes out: the same without such rows, and how many there were, by why. The
promise: such a row is not stored anywhere, also not among those that are set apart; of a row that does not say of which type its
object is, it is enough that an object of any type with that identifier may not come back.
"""

from __future__ import annotations

from collections import Counter

import ibis
import ibis.expr.types as ir

from ketenmonitor.definition import Definition
from ketenmonitor.store import Engine, Home, kept_out

ENDS = {
    "events": (("object_type", "object_id"),),
    "objects": (("object_type", "object_id"),),
    "links": (("from_type", "from_id"), ("to_type", "to_id")),
}


def without_returning(
    home: Home, definition: Definition, engine: Engine, tables: dict[str, ir.Table]
) -> tuple[dict[str, ir.Table], dict[str, int]]:
    """The tables without what may not come back, and the findings: how many rows each reason kept out."""
    named = {name: _typed(rows, definition, kind) for name, rows in tables.items() if (kind := _kind(name)) in ENDS}
    ids = [rows.select(object_id=rows[id]) for name, rows in named.items() for _, id in ENDS[_kind(name)]]
    out = kept_out(home, definition.id, engine, ibis.union(*ids), definition.objects) if ids else None
    if out is None or not engine.run(out.count().as_table())[0][0].as_py():
        return tables, {}
    found, counted = dict(tables), Counter[str]()
    for name, rows in named.items():
        gone = engine.keep(_rows_out(rows, out, ENDS[_kind(name)]))
        for row in engine.run(gone.group_by("why").aggregate(n=gone.count())).to_pylist():
            counted[row["why"]] += row["n"]
        found[name] = engine.keep(tables[name].anti_join(gone, "row"))
    return found, dict(sorted(counted.items()))


def _kind(name: str) -> str:
    return name.partition(".")[0]


def _typed(rows: ir.Table, definition: Definition, kind: str) -> ir.Table:
    """The rows with the types of their objects, null where that is not one of the chain."""
    if kind == "events":
        types = [(rows.activity == a.id, a.object) for a in definition.activities.values()]
        return rows.mutate(object_type=ibis.cases(*types, else_=ibis.null("string")))
    known = list(definition.objects)
    return rows.mutate(**{t: rows[t].isin(known).ifelse(rows[t], ibis.null("string")) for t, _ in ENDS[kind]})


def _rows_out(rows: ir.Table, out: ir.Table, ends: tuple[tuple[str, str], ...]) -> ir.Table:
    """row, why: each row once, by the reason that comes first."""
    parts = []
    for type_, id_ in ends:
        end = rows.select("row", object_type=rows[type_], object_id=rows[id_])
        exact = end.inner_join(out, ["object_type", "object_id"])
        untyped = end.filter(end.object_type.isnull()).inner_join(out.select("object_id", "why"), "object_id")
        parts += [exact.select("row", "why"), untyped.select("row", "why")]
    met = ibis.union(*parts)
    return met.group_by("row").aggregate(why=met.why.min())
