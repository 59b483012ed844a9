"""One at a time, in all threads and processes of this machine.

Comes in: the path of a lock. Goes out: nothing. The promise: the kernel wakes who waits, and frees the lock of who was killed.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def alone(place: Path) -> Iterator[None]:
    """Wait for the others. Asking again and again, as `filelock` does, takes longer when many wait."""
    held = os.open(place, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)
