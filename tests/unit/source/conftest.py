"""Every test here may open key files."""

from __future__ import annotations

import pytest

from tests.unit.source.extract import PHRASE


@pytest.fixture(autouse=True)
def _passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KETENMONITOR_PASSPHRASE", PHRASE)
