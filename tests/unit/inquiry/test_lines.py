"""What a service decided, printed: and nothing of a monitor, of which each look is itself written down."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from ketenmonitor.cli import app
from ketenmonitor.errors import UsageError
from ketenmonitor.hosting import Entry
from ketenmonitor.hosting.ledger import Ledger
from tests.chain import DEFINITION, home_of
from tests.unit.inquiry.parties import HOLDER


def test_decisions_are_printed_a_line_each_from_where_one_was(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path, HOLDER)
    for n in range(3):
        ledger.confirm(Entry({"decision": "refuse", "n": n}))
    for place in (tmp_path, tmp_path / "log" / "decisions"):
        done = CliRunner().invoke(app, ["log", "lines", str(place), "--since", "1"])
        assert [json.loads(line)["n"] for line in done.stdout.splitlines()] == [1, 2], done.stderr


def test_the_logs_of_a_monitor_are_not_printed(tmp_path: Path) -> None:
    home = home_of(tmp_path / "home", DEFINITION)
    Ledger(home.path, HOLDER).confirm(Entry({"secret": 1}))  # a log where those of a monitor are
    for place in (home.path, home.path / "log" / "decisions"):
        done = CliRunner().invoke(app, ["log", "lines", str(place)])
        assert isinstance(done.exception, UsageError)
        assert "secret" not in done.stdout
