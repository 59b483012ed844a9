"""Lines at the end of a file that are on disk when that is said: for logs without which nothing may be shown.

Comes in: a path and a line. Goes out: nothing. The promise: the line is on disk, whole and by itself, or an OSError; lines of several
processes never mix, and what a crash left half gets its own line.
"""

from __future__ import annotations

import os
from pathlib import Path


def append_line(place: Path, line: bytes, *, is_awaited: bool = True) -> None:
    """One write to the end. `line` is without its end. Not `is_awaited`: it need not be on disk yet, as nothing depends on it."""
    place.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(place, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        size = os.fstat(file).st_size
        whole = line + b"\n" if not size or os.pread(file, 1, size - 1) == b"\n" else b"\n" + line + b"\n"
        if os.write(file, whole) < len(whole):
            raise OSError("there is no room for the whole line")
        if is_awaited:
            os.fsync(file)
        if is_awaited and not size:
            _confirm_name(place.parent)
    finally:
        os.close(file)


def _confirm_name(folder: Path) -> None:
    """That a new file is there at all."""
    file = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
