"""A world of parties for the tests of each file, and a fresh one where a test changes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketenmonitor.keys import sealed
from tests.unit.inquiry.parties import World


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return quickly(tmp_path_factory.mktemp("world"))


@pytest.fixture
def own_world(tmp_path: Path) -> World:
    return quickly(tmp_path)


def quickly(folder: Path, refusals: str = "open") -> World:
    """With passphrases that are quick to guess."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealed, "COST", {"n": 2, "r": 8, "p": 1})
        return World(folder, refusals=refusals)
