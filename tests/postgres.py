"""A PostgreSQL server of the tests' own, on a socket in a folder of its own, that is gone when they are done.

Where there is none the tests are skipped, but not in CI.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

# Debian keeps the programs of the server out of the way of the path.
FOLDERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name), reverse=True)


@contextmanager
def postgres() -> Iterator[str]:
    """The URL of a running server, without the name of a database."""
    programs = next(iter(FOLDERS), None)
    if programs is None:
        reason = "no PostgreSQL: install the packages of requirements/debian.txt"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # short: the path of a socket has at most 107 characters
    user = _hand_over(folder)
    data, log = folder / "data", folder / "log"
    options = f"-k {folder} -c listen_addresses='' -c fsync=off"
    control = [*user, str(programs / "pg_ctl"), "-D", str(data), "-w", "-s"]
    try:
        _run(
            [*user, str(programs / "initdb"), "-D", str(data), "-U", "tests", "-A", "trust", "-E", "UTF8", "--no-sync"]
        )
        _run([*control, "-l", str(log), "-o", options, "start"])
        try:
            yield f"postgresql+psycopg://tests@/DATABASE?host={folder}"
        finally:
            _run([*control, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _hand_over(folder: Path) -> list[str]:
    """The server refuses to run as root: then it runs as the user that its package made, whose the folder becomes."""
    if os.getuid() != 0:
        return []
    owner = pwd.getpwnam("postgres")
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    return ["runuser", "-u", "postgres", "--"]


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")


def new_database(server: str, name: str) -> str:
    """The URL of a new, empty database on a server."""
    import psycopg

    plain = server.replace("postgresql+psycopg", "postgresql")
    with psycopg.connect(plain.replace("DATABASE", "postgres"), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    return server.replace("DATABASE", name)
