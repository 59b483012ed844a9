"""Registers to try things on: each test of one runs on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from ketenmonitor.register.records import Register, open_register
from tests.postgres import new_database, postgres

NUMBERS = count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    with postgres() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def home(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose register is on one of both; it is not made yet."""
    if request.param == "postgresql":
        url = new_database(request.getfixturevalue("server"), f"register{next(NUMBERS)}")
        monkeypatch.setenv("KETENMONITOR_REGISTER_URL", url)
    return tmp_path / "home"


@pytest.fixture
def register(home: Path) -> Iterator[Register]:
    made = open_register(home, make=True)
    yield made
    made.engine.dispose()
