"""Motions and what is settled in the five papers, measured against the labels that were made by hand; and nothing too many."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ketenmonitor.register import extract, extraction_as_json, read

PAPERS = Path("/work/shared/data/papers")
pytestmark = pytest.mark.skipif(
    not PAPERS.is_dir(), reason="the five papers and their labels are not part of this repository"
)


def test_motions_and_what_is_settled_reach_their_floors(tmp_path: Path) -> None:
    printed = [extraction_as_json(extract(read(file))) for file in sorted(PAPERS.glob("*.txt"))]
    out = tmp_path / "extracted.json"
    out.write_text(json.dumps({"papers": printed}), encoding="utf-8")
    command = [sys.executable, str(PAPERS / "labels" / "score.py"), str(out)]
    scores = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert scores["motions_found"] >= 0.95
    assert scores["motions_status"] >= 0.90
    assert scores["settled"] >= 0.97


def test_no_more_is_settled_than_stands_in_the_paper() -> None:
    """Counted by hand: what the annex settles, and what the other papers do."""
    settled = {file.name[:3]: len(extract(read(file)).settled) for file in sorted(PAPERS.glob("*.txt"))}
    assert settled["003"] <= 23
    assert sum(settled.values()) - settled["003"] <= 4
