"""The vault of a chain: which identifier has which name inside the monitor, whatever key it was made with.

    HOME/chains/CHAIN/vault/vault.sqlite   about: what it is of; elements: lookup, id, nonce, sealed; used: envelopes

Comes in: elements N (32 bytes: what is left of an identifier when key services and blinds are done with it) and the vault key.
Goes out: an id of 20 hexadecimal digits for each. The promise: the same N has the same id for ever, also after a rotation, and
two have never the same; an id is random, so it says nothing; N stands on disk only sealed, and beside it a keyed hash to find
it by, so that who has the file without the key has nothing; all that is done in one `changing` is there or none of it is.

SQLite and not a Delta table, as a delivery of ten rows must not read the elements of millions
(docs/explanation/decisions/0015-the-vault.md).
"""

from __future__ import annotations

import hmac
import secrets
import sqlite3
from collections.abc import Container, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ketenmonitor.errors import StorageError
from ketenmonitor.keys import Secret
from ketenmonitor.sqlite_files import write_ahead
from ketenmonitor.store.vault_gone import DESTROYED, FILE, Destroyed

ID_BYTES, LOOKUP_BYTES, NONCE_BYTES = 10, 16, 12
A_QUESTION = 10_000  # lookups are asked so many at a time
_ELEMENTS = "place INTEGER PRIMARY KEY, lookup BLOB NOT NULL UNIQUE, id BLOB NOT NULL, nonce BLOB NOT NULL, sealed BLOB NOT NULL"
_TABLES = f"""
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE elements ({_ELEMENTS});
CREATE TABLE used (envelope BLOB PRIMARY KEY, content TEXT NOT NULL) WITHOUT ROWID;
"""
_BACKUP = "Put this folder and keys/vault.key back from the same backup. Nothing was taken in."


@dataclass(frozen=True)
class About:
    """Of what a vault is: pseudonyms for one recipient and one purpose, made in one period."""

    recipient: str
    purpose: str
    period: str


