"""The gate: take a delivery in, whole, or refuse it; set faulty rows apart.

Comes in: a folder or zip, and the moment it is. Goes out: an `Outcome`. The promise: accepted, refused or known, and
always with all reasons; nothing is lost, and a delivery that was received twice changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import ibis.expr.types as ir

from ketenmonitor.definition import Definition
from ketenmonitor.intake import commit, files, manifest, offered
from ketenmonitor.intake.commit import Checked
from ketenmonitor.intake.manifest import Said
from ketenmonitor.intake.offered import Opened
from ketenmonitor.intake.remedies import in_words
from ketenmonitor.intake.rows import CHECKS, Window
from ketenmonitor.source import KINDS_OF_FILE
from ketenmonitor.store import Engine, Home, Receipt, connect, ledger

ACCEPTED, REFUSED, KNOWN = "accepted", "refused", "known"


@dataclass(frozen=True)
class Outcome:
    """What became of one delivery. `quarantined` has {file, row, column, reason} of the first rows set apart."""

    delivery_id: str | None
    partner: str | None
    status: str
    reasons: tuple[str, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
    findings: dict[str, int] = field(default_factory=dict)
    quarantined: tuple[dict[str, object], ...] = ()

    @property
    def n_quarantined(self) -> int:
        """How many rows were set apart: those that are listed and those that are only counted."""
        return len(self.quarantined) + self.findings.get(commit.NOT_LISTED, 0)


def receive(home: Home, path: Path, now_us: int) -> Outcome:
    """Offer one delivery to the monitor in `home` at the moment `now_us`."""
    with home.writing(), offered.opened(path, home, now_us) as opened:
        folder = opened.folder
        said, reasons = _read_manifest(folder)
        if not reasons and said.get("chain") not in home.chains():
            reasons = [
                f"{manifest.NAME}: chain is not one of this monitor. Chains here are: {', '.join(home.chains())}."
            ]
        outcome = _judge(home, opened, said, now_us) if not reasons else _refused(said, reasons)
        if outcome.status == REFUSED:
            offered.keep_refused(home, folder, said, list(outcome.reasons), now_us)
        else:
            # Also when it is known: a crash may have come between the ledger and this.
            offered.settle_refused(home, offered.content_of(folder), said)
        return outcome


def _read_manifest(folder: Path) -> tuple[dict[str, Any], list[str]]:
    path = folder / manifest.NAME
    if not path.is_file():
        return {}, [f"{manifest.NAME} is missing. A delivery holds this file, which describes the others."]
    return manifest.parse(path.read_bytes())


def _refused(said: dict[str, Any], reasons: list[str]) -> Outcome:
    delivery_id, partner = (
        said.get(name) if isinstance(said.get(name), str) else None for name in ("delivery_id", "partner")
    )
    return Outcome(delivery_id, partner, REFUSED, tuple(reasons))


def _judge(home: Home, opened: Opened, raw: dict[str, Any], now_us: int) -> Outcome:
    folder = opened.folder
    versions = home.definitions(raw["chain"])
    definition = versions[-1]
    said, reasons = manifest.check(raw, definition, tuple(d.version for d in versions))
    if said is None:
        return _refused(raw, reasons)
    root = home.tables_path(said.chain)
    receipts = commit.clean_up(root)
    content = offered.content_of(folder)
    mine = [r for r in receipts if r.partner == said.partner and r.kind != ledger.RETRY]
    if same := [r for r in mine if r.delivery_id == said.delivery_id]:
        if same[0].content == content:
            return Outcome(said.delivery_id, said.partner, KNOWN, counts=same[0].counts)
        return _refused(
            raw, [f"{manifest.NAME}: delivery_id was accepted before with other content. Give a new delivery_id."]
        )
    stray, findings = _beside(opened, said)
    reasons = _of_place(said, receipts) + stray
    engine = connect(memory_limit=home.settings.memory_limit)
    tables, wrong = _read_files(engine, folder, said, definition)
    if reasons or wrong:
        return _refused(raw, reasons + wrong)
    receipt = _receipt(said, receipts, content, now_us)
    if numbered := sum(file.rows for file in said.files if files.stores_numbers(folder / file.name)):
        findings["identifier-stored-as-number"] = numbered
    if receipt.delivered_until_us < said.delivered_until_us:
        findings["delivered-until-in-the-future"] = 1
    return take_in(home, definition, engine, receipts, replace(receipt, findings=findings), tables)


def _beside(opened: Opened, said: Said) -> tuple[list[str], dict[str, int]]:
    """Files that the manifest does not name: a fault when they look like data, else a finding."""
    named = (manifest.NAME, *(f.name for f in said.files))
    beside = [p.name for p in sorted(opened.folder.iterdir()) if p.name not in named]
    data = [name for name in beside if name.partition(".")[0] in KINDS_OF_FILE]
    reasons = [
        f"{name}: not named in the manifest. Name it there with its rows and hash, or leave it out." for name in data
    ]
    others = len(beside) - len(data) + opened.left_out
    return reasons, {"file-not-in-manifest": others} if others else {}


def _of_place(said: Said, receipts: tuple[Receipt, ...]) -> list[str]:
    """Faults of the delivery's place among the others of its partner."""
    earlier = [r for r in receipts if r.partner == said.partner]
    reasons = []
    if said.delivered_from_us is None and not earlier:
        reasons.append(
            f"{manifest.NAME}: the first delivery of a partner needs delivered_from. Say from when everything is in."
        )
    elif said.delivered_from_us is None and said.follows is None:
        reasons.append(
            f"{manifest.NAME}: neither follows nor delivered_from is given. Give one, so that coverage is known."
        )
    if said.follows == said.delivery_id:
        reasons.append(f"{manifest.NAME}: the delivery follows itself. Name the previous delivery of this partner.")
    if said.kind == ledger.FULL:
        before = {kind for r in ledger.in_force(receipts, said.partner) for kind in r.counts}
        missing = sorted(before - {f.kind for f in said.files})
        reasons += [
            f"{manifest.NAME}: a full delivery must bring {kind} again, as it was delivered before. Add the file, with no rows if so."
            for kind in missing
        ]
    return reasons


