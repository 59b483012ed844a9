"""One delivery of what a mapping describes: the way from an extract to a folder that can be sent.

Comes in: a `Mapping`, and the moment it is. Goes out: a `Packed`. The promise: only what the definition declares, only what changed
since the last delivery that was accepted, no identifier; a crash at any moment leaves the old state or the new one; nothing here
opens a connection, but to the databases that the mapping names.

    read and translate   part by part; identifiers wait in a sealed file
    compare              keyed hashes of rows with those of what was sent
    write                what changed, with pseudonyms or tokens for identifiers; the manifest; the signature
    keep                 the delivery is pending until it is said that it was accepted
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from ketenmonitor.errors import UsageError
from ketenmonitor.instants import from_us, to_iso
from ketenmonitor.keys import Signer, open_key, passphrase
from ketenmonitor.source.durable import write_whole
from ketenmonitor.source.mapping import OPRF, Mapping
from ketenmonitor.source.pack import differences, until, zips
from ketenmonitor.source.pack.files import write_files
from ketenmonitor.source.pack.gathered import Gathered
from ketenmonitor.source.pack.identity import Identifiers
from ketenmonitor.source.pack.naming import checked_zip, naming_of, settings_of
from ketenmonitor.source.pack.report import NOTHING, ROW, Report
from ketenmonitor.source.pack.rows import Given
from ketenmonitor.source.pack.state import REPORT, UNFINISHED, Sent, State, finish, held, keep
from ketenmonitor.source.pack.translated import place_of, translate
from ketenmonitor.source.packing import KINDS_OF_FILE, MANIFEST, PENDING, Manifest, write_manifest
from ketenmonitor.source.signature import sign

FEW = 100  # rows may always be taken back
# Why everything is sent.
ASKED, FIRST, OTHER_BEGIN, OTHER_PSEUDONYMS = "asked-for", "first-delivery", "other-begin", "other-pseudonyms"
TO_SEND = "`ketenmonitor send` says whether it was accepted, or `ketenmonitor pack MAPPING --accepted"


@dataclass(frozen=True)
class Packed:
    """A delivery that was made. `is_pending`: its identifiers still have to be made pseudonyms by key services."""

    delivery_id: str
    place: Path
    is_pending: bool
    report: Report


@dataclass(frozen=True)
class _Job:
    """One pack under way."""

    mapping: Mapping
    state: State
    gathered: Gathered
    report: Report
    sent: Sent
    now_us: int


def pack(
    mapping: Mapping,
    now_us: int,
    *,
    until_us: int | None = None,
    full: bool = False,
    out: Path | None = None,
    zipped: bool = False,
) -> Packed:
    """Make the next delivery. Raises UsageError while it is not known whether the last one was accepted."""
    checked_zip(mapping, zipped)
    signer = Signer(open_key(mapping.signing_key, "signing", passphrase())) if mapping.signing_key else None
    with held(mapping.state) as state, _alone_in(out or mapping.out):
        _check_whose(mapping, state)
        _check_pending(state)
        end_us = until.chosen(mapping, now_us, until_us, state.accepted)
        gathered = Gathered(state.work, state.key, attributes_of(mapping))
        try:
            sent = _named(mapping, state, end_us, now_us, out or mapping.out, ".zip" if zipped else "")
            job = _Job(mapping, state, gathered, Report(), sent, now_us)
            given = Given(mapping, end_us, Identifiers(mapping), job.report, gathered.attributes)
            translate(mapping, gathered, given)
            _compare(job, full)
            _write(job, signer, zipped)
        finally:
            gathered.close()
    return Packed(sent.delivery_id, Path(sent.place), mapping.pseudonyms.mode == OPRF, job.report)


@contextmanager
def _alone_in(out: Path) -> Iterator[None]:
    """Wait for another pack that writes into this folder, with a state of its own: names are by the second.

    The folder itself is locked, so that nothing but deliveries is in it; the kernel frees the lock of who was killed.
    """
    out.mkdir(parents=True, exist_ok=True)
    held_open = os.open(out, os.O_RDONLY)
    try:
        fcntl.flock(held_open, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held_open)


def attributes_of(mapping: Mapping) -> dict[str, tuple[str, ...]]:
    """By kind of file the attributes that any of its rules has."""
    rules = {"links": (), **mapping.rules}
    names = {
        kind: dict.fromkeys(n for r in rules.get(kind, ()) for n in getattr(r, "attributes", ()))
        for kind in KINDS_OF_FILE
    }
    return {kind: tuple(some) for kind, some in names.items()}


def _check_whose(mapping: Mapping, state: State) -> None:
    """What was sent to one chain says nothing of another: rows would be taken back, or never sent."""
    last = state.accepted or state.pending
    if last is not None and (last.chain, last.partner) != (mapping.definition.id, mapping.partner):
        raise UsageError(
            f"{state.path}: this state is of {last.partner} in {last.chain}, and the mapping is of {mapping.partner} in "
            f"{mapping.definition.id}. Nothing was packed. Give each mapping a state of its own."
        )


def _check_pending(state: State) -> None:
    if state.pending is not None:
        name = state.pending.delivery_id
        raise UsageError(
            f"It is not known yet whether {name} was accepted, and the next delivery follows it. Send it ({state.pending.place}): "
            f"{TO_SEND} {name}`; when it was refused or is not to be sent, `ketenmonitor pack MAPPING --forget {name}`."
        )


def _named(mapping: Mapping, state: State, end_us: int, now_us: int, out: Path, end: str) -> Sent:
    """The delivery to be, under a name that no other has."""
    stem = f"{mapping.partner}-{from_us(now_us):%Y%m%dT%H%M%SZ}"
    taken = {state.accepted.delivery_id} if state.accepted else set()
    names = [stem, *(f"{stem}-{n}" for n in range(2, 1000))]
    name = next(n for n in names if n not in taken and not any((out / f"{n}{e}").exists() for e in ("", ".zip")))
    return Sent(
        delivery_id=name,
        chain=mapping.definition.id,
        partner=mapping.partner,
        delivered_from=to_iso(mapping.begin_us, mapping.definition.zone),
        delivered_until_us=end_us,
        kinds=tuple(k for k in KINDS_OF_FILE if k in mapping.rules or (state.accepted and k in state.accepted.kinds)),
        settings=settings_of(mapping),
        place=str((out / f"{name}{end}").resolve()),
    )


def _compare(job: _Job, full: bool) -> None:
    """Find what changed; fill the report with it. Raises UsageError when suspiciously much is gone."""
    before = job.state.accepted
    counts = differences.compare(job.gathered, job.state.rows_of(before) if before else None)
    for odd in differences.odd_rows(job.gathered):
        rule, dropped = place_of(job.mapping, odd.place), ROW if odd.reason == differences.CONTRADICTS else NOTHING
        job.report.note(
            rule.source, rule.place, None, odd.reason, pl.Series(odd.rows, dtype=pl.Int64), dropped, odd.count
        )
    if not full:
        _check_gone(job.mapping, counts)
    because = {
        ASKED: full,
        FIRST: before is None,
        OTHER_BEGIN: before is not None and before.delivered_from != job.sent.delivered_from,
        OTHER_PSEUDONYMS: before is not None and before.settings != job.sent.settings,
    }
    job.report.full_because = [reason for reason, is_so in because.items() if is_so] + differences.why_full(
        job.gathered
    )
    if job.report.full_because:
        differences.send_everything(job.gathered)
    job.report.sent = {kind: counts[kind] for kind in job.sent.kinds}


def _check_gone(mapping: Mapping, counts: dict[str, dict[str, int]]) -> None:
    # An export that went wrong is empty more often than all is over, also at a small partner.
    is_empty = not any(n["new"] + n["changed"] + n["unchanged"] for n in counts.values())
    for kind, n in counts.items():
        before = n["withdrawn"] + n["unchanged"] + n["changed"]
        if n["withdrawn"] and (is_empty or n["withdrawn"] > max(FEW, mapping.most_withdrawn * before)):
            raise UsageError(
                f"{n['withdrawn']} of {before} {kind} that were delivered are not in this extract: more than most_withdrawn of the "
                "mapping allows, so that it may not be whole. Nothing was packed. Look at the extract; when it is right, pack "
                "with --full."
            )


def _write(job: _Job, signer: Signer | None, zipped: bool) -> None:
    """The delivery beside its place, what the state must know of it, and then both in their places."""
    mapping, place = job.mapping, Path(job.sent.place)
    unfinished = place.with_name(f"{UNFINISHED}{place.name}")
    _remove(unfinished)
    folder = job.state.work / "delivery" if zipped else unfinished
    rows = job.state.work / "rows"
    rows.mkdir()
    folder.mkdir(parents=True)
    try:
        naming = naming_of(mapping, folder, job.gathered.database, job.now_us)
        written = write_files(folder, rows, job.gathered, naming, job.state.key, job.sent.kinds)
        job.report.identifiers = naming.n_tokens
        manifest = _manifest(job)
        job.report.head = {name: value for name, value in manifest.__dict__.items() if name != "contact"}
        is_pending = mapping.pseudonyms.mode == OPRF
        write_manifest(folder, manifest, written, PENDING if is_pending else MANIFEST)
        if signer is not None and not is_pending:
            sign(folder, signer)
        if zipped:
            unfinished.parent.mkdir(parents=True, exist_ok=True)
            zips.zip_of(folder, unfinished)
    except BaseException:
        _remove(unfinished)
        raise
    write_whole(job.state.path / REPORT, job.report.as_json().encode())
    keep(job.state, job.sent, rows)
    finish(job.sent)


def _manifest(job: _Job) -> Manifest:
    before, zone = job.state.accepted, job.mapping.definition.zone
    is_full = bool(job.report.full_because)
    return Manifest(
        delivery_id=job.sent.delivery_id,
        partner=job.mapping.partner,
        chain=job.mapping.definition.id,
        definition_version=job.mapping.definition.version,
        kind="full" if is_full else "increment",
        delivered_from=job.sent.delivered_from if is_full else None,
        delivered_until=to_iso(job.sent.delivered_until_us, zone),
        made_at=to_iso(job.now_us, zone),
        follows=before.delivery_id if before else None,
        contact=job.mapping.contact,
    )


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
