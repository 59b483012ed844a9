"""Finds lines without reading all of them: a table beside the logs, made of them.

    HOME/log/index.sqlite   can be removed at any time; the next question makes it again

Comes in: the three logs and what is wanted. Goes out: rows. The promise: it is never the truth. Before each answer it takes in what
is new; when a log is shorter than what was taken in, or the last of that is another record now, it begins again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from hashlib import sha256
from itertools import islice
from pathlib import Path

from ketenmonitor.errors import StorageError
from ketenmonitor.logbook.rows import LOGS, Row, row_of
from ketenmonitor.logbook.wanted import Wanted, order
from ketenmonitor.sqlite_files import write_ahead
from ketenmonitor.transparency import Log

FILE = "index.sqlite"
FORM = 1  # of these tables; another one is made again
PATIENCE_SECONDS = 60  # for another process that takes in what is new
AT_ONCE = 50_000
TABLES = f"""
CREATE TABLE taken (log TEXT PRIMARY KEY, upto INTEGER NOT NULL, last BLOB) WITHOUT ROWID;
CREATE TABLE line (
  log INTEGER, number INTEGER, trace BLOB, span BLOB, at_ms INTEGER, activity TEXT, subject BLOB, decided INTEGER, processed INTEGER
);
CREATE UNIQUE INDEX once ON line (trace, span, log);
CREATE INDEX by_subject ON line (subject, at_ms) WHERE subject IS NOT NULL;
CREATE INDEX by_activity ON line (activity, at_ms) WHERE activity IS NOT NULL;
PRAGMA user_version = {FORM};
"""
ADD = "INSERT OR IGNORE INTO line VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
CUT_OFF = """
SELECT trace FROM line GROUP BY trace
HAVING sum(log = 0) > sum(decided) OR sum(log = 1) > sum(processed) ORDER BY min(at_ms), trace
"""
GONE = """
SELECT trace, max(sum(decided) - sum(log = 0), 0), max(sum(processed) - sum(log = 1), 0) FROM line GROUP BY trace
HAVING sum(log = 0) < sum(decided) OR sum(log = 1) < sum(processed)
"""


class Index:
    """Opened anew for each question, so that processes and threads share nothing but the file."""

    def __init__(self, folder: Path, logs: Mapping[str, Log]) -> None:
        self._place, self._logs = folder / FILE, logs

    def find(self, wanted: Wanted, most: int | None = None) -> list[Row]:
        """The rows that are wanted, in order of time; the first `most` of them."""
        where, values = _condition(wanted)
        chosen = ",".join(str(LOGS.index(log)) for log in wanted.logs)
        met = f"SELECT rowid, trace FROM line WHERE {where}"
        sql = f"""
            WITH met AS MATERIALIZED ({met}), wanted AS (
              SELECT rowid AS id FROM met
              UNION SELECT line.rowid FROM line JOIN (SELECT DISTINCT trace FROM met) USING (trace) WHERE log <> 1)
            SELECT line.* FROM line JOIN wanted ON line.rowid = id WHERE log IN ({chosen}) ORDER BY at_ms, log, number LIMIT ?"""
        with self._open() as index:
            found = index.execute(sql, (*values, -1 if most is None else most)).fetchall()
        return sorted((Row(LOGS[log], *rest) for log, *rest in found), key=order)

    def cut_off(self) -> list[bytes]:
        """The traces with lines that no line of the audit log counts: something failed before anything was answered."""
        with self._open() as index:
            return [trace for (trace,) in index.execute(CUT_OFF)]

    def gone(self) -> dict[bytes, tuple[int, int]]:
        """Of the traces with fewer lines than the audit log counts, how many are missing of decisions and of processing."""
        with self._open() as index:
            return {trace: (decided, processed) for trace, decided, processed in index.execute(GONE)}

    def forget(self) -> None:
        """Begin again: it does not say what the logs say."""
        for place in self._place.parent.glob(f"{FILE}*"):
            place.unlink(missing_ok=True)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """The index with all that is new in it."""
        try:
            self._place.parent.mkdir(exist_ok=True)
            try:
                index = self._current()
            except sqlite3.OperationalError:  # no room, no rights, or another one is at it too long
                raise
            except sqlite3.DatabaseError:  # a file that is none any more
                self.forget()
                index = self._current()
            with closing(index):
                yield index
        except (sqlite3.Error, OSError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise StorageError(
                f"{self._place}: cannot be used: {str(reason).lower()}. Check free space and your rights to it. It is made of the logs: "
                "it may be removed."
            ) from None

    def _current(self) -> sqlite3.Connection:
        index = sqlite3.connect(self._place, timeout=PATIENCE_SECONDS, isolation_level=None)
        try:
            self._take_in(index)
        except BaseException:
            index.close()
            raise
        return index

    def _take_in(self, index: sqlite3.Connection) -> None:
        write_ahead(index, PATIENCE_SECONDS)
        index.execute("PRAGMA synchronous = OFF")  # what a crash spoils is made again
        for log in LOGS:
            while self._take_some(index, log):
                pass

    def _take_some(self, index: sqlite3.Connection, log: str) -> bool:
        """Take in at most `AT_ONCE` lines of a log; whether there may be more."""
        index.execute("BEGIN IMMEDIATE")
        try:
            if index.execute("PRAGMA user_version").fetchone() != (FORM,) or not self._is_of(index, log):
                _clear(index)
            upto = (index.execute("SELECT upto FROM taken WHERE log = ?", (log,)).fetchone() or (0,))[0]
            some = list(islice(self._logs[log].records(upto), AT_ONCE))
            rows = (row_of(log, number, record) for number, record in some if record is not None)
            index.executemany(ADD, ((LOGS.index(row.log), *row[1:]) for row in rows))
            if some:
                number, last = some[-1]
                index.execute("INSERT OR REPLACE INTO taken VALUES (?, ?, ?)", (log, number + 1, _digest(last)))
        except BaseException:
            index.execute("ROLLBACK")
            raise
        index.execute("COMMIT")
        return len(some) == AT_ONCE

    def _is_of(self, index: sqlite3.Connection, log: str) -> bool:
        """Whether what was taken in still stands in the log; a record that was erased since is no contradiction."""
        upto, last = index.execute("SELECT upto, last FROM taken WHERE log = ?", (log,)).fetchone() or (0, None)
        if upto == 0:
            return True
        if self._logs[log].size() < upto:
            return False
        found = self._logs[log].record(upto - 1)
        return found is None or _digest(found) == last


def _clear(index: sqlite3.Connection) -> None:
    for table in ("taken", "line"):
        index.execute(f"DROP TABLE IF EXISTS {table}")
    for statement in TABLES.split(";"):
        index.execute(statement)


def _condition(wanted: Wanted) -> tuple[str, list[object]]:
    said = {
        "trace = ?": wanted.trace, "activity = ?": wanted.activity, "subject = ?": wanted.subject,
        "at_ms >= ?": wanted.since_ms, "at_ms < ?": wanted.until_ms,
    }  # fmt: skip
    given = {text: value for text, value in said.items() if value is not None}
    return " AND ".join(given), list(given.values())


def _digest(record: bytes | None) -> bytes | None:
    return None if record is None else sha256(record).digest()
