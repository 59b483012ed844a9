"""What is found in the five papers, measured against the labels that were made by hand, with the scorer that stands beside them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ketenmonitor.register import extract, extraction_as_json, read
from ketenmonitor.register.items import Extraction
from tests.unit.register.real_papers import PAPERS, needs_papers

pytestmark = needs_papers
# What must hold; of commitments the F1 of recall and precision must be 0.85.
FLOORS = {
    "boundaries_000": 0.97, "boundaries_001": 0.97, "boundaries_004": 0.97, "references": 0.99, "motions_found": 0.95,
    "motions_status": 0.90, "moments": 0.90, "settled": 0.97,
}  # fmt: skip


@pytest.fixture(scope="module")
def found() -> dict[str, Extraction]:
    return {path.name[:3]: extract(read(path)) for path in sorted(PAPERS.glob("*.txt"))}


def test_every_row_of_the_labels_reaches_its_floor(found: dict[str, Extraction], tmp_path: Path) -> None:
    out = tmp_path / "extracted.json"
    out.write_text(json.dumps({"papers": [extraction_as_json(one) for one in found.values()]}), encoding="utf-8")
    command = [sys.executable, str(PAPERS / "labels" / "score.py"), str(out)]
    scores = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert {name: scores[name] for name, floor in FLOORS.items() if scores[name] < floor} == {}
    recall, precision = scores["commitments_recall"], scores["commitments_precision"]
    assert 2 * recall * precision / (recall + precision) >= 0.85


def test_questions_point_and_repeat_as_the_labels_say(found: dict[str, Extraction]) -> None:
    questions = {(each.set, each.index): each for each in found["001"].questions}
    for line in (PAPERS / "labels" / "questions_001.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        one = questions[label["set"], label["index"]]
        assert list(one.refers_to) == label["refers_to"], label["id"]
        assert (one.repeat_of[0] if one.repeat_of else None) == label["repeat_of"], label["id"]


def test_no_more_is_settled_than_stands_in_the_papers(found: dict[str, Extraction]) -> None:
    """Counted by hand: what the annex settles, and what the other papers do."""
    settled = {name: len(one.settled) for name, one in found.items()}
    assert settled["003"] <= 23
    assert sum(settled.values()) - settled["003"] <= 4
