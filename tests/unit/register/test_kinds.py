"""The kind of a paper is known by signs that can be read; where too little speaks for any, that is said."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import etree

from ketenmonitor.register import read
from ketenmonitor.register.extraction.kinds import kind_of, segment
from ketenmonitor.register.paper import Paper
from ketenmonitor.register.reading.text import traced_lines
from tests.unit.register.budget_papers import as_text, drawn
from tests.unit.register.real_papers import PAPERS, needs_papers
from tests.unit.register.test_letters import ANNEX, LETTER

ASKED = "\n".join(
    f"{opens} dat de molen {at} stilstaat?\nJa."
    for at, opens in enumerate(["Bent u bekend met het feit", "Deelt u de mening"] * 4)
)
CONSULTED = """Verslag van een schriftelijk overleg

Vragen en opmerkingen van de leden van de Molen-fractie

De leden van de Molen-fractie hebben kennisgenomen van de wieken. Deze leden vragen de minister te tellen.

Vragen en opmerkingen van de leden van de Water-fractie

De leden van de Water-fractie lezen dat er geteld is.
"""


def paper(text: str, file_type: str = "txt") -> Paper:
    return Paper("made-up.txt", "0" * 64, file_type, text, traced_lines(text))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (as_text(drawn(2), 2), "budget_answers"),
        (ASKED, "question_sets"),
        (CONSULTED, "consultation"),
        ("Vraag 1\nDraait de molen?\nAntwoord 1\nJa.", "official_questions"),
        (
            "Vragen van het lid Olm (ABC) aan de Minister van Molens.\n\nVraag 1\nDraait de molen?\n\nVraag 2\nWaarom?",
            "official_questions",
        ),
        (LETTER, "policy_letter"),
        (
            ANNEX.replace(
                "Wind en water",
                "\n".join(
                    f"Motie Olm (ABC) over wiek {at}\nHiermee beschouw ik de motie als afgedaan." for at in range(4)
                ),
            ),
            "progress_annex",
        ),
        ("Een brief over niets. Er staat niet veel in.", "unknown"),
    ],
)
def test_a_kind_is_known_by_its_signs(text: str, kind: str) -> None:
    found = kind_of(paper(text))
    assert found.kind == kind
    assert found.evidence or kind == "unknown"


def test_official_questions_say_so_themselves() -> None:
    text = "<officiele-publicatie><kamervragen><vraag/></kamervragen></officiele-publicatie>"
    assert kind_of(replace(paper(text, "xml"), tree=etree.fromstring(text))).kind == "official_questions"


def test_a_tag_that_is_only_spoken_of_makes_no_official_questions() -> None:
    text = "<officiele-publicatie><al>In het schema heet dit &lt;vraag&gt;, zie &lt;kamervragen&gt;.</al></officiele-publicatie>"
    written = replace(paper(text.replace("&lt;", "<").replace("&gt;", ">"), "xml"), tree=etree.fromstring(text))
    assert kind_of(written).kind == "unknown"


def test_an_unknown_kind_is_read_as_plain_text_and_said() -> None:
    found = segment(paper("Een eerste alinea.\n\nEen tweede alinea\nover twee regels."))
    assert [passage.text.text for passage in found.passages] == [
        "Een eerste alinea.",
        "Een tweede alinea over twee regels.",
    ]
    assert (
        found.notes[0]
        == "The kind of this paper is not known: it was read as plain text, and what could be found in it is given."
    )


def test_an_empty_paper_is_read() -> None:
    assert segment(paper("")).passages == ()


@needs_papers
@pytest.mark.parametrize(
    ("seed", "kind"),
    [
        ("000", "budget_answers"),
        ("001", "question_sets"),
        ("002", "policy_letter"),
        ("003", "progress_annex"),
        ("004", "consultation"),
    ],
)
def test_the_kinds_of_the_five_papers(seed: str, kind: str) -> None:
    assert kind_of(read(next(PAPERS.glob(f"{seed}_*.txt")))).kind == kind
