"""The keys with which a holder evaluates: one for each purpose and period, each period from a key file of its own.

Comes in: the folder of key files. Goes out: keys. The promise: purpose and period are in the key, not in what is hashed; who removes the
file of a period that is over can never again make, and nobody can then find out, what was listed in it.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path

from ketenmonitor.errors import StorageError
from ketenmonitor.keys import open_key
from ketenmonitor.pseudonyms import keyed, verifiable

SUFFIX = ".key"


@dataclass(frozen=True)
class Key:
    """`public`: what everybody may know of it."""

    public: bytes
    value: bytes = field(repr=False)


class PeriodKeys:
    """Opened when first asked for; several threads may ask."""

    def __init__(self, folder: Path, oin: str, phrase: bytes) -> None:
        self._folder, self._oin, self._phrase = folder, oin, phrase
        self._lock, self._known = threading.Lock(), dict[tuple[str, str], Key]()

    def has(self, period: str) -> bool:
        """Whether there is a key file for a period."""
        return self._place(period).is_file()

    def of(self, purpose: str, period: str) -> Key:
        """With what is evaluated. Raises StorageError when there is no key for this period, or none any more."""
        if not self.has(period):
            raise StorageError(
                f"{self._place(period)}: there is no key for this period. Make one with `ketenmonitor key new evaluating`; of a period "
                "that is over the key is gone for good."
            )
        with self._lock:
            if (purpose, period) not in self._known:
                master = keyed.mac_of(open_key(self._place(period), "evaluating", self._phrase))
                info = b"inquiry|" + keyed.info_of(self._oin, purpose, period)
                value = verifiable.derived_key(master(info), info)
                self._known[purpose, period] = Key(verifiable.public_of(value), value)
            return self._known[purpose, period]

    def _place(self, period: str) -> Path:
        return self._folder / f"{period}{SUFFIX}"
