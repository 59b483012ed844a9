"""Where what is handed in lies until it is received, and who waits for whom.

    HOME/web/uploads/NUMBER/delivery.zip   one that is coming in or being received

Comes in: a home. Goes out: places on disk, and outcomes. The promise: what a process that was killed left is removed by the
next one; deliveries are received one after another; and who waits for that holds up no page.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from filelock import FileLock
from starlette.exceptions import HTTPException

from ketenmonitor.store import Home

FOLDER = Path("web") / "uploads"
NAME = "delivery.zip"
MOST_AT_ONCE = 4  # in one process: each takes room on disk while it comes
RETRY = {"Retry-After": "60"}
Found = TypeVar("Found")


class Uploads:
    """The uploads of one process. Raises HTTPException 503 when there are many already."""

    def __init__(self, home: Home) -> None:
        self._home, self._n = home, 0
        self._desk = ThreadPoolExecutor(1, "upload")  # of its own: waiting for another writer must not take the others

    @contextmanager
    def place(self) -> Iterator[Path]:
        """Where one upload may be written, for as long as it is needed."""
        if self._n >= MOST_AT_ONCE:
            raise HTTPException(503, headers=RETRY)
        self._n += 1
        try:
            with _held(self._home) as folder:
                yield folder / NAME
        finally:
            self._n -= 1

    async def in_turn(self, work: Callable[[], Found]) -> Found:
        """Do this when those before are done."""
        return await asyncio.get_running_loop().run_in_executor(self._desk, work)


@contextmanager
def _held(home: Home) -> Iterator[Path]:
    """A new folder that is locked as long as this process lives: by that others know that it is in use."""
    root = _root(home)
    with FileLock(root / "lock"):
        _remove_left(root)
        folder = Path(tempfile.mkdtemp(dir=root))
        held = _locked(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if held is not None:
            os.close(held)


def remove_left(home: Home) -> None:
    """Remove what processes that were killed left."""
    root = _root(home)
    with FileLock(root / "lock"):
        _remove_left(root)


def _root(home: Home) -> Path:
    root = home.path / FOLDER
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    return root


def _remove_left(root: Path) -> None:
    for folder in root.iterdir():
        if folder.is_dir() and (held := _locked(folder)) is not None:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(held)


def _locked(folder: Path) -> int | None:
    """The lock on a folder, which the kernel frees when its process ends; None when another process has it."""
    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(held)
        return None
    return held
