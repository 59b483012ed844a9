"""Files that several processes open at once."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from ketenmonitor.sqlite_files import write_ahead


def test_who_comes_while_another_one_makes_the_file_waits(tmp_path: Path) -> None:
    place = tmp_path / "rows.sqlite"
    with closing(sqlite3.connect(place, isolation_level=None, check_same_thread=False)) as other:
        other.execute("CREATE TABLE rows (n)")
        other.execute("BEGIN EXCLUSIVE")
        with closing(sqlite3.connect(place, timeout=0, isolation_level=None)) as mine:
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                mine.execute("PRAGMA journal_mode = WAL")
            threading.Timer(0.1, lambda: other.execute("COMMIT")).start()
            write_ahead(mine)
            assert mine.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_who_would_wait_for_ever_is_told(tmp_path: Path) -> None:
    place = tmp_path / "rows.sqlite"
    with closing(sqlite3.connect(place, isolation_level=None)) as other:
        other.execute("CREATE TABLE rows (n)")
        other.execute("BEGIN EXCLUSIVE")
        with (
            closing(sqlite3.connect(place, timeout=0)) as mine,
            pytest.raises(sqlite3.OperationalError, match="locked"),
        ):
            write_ahead(mine, 0.05)


def test_what_is_no_database_is_not_waited_for(tmp_path: Path) -> None:
    place = tmp_path / "rows.sqlite"
    place.write_bytes(b"x" * 4096)
    with closing(sqlite3.connect(place)) as mine, pytest.raises(sqlite3.DatabaseError, match="not a database"):
        write_ahead(mine)
