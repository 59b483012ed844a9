"""Sets of written questions: which line asks, which answers, and where a set begins."""

from __future__ import annotations

from textwrap import wrap

import pytest

from ketenmonitor.register.extraction.sets.question_sets import segment
from tests.unit.register.extraction.made_sets import made_sets
from tests.unit.register.extraction.papers import paper_of

HEADING = """Wachttijden bij het veer |
|
Jet van Zanten (ABC), Omar el Idrissi (Groen-XYZ) |
|
Karel Bos (minister , minister ) , Noor Vis (UVW) |
|
![]() ![]() |
"""
ANSWERED = """Kent u het bericht «Veer vaart niet»?1
Ja.
Hoe vaak viel het veer uit? Kunt u dat per maand aangeven?
In de tabel staat het aantal keren.
Maand
12
Wat er in december gebeurde? Dat wordt nog uitgezocht.
Is er een regeling voor wie te laat komt? Graag een toelichting.
Zie antwoord vraag 2.
Wilt u deze vragen apart beantwoorden.
Ja."""


def test_random_sets_are_read_as_they_were_made() -> None:
    asked = right = 0
    for seed in range(150):
        made = made_sets(seed)
        found = {
            (each.set, each.index): (each.question, each.answer) for each in segment(paper_of(made.text)).questions
        }
        asked += len(made.questions)
        right += sum(found.get((each.set, each.index)) == (each.question, each.answer) for each in made.questions)
    assert right / asked >= 0.99


def test_sets_wrapped_to_the_width_of_a_page_are_read_nearly_as_well() -> None:
    asked = right = 0
    for seed in range(60):
        made = made_sets(seed)
        wrapped = "\n".join("\n".join(wrap(line, 88)) for line in made.text.split("\n"))
        found = {(each.question, each.answer) for each in segment(paper_of(wrapped)).questions}
        asked += len(made.questions)
        right += sum((each.question, each.answer) in found for each in made.questions)
    assert right / asked >= 0.9


def test_repeated_sets_are_found() -> None:
    wrong = 0
    for seed in range(150):
        made = made_sets(seed)
        found = {each.number: each.repeat_of for each in segment(paper_of(made.text)).sets}
        wrong += {number: of for number, of in found.items() if of} != made.repeat_of
    assert wrong <= 6


def test_a_heading_says_who_asks_whom() -> None:
    found = segment(paper_of(HEADING + ANSWERED))
    (one,) = found.sets
    assert one.title == "Wachttijden bij het veer"
    assert [(each.name, each.party) for each in one.askers] == [
        ("Jet van Zanten", "ABC"),
        ("Omar el Idrissi", "Groen-XYZ"),
    ]
    assert [(each.name, each.party, each.role) for each in one.addressees] == [
        ("Karel Bos", None, "minister"),
        ("Noor Vis", "UVW", None),
    ]
    question = found.questions[0]
    assert (question.asker, question.party, question.addressee) == (
        "Jet van Zanten, Omar el Idrissi",
        "ABC, Groen-XYZ",
        ("Karel Bos", "Noor Vis"),
    )
    assert question.place.line == 8


def test_an_answer_of_several_lines_with_a_question_mark_stays_one_answer() -> None:
    found = segment(paper_of(ANSWERED)).questions
    assert [each.index for each in found] == [1, 2, 3, 4]
    assert found[1].answer == (
        "In de tabel staat het aantal keren. Maand 12 Wat er in december gebeurde? Dat wordt nog uitgezocht."
    )
    assert found[2].question == "Is er een regeling voor wie te laat komt? Graag een toelichting."
    assert found[3].question == "Wilt u deze vragen apart beantwoorden."


def test_an_answer_that_points_is_followed() -> None:
    third = segment(paper_of(ANSWERED)).questions[2]
    assert third.refers_to == (2,)
    assert (third.resolved or "").startswith("In de tabel")


def test_a_set_without_answers_has_none() -> None:
    text = "Kent u het bericht «Brug open»?1\nHoe lang staat de brug open?\nWaarom is er geen pont? Zo ja, welke?"
    assert [each.answer for each in segment(paper_of(text)).questions] == [None, None, None]


def test_a_set_begins_anew_without_a_heading() -> None:
    text = f"{ANSWERED}\nBent u bekend met de berichten over zwerfkatten in de duinen?1\nHoeveel katten zijn het?\nWie vangt ze?"
    found = segment(paper_of(HEADING + text))
    assert [(each.set, each.index) for each in found.questions] == [
        (1, 1),
        (1, 2),
        (1, 3),
        (1, 4),
        (2, 1),
        (2, 2),
        (2, 3),
    ]
    assert found.sets[1].title is None
    assert found.questions[4].party is None


def test_a_set_does_not_begin_where_one_asks_whether_something_else_is_known() -> None:
    text = (
        "Kent u het bericht «Veer vaart niet»?1\nHoe vaak viel het veer uit?\n"
        "Bent u bekend met het Zweedse veersysteem, dat op stroom vaart?2\nWat vindt u daarvan?"
    )
    assert {each.set for each in segment(paper_of(text)).questions} == {1}


@pytest.mark.parametrize("row", ["Opleiding voor schippers (OVS)", "Schippers aan de wal (SAW)"])
def test_a_row_of_a_table_is_no_heading(row: str) -> None:
    text = ANSWERED.replace("Maand\n12", f"Soort\n{row}\n402\n375")
    assert len(segment(paper_of(HEADING + text)).sets) == 1


def test_a_notice_that_answers_are_put_off_is_no_answer() -> None:
    notice = "De vragen van het lid Van Zanten kunnen niet binnen de gebruikelijke termijn worden beantwoord, omdat afstemming nodig is."
    text = f"{HEADING}Kent u het bericht «Veer vaart niet»?1\nHoe vaak viel het veer uit?\n{notice}"
    found = segment(paper_of(text))
    assert [each.answer for each in found.questions] == [None, None]
    assert any("put off" in note for note in found.notes)
    assert any(one.put_off for one in found.questions)


def test_printed_numbers_are_no_part_of_the_question() -> None:
    text = (
        "1. Kent u het bericht «Veer vaart niet»?\nJa.\n2. Hoe vaak viel het veer uit?\nAntwoord: Dat is niet bekend."
    )
    assert [(each.question, each.answer) for each in segment(paper_of(text)).questions] == [
        ("Kent u het bericht «Veer vaart niet»?", "Ja."),
        ("Hoe vaak viel het veer uit?", "Dat is niet bekend."),
    ]


def test_passages_know_their_question_and_stand_in_order() -> None:
    found = segment(paper_of(HEADING + ANSWERED)).passages
    assert [each.role for each in found[:3]] == ["heading", "question", "answer"]
    assert [each.question for each in found if each.role == "answer"] == [0, 1, 1, 1, 1, 2, 3]
    places = [each.text.begin for each in found]
    assert places == sorted(places)


def test_the_reason_of_every_question_is_given() -> None:
    for each in segment(paper_of(ANSWERED)).questions:
        assert each.rule
        assert 0.5 <= each.confidence <= 0.99
