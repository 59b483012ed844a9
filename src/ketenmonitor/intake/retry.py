"""Offer again what was refused or set apart, for instance after a new version of the definition was adopted.

Comes in: a home. Goes out: an `Outcome` per delivery that was tried. The promise: a row that is accepted now takes
its place beside the delivery it was in, so what came later still wins.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any

import ibis
import pyarrow as pa

from ketenmonitor.definition import Definition
from ketenmonitor.errors import DeliveryError
from ketenmonitor.intake import commit, files, gate, offered
from ketenmonitor.intake.commit import Checked
from ketenmonitor.intake.gate import Outcome
from ketenmonitor.intake.rows import CONTRADICTED, CONTRADICTS, remedy
from ketenmonitor.store import Engine, Home, InForce, Receipt, connect, ledger, tables

NOTHING_BETTER = "no row could be accepted: each still has the fault that is listed."


@dataclass(frozen=True)
class Waiting:
    """A row in quarantine: where it was, and why it is there."""

    chain: str
    delivery_id: str
    partner: str
    file: str
    row: int
    column: str
    reason: str


def waiting(home: Home) -> tuple[Waiting, ...]:
    """Every row in quarantine of every chain."""
    found = []
    for chain in home.chains():
        definition = home.definition(chain)
        receipts = {r.receipt: r for r in ledger.read(home.tables_path(chain))}
        engine = connect(memory_limit=home.settings.memory_limit)
        for row in _rows(home, chain, engine):
            delivery = receipts[row["receipt"]].delivery_id
            reason = remedy(row["reason"], definition, row["partner"])
            found.append(Waiting(chain, delivery, row["partner"], row["file"], row["file_row"], row["column"], reason))
    return tuple(found)


def _rows(home: Home, chain: str, engine: Engine) -> list[dict[str, Any]]:
    root = home.tables_path(chain)
    receipts = ledger.read(root)
    if not receipts:
        return []
    partners = tuple({r.partner for r in receipts})
    rows = InForce(root, engine, receipts, receipts, partners).rows("quarantine")
    return engine.run(rows.order_by("receipt", "row")).to_pylist()


def retry(home: Home, now_us: int) -> tuple[Outcome, ...]:
    """Offer every refused delivery and every quarantined row again."""
    outcomes = [_offer(home, refusal, now_us) for refusal in offered.refusals(home)]
    for chain in home.chains():
        with home.writing():
            outcomes += _retry_rows(home, chain, now_us)
    return tuple(outcomes)


def _offer(home: Home, refusal: offered.Refusal, now_us: int) -> Outcome:
    try:
        return gate.receive(home, refusal.delivery, now_us)
    except DeliveryError as error:
        return Outcome(refusal.delivery_id, refusal.partner, gate.REFUSED, (str(error),))


def _retry_rows(home: Home, chain: str, now_us: int) -> list[Outcome]:
    commit.clean_up(home.tables_path(chain))
    engine = connect(memory_limit=home.settings.memory_limit)
    by_delivery: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in _rows(home, chain, engine):
        by_delivery[row["receipt"]].append(row)
    return [_retry_delivery(home, chain, engine, number, rows, now_us) for number, rows in by_delivery.items()]


def _retry_delivery(
    home: Home, chain: str, engine: Engine, number: int, rows: list[dict[str, Any]], now_us: int
) -> Outcome:
    """Check one delivery's quarantined rows again; the good ones become a receipt of kind `retry`."""
    definition, root = home.definition(chain), home.tables_path(chain)
    receipts = ledger.read(root)
    original = next(r for r in receipts if r.receipt == number)
    receipt = _retry_receipt(original, receipts, now_us)
    names = sorted({r["file"] for r in rows})
    again = {name: _table(engine, definition, receipt.partner, name, rows) for name in names}
    checked = [
        _unless_said(one, home, engine, definition, receipts, receipt)
        for one in gate.check(definition, engine, (*receipts, receipt), receipt, again)
    ]
    bad = {
        (c.file, b["row"]): b for c in checked for b in engine.run(c.bad.select("row", "column", "reason")).to_pylist()
    }
    accepted = [r for r in rows if (r["file"], r["file_row"]) not in bad]
    quarantined = tuple(
        {"file": f, "row": n, "column": b["column"], "reason": remedy(b["reason"], definition, receipt.partner)}
        for (f, n), b in sorted(bad.items())
    )
    if not accepted:
        return Outcome(original.delivery_id, original.partner, gate.REFUSED, (NOTHING_BETTER,), {}, {}, quarantined)
    counts = {c.kind: engine.run(c.good.count().as_table())[0][0].as_py() for c in checked}
    marks = [
        {"kind": "quarantine", "receipt": number, "row": r["row"], "by_receipt": receipt.receipt} for r in accepted
    ]
    tables.append(root, "superseded", pa.Table.from_pylist(marks, schema=tables.SCHEMAS["superseded"]))
    commit.write(root, engine, definition, receipts, replace(receipt, counts=counts), checked)
    return Outcome(original.delivery_id, original.partner, gate.ACCEPTED, (), counts, {}, quarantined)


def _unless_said(
    checked: Checked,
    home: Home,
    engine: Engine,
    definition: Definition,
    receipts: tuple[Receipt, ...],
    receipt: Receipt,
) -> Checked:
    """The same, but what another row of the same delivery already says otherwise stays where it is."""
    family = [r.receipt for r in receipts if receipt.retry_of in (r.receipt, r.retry_of)]
    stored = InForce(home.tables_path(definition.id), engine, receipts, receipts, ()).stored(checked.kind)
    stored = stored.filter(stored.receipt.isin(family))
    good = checked.good
    if checked.kind == "figures":  # their breakdown is one text in the tables
        good = commit.stored_rows(checked, definition, receipt)["figures"]
    keys = [key for key in commit.IDENTITY[checked.kind] if key in good.columns]
    a, b = (table.mutate(**{k: table[k].fill_null("") for k in keys}) for table in (good, stored))
    said = a.semi_join(b, keys).select("row").mutate(is_said=True)
    rows = checked.rows.left_join(said, "row").drop("row_right")
    is_said = rows.is_said.fill_null(False)
    column = CONTRADICTED[checked.kind]
    rows = rows.mutate(reason=is_said.ifelse(CONTRADICTS, rows.reason), column=is_said.ifelse(column, rows.column))
    return replace(checked, rows=engine.keep(rows.drop("is_said")))


def _retry_receipt(original: Receipt, receipts: tuple[Receipt, ...], now_us: int) -> Receipt:
    return replace(
        original,
        receipt=receipts[-1].receipt + 1,
        kind=ledger.RETRY,
        retry_of=original.receipt,
        received_at_us=max(now_us, receipts[-1].received_at_us),
        counts={},
        findings={},
        versions={},
    )


def _table(engine: Engine, definition: Definition, partner: str, name: str, rows: list[dict[str, Any]]) -> Any:
    """The rows of one file as texts, with the numbers they had in it."""
    required, optional = files.columns_of(name.partition(".")[0], definition, partner)
    columns = (*required, *optional)
    texts = [json.loads(row["raw"]) for row in rows if row["file"] == name]
    data: dict[str, Any] = {c: pa.array([text.get(c) for text in texts], pa.string()) for c in columns}
    data["row"] = pa.array([row["file_row"] for row in rows if row["file"] == name], pa.int64())
    return engine.keep(ibis.memtable(pa.table(data)))
