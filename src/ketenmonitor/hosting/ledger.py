"""What a service decided, in a log that shows tampering, and what was used of limits: kept by all its processes together.

    FOLDER/log/decisions/    a record for each decision, on disk before anything is answered (`transparency`)
    FOLDER/used.sqlite       what was used of limits, which numbers were seen, and which register was seen last

Comes in: a decision. Goes out: nothing, or `Refused`. The promise: what a limit allows is given out once and a number counts once,
also when processes ask at the same moment or are killed; without a record on disk nothing is answered, and without an answer nothing
was used.

Who waits for the disk waits together: one thread writes for all that came in the meantime.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ketenmonitor.errors import StorageError
from ketenmonitor.hosting.refused import Refused
from ketenmonitor.lawful import Register, see
from ketenmonitor.sqlite_files import write_ahead
from ketenmonitor.transparency import Log

LOG, USED = Path("log") / "decisions", "used.sqlite"
PATIENCE_SECONDS = 10  # for another process that is writing
KEPT_SECONDS = 7_200  # that a number is remembered: longer than what it is of can be sent again, or claimed
TABLES = (
    "CREATE TABLE IF NOT EXISTS used (what TEXT, day TEXT, count INTEGER NOT NULL, PRIMARY KEY (what, day)) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS asked (id TEXT PRIMARY KEY, at INTEGER NOT NULL, about TEXT, claimed TEXT) WITHOUT ROWID",
    "CREATE INDEX IF NOT EXISTS asked_at ON asked (at)",
)
Line = Mapping[str, object]


@dataclass(frozen=True)
class Limit:
    """At most so many a day of `what`, of which `count` are used now; `code` and `sentence` say which limit it is."""

    code: str
    what: str
    most: int
    sentence: str
    count: int = 1


@dataclass(frozen=True)
class Entry:
    """What is to be written down. With an `id` it counts once; `about` is kept for who claims; `claims`: a question, and for what."""

    line: Line
    at: int = 0
    id: str | None = None
    day: str = ""
    wait: int = 0
    limits: tuple[Limit, ...] = ()
    about: Mapping[str, str] | None = None
    claims: tuple[str, str] | None = None


@dataclass
class _Waiting:
    entry: Entry
    error: Exception | None = None
    is_done: bool = False


class Ledger:
    """Of one folder; threads share it, processes share its files. `oin`: whose decisions these are."""

    def __init__(self, folder: Path, oin: str) -> None:
        self._used = folder / USED
        self._turn, self._door = threading.Lock(), threading.Lock()
        self._waiting: list[_Waiting] = []
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._open()
        except (OSError, sqlite3.Error) as error:
            raise _unwritable(folder, error) from None
        self.log = Log(folder / LOG, f"{oin}/{LOG.name}")

    def confirm(self, entry: Entry) -> None:
        """On disk, with what it uses of limits. Raises Refused when it may not be, and StorageError when it cannot."""
        mine = _Waiting(entry)
        with self._door:
            self._waiting.append(mine)
        with self._turn:
            if not mine.is_done:
                with self._door:
                    together, self._waiting = self._waiting, []
                self._write(together)
        if mine.error:
            raise mine.error

    def about(self, question: str) -> dict[str, str] | None:
        """What was kept of a question."""
        with self._turn:
            try:
                row = self._db.execute("SELECT about FROM asked WHERE id = ?", (question,)).fetchone()
            except sqlite3.Error as error:
                raise _unwritable(self._used, error) from None
        return json.loads(row[0]) if row and row[0] else None

    def see(self, register: Register) -> None:
        """Remember this register. Raises PurposeError for an older one than was seen before, or another of the same version."""
        try:
            with self._turn, self._using():
                see(self._db, register)
        except sqlite3.Error as error:
            raise _unwritable(self._used, error) from None

    def _open(self) -> None:
        self._db = sqlite3.connect(self._used, timeout=PATIENCE_SECONDS, isolation_level=None, check_same_thread=False)
        write_ahead(self._db)
        self._db.execute("PRAGMA synchronous = FULL")
        for statement in TABLES:
            self._db.execute(statement)
        self._opened = self._used.stat().st_ino

    @contextmanager
    def _using(self) -> Iterator[None]:
        """A transaction that no other runs beside; undone when anything is raised in it."""
        if not self._used.exists() or self._used.stat().st_ino != self._opened:
            self._open()  # another file was put in its place: all processes use that one
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def _write(self, together: Sequence[_Waiting]) -> None:
        """All that wait, in one transaction and one write: those that may not are refused, the others are on disk."""
        try:
            with self._using():
                for one in together:
                    one.error = self._use(one.entry)
                records = [told(one.entry.line) for one in together if one.error is None]
                if records:
                    self.log.confirm(records)  # within the transaction: used and logged, or neither
        except (StorageError, sqlite3.Error) as error:
            for one in together:
                one.error = error if isinstance(error, StorageError) else _unwritable(self._used, error)
        finally:
            for one in together:
                one.is_done = True

    def _use(self, entry: Entry) -> Refused | None:
        """Use what an entry needs, when all of it is there."""
        if entry.id and self._db.execute("SELECT 1 FROM asked WHERE id = ?", (entry.id,)).fetchone():
            return Refused(409, "replayed", "A question with this number was asked before. Ask a new one.")
        for limit in entry.limits:
            row = self._db.execute(
                "SELECT count FROM used WHERE what = ? AND day = ?", (limit.what, entry.day)
            ).fetchone()
            if (row[0] if row else 0) + limit.count > limit.most:
                return Refused(429, limit.code, limit.sentence, entry.wait)
        if entry.claims and not self._claim(*entry.claims):
            return Refused(409, "claimed", "This question was claimed already, for another person.")
        for limit in entry.limits:
            self._db.execute("DELETE FROM used WHERE what = ? AND day < ?", (limit.what, entry.day))
            self._db.execute(
                "INSERT INTO used VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count",
                (limit.what, entry.day, limit.count),
            )
        if entry.id:
            self._db.execute("DELETE FROM asked WHERE at < ?", (entry.at - KEPT_SECONDS,))
            about = None if entry.about is None else json.dumps(dict(entry.about))
            self._db.execute("INSERT INTO asked VALUES (?, ?, ?, NULL)", (entry.id, entry.at, about))
        return None

    def _claim(self, question: str, subject: str) -> bool:
        """Whether a question may be claimed for this person: it was not yet, or for the same, when an answer was lost."""
        row = self._db.execute("SELECT claimed FROM asked WHERE id = ?", (question,)).fetchone()
        if row is None or row[0] not in (None, subject):
            return False
        self._db.execute("UPDATE asked SET claimed = ? WHERE id = ?", (subject, question))
        return True


def told(line: Line) -> bytes:
    """A decision as it is written."""
    return json.dumps(line, ensure_ascii=True).encode()


def lines_in(log: Path) -> Iterator[dict[str, Any]]:
    """The decisions in the log of a service, one after the other. Raises StorageError for a folder that has none."""
    for _, record in Log(log).records():
        if record is not None:
            try:
                yield json.loads(record)
            except ValueError:
                raise StorageError(f"{log}: these are no decisions of a service. Name its log: .../{LOG}.") from None


def _unwritable(place: Path, error: Exception) -> StorageError:
    reason = (getattr(error, "strerror", None) or type(error).__name__).lower()
    return StorageError(
        f"{place}: cannot be written: {reason}. Without it nothing is answered. Check free space and your rights to it."
    )
