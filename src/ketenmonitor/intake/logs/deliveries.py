"""Turn an event log into deliveries: one full delivery for each partner of a chain.

Comes in: a log and a definition. Goes out: a folder per partner, to be received through the same gate as any other
delivery. The promise: every row of the log is in exactly one delivery, and every partner has one, so that the coverage
of a partner without events is known too.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pyarrow as pa

from ketenmonitor.definition import Definition
from ketenmonitor.errors import StorageError
from ketenmonitor.instants import EARLIEST, LATEST, to_iso, to_us
from ketenmonitor.intake.logs.attributes import columns_for_events, left_out, objects_of
from ketenmonitor.intake.logs.events import Events, events_of
from ketenmonitor.intake.logs.faults import LogError
from ketenmonitor.intake.logs.reading import EventLog, error_of, read_log, stem_of
from ketenmonitor.source import Manifest, sha256_of, write_delivery

HASH_LENGTH = 12
COLUMNS = ("event_id", "activity", "time", "object_id")


@dataclass(frozen=True)
class LogImport:
    """The deliveries made of a log, in the order of the partners, and how often something was odd."""

    folders: tuple[Path, ...]
    findings: dict[str, int]


def deliveries_of_log(
    log: Path, definition: Definition, out: Path, *, made_at_us: int, columns: Mapping[str, str] | None = None
) -> LogImport:
    """Write a full delivery for each partner into `out`, in a folder with the name of the delivery.

    `columns` names the column of the "case", "activity" or "time" where its name is not a usual one. Raises
    `DeliveryError` when the log cannot be read as a whole. The same arguments give the same bytes.
    """
    read = read_log(log, columns or {})
    events = events_of(read, definition)
    delivered_from, delivered_until = _span(log, events, definition)
    findings = Counter(events.findings | left_out(read, events, definition))
    # By another version of the definition the same log is another delivery.
    content = hashlib.sha256(f"{sha256_of(log)} {definition.version}".encode()).hexdigest()[:HASH_LENGTH]
    made_at = to_iso(made_at_us, definition.zone)
    folders = []
    for partner in definition.partners:
        tables, conflicts = _tables(read, events, definition, partner)
        findings["conflicting-attribute"] += conflicts
        manifest = Manifest(
            delivery_id=f"{stem_of(log)}-{partner}-{content}",
            partner=partner,
            chain=definition.id,
            definition_version=definition.version,
            kind="full",
            delivered_from=delivered_from,
            delivered_until=delivered_until,
            made_at=made_at,
        )
        folders.append(_write(out / manifest.delivery_id, manifest, tables))
    return LogImport(tuple(folders), {finding: n for finding, n in sorted(findings.items()) if n})


def _span(log: Path, events: Events, definition: Definition) -> tuple[str, str]:
    """The first and the last event of the whole log, which is what every partner's delivery covers."""
    at_us = pl.col("at_us").filter(pl.col("at_us").is_between(to_us(EARLIEST), to_us(LATEST), closed="left"))
    first, last = events.rows.select(first=at_us.min(), last=at_us.max()).row(0)
    if first is None:
        right = "Right is ISO 8601, such as 2026-01-31T13:45:00+01:00"
        raise error_of(log, LogError("no time can be read", right, "Write the times so"))
    return to_iso(first, definition.zone), to_iso(last, definition.zone)


def _tables(log: EventLog, events: Events, definition: Definition, partner: str) -> tuple[dict[str, pa.Table], int]:
    attributes = columns_for_events(log, events, definition, partner)
    rows = events.rows.select(*COLUMNS).hstack(attributes.get_columns())
    tables = {"events": _arrow(rows.filter(events.rows["partner"] == partner))}
    objects, conflicts = objects_of(log, events, definition, partner)
    return tables if objects is None else tables | {"objects": _arrow(objects)}, conflicts


def _arrow(frame: pl.DataFrame) -> pa.Table:
    table = frame.to_arrow()
    return table.cast(pa.schema([(name, pa.string()) for name in table.column_names]))


def _write(folder: Path, manifest: Manifest, tables: dict[str, pa.Table]) -> Path:
    try:
        return write_delivery(folder, manifest, tables)
    except OSError as error:
        raise StorageError(
            f"{folder}: the delivery made of the log cannot be written ({error.strerror}). It needs a folder to write "
            "in, with room. Make room or give another folder, and import the log again; nothing was taken in."
        ) from error
