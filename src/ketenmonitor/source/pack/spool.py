"""A file that rows wait in, which nobody else can read: sealed by a key that is only in the memory of this process.

Comes in: frames. Goes out: the same, in order, once all are known. The promise: identifiers of an extract never stand on disk in the
clear, not even for a moment; when the process is gone, so is what could open the file.
"""

from __future__ import annotations

import io
import secrets
from collections.abc import Iterator
from pathlib import Path

import polars as pl
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ketenmonitor.errors import StorageError

NONCE, LENGTH = 12, 8


class Spool:
    """Frames of one kind of rows."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._cipher = AESGCM(AESGCM.generate_key(256))
        self.height = 0

    def add(self, frame: pl.DataFrame) -> None:
        """Put a frame behind those that are there."""
        buffer = io.BytesIO()
        frame.write_ipc(buffer, compression="lz4")
        nonce = secrets.token_bytes(NONCE)
        sealed = self._cipher.encrypt(nonce, buffer.getvalue(), None)
        try:
            with self._path.open("ab") as file:
                file.write(len(sealed).to_bytes(LENGTH, "big") + nonce + sealed)
        except OSError as error:
            reason = (error.strerror or "it failed").lower()
            raise StorageError(f"{self._path}: cannot be written: {reason}. Nothing was packed.") from None
        self.height += frame.height

    def frames(self) -> Iterator[pl.DataFrame]:
        """All frames, in the order in which they were put."""
        if not self.height:
            return
        with self._path.open("rb") as file:
            while length := file.read(LENGTH):
                nonce = file.read(NONCE)
                sealed = file.read(int.from_bytes(length, "big"))
                yield pl.read_ipc(io.BytesIO(self._cipher.decrypt(nonce, sealed, None)))
