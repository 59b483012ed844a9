"""A backup as the manual says: nobody writes meanwhile, and what is put back is the same monitor."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from ketenmonitor.errors import StorageError
from ketenmonitor.intake import receive
from ketenmonitor.store import open_home
from tests.chain import NOW, deliver, home_of, instant, received
from tests.faults.crash import state

MANUAL = Path(__file__).parents[2] / "docs" / "how-to" / "run-in-production.md"
ROWS = [("a1", "aangifte", "2024-01-05T10:00:00+01:00", "m1")]


@pytest.mark.skipif(shutil.which("flock") is None, reason="no flock: install util-linux")
def test_nobody_writes_while_it_is_made_and_it_is_the_same_monitor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "flock /srv/ketenmonitor/home/lock cp -a" in MANUAL.read_text(encoding="utf-8")
    home = home_of(tmp_path)
    assert received(home, deliver(tmp_path, events=ROWS)).status == "accepted"
    monkeypatch.setenv("KETENMONITOR_LOCK_TIMEOUT_SECONDS", "0.1")
    copy = tmp_path / "copy"
    command = f"cp -a {home.path} {copy}; echo copied; read go"
    with subprocess.Popen(
        ["flock", home.path / "lock", "sh", "-c", command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as made:
        assert made.stdout
        assert made.stdout.readline() == "copied\n"
        with pytest.raises(StorageError, match="another command has been writing"):
            receive(open_home(home.path), deliver(tmp_path, "d2", events=ROWS), instant(NOW))
        made.communicate("\n")
    shutil.rmtree(copy / "chains" / "proef" / "prepared", ignore_errors=True)
    assert state(open_home(copy)) == state(home)
    assert received(open_home(copy), tmp_path / "d1").status == "known"
    assert received(home, deliver(tmp_path, "d2", events=ROWS, follows="d1")).status == "accepted"
