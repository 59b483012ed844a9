"""Retention that is killed at any step leaves the old tables or the new ones, and applying again finishes it."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ketenmonitor.retention import Policy
from ketenmonitor.store import Home, open_home, tables
from tests.chain import figures, received
from tests.faults.crash import ROOT
from tests.searching import found_in
from tests.unit.retention.policies import AFTER_10, OLD_CASE, OLD_REPORT, applied, filled, police

DESTROYED = [OLD_REPORT, OLD_CASE]


@dataclass
class Mortal:
    """Processes that apply retention and can be killed at a point; forked, as importing takes longer than applying."""

    process: subprocess.Popen[str]

    def order(self, home: Home, point: str | None = None) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(
            json.dumps({"home": str(home.path), "command": "retention", "point": point, "delay": None}) + "\n"
        )
        self.process.stdin.flush()
        return dict(json.loads(self.process.stdout.readline()))


@pytest.fixture(scope="module")
def mortal() -> Iterator[Mortal]:
    command = [sys.executable, "-m", "tests.faults.child"]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    yield Mortal(process)
    assert process.stdin is not None
    process.stdin.close()
    process.wait(timeout=30)


def said(home: Home) -> list[dict[str, Any]]:
    return figures(home, "stock", "politie") + figures(home, "handover")


def points_of(passed: list[str]) -> list[str]:
    """Before a step of each sort; of removals of many files, and of tables that are written one after the other, some."""
    kept = [p for p in passed if p.startswith("before ")]
    some = (
        "append events 1",
        "append quarantine 1",
        "append events 2",
        "append tombstones 1",
        "append ledger 1",
        "commit links 1",
    )
    other = [p for p in kept if not any(step in p for step in ("unlink", "rmdir", "append", "commit", "roll_back"))]
    few = [p for p in kept if any(step in p for step in ("unlink", "rmdir")) and p.endswith((" 1", " 3"))]
    return [p for p in kept if p in other or p in few or p.removeprefix("before ") in some]


def test_killed_between_any_two_steps(mortal: Mortal, tmp_path: Path) -> None:
    made, policy = filled(tmp_path)
    whole = open_home(Path(shutil.copytree(made.path, tmp_path / "whole")))
    told = mortal.order(whole)
    assert (told["signal"], told["error"]) == (0, None)
    assert found_in(whole.path, DESTROYED) == []
    states = [said(made), said(whole)]
    assert states[0] != states[1]
    points, counts = points_of(told["points"]), told["points"].index("after replace 1")
    assert {"before append events 1", "before append ledger 1", "before replace 1"} <= set(points)
    home, seen = open_home(Path(shutil.copytree(made.path, tmp_path / "0"))), set()
    for number, point in enumerate(points, start=1):
        is_done = told["points"].index(point) > counts
        if is_done:  # until then each run cleans up what the one before it left
            home = open_home(Path(shutil.copytree(made.path, tmp_path / f"{number}")))
        assert mortal.order(home, point)["signal"] == signal.SIGKILL, point
        assert said(home) == states[is_done], point
        seen.add(is_done)
        if is_done:
            finish(home, policy, point, is_done=True)
    assert seen == {False, True}
    crashed = open_home(tmp_path / "0")
    finish(crashed, policy, "crash upon crash", is_done=False)
    assert said(crashed) == states[1]


def finish(home: Home, policy: Policy, why: str, *, is_done: bool) -> None:
    """What comes next cleans up: the next delivery brings nothing back, and applying again leaves nothing."""
    if is_done:
        told = {"kind": "increment", "follows": "p1", "delivered_from": None}
        again = received(home, police(home.path.parent / f"{home.path.name} again", "p2", **told), AFTER_10)
        assert again.findings == {"destroyed-by-policy": 4}, why
    applied(home, policy, AFTER_10)
    assert found_in(home.path, DESTROYED) == [], why
    root = home.tables_path("proef")
    assert [p.name for p in root.parent.glob("tables*") if p.is_dir()] == [root.name], why
    held = {Path(f).name for t in tables.SCHEMAS for f in _files(root, t) + _files(root / "behind", t)}
    assert {p.name for p in root.rglob("*.parquet")} == held, why


def _files(root: Path, table: str) -> list[str]:
    version = tables.version_of(root, table)
    return [] if version is None else tables.files_of(root, table, version)
