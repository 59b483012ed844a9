"""The same tables give the same bytes: in another process, at another time, elsewhere, in another locale."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.unit.release.formats.programs import needs

ROOT = Path(__file__).parents[4]
HERE = {"PYTHONHASHSEED": "1", "TZ": "Europe/Amsterdam", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"}
ELSEWHERE = {
    "PYTHONHASHSEED": "2",
    "TZ": "Pacific/Auckland",
    "LC_ALL": "C",
    "PYTHONUTF8": "0",
    "PYTHONCOERCECLOCALE": "0",
}


def hashes(environment: dict[str, str], *before: str) -> tuple[list[str], str]:
    """What is printed, and what the process says of where and when it is."""
    command = [*before, sys.executable, "-m", "tests.unit.release.formats.hashes"]
    path = os.pathsep.join([str(ROOT), str(ROOT / "src")])
    said = {**os.environ, "PYTHONPATH": path, **environment}
    done = subprocess.run(command, env=said, cwd=ROOT, text=True, capture_output=True, check=True, timeout=120)
    return done.stdout.splitlines(), done.stderr


def test_the_bytes_do_not_depend_on_when_and_where_they_are_made() -> None:
    faketime = needs("faketime", "faketime")
    one, here = hashes(HERE)
    other, elsewhere = hashes(ELSEWHERE, faketime, "2041-02-03 04:05:06")
    assert here.split()[0] != "2041"
    assert elsewhere.split()[0] == "2041"
    assert all(a != b for a, b in zip(here.split()[1:3], elsewhere.split()[1:3], strict=True))
    assert one == other
    assert len(one) == 9
