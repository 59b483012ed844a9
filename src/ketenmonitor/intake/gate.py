"""The gate: take a delivery in, whole, or refuse it; set faulty rows apart.

Comes in: a folder or zip, and the moment it is. Goes out: an `Outcome`. The promise: accepted, refused or known, and
always with all reasons; nothing is lost, and a delivery that was received twice changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import ibis.expr.types as ir

from ketenmonitor.access import delivery_refused
from ketenmonitor.definition import Definition
from ketenmonitor.errors import DeliveryError
from ketenmonitor.intake import commit, files, manifest, offered, signature, tokens
from ketenmonitor.intake.blinded import Offered
from ketenmonitor.intake.manifest import PSEUDONYMS, Said
from ketenmonitor.intake.offered import Opened
from ketenmonitor.intake.outcome import KNOWN, REFUSED, Fault, Outcome, faults, refused
from ketenmonitor.intake.taking_in import take_in
from ketenmonitor.source import KINDS_OF_FILE
from ketenmonitor.store import Engine, Home, Receipt, connect, ledger


@dataclass(frozen=True)
class Offer:
    """A delivery that is offered: what it is, when, by whom, and since when it waits to be."""

    home: Home
    opened: Opened
    now_us: int
    arrived_us: int
    by: str

    @property
    def folder(self) -> Path:
        return self.opened.folder


def receive(home: Home, path: Path, now_us: int, by: str = "", arrived_us: int | None = None) -> Outcome:
    """Offer one delivery to the monitor in `home` at the moment `now_us`.

    `by`: who does so, for the log of refusals. `arrived_us`: when it came, for one that had to wait before it could be offered.
    """
    since_us = now_us if arrived_us is None else min(arrived_us, now_us)
    with home.writing():
        try:
            with offered.opened(path, home, now_us) as opened:
                return _received(Offer(home, opened, now_us, since_us, by))
        except DeliveryError:
            delivery_refused(home, now_us, by, ("unreadable",))
            raise


def _received(offer: Offer) -> Outcome:
    home, folder = offer.home, offer.folder
    said, wrong = _read_manifest(folder)
    found = faults("manifest", wrong)
    if not found and said.get("chain") not in home.chains():
        sentence = f"{manifest.NAME}: chain is not one of this monitor. Chains here are: {', '.join(home.chains())}."
        found = [Fault("unknown-chain", sentence)]
    outcome = refused(said, found) if found else _judge(offer, said)
    content = offered.content_of(folder)
    if outcome.status == REFUSED:
        offered.keep_refused(home, folder, said, list(outcome.reasons), offer.arrived_us)
        delivery_refused(home, offer.now_us, offer.by, outcome.codes, said.get("chain"), said.get("partner"), content)
    else:
        # Also when it is known: a crash may have come between the ledger and this.
        offered.settle_refused(home, content, said)
    return outcome


def _read_manifest(folder: Path) -> tuple[dict[str, Any], list[str]]:
    path = folder / manifest.NAME
    if not path.is_file():
        return {}, [f"{manifest.NAME} is missing. A delivery holds this file, which describes the others."]
    return manifest.parse(path.read_bytes())


def _judge(offer: Offer, raw: dict[str, Any]) -> Outcome:
    """What becomes of a delivery to a chain of this monitor: first who it is from, and whether it is known."""
    home, versions = offer.home, offer.home.definitions(raw["chain"])
    said, wrong = manifest.check(raw, versions[-1])
    found = faults("manifest", wrong)
    found += faults("not-adopted", manifest.of_version(raw, tuple(d.version for d in versions)))
    if said is None or found:
        return refused(raw, found)
    found, findings = signature.check(home, offer.folder, said.partner)
    if found:
        return refused(raw, found)
    receipts, content = commit.clean_up(home.tables_path(said.chain)), offered.content_of(offer.folder)
    mine = [r for r in receipts if r.partner == said.partner and r.kind != ledger.RETRY]
    if same := [r for r in mine if r.delivery_id == said.delivery_id]:
        if same[0].content == content:
            return Outcome(said.delivery_id, said.partner, KNOWN, counts=same[0].counts)
        sentence = f"{manifest.NAME}: delivery_id was accepted before with other content. Give a new delivery_id."
        return refused(raw, [Fault("other-content", sentence)])
    receipt = replace(_receipt(said, receipts, content, offer.now_us), findings=findings)
    outcome = _judge_files(offer, said, versions[-1], receipts, receipt)
    return refused(raw, outcome) if isinstance(outcome, list) else outcome


def _judge_files(
    offer: Offer, said: Said, definition: Definition, receipts: tuple[Receipt, ...], receipt: Receipt
) -> Outcome | list[Fault]:
    """Take the delivery in, unless there are faults in its place among the others, in its files or in its pseudonyms."""
    home = offer.home
    stray, findings = _beside(offer.opened, said)
    engine = connect(memory_limit=home.settings.memory_limit)
    tables, wrong = _read_files(engine, offer.folder, said, definition)
    if found := faults("manifest", _of_place(said, receipts) + stray) + faults("files", wrong):
        return found
    pseudonymous = Offered(
        chain=said.chain,
        folder=offer.folder,
        has_pseudonyms=any(file.kind == PSEUDONYMS for file in said.files),
        source=definition.partners[said.partner].oin,
        at_us=min(offer.arrived_us, offered.first_offered_us(home, receipt.content, offer.now_us)),
        content=receipt.content,
        accepted=frozenset(r.content for r in receipts),
    )
    tables, period, found = tokens.with_ids(home, engine, pseudonymous, tables)
    if found:
        return found
    findings = receipt.findings | findings | _oddities(offer.folder, said, receipt)
    receipt = replace(receipt, findings=findings, period=period)
    return take_in(home, definition, engine, receipts, receipt, tables)


def _oddities(folder: Path, said: Said, receipt: Receipt) -> dict[str, int]:
    """What is odd about the delivery as a whole."""
    numbered = sum(file.rows for file in said.files if files.stores_numbers(folder / file.name))
    findings = {"identifier-stored-as-number": numbered} if numbered else {}
    if receipt.delivered_until_us < said.delivered_until_us:
        findings["delivered-until-in-the-future"] = 1
    return findings


def _beside(opened: Opened, said: Said) -> tuple[list[str], dict[str, int]]:
    """Files that the manifest does not name: a fault when they look like data, else a finding."""
    named = (manifest.NAME, manifest.SIGNATURE, *(f.name for f in said.files))
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
        wrong = files.faults_of_file(folder / file.name, file, columns)
        if wrong:
            reasons += wrong
            continue
        try:
            counted, rows = _read_file(engine, folder / file.name, file.kind, columns)
        except files.Unreadable as unreadable:
            reasons.append(str(unreadable))
            continue
        if counted != file.rows:
            reasons.append(f"{file.name}: has {counted} rows, but the manifest says {file.rows}. Make both the same.")
        if rows is not None:
            tables[file.name] = rows
    return tables, reasons


def _read_file(
    engine: Engine, path: Path, kind: str, columns: tuple[tuple[str, ...], tuple[str, ...]]
) -> tuple[int, ir.Table | None]:
    """How many rows a file has, and the rows; those of pseudonyms are not taken into the engine."""
    if kind == PSEUDONYMS:
        return files.rows_of_parquet(path), None
    rows = files.read(engine, path, columns)
    return engine.run(rows.count().as_table())[0][0].as_py(), rows


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
