"""What a page did to the lines of a paper is undone: words that it broke, paragraphs that it wrapped or cut, notes at its foot."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ketenmonitor.register.extraction.motions.motions import motions
from ketenmonitor.register.extraction.motions.settled import settled
from ketenmonitor.register.extraction.text.hyphenation import made_whole
from ketenmonitor.register.extraction.text.unwrapping import unwrapped
from tests.unit.register.extraction.drawn_papers import drawn
from tests.unit.register.extraction.papers import paper_of

HYPHENED = """De dienst gaat de bruggen schilderen en de sluizen ver-
nieuwen. Het schilderen en vernieuwen begint bij de brug-
gen in het noorden. Daarna onder-
zoeken we de sluizen; de diensten onderzoeken ook de ICT-
systemen en de zorg-
en waterwegen."""


def lines(text: str) -> list[str]:
    return [line.text for line in made_whole(paper_of(text)).lines]


def test_words_that_lines_broke_are_whole_again() -> None:
    whole = " ".join(" ".join(lines(HYPHENED)).split())
    assert "sluizen vernieuwen. Het" in whole
    assert "de bruggen in het noorden" in whole
    assert "Daarna onderzoeken we" in whole


def test_a_hyphen_of_the_word_itself_stays() -> None:
    whole = " ".join(lines(HYPHENED))
    assert "ICT-" in whole
    assert "zorg- en waterwegen" in whole


def test_lines_are_as_many_and_lead_back() -> None:
    paper = paper_of(HYPHENED)
    mended = made_whole(paper)
    assert len(mended.lines) == len(paper.lines)
    assert all(paper.raw[at] == sign for line in mended.lines for sign, at in zip(line.text, line.at, strict=True))


def test_a_paper_that_does_not_break_words_stays_as_it_is() -> None:
    paper = paper_of("De brug-\ngen zijn rood.\n\nDe bruggen zijn klaar.")
    assert made_whole(paper) is paper


def test_a_word_is_whole_over_the_foot_of_a_page() -> None:
    paper = paper_of(HYPHENED.replace("ver-\nnieuwen", "ver-\n\nPagina 1 van 2\n\nnieuwen"))
    mended = made_whole(replace(paper, furniture=frozenset({3})))
    assert mended.lines[0].text.endswith("sluizen vernieuwen.")


PARTED = """Deelt u de mening dat de bruggen in het noorden rood moeten
worden geverfd? Zo ja, welke bruggen zijn dat en wanneer?
Hoeveel kost dat, en wie betaalt het schilderen van de brug
over de vaart?

Ja.

Kunt u zeggen hoeveel sluizen er dit jaar worden vernieuwd en
waarom?

Dat zijn er vier."""


def test_where_blank_lines_part_paragraphs_no_other_line_does() -> None:
    found = [line.text for line in unwrapped(paper_of(PARTED)).lines if line.text]
    assert [text.split()[0] for text in found] == ["Deelt", "Ja.", "Kunt", "Dat"]


def test_a_paragraph_goes_on_over_the_foot_of_a_page() -> None:
    paper = paper_of(PARTED.replace("rood moeten\n", "rood moeten\n\nPagina 1 van 2\n\n"))
    found = [line.text for line in unwrapped(replace(paper, furniture=frozenset({3}))).lines if line.text]
    assert found[0].startswith("Deelt u de mening dat de bruggen in het noorden rood moeten worden geverfd?")
    assert len(found) == 4


@pytest.mark.parametrize(
    "foot", ["2 Kamerstukken II 2029/30, 31 299, nr. 1", "2Kamerstukken II 2029/30, 31 299, nr. 1"]
)
def test_the_call_of_a_note_behind_a_declaration_does_not_hide_it(foot: str) -> None:
    segments = drawn(
        f"Motie Olm (XYZ) over rode bruggen\n\nAlles is rood. Hiermee doe ik de motie van het lid Olm (XYZ) af.2\n\n{foot}"
    )
    found = motions(segments)
    assert [one.name for one in settled(segments, found)] == ["Motie Olm (XYZ) over rode bruggen"]
    assert [one.status for one in found] == ["done"]
