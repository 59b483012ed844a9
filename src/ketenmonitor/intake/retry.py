"""Offer again what was refused or set apart, for instance after a new version of the definition was adopted.

Comes in: a home. Goes out: an `Outcome` per delivery that was tried. The promise: a row that is accepted now takes
its place beside the delivery it was in, so what came later still wins.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

from ketenmonitor.definition import Definition
from ketenmonitor.errors import DeliveryError
from ketenmonitor.intake import commit, files, gate, offered, taking_in
from ketenmonitor.intake.commit import Checked
from ketenmonitor.intake.outcome import ACCEPTED, NOT_LISTED, REFUSED, Outcome
from ketenmonitor.intake.recipient import Locked
from ketenmonitor.intake.remedies import in_words, remedy
from ketenmonitor.intake.rows import CONTRADICTED, CONTRADICTS
from ketenmonitor.store import Engine, Home, InForce, Receipt, connect, ledger

NOTHING_BETTER = "no row could be accepted: each still has the fault that is listed."


# DuckDB's own function, by its name there; the body is never run.
@ibis.udf.scalar.builtin(name="json_extract_string", signature=((dt.string, dt.string), dt.string))
def text_in(raw: ir.StringValue, path: str) -> ir.StringValue:
    """A text out of a JSON object."""


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


def waiting(
    home: Home, most: int = commit.MOST_LISTED, of_chain: str | None = None, of_partner: str | None = None
) -> tuple[Waiting, ...]:
    """The rows in quarantine, `most` of them at most: of every chain, or one; of every partner, or one."""
    found: list[Waiting] = []
    for chain in home.chains() if of_chain is None else (of_chain,):
        definition = home.definition(chain)
        receipts = {r.receipt: r for r in ledger.read(home.tables_path(chain))}
        engine = connect(memory_limit=home.settings.memory_limit)
        rows = _rows(home, chain, engine).drop("raw")
        rows = rows if of_partner is None else rows.filter(rows.partner == of_partner)
        rows = rows.order_by("receipt", "row").limit(most - len(found))
        sentences: dict[tuple[str, str], str] = {}
        for row in engine.run(rows).to_pylist():
            why, partner = row["reason"], row["partner"]
            said = sentences.setdefault((why, partner), remedy(why, definition, partner))
            delivery = receipts[row["receipt"]].delivery_id
            found.append(Waiting(chain, delivery, partner, row["file"], row["file_row"], row["column"], said))
    return tuple(found)


def n_waiting(home: Home) -> int:
    """How many rows are in quarantine, of every chain."""
    engine = connect(memory_limit=home.settings.memory_limit)
    return sum(_counted(engine, _rows(home, chain, engine)) for chain in home.chains())


def _rows(home: Home, chain: str, engine: Engine) -> ir.Table:
    """What is in quarantine and not accepted since; it stays in the engine, as it may be very much."""
    root = home.tables_path(chain)
    receipts = ledger.read(root)
    partners = tuple({r.partner for r in receipts})
    return InForce(root, engine, receipts, receipts, partners).rows("quarantine")


def _counted(engine: Engine, rows: ir.Table) -> int:
    return int(engine.run(rows.count().as_table())[0][0].as_py())


def retry(home: Home, now_us: int, by: str = "") -> tuple[Outcome, ...]:
    """Offer every refused delivery and every quarantined row again. `by`: who does so, for the log of refusals."""
    outcomes = [_offer(home, refusal, now_us, by) for refusal in offered.refusals(home)]
    for chain in home.chains():
        with home.writing():
            outcomes += _retry_rows(home, chain, now_us)
    return tuple(outcomes)


def _offer(home: Home, refusal: offered.Refusal, now_us: int, by: str) -> Outcome:
    try:
        return gate.receive(home, refusal.delivery, now_us, by)
    except (DeliveryError, Locked) as error:  # one for which a passphrase is needed does not stop the others
        return Outcome(refusal.delivery_id, refusal.partner, REFUSED, (str(error),))


def _retry_rows(home: Home, chain: str, now_us: int) -> list[Outcome]:
    commit.clean_up(home.tables_path(chain))
    engine = connect(memory_limit=home.settings.memory_limit)
    receipts = engine.run(_rows(home, chain, engine).select("receipt").distinct().order_by("receipt"))
    return [_retry_delivery(home, chain, number, now_us) for number in receipts["receipt"].to_pylist()]


def _retry_delivery(home: Home, chain: str, number: int, now_us: int) -> Outcome:
    """Check one delivery's quarantined rows again; the good ones become a receipt of kind `retry`."""
    definition, root = home.definition(chain), home.tables_path(chain)
    # One of its own, so that what it kept of one delivery is gone before the next.
    engine = connect(memory_limit=home.settings.memory_limit)
    receipts = ledger.read(root)
    original = next(r for r in receipts if r.receipt == number)
    receipt = _retry_receipt(original, receipts, now_us)
    rows = _rows(home, chain, engine)
    rows = engine.keep(rows.filter(rows.receipt == number))
    names = sorted(engine.run(rows.select("file").distinct())["file"].to_pylist())
    again = {name: _table(engine, definition, receipt.partner, name, rows) for name in names}
    checked = [
        _unless_said(one, home, engine, definition, receipts, receipt)
        for one in taking_in.check(definition, engine, (*receipts, receipt), receipt, again)
    ]
    quarantined = in_words(commit.first_bad(engine, checked), definition, receipt.partner)
    more = sum(_counted(engine, c.bad) for c in checked) - len(quarantined)
    findings = {NOT_LISTED: more} if more else {}
    accepted = [_accepted(rows, one, receipt.receipt) for one in checked]
    if not any(_counted(engine, marks) for marks in accepted):
        reasons = (NOTHING_BETTER,)
        return Outcome(original.delivery_id, original.partner, REFUSED, reasons, {}, findings, quarantined)
    counts = {c.kind: _counted(engine, c.good) for c in checked}
    for marks in accepted:
        commit.append(root, engine, "superseded", marks)
    commit.write(root, engine, definition, receipts, replace(receipt, counts=counts), checked)
    return Outcome(original.delivery_id, original.partner, ACCEPTED, (), counts, findings, quarantined)


def _accepted(rows: ir.Table, checked: Checked, by_receipt: int) -> ir.Table:
    """The marks that rows of one file are out of quarantine: all but those with a fault still."""
    bad = checked.bad.select(file_row="row")
    good = rows.filter(rows.file == checked.file).anti_join(bad, "file_row")
    return good.select("receipt", "row", kind=ibis.literal("quarantine"), by_receipt=ibis.literal(by_receipt, "int64"))


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


def _table(engine: Engine, definition: Definition, partner: str, name: str, rows: ir.Table) -> ir.Table:
    """The rows of one file as texts, with the numbers they had in it."""
    required, optional = files.columns_of(name.partition(".")[0], definition, partner)
    texts = {files.column_of(name): text_in(rows.raw, f'$."{name}"') for name in (*required, *optional)}
    return engine.keep(rows.filter(rows.file == name).select(row=rows.file_row, **texts))
