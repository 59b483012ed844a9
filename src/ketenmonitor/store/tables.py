"""Delta tables on disk: their columns, appending to them, and reading them as they stood at a version.

Comes in: Arrow data, or what writes a Parquet file. Goes out: lists of Parquet files for an engine. The promise: rows are only ever added, and what
a version held it goes on holding. Delta's versions serve crash safety: the ledger names the version of each table
that belongs to it, so rows of a receipt that did not reach the ledger are never read and are removed by `roll_back`.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import DeltaTable, write_deltalake
from deltalake.exceptions import DeltaError
from deltalake.transaction import AddAction

from ketenmonitor.errors import StorageError

TEXT, NUMBER, FLAG = pa.string(), pa.int64(), pa.bool_()

# Every row carries the receipt that brought it and its number within that receipt and table.
KEY = [("receipt", NUMBER), ("row", NUMBER)]
SCHEMAS: dict[str, pa.Schema] = {
    "events": pa.schema(
        [
            *KEY,
            ("partner", TEXT),
            ("event_id", TEXT),
            ("activity", TEXT),
            ("object_type", TEXT),
            ("object_id", TEXT),
            ("at_us", NUMBER),
            ("local_us", NUMBER),
            ("local_day", NUMBER),
            ("withdrawn", FLAG),
        ]
    ),
    "event_attributes": pa.schema([*KEY, ("attribute", TEXT), ("value", TEXT)]),
    "links": pa.schema(
        [
            *KEY,
            ("partner", TEXT),
            ("from_type", TEXT),
            ("from_id", TEXT),
            ("to_type", TEXT),
            ("to_id", TEXT),
            ("at_us", NUMBER),
            ("withdrawn", FLAG),
        ]
    ),
    # One row says that the object exists (attribute null), and one more for each attribute that has a value.
    "objects": pa.schema(
        [
            *KEY,
            ("partner", TEXT),
            ("object_type", TEXT),
            ("object_id", TEXT),
            ("attribute", TEXT),
            ("value", TEXT),
        ]
    ),
    "figures": pa.schema(
        [
            *KEY,
            ("partner", TEXT),
            ("measure", TEXT),
            ("id", TEXT),
            ("field", TEXT),
            ("date", TEXT),
            ("period", TEXT),
            ("by", TEXT),
            ("value", pa.float64()),
        ]
    ),
    # A row of `kind` of which another row, of `by_receipt`, says the same thing: the receipt of higher rank counts.
    "superseded": pa.schema([("kind", TEXT), *KEY, ("by_receipt", NUMBER)]),
    # `raw` is the whole row as it came, so that it can be offered again.
    "quarantine": pa.schema(
        [
            *KEY,
            ("partner", TEXT),
            ("file", TEXT),
            ("file_row", NUMBER),
            ("column", TEXT),
            ("reason", TEXT),
            ("raw", TEXT),
        ]
    ),
    "ledger": pa.schema([("receipt", NUMBER), ("partner", TEXT), ("body", TEXT)]),
    # What left under a rule of retention, see `departures`; hashes with a key of what may not come back, see `tombstones`.
    "departures": pa.schema([("run", NUMBER), ("body", TEXT)]),
    "tombstones": pa.schema([("tombstone", TEXT)]),
    # The objects behind the gatekeeper; their rows are in tables of the same names as the others, below the folder `behind`.
    "removed": pa.schema(
        [
            ("object_type", TEXT),
            ("object_id", TEXT),
            ("rule", TEXT),
            ("start_day", NUMBER),
            ("kept", TEXT),
            ("removed_us", NUMBER),
            ("first_receipt", NUMBER),
        ]
    ),
}

OF_RETENTION = frozenset({"departures", "tombstones", "removed"})  # written only when all tables are, see `rewriting`


def append(root: Path, table: str, data: pa.Table | Callable[[Path], None]) -> None:
    """Add rows to a table, made when it does not exist yet: a few from memory, or those of a file that `data` writes.

    A file that is written but not yet committed is no part of the table; `roll_back` removes it.
    """
    path = root / table
    with storage_errors(root):
        path.mkdir(parents=True, exist_ok=True)
        if isinstance(data, pa.Table):
            write_deltalake(path, data, mode="append")
            return
        file = path / f"part-{uuid4()}.parquet"
        data(file)
        commit(path, file, SCHEMAS[table])


def commit(path: Path, file: Path, schema: pa.Schema) -> None:
    """Make a file that was written into a table's folder part of the table; one without rows is removed.

    The log says how many rows it has and nothing of what is in them: pseudonyms stay in the files.
    """
    n = pq.read_metadata(file).num_rows
    made = file.stat()
    added = AddAction(file.name, made.st_size, {}, made.st_mtime_ns // 1_000_000, True, json.dumps({"numRecords": n}))
    table = DeltaTable(path) if DeltaTable.is_deltatable(str(path)) else DeltaTable.create(path, schema)
    table.create_write_transaction([added] if n else [], mode="append", schema=schema)
    if not n:
        file.unlink()


def version_of(root: Path, table: str) -> int | None:
    """The latest version of a table, or None when there is no such table yet."""
    path = root / table
    with storage_errors(root):
        return DeltaTable(path).version() if DeltaTable.is_deltatable(str(path)) else None


def files_of(root: Path, table: str, version: int) -> list[str]:
    """The Parquet files that make up a table at a version."""
    with storage_errors(root):
        return _places(root / table, DeltaTable(root / table, version=version))


def _places(path: Path, found: DeltaTable) -> list[str]:
    """The files of a table. Delta gives URIs, in which a space of the home's own path would be %20."""
    return sorted(str(path / uri.rpartition("/")[2]) for uri in found.file_uris())


