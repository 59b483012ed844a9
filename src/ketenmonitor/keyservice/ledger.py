"""What was decided, line by line, and what was used of limits: kept by all processes of the service together.

    FOLDER/decisions.jsonl   a line for each decision, on disk before anything is answered
    FOLDER/used.sqlite       what was used of limits, and which register was seen last

Comes in: a decision. Goes out: nothing, or `Refused`. The promise: what a limit allows is given out once, also when processes ask
at the same moment or are killed; without a line on disk nothing is answered, and without an answer nothing was used.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from ketenmonitor.confirmed import append_line
from ketenmonitor.errors import StorageError
from ketenmonitor.hosting import Refused
from ketenmonitor.lawful import Register, see

LOG, USED = "decisions.jsonl", "used.sqlite"
PATIENCE_SECONDS = 10  # for another process that is writing
TABLE = "CREATE TABLE IF NOT EXISTS used (what TEXT, span TEXT, count INTEGER NOT NULL, PRIMARY KEY (what, span)) WITHOUT ROWID"
Line = Mapping[str, object]


class Ledger:
    """Opened anew for each decision, so that processes and threads share nothing but the files."""

    def __init__(self, folder: Path) -> None:
        self._log, self._used = folder / LOG, folder / USED
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _unwritable(folder, error) from None
        with self._writing() as used:
            used.execute(TABLE)

    def permit(self, line: Line, what: str, span: str, count: int, most: int, wait: int) -> None:
        """Use `count` of what a limit allows in a span, and log that. Raises Refused when there is not so much left."""
        with self._writing() as used:
            if not _take(used, what, span, count, most):
                raise Refused(429, "limit-of-day", f"Of {most:,} identifiers a day there are not {count:,} left.", wait)
            self.note(line)  # within the transaction: used and logged, or neither

    def take(self, what: str, span: str, most: int, wait: int) -> None:
        """Use one of what a limit allows in a span. Raises Refused when there is none left; the second time that is no news."""
        with self._writing() as used:
            is_left = _take(used, what, span, 1, most)
            is_news = not is_left and _take(used, what, span, 1, most + 1)
        if not is_left:
            refused = Refused(429, "limit-of-minute", f"More than {most:,} requests came in this minute.", wait)
            refused.is_noted = not is_news
            raise refused

    def note(self, line: Line) -> None:
        """Put a line on disk. Raises StorageError."""
        try:
            append_line(self._log, json.dumps(line, ensure_ascii=True).encode())
        except OSError as error:
            raise _unwritable(self._log, error) from None

    def see(self, register: Register) -> None:
        """Remember this register. Raises PurposeError for an older one than was seen before, or another of the same version."""
        with self._writing() as used:
            see(used, register)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that no other runs beside; undone when anything is raised in it."""
        try:
            with closing(sqlite3.connect(self._used, timeout=PATIENCE_SECONDS, isolation_level=None)) as used:
                used.execute("PRAGMA journal_mode = WAL")
                used.execute("PRAGMA synchronous = FULL")
                used.execute("BEGIN IMMEDIATE")
                try:
                    yield used
                except BaseException:
                    used.execute("ROLLBACK")
                    raise
                used.execute("COMMIT")
        except sqlite3.Error as error:
            raise _unwritable(self._used, error) from None


def _take(used: sqlite3.Connection, what: str, span: str, count: int, most: int) -> bool:
    """Whether there was so much left, which is then used. What was used in earlier spans is forgotten."""
    row = used.execute("SELECT count FROM used WHERE what = ? AND span = ?", (what, span)).fetchone()
    total = (row[0] if row else 0) + count
    if total > most:
        return False
    used.execute("DELETE FROM used WHERE what = ? AND span < ?", (what, span))
    used.execute("INSERT OR REPLACE INTO used VALUES (?, ?, ?)", (what, span, total))
    return True


def _unwritable(place: Path, error: Exception) -> StorageError:
    reason = (getattr(error, "strerror", None) or type(error).__name__).lower()
    return StorageError(
        f"{place}: cannot be written: {reason}. Without it nothing is evaluated. Check free space and your rights to it."
    )
