"""A register that is killed, locked, full or not to be written, and two that read at once: whole papers, and a sentence that helps."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, select

from ketenmonitor.errors import StorageError
from ketenmonitor.register.records import Kind, Register, items, open_register, opened, papers
from ketenmonitor.register.records.schema import item, paper, reading
from tests.faults.test_register_killed import SENTENCES, killed_at
from tests.postgres import new_database, postgres
from tests.unit.register.made_up import keep, letter

ROOT = Path(__file__).parents[2]
NUMBERS = count(1)
READS = """
import sys
from pathlib import Path
from ketenmonitor.register.records import open_register
from tests.unit.register.made_up import keep, letter
register = open_register(Path(sys.argv[1]), make=True)
for name in sys.argv[2:]:
    keep(register, letter(*(f"Ik informeer de Kamer over kade {name} en brug {n} van de vaart." for n in range(20)), name=name))
"""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def home(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    if request.param == "postgresql":
        url = new_database(request.getfixturevalue("server"), f"strain{next(NUMBERS)}")
        monkeypatch.setenv("KETENMONITOR_REGISTER_URL", url)
    return tmp_path / "home"


@pytest.mark.parametrize("moment", [2, 18, 21, 23, 26])
def test_a_client_that_is_killed_leaves_whole_papers_on_a_server(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    monkeypatch.setenv("KETENMONITOR_REGISTER_URL", new_database(server, f"killed{moment}"))
    assert killed_at(tmp_path, moment) == -signal.SIGKILL
    register = open_register(tmp_path, make=True)
    there = papers(register)
    with register.reading() as connection:
        counted = [connection.execute(select(func.count()).select_from(one)).scalar() for one in (paper, reading, item)]
    assert counted == [len(there), len(there), SENTENCES * len(there)]
    assert killed_at(tmp_path, 0) == 0
    assert len(papers(register)) == 3
    register.engine.dispose()


def test_two_processes_that_read_at_once_lose_and_double_nothing(home: Path) -> None:
    names = [["a.txt", "shared.txt", "b.txt"], ["c.txt", "shared.txt", "d.txt"]]
    running = [
        subprocess.Popen(
            [sys.executable, "-c", READS, str(home), *some], cwd=ROOT, env=os.environ, stderr=subprocess.PIPE
        )
        for some in names
    ]
    said = [one.communicate(timeout=60)[1].decode() for one in running]
    assert [one.returncode for one in running] == [0, 0], said
    register = open_register(home)
    assert sorted(one.source for one in papers(register)) == ["a.txt", "b.txt", "c.txt", "d.txt", "shared.txt"]
    keys = [one.key for one in items(register, Kind.COMMITMENT)]
    assert len(keys) == len(set(keys)) == 5 * 20
    register.engine.dispose()


def made(home: Path) -> Register:
    register = open_register(home, make=True)
    keep(register, letter("Ik informeer de Kamer over de kade van de vaart.", name="first.txt"))
    return register


def test_a_register_that_another_program_holds_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opened, "BUSY_SECONDS", 0.05)
    register = made(tmp_path)
    holder = sqlite3.connect(tmp_path / "register.sqlite")
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageError, match=r"another program is writing in it.*Nothing was changed.*again"):
        keep(register, letter("Ik informeer de Kamer over de brug.", name="second.txt"))
    assert len(papers(register)) == 1  # reading goes on
    holder.rollback()
    holder.close()
    keep(register, letter("Ik informeer de Kamer over de brug.", name="second.txt"))
    assert len(papers(register)) == 2


@pytest.mark.parametrize(
    ("setting", "said"), [("query_only=ON", "not to be written"), ("max_page_count=1", "no room left")]
)
def test_a_register_that_cannot_be_written_says_why_and_stays_as_it_was(
    tmp_path: Path, setting: str, said: str
) -> None:
    made(tmp_path).engine.dispose()
    register = open_register(tmp_path)

    def limit(connection: Any, *_: Any) -> None:
        connection.execute(f"PRAGMA {setting}")

    event.listen(register.engine, "connect", limit)
    register.engine.dispose()
    many = letter(*(f"Ik informeer de Kamer over brug {n} van de vaart." for n in range(500)), name="second.txt")
    with pytest.raises(StorageError, match=f"{said}.*Nothing was changed"):
        keep(register, many)
    event.remove(register.engine, "connect", limit)
    register.engine.dispose()
    assert [one.source for one in papers(register)] == ["first.txt"]
    keep(register, many)
    assert len(papers(register)) == 2


def test_a_home_that_cannot_be_made_says_so() -> None:
    with pytest.raises(StorageError, match="cannot be made"):
        open_register(Path("/proc/register"), make=True)
