"""A question does not wait for libraries that it does not need."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.chain import deliver, home_of, received

HEAVY = ("pandas", "altair", "vl_convert", "pyspark")
PROGRAM = """
import json, sys
from ketenmonitor.cli import app
app(sys.argv[2:], standalone_mode=False)
sys.stderr.write(json.dumps([name for name in sys.argv[1].split(",") if name in sys.modules]))
"""


def test_a_measure_loads_no_pandas_no_charts_and_no_spark(tmp_path: Path) -> None:
    home = home_of(tmp_path)
    received(home, deliver(tmp_path, events=[("e1", "aangifte", "2024-01-05", "m1")]))
    question = ["measure", str(home.path), "proef", "lead-time"]
    command = [sys.executable, "-W", "ignore", "-c", PROGRAM, ",".join(HEAVY), *question]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(done.stderr.splitlines()[-1]) == []
