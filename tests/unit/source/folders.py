"""Folders of deliveries as `pack` leaves them, before and after the key services: with one file of tokens."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet

from ketenmonitor.keys import Secret
from ketenmonitor.pseudonyms import batches, keyed
from ketenmonitor.source import sha256_of
from tests.unit.pseudonyms.parties import SOURCE, claims

PURPOSE, PERIOD = "ketenmonitor", "2026"


def texts(n: int) -> list[str]:
    return [keyed.text_of("bsn", f"{123_456_700 + number}") for number in range(n)]


def manifest(folder: Path, **other: Any) -> dict[str, Any]:
    """A manifest with the files that are in the folder."""
    said = {
        "delivery_id": "d-1", "partner": "a", "chain": "klein", "definition_version": "1", "kind": "increment",
        "follows": None, "delivered_from": "2026-01-01T00:00:00+01:00", "delivered_until": "2026-02-01T00:00:00+01:00",
        "made_at": "2026-02-01T08:00:00+01:00", "contact": None,
    }  # fmt: skip
    files = {
        place.name: {"rows": pyarrow.parquet.read_metadata(place).num_rows, "sha256": sha256_of(place)}
        for place in sorted(folder.glob("*.parquet"))
    }
    return {**said, **other, "files": files}


def finished(folder: Path, **other: Any) -> Path:
    """A delivery that can be sent."""
    folder.mkdir(parents=True)
    _tokens(folder, 3)
    (folder / "delivery.json").write_text(json.dumps(manifest(folder, **other)), encoding="utf-8")
    return folder


def packed(folder: Path, values: Sequence[str], recipient: Secret, size: int = 10) -> Path:
    """A delivery whose identifiers are blinded, and not yet evaluated."""
    blinded = folder / "blinded"
    blinded.mkdir(parents=True)
    _tokens(folder, len(values))
    now = int(time.time())
    said = claims(iss=SOURCE, purpose=PURPOSE, period=PERIOD, iat=now, exp=now + 86_400)
    for number, one in enumerate(batches.blinded_batches(values, recipient.public or "", said, size)):
        (blinded / f"{number:04d}.elements").write_bytes(one.elements)
        (blinded / f"{number:04d}.seed").write_bytes(one.seed)
        (blinded / f"{number:04d}.blinds").write_text(one.blinds, encoding="ascii")
    (folder / "delivery.pending.json").write_text(json.dumps(manifest(folder)), encoding="utf-8")
    return folder


def _tokens(folder: Path, n: int) -> None:
    table = pa.table({"event_id": [str(i) for i in range(n)], "object_id": [f"t{i}" for i in range(n)]})
    pyarrow.parquet.write_table(table, folder / "events.parquet")
