"""A process that reads papers into a register and is killed at any moment: each paper is in whole, or not at all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select

from ketenmonitor.register.records import Kind, items, open_register, papers
from ketenmonitor.register.records.schema import item, paper, reading

ROOT = Path(__file__).parents[2]
SENTENCES = 40
# Every statement that writes is a moment; the first ones make the tables.
MOMENTS = (1, 2, 5, 12, 18, 20, 21, 22, 23, 24, 25, 27, 30)
CHILD = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import event
from ketenmonitor.register.records import open_register
from ketenmonitor.register.records import opened
from tests.unit.register.made_up import keep, letter

home, moment = Path(sys.argv[1]), int(sys.argv[2])
left = [moment]


def count(connection, cursor, statement, *rest):
    if statement.split()[0].upper() in ("INSERT", "UPDATE", "CREATE", "DELETE"):
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)


made = opened._engine
opened._engine = lambda url: (lambda engine: (event.listen(engine, "after_cursor_execute", count), engine)[1])(made(url))
register = open_register(home, make=True)
for number in range(3):
    sentences = [f"Ik informeer de Kamer over kade {number} en brug {n} van de vaart." for n in range({sentences})]
    keep(register, letter(*sentences, name=f"{number}.txt"))
""".replace("{sentences}", str(SENTENCES))


def killed_at(home: Path, moment: int) -> int:
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(home), str(moment)], cwd=ROOT, capture_output=True, env=os.environ
    )
    assert done.returncode in (0, -signal.SIGKILL), done.stderr.decode()
    return done.returncode


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_paper_is_in_whole_or_not_at_all(tmp_path: Path, moment: int) -> None:
    killed_at(tmp_path / "home", moment)
    register = open_register(tmp_path / "home", make=True)
    there = papers(register)
    assert [dict(one.counts) for one in there] == [{"commitment": SENTENCES}] * len(there)
    with register.reading() as connection:
        counted = [
            connection.execute(select(func.count()).select_from(table)).scalar() for table in (paper, reading, item)
        ]
    assert counted == [len(there), len(there), SENTENCES * len(there)]
    assert killed_at(tmp_path / "home", 0) == 0
    assert len(papers(register)) == 3
    assert len({one.key for one in items(register, Kind.COMMITMENT)}) == 3 * SENTENCES


def test_the_moments_reach_from_the_first_table_to_the_last_paper(tmp_path: Path) -> None:
    """So that the moments above are not all before or after what they are to interrupt."""
    first, last = tmp_path / "first", tmp_path / "last"
    assert (killed_at(first, MOMENTS[0]), killed_at(last, MOMENTS[-1])) == (-signal.SIGKILL, -signal.SIGKILL)
    assert len(papers(open_register(last))) == 2
