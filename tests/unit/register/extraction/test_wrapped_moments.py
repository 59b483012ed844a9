"""A moment that runs over the end of a line keeps its year, in every kind of plain text. All text is made up."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ketenmonitor.register import extract, read

PAPERS = {
    "letter": "Geachte voorzitter,\n\nIk zal uw Kamer over de bruggen informeren na de zomer van\n2032.\n",
    "questions": (
        "Vragen van het lid Bos (ABC) aan de minister van Vaarwegen over bruggen (ingezonden 3 februari 2031).\n\n"
        "Vraag 1\nBent u bekend met het bericht over de bruggen?\nAntwoord 1\nJa. Ik zal uw Kamer na de zomer van\n"
        "2032 informeren over de bruggen.\n"
    ),
}


@pytest.mark.parametrize("kind", PAPERS)
def test_the_year_on_the_next_line_belongs_to_the_moment(kind: str, tmp_path: Path) -> None:
    file = tmp_path / f"{kind}.txt"
    file.write_text(PAPERS[kind], encoding="utf-8")
    (found,) = extract(read(file)).commitments
    assert found.due is not None
    assert (found.due.text, found.due.earliest) == ("na de zomer van 2032", date(2032, 9, 1))
