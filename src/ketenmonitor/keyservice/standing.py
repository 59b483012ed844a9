"""The register of purposes as it is now.

Comes in: its file. Goes out: a `Register`. The promise: a register that was put in place counts from the next request on; one that is
not right, not signed as it should be, or older than one seen before permits nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Collection
from pathlib import Path

from ketenmonitor.errors import StorageError
from ketenmonitor.keyservice.ledger import Ledger
from ketenmonitor.lawful import SUFFIX, Register, read_register

Stamp = tuple[tuple[int, int, int, int], ...]


class Standing:
    """Read again when the file or its signature was changed."""

    def __init__(self, path: Path, signers: Collection[str], ledger: Ledger) -> None:
        self._path, self._signers, self._ledger = path, signers, ledger
        self._lock = threading.Lock()
        self._known: tuple[Stamp, Register] | None = None

    def now(self) -> Register:
        """Raises DefinitionError, PurposeError or StorageError for a register on which nothing may rest."""
        with self._lock:
            stamp = self._stamp()
            if self._known is None or self._known[0] != stamp:
                self._known = None
                register = read_register(self._path, self._signers)
                self._ledger.see(register)
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
