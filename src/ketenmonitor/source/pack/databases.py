"""Ask a database for an extract, through SQLAlchemy: any that has a driver.

Comes in: a `Source` with a question and an address (or the name of the variable of the environment that holds it, so that no
password stands in a file). Goes out: the columns of the answer and its rows, some thousands in memory at a time. The promise: the
question is asked in a transaction that only reads and is rolled back; what the database says of an error is told only where it
is about the question, and never when it could quote a row.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import URL, Engine, create_engine, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from ketenmonitor.logs import LogError
from ketenmonitor.source.mapping import Source

AT_ONCE = 10_000  # rows
# Of these classes of SQLSTATE the text is about the question or the address: syntax and rights, no such database, no connection.
OF_THE_QUESTION = ("08", "28", "3D", "3F", "42")
OF_SQLITE = re.compile(
    r"(no such (?:table|column)|near)\b[^\n]{0,80}|unable to open database file|file is not a database"
)


@contextmanager
def asked(source: Source) -> Iterator[tuple[tuple[str, ...], Iterator[Any]]]:
    """The columns and rows of the answer, for as long as the connection is open. Raises `LogError`."""
    engine = _engine(source)
    try:
        with engine.connect() as connection:
            result = connection.execution_options(stream_results=True, yield_per=AT_ONCE).execute(
                text(source.sql or "")
            )
            columns = tuple(result.keys())
            if len(set(columns)) < len(columns):
                right = "Each has a name of its own"
                raise LogError("two columns of the answer have the same name", right, "Rename one (AS)")
            yield columns, (row for part in result.partitions(AT_ONCE) for row in part)
            connection.rollback()
    except (SQLAlchemyError, ImportError) as error:
        raise _failed(error) from None
    finally:
        engine.dispose()


def _engine(source: Source) -> Engine:
    try:
        return create_engine(_url(source.database or ""), poolclass=NullPool, hide_parameters=True)
    except (NoSuchModuleError, ImportError):
        what = "there is no driver for this kind of database"
        raise LogError(
            what, "SQLite and PostgreSQL have one", "Install the driver that SQLAlchemy names for it"
        ) from None


def _url(said: str) -> URL:
    """The address itself, or what the variable of that name says."""
    if "://" not in said:
        found = os.environ.get(said)
        if not found:
            what = f"the variable {said} of the environment is not set"
            raise LogError(what, "It holds the address of the database, such as postgresql+psycopg://...", "Set it")
        said = found
    try:
        return make_url(said)
    except ArgumentError:
        right = "Right is such as sqlite:///extract.db or postgresql+psycopg://user@host/database"
        raise LogError("the address of the database cannot be read", right, "Mend it") from None


def _failed(error: BaseException) -> LogError:
    """What went wrong, in the words of the database only where these are about the question."""
    original = error.orig if isinstance(error, DBAPIError) else error
    state = getattr(original, "sqlstate", None) or ""
    told = type(original).__name__
    if state[:2] in OF_THE_QUESTION and (said := getattr(getattr(original, "diag", None), "message_primary", None)):
        told = f"{told}, {said}"
    elif found := OF_SQLITE.search(str(original)):
        told = f"{told}, {found[0].strip()}"
    return LogError(
        f"the database gave no answer ({told})",
        "Right is a question (SELECT) that this user may ask of this database",
        "Mend the question or the address",
    )
