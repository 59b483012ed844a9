"""Open an SQLite file that somebody else made, to read its tables and do nothing else.

Comes in: a path. Goes out: a `Database`, whose rows are texts. The promise: nothing is written, no extension is loaded
and nothing that the file defines is run: views, virtual tables and tables with computed columns are not read. A
damaged file is refused as a whole; an identifier that is stored as a number comes out as its digits, and is counted.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from ketenmonitor.logs.faults import LogError

HEADER = b"SQLite format 3\0"
LONGEST = 16 << 20  # no text or row is larger, as in a CSV log
BESIDE = ("-wal", "-journal")
ALLOWED = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ)
PLAIN_TABLES = """
    SELECT name FROM sqlite_master AS m WHERE type = 'table' AND rootpage > 0
    AND NOT EXISTS (SELECT 1 FROM pragma_table_xinfo(m.name) AS x WHERE x.hidden > 0)
"""

Texts = tuple[str | None, ...]


@dataclass(frozen=True)
class Database:
    """An open file. `tables` has their names in small letters, as SQLite compares them, and as they are written."""

    connection: sqlite3.Connection
    tables: dict[str, str]
    others: int  # views and the like: not read
    findings: Counter[str] = field(default_factory=Counter)

    def rows(self, table: str) -> tuple[list[str], Iterator[Texts]]:
        """The columns of a table, and its rows in the order in which they were put in."""
        # With an index SQLite would give them in the order of that index.
        cursor = self.connection.execute(f"SELECT * FROM {_quoted(self.tables[table])} NOT INDEXED")
        names = [str(column[0]) for column in cursor.description]
        # SQLite compares names of columns without regard to capitals: those of OCEL are known by their small letters.
        names = [name.lower() if name.lower().startswith("ocel_") else name for name in names]
        whose = [name.startswith("ocel_") and name.endswith("_id") for name in names]
        return names, (
            tuple(self._text(value, is_one) for value, is_one in zip(row, whose, strict=True)) for row in cursor
        )

    def _text(self, value: object, is_identifier: bool) -> str | None:
        if isinstance(value, bytes):
            self.findings["bytes-left-out"] += 1
            return None
        if value is None or isinstance(value, str):
            return value or None
        if is_identifier:
            self.findings["identifier-stored-as-number"] += 1
            if isinstance(value, float) and value.is_integer():
                return str(int(value))
        return str(value)


@contextmanager
def opened(path: Path) -> Iterator[Database]:
    """The database in a file, closed after. Raises `LogError`, also for what goes wrong while it is read."""
    with path.open("rb") as file:
        if file.read(len(HEADER)) != HEADER:
            raise LogError("it is no SQLite file", "A log with this name is one", "Export it as OCEL 2.0 in SQLite")
    for end in BESIDE:
        beside = path.with_name(path.name + end)
        if beside.exists() and beside.stat().st_size:
            what = f"changes stand beside it, in a file that ends in {end}"
            raise LogError(what, "A log is one file, closed by the program that made it", "Close it there")
    try:
        # Not even a lock is written, so that a file that may only be read can be.
        address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(address, uri=True)) as connection:
            _guard(connection)
            yield _database(connection)
    except (sqlite3.Error, UnicodeDecodeError, OverflowError):
        # What SQLite says of it may quote a row.
        raise _damaged() from None


def _guard(connection: sqlite3.Connection) -> None:
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA ignore_check_constraints = ON")  # they may call functions
    if connection.execute("PRAGMA quick_check(1)").fetchall() != [("ok",)]:
        raise _damaged()


def _database(connection: sqlite3.Connection) -> Database:
    """The plain tables: those with pages of their own, and without columns that are computed."""
    every = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
    plain = connection.execute(PLAIN_TABLES).fetchall()
    # From here on nothing is allowed but to read.
    connection.set_authorizer(lambda action, *_: sqlite3.SQLITE_OK if action in ALLOWED else sqlite3.SQLITE_DENY)
    tables = {name.lower(): name for (name,) in plain if not _is_internal(name)}
    return Database(connection, tables, others=sum(not _is_internal(name) for name in every) - len(tables))


def _is_internal(name: str) -> bool:
    return name.lower().startswith("sqlite_")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _damaged() -> LogError:
    right = "A log is a whole SQLite file with texts in UTF-8, in which nothing is computed"
    return LogError("it cannot be read to its end: damaged, or no plain tables", right, "Export or copy it anew")