def _read_files(
    engine: Engine, folder: Path, said: Said, definition: Definition
) -> tuple[dict[str, ir.Table], list[str]]:
    tables, reasons = {}, []
    for file in said.files:
        columns = files.columns_of(file.kind, definition, said.partner)
        faults = files.faults_of_file(folder / file.name, file, columns)
        if faults:
            reasons += faults
            continue
        try:
            rows = files.read(engine, folder / file.name, columns)
        except files.Unreadable as unreadable:
            reasons.append(str(unreadable))
            continue
        counted = engine.run(rows.count().as_table())[0][0].as_py()
        if counted != file.rows:
            reasons.append(f"{file.name}: has {counted} rows, but the manifest says {file.rows}. Make both the same.")
        tables[file.name] = rows
    return tables, reasons


def _receipt(said: Said, receipts: tuple[Receipt, ...], content: str, now_us: int) -> Receipt:
    return Receipt(
        receipt=max((r.receipt for r in receipts), default=0) + 1,
        partner=said.partner,
        delivery_id=said.delivery_id,
        # Knowledge only grows: a clock that was set back does not put a receipt before earlier ones.
        received_at_us=max([now_us, *(r.received_at_us for r in receipts)]),
        content=content,
        kind=said.kind,
        definition_version=said.definition_version,
        # Nobody knows everything that will happen: coverage ends now at the latest.
        delivered_until_us=min(said.delivered_until_us, now_us),
        made_at=said.made_at,
        delivered_from_us=said.delivered_from_us,
        follows=said.follows,
        contact=said.contact,
    )


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
    checked = check(definition, engine, (*receipts, receipt), receipt, tables)
    counts, findings = _counted(engine, checked, receipt.findings)
    listed, more = commit.quarantine(root, engine, receipt.receipt, receipt.partner, checked)
    if more:
        findings[commit.NOT_LISTED] = more
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
