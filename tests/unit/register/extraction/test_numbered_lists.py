"""Official questions in numbered lists: with their answers in a list of their own, below each, or not yet answered."""

from __future__ import annotations

import pytest

from ketenmonitor.register import extract
from ketenmonitor.register.extraction.official.lists import listed
from tests.unit.register.extraction.papers import paper_of

HEAD = "Vragen van het lid Olm (ABC) aan de Minister van Waterzaken over veren (ingezonden 2 maart 2026)"
OTHER = "Vragen van de leden Van Berk (XYZ) en Es (ABC) aan de Minister van Waterzaken over pompen (ingezonden 4 maart 2026)"
ASKED = (
    "Kent u het bericht 'Veer ligt stil'?",
    "Hoeveel veren varen er?",
    "Deelt u de zorg daarover? Zo nee, waarom niet?",
)
SAID = ("Ja.", "Er varen 31 veren:\n- 20 grote;\n- 11 kleine.", "Zie het antwoord op vraag 2.")


def _listed(lines: tuple[str, ...], mark: str = ".") -> str:
    return "\n".join(f"{at}{mark} {line}" for at, line in enumerate(lines, 1))


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}\n\n{_listed(ASKED)}\n\nAntwoord van Minister Bos (Waterzaken)\n\n{_listed(SAID)}",
        f"{HEAD}\n\n{_listed(ASKED, ')')}\n\nAntwoorden\n\n{_listed(SAID, ')')}",
        f"{HEAD}\n\n"
        + "\n\n".join(f"{at}\n{a}\n\nAntwoord: {s}" for at, (a, s) in enumerate(zip(ASKED, SAID, strict=True), 1)),
        f"{HEAD}\n\n"
        + "\n".join(f"{at}. {a}\nAntwoord\n{s}" for at, (a, s) in enumerate(zip(ASKED, SAID, strict=True), 1)),
    ],
    ids=["two-lists", "brackets", "below-each", "word-alone"],
)
def test_each_question_has_its_own_answer(text: str) -> None:
    found = extract(paper_of(text))
    assert found.kind == "official_questions"
    assert [one.question for one in found.questions] == list(ASKED)
    assert [one.answer for one in found.questions] == [" ".join(said.split()) for said in SAID]
    assert {(one.asker, one.party, one.addressee) for one in found.questions} == {
        ("Olm", "ABC", ("Minister van Waterzaken",))
    }
    assert found.questions[2].refers_to == (2,)


def test_two_papers_in_one_file_are_two_sets() -> None:
    one = f"{HEAD}\n\n{_listed(ASKED)}\n\nAntwoorden\n\n{_listed(SAID)}"
    found = extract(paper_of(f"{one}\n\n{OTHER}\n\n{_listed(('Hoeveel pompen zijn er?',))}"))
    assert [(each.title, len(each.askers)) for each in found.sets] == [("veren", 1), ("pompen", 2)]
    assert [(one.set, one.number, one.answer is None) for one in found.questions][-1] == (2, 1, True)


def test_one_question_with_parts_stays_one() -> None:
    text = f"2026Z00001\n\n{HEAD}\n\n1\nKunt u zeggen hoeveel veren er zijn, en\na) waar;\nb) hoe oud;\nc) van wie?"
    (found,) = extract(paper_of(text)).questions
    assert found.question.endswith("c) van wie?")
    assert found.answer is None


def test_an_answer_that_is_empty_does_not_get_the_next_one() -> None:
    text = "Vraag 1\nWie vaart?\n\nAntwoord\n\nVraag 2\nWie pompt?\n\nAntwoord\nDe pompbaas."
    found = extract(paper_of(text)).questions
    assert [one.answer for one in found] == [None, "De pompbaas."]


def test_a_numbered_list_that_asks_nothing_gives_nothing() -> None:
    assert not listed(paper_of(f"{HEAD}\n\n1. De veren varen.\n2. De pompen pompen."))
    assert not listed(paper_of(_listed(ASKED)))


def test_a_paper_in_capitals_names_the_same_people() -> None:
    found = extract(
        paper_of(
            f"{HEAD.upper()}\n\nVRAAG 1\nWIE VAART?\n\nVRAAG 2\nWIE POMPT?\n\nANTWOORD 1\nIK.".replace("OLM", "VAN OLM")
        )
    )
    assert {(one.asker, one.party, one.section) for one in found.questions} == {("van Olm", "ABC", "Veren")}


def test_two_layouts_in_one_file_are_told() -> None:
    text = (
        f"{HEAD}\n\n{_listed(ASKED)}\n\nVraag 1\nWie vaart?\n\nAntwoord 1\nIk.\n\nVraag 2\nWie pompt?\n\nAntwoord 2\nU."
    )
    assert any("numbered list" in note for note in extract(paper_of(text)).notes)
