"""The file of a delivery that the recipient turns tokens into pseudonyms with: `pseudonyms.parquet`.

    batch, first, count      which tokens: number n is the (n - first)-th of its batch
    evaluations, blinds      two envelopes (JWE) that only the recipient opens

Comes in: the envelopes, in files. Goes out: the file. The promise: one batch in memory, never all; the same envelopes give the
same bytes.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet

from ketenmonitor.errors import StorageError
from ketenmonitor.pseudonyms.envelopes import Claims
from ketenmonitor.source.durable import put_in_place

FILE = "pseudonyms.parquet"
SCHEMA = pa.schema(
    [
        ("batch", pa.string()),
        ("first", pa.int64()),
        ("count", pa.int64()),
        ("evaluations", pa.string()),
        ("blinds", pa.string()),
    ]
)
# Each envelope occurs once, and nobody looks for one by its beginning.
PLAIN: dict[str, Any] = {"use_dictionary": False, "write_statistics": False}


def write_pseudonyms(folder: Path, batches: Iterable[tuple[Claims, int, Path, Path]]) -> None:
    """Write the file from what is known of each batch: its claims, its first token, and the files with its two envelopes."""
    place, beside = folder / FILE, folder / f".{FILE}.part"
    try:
        with beside.open("wb") as file:
            with pyarrow.parquet.ParquetWriter(file, SCHEMA, compression="zstd", **PLAIN) as table:
                for claims, first, evaluations, blinds in batches:
                    row = {"batch": claims.batch, "first": first, "count": claims.count}
                    texts = {"evaluations": evaluations.read_text("ascii"), "blinds": blinds.read_text("ascii")}
                    table.write_table(pa.Table.from_pylist([{**row, **texts}], SCHEMA))
            file.flush()
            os.fsync(file.fileno())
        put_in_place(beside, place)
    except OSError as error:
        raise StorageError(
            f"{place}: cannot be written: {(error.strerror or 'it failed').lower()}. What was done is kept."
        ) from None
