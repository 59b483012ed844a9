"""Commitments on the five labelled papers, measured by the scorer that lies beside the labels; skipped where they are not."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ketenmonitor.register import extract, extraction_as_json, read

PAPERS = Path("/work/shared/data/papers")
FLOORS = {"commitments_recall": 0.95, "commitments_precision": 0.92, "moments": 0.95}
SECONDS = 20  # of processor time, for reading and extracting all five; about four on a quiet machine


@pytest.mark.skipif(not PAPERS.is_dir(), reason="the labelled papers are not on this machine")
def test_commitments_are_found_as_well_as_two_careful_readers_do(tmp_path: Path) -> None:
    begun = time.process_time()
    found = {"papers": [extraction_as_json(extract(read(path))) for path in sorted(PAPERS.glob("*.txt"))]}
    took = time.process_time() - begun
    extracted = tmp_path / "extracted.json"
    extracted.write_text(json.dumps(found), encoding="utf-8")
    command = [sys.executable, str(PAPERS / "labels" / "score.py"), str(extracted)]
    scores = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert {name: scores[name] for name in FLOORS if scores[name] < FLOORS[name]} == {}
    assert took < SECONDS
