"""What is read in the five papers, measured against the labels that were made by hand."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ketenmonitor.register import extraction_as_json, read
from ketenmonitor.register.extraction.consultation import consultation
from ketenmonitor.register.extraction.sets import question_sets
from ketenmonitor.register.items import Extraction

PAPERS = Path("/work/shared/data/papers")
needs_papers = pytest.mark.skipif(
    not PAPERS.exists(), reason="the five papers and their labels are not part of this repository"
)


@needs_papers
def test_boundaries_of_question_sets_and_of_a_consultation(tmp_path: Path) -> None:
    printed = []
    for file in sorted(PAPERS.glob("00[14]_*.txt")):
        segments = (question_sets if file.name.startswith("001") else consultation).segment(read(file))
        found = Extraction(segments.paper, segments.kind, questions=segments.questions, sets=segments.sets)
        printed.append(extraction_as_json(found))
    out = tmp_path / "extracted.json"
    out.write_text(json.dumps({"papers": printed}), encoding="utf-8")
    command = [sys.executable, str(PAPERS / "labels" / "score.py"), str(out)]
    figures = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert figures["boundaries_001"] >= 0.97
    assert figures["boundaries_004"] >= 0.97


@needs_papers
def test_references_between_answers_of_question_sets() -> None:
    (file,) = PAPERS.glob("001_*.txt")
    found = {(each.set, each.index): each for each in question_sets.segment(read(file)).questions}
    labels = [
        json.loads(line)
        for line in (PAPERS / "labels" / "questions_001.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    for label in labels:
        one = found[label["set"], label["index"]]
        assert list(one.refers_to) == label["refers_to"], label["id"]
        assert (one.repeat_of[0] if one.repeat_of else None) == label["repeat_of"], label["id"]
