"""What is left in a vault of an identifier that was destroyed: the keyed hash by which it was found, and nothing to turn it back.

    destroyed    lookup: of elements that were here; id: under which these come back; held: what another party made of the element,
                 so that a rotation finds the next lookup (`intake.destroyed`); null where nobody was asked

Comes in: ids. Goes out: the ids under which these would come back. The promise: no key is needed to forget; an element that comes
again gets an id that the tables know for one that may not come back, also after a rotation when `held` is there; and what was
forgotten is in no page of the file, nor in what SQLite writes beside it.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from ketenmonitor.errors import StorageError

FILE = "vault.sqlite"
COLUMNS = "(lookup BLOB PRIMARY KEY, id BLOB NOT NULL, held BLOB) WITHOUT ROWID"
DESTROYED = f"CREATE TABLE IF NOT EXISTS destroyed {COLUMNS}"
ID_BYTES = 10
AT_ONCE = 10_000


class Destroyed:
    """What an open vault still says of elements that were destroyed. `lookup`: the keyed hash of an element."""

    def __init__(self, database: sqlite3.Connection, lookup: Callable[[bytes], bytes]) -> None:
        self._database, self._lookup = database, lookup

    def returning(self, lookups: Iterable[bytes]) -> dict[bytes, bytes]:
        """Of these the ids of those that were destroyed: what comes again has one that the tables keep out."""
        if self._database.execute("SELECT 1 FROM destroyed LIMIT 1").fetchone() is None:
            return {}
        asked = "SELECT id FROM destroyed WHERE lookup = ?"
        found = ((one, self._database.execute(asked, (one,)).fetchone()) for one in lookups)
        return {one: row[0] for one, row in found if row}

    def of_same(self) -> bytes | None:
        """What is held of the element that is always the same: a row with an empty id."""
        found = self._database.execute("SELECT held FROM destroyed WHERE id = x''").fetchone()
        return None if found is None else bytes(found[0])

    def keep_of_same(self, element: bytes, held: bytes) -> None:
        """Keep that."""
        self._database.execute("INSERT OR REPLACE INTO destroyed VALUES (?, x'', ?)", (self._lookup(element), held))

    def begin_turn(self) -> None:
        """Begin a rotation anew."""
        self._database.execute("DROP TABLE IF EXISTS destroyed_turned")
        self._database.execute(f"CREATE TABLE destroyed_turned {COLUMNS}")

    def to_turn(self, most: int) -> list[tuple[bytes, bytes]]:
        """The next that are not turned yet: id, held."""
        done = "SELECT id FROM destroyed_turned"
        asked = f"SELECT id, held FROM destroyed WHERE held IS NOT NULL AND id <> x'' AND id NOT IN ({done}) LIMIT ?"
        return self._database.execute(asked, (most,)).fetchall()

    def keep_turned(self, rows: Iterable[tuple[bytes, bytes, bytes]]) -> None:
        """Keep what became of them, as id, element, held: of the element its keyed hash only."""
        kept = ((self._lookup(element), id, held) for id, element, held in rows)
        self._database.executemany("INSERT OR REPLACE INTO destroyed_turned VALUES (?, ?, ?)", kept)

    def n_lost(self) -> int:
        """How many of them a rotation cannot find the next keyed hash of."""
        return int(self._database.execute("SELECT count(*) FROM destroyed WHERE held IS NULL").fetchone()[0])

    def take_turn(self) -> None:
        """Let what was turned take the place of the old."""
        self._database.execute("DROP TABLE destroyed")
        self._database.execute("ALTER TABLE destroyed_turned RENAME TO destroyed")


def returning_id(id: bytes) -> bytes:
    """The id of an element that was destroyed and comes again; the same after a rotation, as its id is."""
    return hashlib.sha256(b"destroyed|" + id).digest()[:ID_BYTES]


def ids_in(folder: Path) -> Iterator[list[str]]:
    """All ids of a vault, many at a time; none when there is no vault."""
    with _opened(folder) as database:
        if database is not None:
            found = database.execute("SELECT id FROM elements")
            while some := found.fetchmany(AT_ONCE):
                yield [row[0].hex() for row in some]


def aliases_of(folder: Path, ids: Sequence[str]) -> list[tuple[str, str]]:
    """For each of these that can be in the vault: the id, and the one under which it would come back; none without a vault."""
    if not (folder / FILE).is_file():
        return []
    return [(id.hex(), returning_id(id).hex()) for some in _in_parts(ids) for id in some]


def forget(folder: Path, ids: Sequence[str], held: Mapping[str, bytes] | None = None) -> None:
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
        database.execute(DESTROYED)
        for some in _in_parts(ids):
            marks = ",".join("?" * len(some))
            found = database.execute(f"SELECT lookup, id FROM elements WHERE id IN ({marks})", some).fetchall()
            rows = [(lookup, returning_id(id), (held or {}).get(id.hex())) for lookup, id in found]
            database.executemany("INSERT OR IGNORE INTO destroyed VALUES (?, ?, ?)", rows)
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
