"""Add a table to the settings of a home.

Comes in: a home and lines. Goes out: nothing. The promise: the file is written beside its place and moved into it, so a crash leaves
the old or the new; what stood there stays, comments too.
"""

from __future__ import annotations

import os

from ketenmonitor.errors import StorageError
from ketenmonitor.store.home import SETTINGS_FILE, Home


def add_settings(home: Home, text: str) -> None:
    """Put lines at the end; the caller is the one writer. Raises StorageError."""
    place = home.path / SETTINGS_FILE
    beside = place.with_name(f".{place.name}")
    try:
        with beside.open("w", encoding="utf-8") as file:
            file.write(place.read_text(encoding="utf-8").rstrip("\n") + "\n" + text)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(place.stat().st_mode)
        os.replace(beside, place)
    except OSError as error:
        reason = (error.strerror or "it failed").lower()
        raise StorageError(
            f"{place}: cannot be written: {reason}. Mend that, and give the same command again."
        ) from None