def read_small(root: Path, table: str) -> pa.Table:
    """A whole table in memory: for the ledger and other small ones only. Empty when there is none."""
    # Not by `empty_table`: that makes arrays of lists, for which Arrow imports pandas.
    nothing = pa.Table.from_batches([], SCHEMAS[table])
    if version_of(root, table) is None:
        return nothing
    with storage_errors(root):
        try:
            return pa.concat_tables([nothing, *_small_files(root / table)])
        except FileNotFoundError:  # a writer put the files that were listed a moment ago together
            return pa.concat_tables([nothing, *_small_files(root / table)])


def _small_files(path: Path) -> list[pa.Table]:
    # Not by `to_pyarrow_table`: that imports pandas, which takes longer than the reading.
    return [pq.ParquetFile(file).read() for file in _places(path, DeltaTable(path))]


def put_together(root: Path, table: str) -> None:
    """Make one file of the many small ones of a table: a new version with the same rows, which is there whole or not at all.

    Only for a table of which nobody asks an earlier version; `roll_back` to the latest removes the files that it replaced.
    """
    with storage_errors(root):
        DeltaTable(root / table).optimize.compact()


def roll_back(root: Path, table: str, version: int | None) -> None:
    """Make a table what it was at `version` (None: not there yet) and remove the files that came after it."""
    if version is None:
        shutil.rmtree(root / table, ignore_errors=True)
        return
    with storage_errors(root):
        path, found = root / table, DeltaTable(root / table)
        # Delta's own vacuum would add versions; of what is not in force the rows are nowhere or in another file.
        in_force = set(_places(path, DeltaTable(path, version=version)))
        # First the files, as restoring writes one and the disk may be full; "#" marks one that Delta was still writing.
        for leftover in (*path.iterdir(), *(path / "_delta_log").glob("*#*")):
            if leftover.is_file() and str(leftover) not in in_force:
                leftover.unlink()
        if found.version() != version:
            found.restore(version)


@contextmanager
def storage_errors(root: Path) -> Iterator[None]:
    """Say in one sentence what the disk or a table in `root` refused."""
    try:
        yield
    except (OSError, DeltaError, pa.ArrowInvalid) as error:
        raise StorageError(
            f"What is in {root} cannot be read or written: {_reason(error)}. Nothing was changed by this command. "
            "Check free space, rights and the disk, and give the same command again."
        ) from error


def _reason(error: Exception) -> str:
    """What the system says of it. The text of another library could hold a value, so of that only the kind is told."""
    said = re.search(r"(?:[A-Z][a-z ]+ )?\(os error \d+\)|\[Errno \d+\] [A-Za-z ]+", str(error))
    return said[0] if said else f"{type(error).__name__}, a damaged table or disk"