class Vault:
    """An open vault. Only the one writer of a home may change it."""

    def __init__(self, connection: sqlite3.Connection, key: Secret, chain: str) -> None:
        assert key.kind == "vault", key.kind
        self._database = connection
        self._lookup_key = hmac.digest(key.value, f"ketenmonitor|vault|lookup|{chain}".encode(), "sha256")
        self._seal = AESGCM(hmac.digest(key.value, f"ketenmonitor|vault|seal|{chain}".encode(), "sha256"))
        self.destroyed = Destroyed(connection, self._lookup)

    @property
    def about(self) -> About:
        """What it is of now."""
        return About(*(self.note(name) or "" for name in ("recipient", "purpose", "period")))

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Do several things, or none of them when one fails."""
        with _in_words():
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._database.execute("COMMIT")
            finally:
                if self._database.in_transaction:
                    self._database.execute("ROLLBACK")

    def ids(self, elements: Sequence[bytes]) -> list[str]:
        """The id of each element; those that were never seen get one now."""
        lookups = [self._lookup(element) for element in elements]
        known: dict[bytes, bytes] = {}
        for at in range(0, len(lookups), A_QUESTION):
            asked = sorted(set(lookups[at : at + A_QUESTION]))
            marks = ",".join("?" * len(asked))
            known.update(self._database.execute(f"SELECT lookup, id FROM elements WHERE lookup IN ({marks})", asked))
        known |= self.destroyed.returning(set(lookups) - known.keys())
        new = {lookup: element for lookup, element in zip(lookups, elements, strict=True) if lookup not in known}
        # Of ids 80 random bits long two are the same, among a hundred million, once in a hundred million vaults.
        given = {lookup: secrets.token_bytes(ID_BYTES) for lookup in sorted(new)}
        rows = [(lookup, id, *self._sealed(new[lookup], id, lookup)) for lookup, id in given.items()]
        self._database.executemany("INSERT INTO elements (lookup, id, nonce, sealed) VALUES (?, ?, ?, ?)", rows)
        known |= given
        return [known[lookup].hex() for lookup in lookups]

    def elements_of(self, ids: Sequence[str]) -> dict[str, bytes]:
        """Of these the elements that are here."""
        asked = f"SELECT id, nonce, sealed, lookup FROM elements WHERE id IN ({','.join('?' * len(ids))})"
        found = self._database.execute(asked, [bytes.fromhex(id) for id in ids])
        return {id.hex(): self._opened(id, *sealed) for id, *sealed in found}

    def claim(self, envelopes: Sequence[str], content: str, accepted: Container[str]) -> bool:
        """Note that these envelopes are used by the delivery with this content; False when an accepted one used one before.

        What a crash left of a delivery that was never accepted is no use.
        """
        names = [(self._lookup(f"envelope|{envelope}".encode()),) for envelope in envelopes]
        names.append((self._lookup(f"delivery|{content}".encode()),))  # there also when it brings no envelope
        asked = "SELECT content FROM used WHERE envelope = ?"
        found = {row[0] for name in names for row in self._database.execute(asked, name)} - {content}
        if any(other in accepted for other in found):
            return False
        self._database.executemany("INSERT OR REPLACE INTO used VALUES (?, ?)", [(*name, content) for name in names])
        return True

    def has_used(self, content: str) -> bool:
        """Whether the delivery with this content was opened with this vault."""
        name = (self._lookup(f"delivery|{content}".encode()),)
        return self._database.execute("SELECT 1 FROM used WHERE envelope = ?", name).fetchone() is not None

    def n_elements(self) -> int:
        """How many identifiers are known."""
        with _in_words():
            return int(self._database.execute("SELECT count(*) FROM elements").fetchone()[0])

    # What a rotation needs: new elements are put in a table beside, which then takes the place of the old.
    def turn_to(self, period: str) -> int:
        """Go on with the rotation to a period, or begin one; returns how many elements are done already."""
        if self.note("next") != period:
            self._database.execute("DROP TABLE IF EXISTS turned")
            self._database.execute(f"CREATE TABLE turned ({_ELEMENTS})")
            self._database.execute("DELETE FROM about WHERE name LIKE '%of the turn'")
            self.destroyed.begin_turn()
            self.write_note("next", period)
        return int(self._database.execute("SELECT count(*) FROM turned").fetchone()[0])

    def to_turn(self, most: int) -> list[tuple[int, bytes, bytes]]:
        """The next elements that are not turned yet: place, id, element."""
        with _in_words():
            (last,) = self._database.execute("SELECT coalesce(max(place), 0) FROM turned").fetchone()
            asked = "SELECT place, id, nonce, sealed, lookup FROM elements WHERE place > ? ORDER BY place LIMIT ?"
            rows = self._database.execute(asked, (last, most)).fetchall()
        return [(place, id, self._opened(id, *sealed)) for place, id, *sealed in rows]

    def keep_turned(self, elements: Iterable[tuple[int, bytes, bytes]]) -> None:
        """Keep what became of elements: each at the same place, with the same id."""
        lookups = ((place, self._lookup(element), id, element) for place, id, element in elements)
        rows = [(place, found, id, *self._sealed(element, id, found)) for place, found, id, element in lookups]
        self._database.executemany("INSERT INTO turned VALUES (?, ?, ?, ?, ?)", rows)

    def take_turn(self) -> None:
        """Let the turned elements take the place of the old ones, and the next period that of the present one."""
        self._database.execute("DROP TABLE elements")
        self._database.execute("ALTER TABLE turned RENAME TO elements")
        self.destroyed.take_turn()
        self.write_note("period", self.note("next") or "")
        self._database.execute("DELETE FROM about WHERE name = 'next' OR name LIKE '%of the turn'")

    def shrink(self) -> None:
        """Give back the room of what is no longer there, so that nothing is left of it either."""
        with _in_words():
            self._database.execute("VACUUM")
            self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def note(self, name: str) -> str | None:
        """What is noted under a name."""
        found = self._database.execute("SELECT value FROM about WHERE name = ?", (name,)).fetchone()
        return None if found is None else str(found[0])

    def write_note(self, name: str, value: str) -> None:
        """Note something that is no secret."""
        self._database.execute("INSERT OR REPLACE INTO about VALUES (?, ?)", (name, value))

    def proof(self, said: bytes) -> str:
        """What only who has the vault key can say of something."""
        return hmac.digest(self._lookup_key, b"proof|" + said, "sha256").hex()

    def _lookup(self, element: bytes) -> bytes:
        return hmac.digest(self._lookup_key, element, "sha256")[:LOOKUP_BYTES]

    def _sealed(self, element: bytes, id: bytes, lookup: bytes) -> tuple[bytes, bytes]:
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce, self._seal.encrypt(nonce, element, id + lookup)

    def _opened(self, id: bytes, nonce: bytes, sealed: bytes, lookup: bytes) -> bytes:
        try:
            return self._seal.decrypt(nonce, sealed, id + lookup)
        except InvalidTag:
            raise StorageError(f"{FILE}: an element in this vault is damaged. {_BACKUP}") from None


@contextmanager
def open_vault(folder: Path, key: Secret, chain: str, begin: About | None = None) -> Iterator[Vault]:
    """The vault in a folder; made when there is none and `begin` says of what.

    Raises StorageError when there is none, for another key than it was made with, and for what cannot be read or written.
    """
    place = folder / FILE
    if not place.is_file() and begin is None:
        raise StorageError(
            f"{place}: the vault of this chain is gone. Without it nobody would be known again. {_BACKUP}"
        )
    with _in_words():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        connection = sqlite3.connect(place, isolation_level=None)
    with closing(connection):
        vault = Vault(connection, key, chain)
        with _in_words():
            write_ahead(connection)
            connection.execute("PRAGMA synchronous = FULL")
            is_made = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'about'").fetchone()
        if not is_made:
            _make(vault, connection, begin)
        with _in_words():
            connection.execute(DESTROYED)
        if not hmac.compare_digest(vault.note("proof") or "", vault.proof(b"key")):
            raise StorageError(f"{place}: keys/vault.key is not the key of this vault. {_BACKUP}")
        yield vault


def look(folder: Path) -> tuple[About, int] | None:
    """Of what a vault is, and how many identifiers it keeps: no secret, so without a key. None when there is none yet."""
    if not (folder / FILE).is_file():
        return None
    with _in_words(), closing(sqlite3.connect(folder / FILE)) as connection:
        said = dict(connection.execute("SELECT name, value FROM about"))
        (n,) = connection.execute("SELECT count(*) FROM elements").fetchone()
    return About(said["recipient"], said["purpose"], said["period"]), n


def _make(vault: Vault, connection: sqlite3.Connection, begin: About | None) -> None:
    if begin is None:
        raise StorageError(f"{FILE}: this vault is empty. Without it nobody would be known again. {_BACKUP}")
    with vault.changing():
        for statement in _TABLES.split(";"):
            connection.execute(statement)
        for name, value in {**asdict(begin), "proof": vault.proof(b"key")}.items():
            vault.write_note(name, value)


@contextmanager
def _in_words() -> Iterator[None]:
    """Say in one sentence what the disk or SQLite refused; its own text is left out, as it could hold a value."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise StorageError(
            f"{FILE}: the vault of this chain cannot be read or written ({type(error).__name__}). Nothing was taken in. "
            "Check free space, rights and the disk, and give the same command again."
        ) from None
