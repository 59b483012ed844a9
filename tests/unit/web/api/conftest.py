"""One monitor with a release, and who asks: a program of anybody, and one of an analyst."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from ketenmonitor.store import Home
from tests.unit.web.registers import filled_register
from tests.unit.web.sites import filled_home, let_out, visitor


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    made = filled_home(tmp_path_factory.mktemp("api"))
    for day in ("2024-02-01", "2024-03-01"):
        let_out(made, day)
    filled_register(made.path)
    return made


@pytest.fixture(scope="session")
def anybody(home: Home) -> TestClient:
    return visitor(home)


@pytest.fixture(scope="session")
def analyst(home: Home) -> TestClient:
    return visitor(home, "analyst")
