"""Turn an event log into deliveries: one full delivery for each partner of a chain.

Comes in: a log and a definition. Goes out: a folder per partner, to be received through the same gate as any other
delivery. The promise: every row of the log is in exactly one delivery, and every partner has one, so that the coverage
of a partner without events is known too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pyarrow as pa

from ketenmonitor.definition import Definition
from ketenmonitor.errors import StorageError
from ketenmonitor.instants import to_iso
from ketenmonitor.intake.logs.content import Content, content_of_rows
from ketenmonitor.intake.logs.ocel import READERS, content_of_ocel
from ketenmonitor.intake.logs.reading import errors_of, form_of, read_log, stem_of
from ketenmonitor.logs.faults import LogError
from ketenmonitor.logs.times import on_the_calendar
from ketenmonitor.source import Manifest, sha256_of, write_delivery

HASH_LENGTH = 12


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
    with errors_of(log):
        content = _content(log, definition, columns or {})
        delivered_from, delivered_until = _span(content, definition)
    # By another version of the definition the same log is another delivery.
    digest = hashlib.sha256(f"{sha256_of(log)} {definition.version}".encode()).hexdigest()[:HASH_LENGTH]
    made_at = to_iso(made_at_us, definition.zone)
    folders = []
    for partner, tables in content.tables.items():
        manifest = Manifest(
            delivery_id=f"{stem_of(log)}-{partner}-{digest}",
            partner=partner,
            chain=definition.id,
            definition_version=definition.version,
            kind="full",
            delivered_from=delivered_from,
            delivered_until=delivered_until,
            made_at=made_at,
        )
        written = {kind: _arrow(table) for kind, table in tables.items()}
        folders.append(_write(out / manifest.delivery_id, manifest, written))
    return LogImport(tuple(folders), {finding: n for finding, n in sorted(content.findings.items()) if n})


def _content(log: Path, definition: Definition, columns: Mapping[str, str]) -> Content:
    """A log of any form, as tables for each partner."""
    form = form_of(log)
    if form not in READERS:
        return content_of_rows(read_log(log, form, columns), definition)
    if columns:
        what = f"a column was named for the {min(columns)}, and OCEL has no columns"
        raise LogError(what, "It says itself what everything is", "Name no column")
    return content_of_ocel(READERS[form](log), definition)


def _span(content: Content, definition: Definition) -> tuple[str, str]:
    """The first and the last event of the whole log, which is what every partner's delivery covers."""
    at_us = content.at_us.to_frame("at_us").filter(on_the_calendar(pl.col("at_us")))["at_us"]
    first, last = at_us.min(), at_us.max()
    if not isinstance(first, int) or not isinstance(last, int):  # there is none
        right = "Right is ISO 8601, such as 2026-01-31T13:45:00+01:00"
        raise LogError("no time can be read", right, "Write the times so")
    return to_iso(first, definition.zone), to_iso(last, definition.zone)


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
