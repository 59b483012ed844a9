"""What is left in a vault of an identifier that was destroyed: the keyed hash by which it was found, and nothing to turn it back.

    gone    lookup: of elements that were here

Comes in: ids. Goes out: the ids under which these would come back. The promise: no key is needed to forget; an element that comes
again gets an id that follows from its keyed hash, so that the tables know it for one that may not come back; and what was
forgotten is in no page of the file, nor in what SQLite writes beside it.

After a rotation the key services give the same person another element, and then the hash is of no use any more: see
docs/explanation/retention.md.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from ketenmonitor.errors import StorageError

FILE = "vault.sqlite"
GONE = "CREATE TABLE IF NOT EXISTS gone (lookup BLOB PRIMARY KEY) WITHOUT ROWID"
ID_BYTES = 10
AT_ONCE = 10_000


def returning_id(lookup: bytes) -> bytes:
    """The id of an element that was destroyed and comes again."""
    return hashlib.sha256(b"gone|" + lookup).digest()[:ID_BYTES]


def ids_in(folder: Path) -> Iterator[list[str]]:
    """All ids of a vault, many at a time; none when there is no vault."""
    with _opened(folder) as database:
        if database is not None:
            found = database.execute("SELECT id FROM elements")
            while some := found.fetchmany(AT_ONCE):
                yield [row[0].hex() for row in some]


def aliases_of(folder: Path, ids: Sequence[str]) -> list[tuple[str, str]]:
    """For each of these ids that is in the vault: the id, and the one under which it would come back."""
    found: list[tuple[str, str]] = []
    with _opened(folder) as database:
        if database is None:
            return []
        for some in _in_parts(ids):
            marks = ",".join("?" * len(some))
            rows = database.execute(f"SELECT id, lookup FROM elements WHERE id IN ({marks})", some)
            found += [(id.hex(), returning_id(lookup).hex()) for id, lookup in rows]
    return found


def forget(folder: Path, ids: Sequence[str]) -> None:
    """Take these out of a vault. Raises StorageError while a rotation is going on: its half would still hold them."""
    if not ids:
        return
    with _opened(folder) as database:
        if database is None:
            return
        if database.execute("SELECT 1 FROM about WHERE name = 'next'").fetchone():
            raise StorageError(
                f"{folder / FILE}: a rotation is going on, and half of what it made holds what must go. What left the tables has left "
                "them. Finish it with `ketenmonitor rotate`, and give the same command again: it takes up the rest."
            )
        database.execute("PRAGMA secure_delete = ON")
        database.execute("BEGIN IMMEDIATE")
        database.execute(GONE)
        for some in _in_parts(ids):
            marks = ",".join("?" * len(some))
            database.execute(f"INSERT OR IGNORE INTO gone SELECT lookup FROM elements WHERE id IN ({marks})", some)
            database.execute(f"DELETE FROM elements WHERE id IN ({marks})", some)
        database.execute("COMMIT")
        database.execute("VACUUM")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _in_parts(ids: Sequence[str]) -> Iterator[list[bytes]]:
    """The bytes of those that can be ids of a vault."""
    known = [bytes.fromhex(id) for id in ids if len(id) == 2 * ID_BYTES and set(id) <= set("0123456789abcdef")]
    for at in range(0, len(known), AT_ONCE):
        yield known[at : at + AT_ONCE]


@contextmanager
def _opened(folder: Path) -> Iterator[sqlite3.Connection | None]:
    if not (folder / FILE).is_file():
        yield None
        return
    try:
        with closing(sqlite3.connect(folder / FILE, isolation_level=None)) as database:
            yield database
    except sqlite3.Error as error:
        raise StorageError(
            f"{folder / FILE}: the vault of this chain cannot be read or written ({type(error).__name__}). Check free space, rights "
            "and the disk, and give the same command again."
        ) from None
