"""The register of purposes as it is now, and what was seen of it before.

    FOLDER/register.sqlite   the highest version that was seen, and its hash

Comes in: its file, and where to remember it. Goes out: a `Register`. The promise: a register that was put in place counts from the
next question on; one that is not right, not signed as it should be, or older than one seen before permits nothing.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Collection
from contextlib import closing
from pathlib import Path

from ketenmonitor.errors import PurposeError, StorageError
from ketenmonitor.lawful.purposes import Register
from ketenmonitor.lawful.read import SUFFIX, read_register

Stamp = tuple[tuple[int, int, int, int], ...]
SEEN = "register.sqlite"
PATIENCE_SECONDS = 10  # for another process that is writing
TABLE = "CREATE TABLE IF NOT EXISTS seen (one INTEGER PRIMARY KEY CHECK (one = 1), version INTEGER NOT NULL, digest TEXT NOT NULL)"


class Standing:
    """Read again when the file or its signature was changed. `see`: what remembers a register, or raises PurposeError."""

    def __init__(self, path: Path, signers: Collection[str], see: Callable[[Register], None]) -> None:
        self._path, self._signers, self._see = path, signers, see
        self._lock = threading.Lock()
        self._known: tuple[Stamp, Register] | None = None

    def now(self) -> Register:
        """Raises DefinitionError, PurposeError or StorageError for a register on which nothing may rest."""
        with self._lock:
            stamp = self._stamp()
            if self._known is None or self._known[0] != stamp:
                self._known = None
                register = read_register(self._path, self._signers)
                self._see(register)
                self._known = (stamp, register)
            return self._known[1]

    def _stamp(self) -> Stamp:
        """What changes when a file is written."""
        places = (self._path, self._path.with_name(self._path.name + SUFFIX))
        try:
            found = [place.stat() for place in places]
        except OSError:
            raise StorageError(f"{self._path}: the register of purposes or its signature is not there.") from None
        return tuple((one.st_ino, one.st_mtime_ns, one.st_ctime_ns, one.st_size) for one in found)


def see(used: sqlite3.Connection, register: Register) -> None:
    """Remember this register, within a transaction. Raises PurposeError for an older one, or another of the same version."""
    used.execute(TABLE)
    seen = used.execute("SELECT version, digest FROM seen").fetchone()
    if seen and (register.version, register.digest) != seen and register.version <= seen[0]:
        raise PurposeError(
            f"The register of purposes is version {register.version}, but version {seen[0]} was seen before"
            f"{' with other content' if seen[0] == register.version else ''}. Give a change a higher version."
        )
    if not seen or register.version > seen[0]:
        used.execute("INSERT OR REPLACE INTO seen VALUES (1, ?, ?)", (register.version, register.digest))


def see_in(folder: Path, register: Register) -> None:
    """The same, in a file of its own. Raises StorageError when that cannot be."""
    place = folder / SEEN
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(place, timeout=PATIENCE_SECONDS)) as used, used:
            used.execute("PRAGMA synchronous = FULL")
            used.execute("BEGIN IMMEDIATE")
            see(used, register)
    except (OSError, sqlite3.Error) as error:
        raise StorageError(
            f"{place}: cannot be written ({type(error).__name__}). Which register of purposes was seen last must be remembered:"
            " without that nothing is permitted. Check free space and your rights to it."
        ) from None
