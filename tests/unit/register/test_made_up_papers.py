"""The register reads papers that nobody wrote rules for: seven made-up ones, measured against their labels."""

from __future__ import annotations

from pathlib import Path

import pytest
import typst

from ketenmonitor.register import extract, extraction_as_json, read
from tests.unit.register.scoring import Row, Scores, scores

PAPERS = Path(__file__).parent / "papers"


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Row]:
    pdf = tmp_path_factory.mktemp("papers") / "forests_letter.pdf"
    typst.compile(str(PAPERS / "forests_letter.typ"), output=str(pdf))
    files = [*PAPERS.glob("*.txt"), *PAPERS.glob("*.xml"), pdf]
    return {file.name.partition("_")[0]: extraction_as_json(extract(read(file))) for file in files}


@pytest.fixture(scope="module")
def read_so_well(papers: dict[str, Row]) -> Scores:
    return scores(papers, PAPERS / "labels")


@pytest.mark.parametrize("paper", ["waterways", "libraries", "fisheries", "monuments"])
def test_questions_and_answers_begin_and_end_where_they_do(read_so_well: Scores, paper: str) -> None:
    assert read_so_well.boundaries[paper].value >= 0.97, read_so_well.boundaries[paper].missed


def test_answers_point_where_they_point(read_so_well: Scores) -> None:
    assert read_so_well.references.value >= 0.99, read_so_well.references.missed


def test_motions_are_found_with_their_status(read_so_well: Scores) -> None:
    assert read_so_well.motions_found.value >= 0.95, read_so_well.motions_found.missed
    assert read_so_well.motions_status.value >= 0.90, read_so_well.motions_status.missed


def test_commitments_are_told_from_what_looks_like_them(read_so_well: Scores) -> None:
    assert read_so_well.f1 >= 0.92, "\n".join((*read_so_well.recall.missed, "", *read_so_well.precision.missed))


def test_due_moments_are_the_intervals_that_are_meant(read_so_well: Scores) -> None:
    assert read_so_well.moments.value >= 0.90, "\n".join(read_so_well.moments.missed)


def test_what_is_declared_settled_is_found(read_so_well: Scores) -> None:
    assert read_so_well.settled.value >= 0.97, read_so_well.settled.missed


def test_what_stays_open_is_not_called_settled(papers: dict[str, Row]) -> None:
    assert len(papers["weather"]["settled"]) <= 6
    assert not papers["waterways"]["settled"]
