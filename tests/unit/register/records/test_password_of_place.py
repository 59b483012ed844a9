"""A password in the address of a database is in no message, wherever in the address it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketenmonitor.errors import StorageError
from ketenmonitor.register.records import open_register

HOST = "127.0.0.1:1/none"


@pytest.mark.parametrize(
    "url",
    [f"postgresql://u:secret7@{HOST}", f"postgresql://u@{HOST}?password=secret7", f"postgresql://u:se@secret7@{HOST}"],
)
def test_a_password_is_in_no_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("KETENMONITOR_REGISTER_URL", url)
    with pytest.raises(StorageError) as refused:
        open_register(tmp_path)
    assert "secret7" not in str(refused.value)
