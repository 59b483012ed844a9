"""What does not fit in memory goes to a folder that nobody else can read, and is gone afterwards; and nothing is printed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from ketenmonitor.store import connect

# More rows than the memory holds, kept twice at once.
PROGRAM = """
import ibis, json, os, pathlib
from ketenmonitor.store import connect

engines = [connect(memory_limit="60MB") for _ in range(2)]
texts = ibis.range(3_000_000).unnest().name("n").as_table().mutate(text=ibis._.n.cast("string").lpad(20, "x"))
kept = [engine.keep(texts) for engine in engines]
counted = [engine.run(k.aggregate(n=k.text.nunique()))["n"][0].as_py() for engine, k in zip(engines, kept)]
files = [engine.connection.raw_sql("FROM duckdb_temporary_files()").fetchall() for engine in engines]
folders = {str(pathlib.Path(name).parent) for found in files for name, _ in found}
modes = {oct(pathlib.Path(folder).parent.stat().st_mode)[-3:] for folder in folders}
print(json.dumps({"counted": counted, "spilled": [sum(size for _, size in found) for found in files],
                  "folders": sorted(folders), "modes": sorted(modes)}))
"""


def test_more_than_the_memory_that_is_set_is_computed_and_nothing_is_left(tmp_path: Path) -> None:
    here, temporary = tmp_path / "here", tmp_path / "it's temporary"
    here.mkdir()
    temporary.mkdir()
    settings = {**os.environ, "TMPDIR": str(temporary)}
    command = [sys.executable, "-W", "ignore", "-c", PROGRAM]
    done = subprocess.run(command, cwd=here, env=settings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    said = json.loads(done.stdout)
    assert said["counted"] == [3_000_000, 3_000_000]
    assert min(said["spilled"]) > 10_000_000
    assert len(said["folders"]) == 2
    assert all(folder.startswith(str(temporary)) for folder in said["folders"])
    assert said["modes"] == ["700"]
    assert list(here.iterdir()) == []
    assert list(temporary.iterdir()) == []


def test_an_engine_that_takes_long_draws_no_bar_amid_what_a_command_prints() -> None:
    # Seen by its setting: the bar comes after two seconds, and asking for it earlier turns it on.
    assert connect().connection.raw_sql("SELECT current_setting('enable_progress_bar')").fetchall() == [(False,)]
