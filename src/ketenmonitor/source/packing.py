"""Write one delivery: data files, and last the manifest (`delivery.json`) with their row counts and hashes.

Comes in: what the partner says of the delivery and its tables. Goes out: a folder that the gate can receive. The
promise: the manifest is written last, so a folder without one is not a delivery yet.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

KINDS_OF_FILE = ("events", "links", "objects", "figures", "pseudonyms")
MANIFEST = "delivery.json"
PENDING = "delivery.pending.json"  # of a delivery whose identifiers still have to be made pseudonyms: no delivery yet


@dataclass(frozen=True)
class Manifest:
    """What a partner says of one delivery. Times are ISO 8601 with an offset."""

    delivery_id: str
    partner: str
    chain: str
    definition_version: str
    kind: str
    delivered_until: str
    made_at: str
    follows: str | None = None
    delivered_from: str | None = None
    contact: str | None = None


def write_delivery(folder: Path, manifest: Manifest, tables: dict[str, pa.Table], form: str = "parquet") -> Path:
    """Write `tables` (keys of `KINDS_OF_FILE`) and the manifest into `folder`, made if needed; returns `folder`.

    `form` is "parquet" or "csv". An existing manifest of the same name is overwritten.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rows = {}
    for kind, table in tables.items():
        assert kind in KINDS_OF_FILE, f"not a kind of file: {kind}"
        path = folder / f"{kind}.{form}"
        if form == "csv":
            pyarrow.csv.write_csv(table, path)
        else:
            pyarrow.parquet.write_table(table, path)
        rows[path.name] = table.num_rows
    write_manifest(folder, manifest, rows)
    return folder


def write_manifest(folder: Path, manifest: Manifest, rows: dict[str, int], name: str = MANIFEST) -> None:
    """Write the manifest of data files that are in `folder`, of which `rows` says how many rows each has."""
    files = {file: {"rows": n, "sha256": sha256_of(folder / file)} for file, n in rows.items()}
    text = json.dumps({**manifest.__dict__, "files": files}, indent=2, ensure_ascii=False)
    (folder / name).write_text(text + "\n", encoding="utf-8")


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in lower-case hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
