"""Take in a delivery that is not refused: judge its rows, and write the good and the bad ones.

Comes in: a receipt and its files as tables of text. Goes out: an `Outcome`, accepted. The promise: a row is judged by the
definition and the delivery's own window, whenever that is done.
"""

from __future__ import annotations

from dataclasses import replace

import ibis.expr.types as ir

from ketenmonitor.definition import Definition
from ketenmonitor.intake import commit
from ketenmonitor.intake.commit import Checked
from ketenmonitor.intake.outcome import ACCEPTED, NOT_LISTED, Outcome
from ketenmonitor.intake.remedies import in_words
from ketenmonitor.intake.returning import without_returning
from ketenmonitor.intake.rows import CHECKS, Window
from ketenmonitor.store import Engine, Home, Receipt, ledger


def take_in(
    home: Home,
    definition: Definition,
    engine: Engine,
    receipts: tuple[Receipt, ...],
    receipt: Receipt,
    tables: dict[str, ir.Table],
) -> Outcome:
    """Check the rows of a receipt's files, write the good and the bad ones, and the receipt."""
    root = home.tables_path(definition.id)
    tables, returning = without_returning(home, definition, engine, tables)
    checked = check(definition, engine, (*receipts, receipt), receipt, tables)
    counts, findings = _counted(engine, checked, receipt.findings | returning)
    listed, more = commit.quarantine(root, engine, receipt.receipt, receipt.partner, checked)
    if more:
        findings[NOT_LISTED] = more
    written = commit.write(
        root, engine, definition, receipts, replace(receipt, counts=counts, findings=findings), checked
    )
    quarantined = in_words(listed, definition, receipt.partner)
    return Outcome(receipt.delivery_id, receipt.partner, ACCEPTED, (), counts, written.findings, quarantined)


def check(
    definition: Definition, engine: Engine, receipts: tuple[Receipt, ...], receipt: Receipt, tables: dict[str, ir.Table]
) -> list[Checked]:
    """Judge every row of a receipt's files; `receipts` includes it."""
    order = ledger.precedence(receipts, receipt.partner)
    place = next(i for i, r in enumerate(order) if r.receipt == receipt.receipt)
    # What would have been covered if all had come in time: a late delivery is judged as if it had not been late.
    covered = ledger.coverage(tuple(order[: place + 1]), receipt.partner)
    # Beyond a gap nobody knows yet from when this partner covers; the view leaves out what turns out to lie before it.
    start = covered.from_us if covered else None
    window = Window(receipt.partner, start, receipt.delivered_until_us, receipt.received_at_us)
    checked = []
    for name, rows in tables.items():
        kind = name.partition(".")[0]
        texts = tuple(c for c in rows.columns if c != "row")
        checked.append(Checked(kind, name, CHECKS[kind](engine, rows, definition, window), texts))
    return checked


def _counted(engine: Engine, checked: list[Checked], findings: dict[str, int]) -> tuple[dict[str, int], dict[str, int]]:
    """How many rows of each kind came in, and how many of each oddity there were."""
    counts, findings = {}, dict(findings)
    for one in checked:
        odd = {
            "repeated-row": "is_repeated",
            "local-time-ambiguous": "is_ambiguous",
            "local-time-nonexistent": "is_nonexistent",
        }
        present = {
            name: one.rows[column].sum().fill_null(0) for name, column in odd.items() if column in one.rows.columns
        }
        totals = dict.fromkeys(("n", *present), 0)
        for row in engine.run(one.rows.group_by("reason").aggregate(n=one.rows.count(), **present)).to_pylist():
            if row["reason"] is not None:
                findings[row["reason"]] = findings.get(row["reason"], 0) + row["n"]
            totals = {name: totals[name] + int(row[name]) * (row["reason"] is None or name != "n") for name in totals}
        counts[one.kind] = totals["n"] - totals["repeated-row"]
        for name in present:
            if totals[name]:
                findings[name] = findings.get(name, 0) + totals[name]
    return counts, findings
