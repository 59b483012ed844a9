"""Write all tables of a chain anew, without what leaves: to behind the gatekeeper, or for good.

    leaving    object_type, object_id, after (a state), rule, start_day, kept, first_receipt: which objects, kept in the engine

Comes in: what leaves, as a table of the engine. Goes out: a new folder of tables, and a `Run` in it. The promise: every stored row
that names an object leaves with it, whether it was in force or not, also the rows that were set apart; a row that names two goes
where the one goes that goes furthest; nothing of Delta's log comes along, for its statistics hold identifiers; and until the
new folder is said to count nothing has changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

from ketenmonitor.store import departures, generations, ledger, tables
from ketenmonitor.store.departures import DESTROYED, REMOVED, Run
from ketenmonitor.store.engine import Engine
from ketenmonitor.store.gatekeeper import BEHIND, latest
from ketenmonitor.store.home import Home
from ketenmonitor.store.tombstones import bare, tombstone

OBJECT = ["object_type", "object_id"]
ROW = ["receipt", "row"]
KINDS = ("events", "event_attributes", "links", "objects", "figures", "superseded", "quarantine")
WITH_FATE = ("events", "links", "objects", "quarantine")  # the others follow these, or name no object


# DuckDB's own function, by its name there; the body is never run.
@ibis.udf.scalar.builtin(name="json_extract_string", signature=((dt.string, dt.string), dt.Array(dt.string)))
def _texts_in(raw: ir.StringValue, path: str) -> ir.ArrayValue:
    """The texts in a JSON object."""


@dataclass(frozen=True)
class Leaving:
    """What leaves a chain. `old`: the receipts of which rows that were set apart have been kept long enough.

    `aliases` (object_type, object_id): other names under which destroyed objects could come back.
    """

    home: Home
    chain: str
    engine: Engine
    objects: ir.Table
    old: tuple[int, ...] = ()
    aliases: ir.Table | None = None

    def to(self, state: str) -> ir.Table:
        """The objects that come into a state."""
        return self.objects.filter(self.objects.after == state)

    def rows(self, table: str, *, behind: bool = False) -> ir.Table:
        """What is stored of a table, before the gatekeeper or behind."""
        root = self.home.tables_path(self.chain)
        if behind:
            return latest(root / BEHIND, self.engine, table)
        receipts = ledger.read(root)
        version = receipts[-1].versions.get(table) if receipts else None
        files = [] if version is None else tables.files_of(root, table, version)
        return self.engine.table(files, tables.SCHEMAS[table])

    def fates(self, *, behind: bool) -> Mapping[str, ir.Table]:
        """Of each table with objects the rows that leave: receipt, row, after. Of two states the one that is further."""
        keep, rows = self.engine.keep, partial(self.rows, behind=behind)
        events = _of_object(rows("events"), self.objects)
        named = rows("events").inner_join(events, ROW).select("partner", "event_id", "after").distinct()
        # What takes an event back need not say of which object it was: then the event is known by its own name.
        loose = rows("events").filter(ibis._.object_id.isnull()).inner_join(named, ["partner", "event_id"])
        ends = [rows("links").rename(object_type=f"{e}_type", object_id=f"{e}_id") for e in ("from", "to")]
        found = {
            "events": events.union(loose.select(*ROW, "after")),
            "links": ibis.union(*(_of_object(end, self.objects) for end in ends)),
            "objects": _of_object(rows("objects"), self.objects),
            "quarantine": self._set_apart(rows("quarantine"), named),
        }
        return {name: keep(fate.group_by(ROW).aggregate(after=_furthest(fate))) for name, fate in found.items()}

    def _set_apart(self, rows: ir.Table, events: ir.Table) -> ir.Table:
        """Of rows that were set apart: in whichever column an identifier stands, for the columns may be what was wrong."""
        texts = rows.select(*ROW, object_id=_texts_in(rows.raw, "$.*").unnest())
        objects = self.objects.select("object_id", "after")
        by_id = texts.inner_join(objects, bare(texts.object_id) == bare(objects.object_id)).select(*ROW, "after")
        said = rows.select(*ROW, "partner", event_id=_text_in(rows.raw, "event_id"), id=_text_in(rows.raw, "object_id"))
        loose = said.filter(said.id.isnull()).inner_join(events, ["partner", "event_id"]).select(*ROW, "after")
        found = by_id.union(loose)
        if self.old:
            old = rows.filter(rows.receipt.isin(self.old))
            found = found.union(old.select(*ROW, after=ibis.literal(DESTROYED)))
        return found


# As above.
@ibis.udf.scalar.builtin(name="json_extract_string", signature=((dt.string, dt.string), dt.string))
def _one_text(raw: ir.StringValue, path: str) -> ir.StringValue:
    """A text out of a JSON object."""


def _text_in(raw: ir.StringValue, name: str) -> ir.StringValue:
    return _one_text(raw, f'$."{name}"')


def _of_object(rows: ir.Table, leaving: ir.Table) -> ir.Table:
    """receipt, row, after: rows about an object that leaves; one of which the type is not known is about any of that name."""
    exact = rows.inner_join(leaving, OBJECT).select(*ROW, "after")
    untyped = rows.filter(rows.object_type.isnull()).inner_join(leaving.select("object_id", "after"), "object_id")
    return exact.union(untyped.select(*ROW, "after"))


def _furthest(fate: ir.Table) -> ir.StringValue:
    return (fate.after == DESTROYED).any().ifelse(DESTROYED, REMOVED)


def rewrite(leaving: Leaving, run: Run) -> None:
    """Write the tables without what leaves, and let them count. Only the one writer may call this."""
    home, chain = leaving.home, leaving.chain
    root = home.tables_path(chain)
    place = generations.begin_next(root)
    stay, behind = _sorted_out(leaving)
    for name, rows in stay.items():
        _put(place, leaving.engine, name, rows)
    for name, rows in behind.items():
        _put(place / BEHIND, leaving.engine, name, rows)
    _put(place, leaving.engine, "removed", _removed(leaving, run))
    _put(place, leaving.engine, "tombstones", _tombstones(leaving))
    departures.write(place, (*departures.read(root), run))
    versions = {name: version for name in stay if (version := tables.version_of(place, name)) is not None}
    receipts = ledger.read(root)
    ledger.write_all(place, tuple(replace(r, versions={n: versions[n] for n in r.versions}) for r in receipts))
    with tables.storage_errors(place):
        generations.switch(place)
        generations.remove_others(place)


def _sorted_out(leaving: Leaving) -> tuple[dict[str, ir.Table], dict[str, ir.Table]]:
    """What stays, and what is behind the gatekeeper from now on; by table."""
    root = leaving.home.tables_path(leaving.chain)
    has_behind = tables.version_of(root / BEHIND, "events") is not None
    here, there = leaving.fates(behind=False), leaving.fates(behind=True) if has_behind else {}
    receipts = ledger.read(root)
    known = receipts[-1].versions if receipts else {}
    stay: dict[str, ir.Table] = {}
    behind: dict[str, ir.Table] = {}
    for name in KINDS:
        rows = leaving.rows(name)
        if name in known:
            stay[name] = _without(rows, name, here)
        if name != "figures":
            new = _with(rows, name, here, REMOVED)
            kept = _without(leaving.rows(name, behind=True), name, there) if has_behind else None
            behind[name] = new if kept is None else kept.union(new)
    return stay, behind


def _fate_of(name: str, fates: Mapping[str, ir.Table]) -> tuple[ir.Table | None, list[str]]:
    """By what it is decided where the rows of a table go."""
    if name == "superseded":
        parts = (fates[kind].mutate(kind=ibis.literal(kind)).select("kind", *ROW, "after") for kind in WITH_FATE)
        return ibis.union(*parts), ["kind", *ROW]
    return fates.get("events" if name == "event_attributes" else name), ROW


def _without(rows: ir.Table, name: str, fates: Mapping[str, ir.Table]) -> ir.Table:
    fate, by = _fate_of(name, fates)
    return rows if fate is None else rows.anti_join(fate, by)


def _with(rows: ir.Table, name: str, fates: Mapping[str, ir.Table], after: str) -> ir.Table:
    fate, by = _fate_of(name, fates)
    assert fate is not None, name
    return rows.semi_join(fate.filter(fate.after == after), by)


def _removed(leaving: Leaving, run: Run) -> ir.Table:
    """The objects behind the gatekeeper from now on."""
    root = leaving.home.tables_path(leaving.chain)
    kept = latest(root, leaving.engine, "removed").anti_join(leaving.to(DESTROYED), OBJECT)
    new = leaving.to(REMOVED).mutate(removed_us=ibis.literal(run.at_us, "int64"))
    return kept.union(new.select(*kept.columns))


def _tombstones(leaving: Leaving) -> ir.Table:
    gone = leaving.to(DESTROYED).select(*OBJECT)
    gone = gone if leaving.aliases is None else gone.union(leaving.aliases.select(*OBJECT))
    new = gone.select(tombstone=tombstone(leaving.home, leaving.chain, gone.object_type, gone.object_id))
    root = leaving.home.tables_path(leaving.chain)
    return latest(root, leaving.engine, "tombstones").union(new, distinct=True)


def _put(place: Path, engine: Engine, name: str, rows: ir.Table) -> None:
    fields = tables.SCHEMAS[name]
    rows = rows.select(**{f.name: rows[f.name].cast(ibis.dtype(f.type)) for f in fields})
    tables.append(place, name, partial(engine.write, rows))
