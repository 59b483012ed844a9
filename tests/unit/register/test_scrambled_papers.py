"""A scrambled paper scores as the paper itself: nothing in the extraction knows a name, a number, an order or a topic."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ketenmonitor.register import extract, extraction_as_json, read
from tests.unit.register.real_papers import PAPERS, needs_papers
from tests.unit.register.scramble import scramble

pytestmark = needs_papers


@pytest.mark.parametrize("seed", [1, 2])
def test_a_scrambled_paper_scores_the_same(seed: int, tmp_path: Path) -> None:
    papers = {path.name[:3]: path.read_text(encoding="utf-8") for path in sorted(PAPERS.glob("*.txt"))}
    labels = {path.stem: _rows(path) for path in (PAPERS / "labels").glob("*.jsonl")}
    regions = json.loads((PAPERS / "labels" / "regions.json").read_text(encoding="utf-8"))
    other = scramble(papers, labels, regions, seed)
    assert all(other.papers[name] != text for name, text in papers.items())
    before = _scores(tmp_path / "before", papers, labels, regions)
    after = _scores(tmp_path / "after", other.papers, other.labels, other.regions)
    changed = {
        name: (figure, after[name])
        for name, figure in before.items()
        if abs((figure or 0) - (after[name] or 0)) > 0.0101
    }
    assert not changed


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _scores(
    folder: Path, papers: dict[str, str], labels: dict[str, list[dict[str, Any]]], regions: Any
) -> dict[str, float]:
    folder.mkdir()
    found = []
    for name, text in papers.items():
        path = folder / f"{name}_paper.txt"
        path.write_text(text, encoding="utf-8")
        found.append(extraction_as_json(extract(read(path))))
    (folder / "found.json").write_text(json.dumps({"papers": found}), encoding="utf-8")
    for name, rows in labels.items():
        (folder / f"{name}.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    (folder / "regions.json").write_text(json.dumps(regions), encoding="utf-8")
    command = [sys.executable, str(PAPERS / "labels" / "score.py"), str(folder / "found.json"), "--labels", str(folder)]
    scores: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return scores
