"""Files that are there whole or not at all, whatever happens while they are written.

Comes in: a place and its content. Goes out: nothing. The promise: after a crash the old file or the new one, and after the
call the new one, also when the power fails.
"""

from __future__ import annotations

import os
from pathlib import Path

from ketenmonitor.errors import StorageError


def write_whole(place: Path, content: bytes) -> None:
    """Write a file. Raises StorageError; the old one is then as it was."""
    beside = place.with_name(f".{place.name}.part")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        put_in_place(beside, place)
    except OSError as error:
        raise StorageError(
            f"{place}: cannot be written: {(error.strerror or 'it failed').lower()}. Nothing was changed."
        ) from None


def put_in_place(beside: Path, place: Path) -> None:
    """Give a file that is written its name."""
    os.replace(beside, place)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
