"""Answers that point to other answers: which numbers count, where chains end, and what is said about circles and gaps."""

from __future__ import annotations

import pytest

from ketenmonitor.register.extraction.answers import refers_elsewhere, refers_to, resolve
from ketenmonitor.register.items import Question
from ketenmonitor.register.paper import Place


@pytest.mark.parametrize(
    ("answer", "numbers"),
    [
        ("Zie antwoord vraag 3.", (3,)),
        ("Zie het antwoord op vraag nummer 38.", (38,)),
        ("Zie het antwoord op vraag 12 en 14.", (12, 14)),
        ("Zie de antwoorden op de vragen 3, 4 en 6.", (3, 4, 6)),
        ("Zie de beantwoording van de vragen 3 t/m 6.", (3, 4, 5, 6)),
        ("Zie het antwoord op de vragen 3 tot en met 5 en 8.", (3, 4, 5, 8)),
        ("Zie vraag 5.", (5,)),
        ("Zie ook onder vraag 5.", (5,)),
        ("Zie antwoord 5.", (5,)),
        ("Zie het antwoord op vraag 3 en het antwoord op vraag 7.", (3, 7)),
        ("Zoals in antwoord op vraag 2 is aangegeven, rijden de treinen.", (2,)),
        ("Zoals bij vraag 2 reeds is toegelicht, rijden de treinen.", (2,)),
        ("Voor het overige verwijs ik naar de beantwoording van vraag 7.", (7,)),
        ("Hiervoor wordt verwezen naar vraag 7.", (7,)),
        ("Dit is toegelicht (zie het antwoord op vraag\n7).", (7,)),
        ("Ik wijs u in dit verband op het antwoord op vraag 5.", (5,)),
        ("Idem.", (9,)),
        ("Zie hiervoor.", (9,)),
        ("Zie het vorige antwoord.", (9,)),
        ("Idem vraag 4.", (4,)),
        ("Zoals gevraagd in vraag 4 is de brug geverfd.", ()),
        ("De in vraag 4 gestelde termijn is verlopen.", ()),
        ("De in vraag 4 genoemde bruggen zijn geverfd.", ()),
        ("Het antwoord op vraag 4 van de vragen van het lid Olm (XYZ) luidt anders.", ()),
        ("Zie de antwoorden op de vragen van het lid Olm.", ()),
        ("Het antwoord op deze vraag is nee. Van de 12 bruggen zijn er 3 dicht.", ()),
        ("In antwoord op vragen 40 miljoen euro te besteden is nee gezegd.", ()),
        ("Antwoord op vraag 10: ja.", ()),
    ],
)
def test_a_number_counts_where_an_answer_is_meant(answer: str, numbers: tuple[int, ...]) -> None:
    assert refers_to(answer, 10) == numbers


def test_what_points_to_another_set_is_kept_as_it_is_said() -> None:
    text = "Zie het antwoord op vraag 4 van de vragen van het lid Olm (Aanhangsel Handelingen II 2023/24, nr. 12). Meer niet."
    assert refers_elsewhere(text) == (
        "antwoord op vraag 4 van de vragen van het lid Olm (Aanhangsel Handelingen II 2023/24, nr. 12)",
    )


def test_the_question_before_is_that_of_the_paper_not_of_the_count() -> None:
    found, _ = resolve([_asked(7, "De brug is dicht."), _asked(2, "Idem.")])
    assert found[1].refers_to == (7,)
    assert found[1].resolved == "De brug is dicht."


def test_a_chain_is_followed_to_the_answer_that_says_something() -> None:
    found, notes = resolve(
        [_asked(1, "De brug is dicht."), _asked(2, "Zie vraag 1."), _asked(3, "Zie het antwoord op vraag 2.")]
    )
    assert [question.resolved for question in found] == [None, "De brug is dicht.", "De brug is dicht."]
    assert notes == ()


def test_an_answer_that_also_says_something_is_not_replaced() -> None:
    found, _ = resolve([_asked(1, "De brug is dicht."), _asked(2, "Zie vraag 1. Daarnaast is de sluis dicht.")])
    assert found[1].refers_to == (1,)
    assert found[1].resolved is None


def test_circles_and_gaps_are_said() -> None:
    found, notes = resolve([_asked(1, "Zie vraag 2."), _asked(2, "Zie vraag 1."), _asked(3, "Zie vraag 30.")])
    assert [question.resolved for question in found] == [None, None, None]
    assert notes == (
        "Questions 1 and 2 only point to each other: there is no answer to be read.",
        "Question 3 points to the answer to question 30, which is not there.",
    )


def test_sets_are_kept_apart() -> None:
    found, notes = resolve(
        [_asked(1, "Ja.", 1), _asked(1, "Nee.", 2), _asked(2, "Zie vraag 1.", 2), _asked(2, "Zie vraag 3.", 1)]
    )
    assert found[2].resolved == "Nee."
    assert notes == ("In set 1, question 2 points to the answer to question 3, which is not there.",)


def _asked(number: int, answer: str, in_set: int | None = None) -> Question:
    return Question("Waarom?", answer, Place(1, 0, 1), "drawn", 1.0, set=in_set, number=number)
