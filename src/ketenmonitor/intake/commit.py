"""Write one receipt: its rows, what they replace, its quarantine, and last its row in the ledger.

Comes in: checked rows (`rows`). Goes out: a `Receipt` in the ledger. The promise: until the ledger row is there
nothing of the receipt counts, and the next writer removes what a crash left behind.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

from ketenmonitor.definition import Attribute, Definition
from ketenmonitor.intake.files import OF_ATTRIBUTE, column_of
from ketenmonitor.intake.rows import canonical
from ketenmonitor.store import Engine, InForce, Receipt, generations, ledger, tables

DATA = ("events", "event_attributes", "links", "objects", "figures", "superseded", "quarantine")
# What makes two rows of one partner speak of the same thing.
IDENTITY = {
    "events": ("event_id",),
    "links": ("from_type", "from_id", "to_type", "to_id"),
    "objects": ("object_type", "object_id", "attribute"),
    "figures": ("measure", "id", "field", "date", "period", "by"),
}


MOST_LISTED = 10_000  # of rows in quarantine so many are listed by name; all are counted and kept


# DuckDB's own function, by its name there; the body is never run.
@ibis.udf.scalar.builtin(name="to_json")
def as_json(row) -> dt.string:  # type: ignore[no-untyped-def]  # of any struct, so without a type
    """A struct as the text of a JSON object."""


@dataclass(frozen=True)
class Checked:
    """The rows of one file after checking; `texts` are the columns as they came."""

    kind: str
    file: str
    rows: ir.Table
    texts: tuple[str, ...]

    @property
    def good(self) -> ir.Table:
        return self.rows.filter(self.rows.reason.isnull() & ~self.rows.is_repeated)

    @property
    def bad(self) -> ir.Table:
        return self.rows.filter(self.rows.reason.notnull())


def clean_up(root: Path) -> tuple[Receipt, ...]:
    """Remove what a crashed writer left; returns the receipts. Only the one writer may call this."""
    receipts = ledger.read(root)
    versions = receipts[-1].versions if receipts else {}
    for table in DATA:
        tables.roll_back(root, table, versions.get(table))
    # Its last version is the truth; a file that never became part of it names a delivery that is not in.
    tables.roll_back(root, "ledger", tables.version_of(root, "ledger"))
    with tables.storage_errors(root):
        generations.remove_others(root)  # what retention left out, when a crash came before that was removed
    return receipts


def write(
    root: Path,
    engine: Engine,
    definition: Definition,
    receipts: tuple[Receipt, ...],
    receipt: Receipt,
    files: list[Checked],
) -> Receipt:
    """Write all that a receipt brings, and the receipt; returns it with the versions that hold it."""
    known = (*receipts, receipt)
    before = InForce(root, engine, receipts, known, tuple(definition.partners))
    unknown = 0
    for checked in files:
        stored = stored_rows(checked, definition, receipt)
        for table, rows in stored.items():
            append(root, engine, table, rows)
        main = stored[checked.kind]
        unknown += _supersede(root, engine, before, main, checked.kind, receipt)
    if unknown:
        receipt = replace(receipt, findings={**receipt.findings, "withdrawal-of-unknown": unknown})
    versions = {table: v for table in DATA if (v := tables.version_of(root, table)) is not None}
    receipt = replace(receipt, versions=versions)
    ledger.write(root, receipt)
    return receipt


def quarantine(
    root: Path, engine: Engine, receipt: int, partner: str, files: list[Checked]
) -> tuple[list[dict[str, object]], int]:
    """Write the bad rows of a receipt's files whole; returns {file, row, column, reason} of the first, and how many more.

    A delivery may be bad to its last row: the rows go from engine to table without becoming objects of Python.
    """
    offset, n_bad = 0, 0
    for checked in files:
        n_rows, n = engine.run(checked.rows.aggregate(n=checked.rows.count(), bad=checked.rows.reason.count()))
        if n[0].as_py():
            raw = as_json(ibis.struct({t.removeprefix(OF_ATTRIBUTE): checked.bad[t] for t in checked.texts}))
            kept = checked.bad.mutate(receipt=receipt, partner=ibis.literal(partner), raw=raw)
            kept = kept.mutate(file=ibis.literal(checked.file), file_row=kept.row, row=kept.row + offset)
            append(root, engine, "quarantine", kept)
        offset += n_rows[0].as_py()  # so that a number is given once within a receipt
        n_bad += n[0].as_py()
    listed = first_bad(engine, files)
    return listed, n_bad - len(listed)


def first_bad(engine: Engine, files: list[Checked]) -> list[dict[str, object]]:
    """{file, row, column, reason} of the first bad rows: no more than a person could look at."""
    listed: list[dict[str, object]] = []
    for checked in files:
        bad = checked.bad.select("row", "column", "reason").order_by("row").limit(MOST_LISTED - len(listed))
        listed += [{"file": checked.file, **row} for row in engine.run(bad).to_pylist()]
    return listed


def append(root: Path, engine: Engine, table: str, rows: ir.Table) -> None:
    """Add rows to a table, by a file that the engine writes itself."""
    rows = rows.select(**{f.name: rows[f.name].cast(ibis.dtype(f.type)) for f in tables.SCHEMAS[table]})
    tables.append(root, table, partial(engine.write, rows))


def stored_rows(checked: Checked, definition: Definition, receipt: Receipt) -> dict[str, ir.Table]:
    """The good rows as the tables keep them."""
    good = checked.good.mutate(receipt=ibis.literal(receipt.receipt, "int64"), partner=ibis.literal(receipt.partner))
    if "is_withdrawn" in good.columns:
        good = good.mutate(withdrawn=good.is_withdrawn)
    attributes = [a for a in definition.attributes.values() if column_of(a.id) in checked.texts]
    if checked.kind == "events":
        day = good.local_us.cast("float64")
        events = good.mutate(local_day=(day / 86_400_000_000).floor().cast("int64"))
        return {"events": events, **({"event_attributes": _long(good, definition, checked)} if attributes else {})}
    if checked.kind == "objects":
        width = len(attributes) + 1
        exists = good.mutate(attribute=ibis.null("string"), value=ibis.null("string"), row=good.row * width)
        columns = ("receipt", "row", "partner", "object_type", "object_id", "attribute", "value")
        parts = [exists.select(*columns)]
        for place, attribute in enumerate(attributes, start=1):
            some = good.filter(good[column_of(attribute.id)].notnull())
            value = canonical(some[column_of(attribute.id)], attribute)
            parts.append(
                some.mutate(attribute=ibis.literal(attribute.id), value=value, row=some.row * width + place).select(
                    *columns
                )
            )
        return {"objects": ibis.union(*parts) if len(parts) > 1 else parts[0]}
    if checked.kind == "figures":
        return {"figures": _figures(good, attributes)}
    return {"links": good}


def _figures(good: ir.Table, attributes: list[Attribute]) -> ir.Table:
    """Published figures, with their breakdown as JSON."""
    pairs = [
        said.notnull().ifelse(ibis.literal(f'"{a.id}": "') + canonical(said, a) + '"', ibis.null("string"))
        for a in attributes
        for said in [good[column_of(a.id)]]
    ]
    by = ibis.literal("{") + (ibis.array(pairs).filter(lambda x: x.notnull()).join(", ") if pairs else "") + "}"
    return good.mutate(by=by, value=good.value.cast("float64"))


def _long(good: ir.Table, definition: Definition, checked: Checked) -> ir.Table:
    """One row per attribute value of an event."""
    parts = []
    for attribute in definition.attributes.values():
        if column_of(attribute.id) in checked.texts:
            some = good.filter(good[column_of(attribute.id)].notnull())
            parts.append(
                some.select(
                    "receipt",
                    "row",
                    attribute=ibis.literal(attribute.id),
                    value=canonical(some[column_of(attribute.id)], attribute),
                )
            )
    return ibis.union(*parts) if len(parts) > 1 else parts[0]


def _supersede(root: Path, engine: Engine, before: InForce, rows: ir.Table, kind: str, receipt: Receipt) -> int:
    """Note which stored rows speak of the same thing as the new ones; returns the withdrawals of what was never there.

    Both are marked, each by the other: which of the two counts follows from the ranks of their receipts, and those may
    change when a gap is filled.
    """
    old, keys = before.stored(kind), IDENTITY[kind]
    old = old.filter((old.partner == receipt.partner) & (old.receipt < receipt.receipt))
    old = old.select(old_receipt=old.receipt, old_row=old.row, **{k: old[k].fill_null("") for k in keys})
    gone = rows.withdrawn if "withdrawn" in rows.columns else ibis.literal(False)
    new = rows.select(new_row=rows.row, gone=gone, **{k: rows[k].fill_null("") for k in keys})
    # What was there before may be very much, and what both have is mostly little: only that is kept.
    met = engine.keep(new.inner_join(old, list(keys)).select("new_row", "gone", "old_receipt", "old_row"))
    counts = engine.run(met.aggregate(met=met.count(), known=met.new_row.nunique(where=met.gone)))
    if counts["met"][0].as_py():
        here = ibis.literal(receipt.receipt, "int64")
        both = met.mutate(kind=ibis.literal(kind))
        giving_way = both.select("kind", receipt=both.old_receipt, row=both.old_row, by_receipt=here)
        winning = both.select("kind", receipt=here, row=both.new_row, by_receipt=both.old_receipt)
        append(root, engine, "superseded", giving_way.union(winning))
    withdrawals = engine.run(new.aggregate(n=new.gone.sum().fill_null(0)))["n"][0].as_py()
    return int(withdrawals - counts["known"][0].as_py())
