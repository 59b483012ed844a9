"""Folders for intermediate results, which may hold what is in the tables.

Comes in: where they may be. Goes out: a folder. The promise: only this user can read it, it is gone when the process ends, and of a
process that was killed anybody can see that it is no longer in use, and remove it.
"""

from __future__ import annotations

import atexit
import fcntl
import os
import shutil
import tempfile
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from ketenmonitor.errors import StorageError


@lru_cache
def scratch(beside: Path | None = None) -> str:
    """A folder for intermediate results that only this user can read, removed at the end: by TMPDIR, else the system's."""
    try:
        folder = tempfile.mkdtemp(prefix="ketenmonitor-" if beside is None else ".scratch-", dir=beside)
    except OSError as error:
        raise StorageError(
            f"{beside or tempfile.gettempdir()}: intermediate results cannot be written here: {error.strerror}. "
            "Check free space and your rights to it, and give the same command again."
        ) from error
    fcntl.flock(
        os.open(folder, os.O_RDONLY), fcntl.LOCK_EX
    )  # held, and never closed, for as long as this process lives
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def remove_left_scratch(beside: Path) -> None:
    """Remove the intermediate results of processes that were killed: what they read may be in there."""
    for folder in (*Path(tempfile.gettempdir()).glob("ketenmonitor-*"), *beside.glob(".scratch-*")):
        with suppress(OSError):  # of another user, or in use
            held = os.open(folder, os.O_RDONLY)
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(held)
