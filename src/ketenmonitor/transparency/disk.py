"""What the log asks of a disk: bytes at the end that stay, small files that are there whole or not at all, one writer at a time.

Comes in: places and bytes. Goes out: nothing. The promise: what was written is on disk when a function returns, or it raises an
OSError.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK = "lock"


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Wait until no other process or thread writes. The lock goes with the process that holds it, however that ends."""
    held = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


def append(place: Path, end: int, content: bytes, *, is_last_step: bool = False) -> None:
    """Put bytes at `end` of a file, which is there. What could not be written whole is taken back.

    `is_last_step`: nothing depends on these bytes being on disk, because they can be made again from others that are.
    """
    file = os.open(place, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        try:
            _write(file, end, content)
            if not is_last_step:
                os.fdatasync(file)
                if not end:
                    keep_names(place.parent)
        except OSError:
            os.ftruncate(
                file, end
            )  # also what reached a file but perhaps not the disk, so that it is never believed later
            raise
    finally:
        os.close(file)


def overwrite(place: Path, spans: list[tuple[int, bytes]]) -> None:
    """Put bytes in the place of others."""
    file = os.open(place, os.O_WRONLY)
    try:
        for at, content in spans:
            _write(file, at, content)
        os.fdatasync(file)
    finally:
        os.close(file)


def cut(place: Path, end: int) -> None:
    """Make a file end there."""
    file = os.open(place, os.O_WRONLY)
    try:
        os.ftruncate(file, end)
        os.fdatasync(file)
    finally:
        os.close(file)


def sync(place: Path) -> None:
    """Wait until everything in a file is on disk, whoever wrote it."""
    file = os.open(place, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


keep_names = sync  # of a folder: that the files in it are there at all


def write_whole(place: Path, content: bytes) -> None:
    """A small file: afterwards the new one is there, and after a crash the old or the new one."""
    beside = place.with_name(f".{place.name}.part")
    place.parent.mkdir(parents=True, exist_ok=True)
    with open(beside, "wb", opener=_private) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, place)
    keep_names(place.parent)


def size_of(place: Path) -> int:
    """How many bytes a file has; 0 of one that is not there."""
    try:
        return place.stat().st_size
    except FileNotFoundError:
        return 0


def _write(file: int, at: int, content: bytes) -> None:
    left = memoryview(content)
    while left:
        done = os.pwrite(file, left, at)
        left, at = left[done:], at + done


def _private(place: str, flags: int) -> int:
    return os.open(place, flags, 0o600)
