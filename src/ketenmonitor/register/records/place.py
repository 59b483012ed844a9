"""Where the register of a home lies: a SQLite file in it, or a PostgreSQL database that its settings name.

    [register]                                          in HOME/monitor.toml, if the home has one
    url = "postgresql+psycopg://register@db/register"   else HOME/register.sqlite

KETENMONITOR_REGISTER_URL overrides it: the place for a URL with a password. The promise: no message shows the password.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from ketenmonitor.errors import StorageError

FILE, SETTINGS, ENVIRONMENT = "register.sqlite", "monitor.toml", "KETENMONITOR_REGISTER_URL"
RIGHT = "Right is such as postgresql+psycopg://NAME@HOST/DATABASE; leave it out for a file in the home."


def url_of(home: Path) -> URL:
    """The database of the register of a home. Raises StorageError for a setting that is not right."""
    where, said = _said(home)
    if not said:
        return URL.create("sqlite", database=str(home / FILE))
    try:
        url = make_url(said)
    except (ArgumentError, ValueError):
        raise StorageError(f"{where}: this is not the URL of a database. {RIGHT}") from None
    if "@" in (url.host or ""):
        # Else a piece of the password would be taken for the host, and said.
        raise StorageError(f"{where}: there are two @ in this URL. Write the one in the password as %40. {RIGHT}")
    if url.drivername in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    if url.drivername != "postgresql+psycopg":
        raise StorageError(f"{where}: the register is kept in SQLite or PostgreSQL, not in {url.drivername}. {RIGHT}")
    return url


def _said(home: Path) -> tuple[str, str]:
    """Where the URL was said, and the URL; empty for none."""
    if (found := os.environ.get(ENVIRONMENT)) is not None:
        return ENVIRONMENT, found
    place = home / SETTINGS
    where = f"{place}: url under [register]"
    if not place.is_file():
        return where, ""
    try:
        table = tomllib.loads(place.read_text(encoding="utf-8")).get("register", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise StorageError(f"{place}: not a TOML file ({error}). Mend it, or put it back from a backup.") from None
    if not isinstance(table, dict) or set(table) - {"url"} or not isinstance(table.get("url", ""), str):
        raise StorageError(f"{place}: [register] knows one setting, url, which is a text. {RIGHT}")
    return where, table.get("url", "")
