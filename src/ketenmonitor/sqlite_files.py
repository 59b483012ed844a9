"""SQLite files that several processes open at once.

Comes in: a connection. Goes out: the same, writing ahead. The promise: who comes while another one is making the file waits.
"""

from __future__ import annotations

import sqlite3
import time

LONGEST_SECONDS = 30
PAUSE_SECONDS = 0.01


def write_ahead(connection: sqlite3.Connection, longest_seconds: float = LONGEST_SECONDS) -> None:
    """Use a write-ahead log, so that who reads does not keep others from writing. Raises sqlite3.OperationalError when it cannot be.

    The timeout of a connection does not count for the change itself: when two make a file at once, SQLite tells one of them
    at once that it is locked.
    """
    last = time.monotonic() + longest_seconds
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > last:
                raise
        time.sleep(PAUSE_SECONDS)
