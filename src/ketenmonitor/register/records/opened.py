"""Opening a register: connect, bring its tables to this version, and give connections to read and write with.

Comes in: the folder of a home. Goes out: a `Register`. The promise: tables are changed in one transaction, so that a crash
leaves the old or the new; a register of a newer version is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from ketenmonitor.errors import NotFoundError, StorageError
from ketenmonitor.register.records.place import url_of
from ketenmonitor.register.records.schema import VERSION
from ketenmonitor.sqlite_files import write_ahead

BUSY_SECONDS = 60
# Any number, the same in every process: who migrates a PostgreSQL register holds this lock.
MIGRATING = 7_140_036
# What SQLite says, what that is, and what to do about it.
TROUBLE = (
    ("is locked", "another program is writing in it and did not end", "Try again when that one is done."),
    ("readonly database", "it is not to be written by this user", "Give write access to the file and its folder."),
    ("is full", "there is no room left on the disk", "Make room, and read the paper again."),
    ("unable to open", "its file or folder cannot be opened", "Check that they are there and that you may use them."),
)
OTHERWISE = "Check that the database runs, has room, and that you may use it."


@dataclass(frozen=True)
class Register:
    """An open register. `place` says where it lies, without its password."""

    engine: Engine
    place: str

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the register and changes nothing."""
        with _explained(self.place), self.engine.connect() as connection:
            yield connection.execution_options(begin="DEFERRED")

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection whose changes are all there in the end, or none."""
        with (
            _explained(self.place),
            self.engine.connect() as connection,
            connection.execution_options(begin="IMMEDIATE").begin(),
        ):
            _only_writer(connection)
            yield connection


def open_register(home: Path, make: bool = False) -> Register:
    """The register of a home; with `make` a new one where there is none. Raises NotFoundError, StorageError."""
    url = url_of(home)
    if url.get_backend_name() == "sqlite" and not Path(str(url.database)).is_file():
        if not make:
            raise NotFoundError(
                f"{home}: there is no register here. Make one by reading a paper: "
                "`ketenmonitor register read HOME FILE`, or give the folder of an existing one."
            )
        try:
            home.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(f"{home}: cannot be made: {(error.strerror or 'it failed').lower()}.") from None
    register = Register(_engine(url), url.set(query={}).render_as_string(hide_password=True))
    _migrate(register)
    return register


def _engine(url: URL) -> Engine:
    """`hide_parameters`: what stands in a register is not for a traceback."""
    engine = create_engine(url, hide_parameters=True)
    if url.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions begin where we say so, and hold changes of tables too
    connection.execute(f"PRAGMA busy_timeout={int(BUSY_SECONDS * 1000)}")
    write_ahead(connection)
    for setting in (
        "foreign_keys=ON",
        "synchronous=FULL",
    ):
        connection.execute(f"PRAGMA {setting}")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get('begin', 'DEFERRED')}")


def _only_writer(connection: Connection) -> None:
    """SQLite lets one write at a time; PostgreSQL does when asked."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATING})


def _migrate(register: Register) -> None:
    with register.reading() as connection:
        if _version(connection) == VERSION:
            return
    with register.writing() as connection:
        found = _version(connection)
        if found is not None and found > VERSION:
            raise StorageError(
                f"{register.place}: this register was made by a newer Ketenmonitor (tables {found}, this one knows "
                f"{VERSION}). Nothing was changed. Use that version, or put back a backup from before it."
            )
        if found != VERSION:
            _upgrade(connection)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _upgrade(connection: Connection) -> None:
    from alembic import command  # takes a while to load, and is needed once
    from alembic.config import Config

    config = Config()
    folder = str(Path(__file__).parent / "migrations")
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


@contextmanager
def _explained(place: str) -> Iterator[None]:
    """What a database says becomes a sentence."""
    try:
        yield
    except DBAPIError as error:
        # The first line only: what follows may repeat what was to be written.
        said = str(error.orig).strip().splitlines()[0] if error.orig else "it failed"
        what, then = next((known[1:] for known in TROUBLE if known[0] in said), (said, OTHERWISE))
        raise StorageError(
            f"{place}: the register cannot be read or written: {what}. Nothing was changed. {then}"
        ) from None
