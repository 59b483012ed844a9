"""Official parliamentary questions: the same questions from XML, HTML and text, of every age of the schema."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from ketenmonitor.register import read
from ketenmonitor.register.extraction import extract
from ketenmonitor.register.extraction.official.blocks import numbers
from ketenmonitor.register.extraction.official.heads import head
from ketenmonitor.register.extraction.official.questions import segment
from ketenmonitor.register.items import Question
from ketenmonitor.register.paper import Paper
from tests.unit.register.extraction.papers import paper_of

SAID = (
    "Vragen van de leden Van Zanten (ABC) en El Idrissi (Groen-XYZ) aan de Minister van Waterzaken over stilgelegde veren "
    "(ingezonden 3 maart 2024)."
)
QUESTIONS = (
    "Kent u het bericht «Veer vaart niet»?1",
    "Hoe vaak viel het veer uit? Wat was de reden?",
    "Is er een regeling voor wie te laat komt?",
    "Wie betaalt die regeling?",
    "Wilt u deze vragen apart beantwoorden?",
)
ANSWERS = (
    ("Antwoord 1", "Ja."),
    ("Antwoord 2, 3 en 4", "Het veer viel twaalf keer uit. Er is geen regeling. Dat blijft zo."),
    ("Antwoord 5", "Zie het antwoord op vraag 1."),
)
NOTE = "Dagblad van Elders, 1 maart 2024."
TEXT = "\n\n".join(
    (
        "Tweede Kamer der Staten-Generaal",
        SAID,
        f"Vraag 1\n{QUESTIONS[0]}",
        f"{ANSWERS[0][0]}\n{ANSWERS[0][1]}",
        *(f"Vraag {at}\n{QUESTIONS[at - 1]}" for at in (2, 3, 4)),
        f"{ANSWERS[1][0]}\n{ANSWERS[1][1]}",
        f"Vraag 5\n{QUESTIONS[4]}",
        f"{ANSWERS[2][0]}\n{ANSWERS[2][1]}",
        f"1 {NOTE}",
    )
)


def _xml(word: bool = True) -> str:
    """The paper in the schema of today; the number with its word or, as it also comes, alone."""
    vraag, antwoord = ("Vraag ", "Antwoord ") if word else ("", "")
    first = QUESTIONS[0].removesuffix("1") + f'<noot id="n1"><noot.nr>1</noot.nr><noot.al>{NOTE}</noot.al></noot>'
    asked = [
        f"<vraag><nr>{vraag}{at}</nr><al>{first if at == 1 else text}</al></vraag>"
        for at, text in enumerate(QUESTIONS, 1)
    ]
    answered = [
        f"<antwoord><nr>{label.replace('Antwoord ', antwoord)}</nr><al>{text}</al></antwoord>"
        for label, text in ANSWERS
    ]
    body = [asked[0], answered[0], *asked[1:4], answered[1], asked[4], answered[2]]
    return (
        "<officiele-publicatie><kamervragen><kamervraagkop>Aanhangsel van de Handelingen</kamervraagkop>"
        f'<kamervraagomschrijving type="vraag">{SAID}</kamervraagomschrijving>'
        + "\n".join(body)
        + "</kamervragen></officiele-publicatie>"
    )


OLD_XML = (
    "<vraagdoc><vragen><omschr>" + SAID + "</omschr>"
    "<vraag><nummer>1</nummer><al>Kent u het bericht «Veer vaart niet»?</al></vraag>"
    "<vraag><nummer>2</nummer><al>Hoe vaak viel het veer uit?</al><al>Wat was de reden?</al></vraag></vragen>"
    "<reactie><antwoord><nummer>1 en 2</nummer><al>Ja. Het veer viel twaalf keer uit.</al></antwoord></reactie></vraagdoc>"
)
HTML = (
    f"<html><body><p>{SAID}</p>"
    + "".join(
        f'<div class="{"vraag" if label.startswith("Vraag") else "antwoord"}"><p class="nr">{label}</p><p>{text}</p></div>'
        for label, text in (
            ("Vraag 1", QUESTIONS[0].removesuffix("1") + "<sup>1</sup>"),
            ANSWERS[0],
            *((f"Vraag {at}", QUESTIONS[at - 1]) for at in (2, 3, 4)),
            ANSWERS[1],
            ("Vraag 5", QUESTIONS[4]),
            ANSWERS[2],
        )
    )
    + f'<div class="voet noot"><p><sup>1</sup> {NOTE}</p></div></body></html>'
)


def _told(paper: Paper) -> list[tuple[int | None, str, str | None, str | None, tuple[int, ...]]]:
    return [(each.number, each.question, each.answer, each.party, each.refers_to) for each in segment(paper).questions]


TRUE = [
    (1, QUESTIONS[0], "Ja.", "ABC, Groen-XYZ", ()),
    *((at, QUESTIONS[at - 1], ANSWERS[1][1], "ABC, Groen-XYZ", ()) for at in (2, 3, 4)),
    (5, QUESTIONS[4], "Zie het antwoord op vraag 1.", "ABC, Groen-XYZ", (1,)),
]


def test_text_gives_questions_and_combined_answers() -> None:
    assert _told(paper_of(TEXT)) == TRUE


@pytest.mark.parametrize("form", ["txt", "html", "xml with words", "xml with numbers"])
def test_every_form_gives_the_same_questions(form: str, tmp_path: Path) -> None:
    pytest.importorskip("ketenmonitor.register.reading.markup", reason="the readers of HTML and XML are not there yet")
    said = {"txt": TEXT, "html": HTML, "xml with words": _xml(), "xml with numbers": _xml(word=False)}[form]
    file = tmp_path / f"questions.{form[:4].strip()}"
    file.write_text(said, encoding="utf-8")
    assert _told(read(file)) == TRUE


def _of_tree(xml: str) -> list[Question]:
    return list(segment(paper_of(xml, "xml", etree.fromstring(xml))).questions)


def test_a_tree_without_places_is_read_all_the_same() -> None:
    found = _of_tree(_xml().replace("<noot.nr>1</noot.nr>", "").replace(NOTE, ""))
    assert [(each.number, each.answer) for each in found] == [(number, answer) for number, _, answer, _, _ in TRUE]


def test_the_older_schema() -> None:
    found = _of_tree(OLD_XML)
    assert [(each.number, each.question, each.answer) for each in found] == [
        (1, "Kent u het bericht «Veer vaart niet»?", "Ja. Het veer viel twaalf keer uit."),
        (2, "Hoe vaak viel het veer uit? Wat was de reden?", "Ja. Het veer viel twaalf keer uit."),
    ]
    assert found[0].section == "stilgelegde veren"


def test_a_namespace_does_not_matter() -> None:
    xml = _xml().replace("<officiele-publicatie>", '<officiele-publicatie xmlns="https://example.org/op">', 1)
    assert len(_of_tree(xml)) == 5


def test_a_heading_without_number_is_the_answer_to_what_waits() -> None:
    text = "Vraag 1\nHoe vaak viel het veer uit?\nAntwoord\nTwaalf keer.\nVraag 2\nWaarom?\nAntwoord:\nDoor ijsgang."
    assert [each.answer for each in segment(paper_of(text)).questions] == ["Twaalf keer.", "Door ijsgang."]


def test_a_range_is_all_its_numbers() -> None:
    text = "\n".join(f"Vraag {at}\nHoe lang duurt traject {at}?" for at in range(1, 6))
    found = segment(paper_of(f"{text}\nAntwoord 1\nEen dag.\nAntwoord 2 t/m 5\nTwee dagen.")).questions
    assert [each.answer for each in found] == ["Een dag.", *["Twee dagen."] * 4]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("2, 3 en 4", (2, 3, 4)),
        ("2 t/m 5", (2, 3, 4, 5)),
        ("1 en 3 tot en met 5", (1, 3, 4, 5)),
        ("7", (7,)),
        ("4–6", (4, 5, 6)),
    ],
)
def test_numbers_of_a_heading(said: str, expected: tuple[int, ...]) -> None:
    assert numbers(said) == expected


def test_an_answer_to_several_questions_stands_once_among_the_passages() -> None:
    found = segment(paper_of(TEXT)).passages
    assert sum(each.text.text == ANSWERS[1][1] for each in found) == 1


def test_footnotes_below_the_last_answer_are_no_part_of_it() -> None:
    found = segment(paper_of(TEXT)).passages
    assert [each.text.text for each in found if each.role == "footnote"] == [f"1 {NOTE}"]


@pytest.mark.parametrize("heading", ["Mededeling\n", ""])
def test_answers_that_are_put_off(heading: str) -> None:
    notice = (
        "De vragen van de leden Van Zanten en El Idrissi kunnen niet binnen de gebruikelijke termijn worden beantwoord."
    )
    text = f"{SAID}\nVraag 1\nKent u het bericht?\nVraag 2\nHoe vaak viel het veer uit?\n{heading or 'Antwoord' + chr(10)}{notice}"
    found = segment(paper_of(text))
    assert [each.answer for each in found.questions] == [None, None]
    assert found.notes == ("The answers are put off: the paper says so, and gives none.",)
    assert all(one.put_off for one in found.questions)


def test_a_notice_in_xml_is_no_answer() -> None:
    notice = "<kamervraagopmerking><al>De vragen kunnen niet binnen de gebruikelijke termijn worden beantwoord.</al></kamervraagopmerking>"
    xml = f"<kamervragen><vraag><nr>Vraag 1</nr><al>Kent u het bericht?</al></vraag>{notice}</kamervragen>"
    assert [each.answer for each in _of_tree(xml)] == [None]


def test_pages_with_footnotes_and_numbers_at_their_feet() -> None:
    first = "Vraag 1\nKent u het bericht dat het\nveer niet vaart?1\nAntwoord 1\nJa. De reden is bekend, want het\n\n1 Dagblad van Elders.\n"
    paper = paper_of(first + " ijs was dik.\n\n2\n\nVraag 2\nWaarom?\nAntwoord 2\nZie antwoord vraag 1.\n")
    found = segment(replace(paper, page_breaks=(len(first), paper.raw.index("Vraag 2"))))
    assert [(each.question, each.answer) for each in found.questions] == [
        ("Kent u het bericht dat het veer niet vaart?1", "Ja. De reden is bekend, want het ijs was dik."),
        ("Waarom?", "Zie antwoord vraag 1."),
    ]
    assert [each.text.text for each in found.passages if each.role == "footnote"] == ["1 Dagblad van Elders."]


def test_two_sets_in_one_paper() -> None:
    found = segment(
        paper_of(
            f"{TEXT}\n{SAID.replace('Van Zanten (ABC) en ', '')}\nVraag 1\nWie is de schipper?\nAntwoord 1\nDat is niet bekend."
        )
    )
    assert [(each.set, each.number) for each in found.questions] == [(1, 1), (1, 2), (1, 3), (1, 4), (1, 5), (2, 1)]
    assert found.questions[5].party == "Groen-XYZ"


def test_a_list_of_questions_that_is_repeated_with_answers_counts_once() -> None:
    first = "\n".join(f"Vraag {at}\n{text}" for at, text in enumerate(QUESTIONS, 1))
    assert [each.number for each in segment(paper_of(f"{first}\n{TEXT}")).questions] == [1, 2, 3, 4, 5]


def test_an_answer_without_heading_is_told_by_who_speaks() -> None:
    text = "Vraag 1\nKent u het bericht «Veer vaart niet»?\nJa.\nVraag 2\nHoe vaak viel het veer uit?\nHet viel twaalf keer uit. Ik betreur dat."
    found = segment(paper_of(text)).questions
    assert [(each.question, each.answer) for each in found] == [
        ("Kent u het bericht «Veer vaart niet»?", "Ja."),
        ("Hoe vaak viel het veer uit?", "Het viel twaalf keer uit. Ik betreur dat."),
    ]
    assert found[0].confidence < 0.9


def test_a_sentence_that_begins_with_the_word_question_is_no_heading() -> None:
    text = "Vraag 1\nHoe vaak viel het veer uit?\nAntwoord 1\nTwaalf keer.\nVraag 3 ziet daar niet op.\nVragen over ijs zijn er ook."
    (found,) = segment(paper_of(text)).questions
    assert found.answer == "Twaalf keer. Vraag 3 ziet daar niet op. Vragen over ijs zijn er ook."


@pytest.mark.parametrize(
    ("said", "askers", "addressees", "subject"),
    [
        (SAID, [("Van Zanten", "ABC"), ("El Idrissi", "Groen-XYZ")], ["Minister van Waterzaken"], "stilgelegde veren"),
        (
            "Vragen van het lid De Wit (Q66) aan de Minister en de Staatssecretaris van Cultuur over het bericht «Molen dicht».",
            [("De Wit", "Q66")],
            ["Minister", "Staatssecretaris van Cultuur"],
            "het bericht «Molen dicht»",
        ),
        (
            "Vragen van de leden Brink, De Wit (beiden UVW) en Bos (ABC) aan de Minister van Waterzaken over sluizen (ingezonden 2 mei).",
            [("Brink", "UVW"), ("De Wit", "UVW"), ("Bos", "ABC")],
            ["Minister van Waterzaken"],
            "sluizen",
        ),
    ],
)
def test_who_asks_whom_about_what(
    said: str, askers: list[tuple[str, str]], addressees: list[str], subject: str
) -> None:
    found = head(said)
    assert [(each.name, each.party) for each in found.askers] == askers
    assert [each.name for each in found.addressees] == addressees
    assert found.subject == subject


def test_text_that_describes_nothing_gives_an_empty_head() -> None:
    assert head("Antwoord van de Minister van Waterzaken (ontvangen 3 april 2024).").askers == ()


WRAPPED = """Vragen van het lid Van Zanten (ABC) aan de Minister van Waterzaken over stilgelegde veren (ingezonden 3 maart 2024).

Vraag 1
Kent u het bericht «Veer vaart niet»?1

Antwoord 1
Ja.

Vraag 2
Hoe vaak viel het veer op de rivier uit in de maanden waarin het water hoog stond, en wat was
daarvan telkens de reden?

Antwoord 2
Het veer viel twaalf keer uit. In de zomer was dat vaker dan in de winter. De wet op de veer-
diensten laat dat toe. Ik zal uw Kamer
voor het kerstreces van 2024 informeren over de maatregelen die de beheerder van de
veerdiensten neemt.

1 Dagblad van Elders, 1 maart 2024.
"""


def test_a_sentence_that_was_wrapped_to_a_width_stands_whole_in_one_passage() -> None:
    segments = segment(paper_of(WRAPPED))
    answer = [one.text.text for one in segments.passages if one.role == "answer" and one.question == 1]
    assert len(answer) == 1
    assert "Ik zal uw Kamer voor het kerstreces van 2024 informeren over de maatregelen" in answer[0]
    assert "wet op de veerdiensten laat" in answer[0]
    assert [one.text.text for one in segments.passages if one.role == "footnote"] == [
        "1 Dagblad van Elders, 1 maart 2024."
    ]


def test_a_label_is_no_part_of_the_sentence_under_it() -> None:
    found = extract(paper_of(WRAPPED.replace("Het veer viel twaalf keer uit.", "De motie-De Zwart wordt uitgevoerd.")))
    assert [one.text for one in found.motions] == ["De motie-De Zwart wordt uitgevoerd."]
    assert [one.due.text for one in found.commitments if one.due] == ["voor het kerstreces van 2024"]


def test_what_stands_above_the_questions_heads_them_and_a_notice_is_text() -> None:
    said = (
        '<kamervragen><kamervraagomschrijving type="vraag">Vragen van het lid Olm (XYZ) aan de Minister van Vis over '
        "haring</kamervraagomschrijving><vraag><nr>Vraag 1</nr><al>Is er haring?</al></vraag><antwoord><nr>Mededeling</nr>"
        "<al>De vragen kunnen niet binnen de gebruikelijke termijn worden beantwoord.</al></antwoord></kamervragen>"
    )
    roles = {each.text.text[:10]: each.role for each in segment(paper_of(said, "xml", etree.fromstring(said))).passages}
    assert roles == {"Vragen van": "heading", "Is er hari": "question", "De vragen ": "body"}


def test_parts_of_a_name_stand_apart(tmp_path: Path) -> None:
    said = (
        "<kamervragen><kamervraagomschrijving>Vragen van het lid <naam><voornaam>Iep</voornaam><achternaam>Olm</achternaam></naam> "
        "(XYZ) aan de Minister van Vis over haring</kamervraagomschrijving><vraag><nr>Vraag 1</nr><al>Is er haring?</al></vraag>"
        "</kamervragen>"
    )
    file = tmp_path / "kv.xml"
    file.write_text(f'<?xml version="1.0"?><officiele-publicatie>{said}</officiele-publicatie>', encoding="utf-8")
    assert [each.asker for each in segment(read(file)).questions] == ["Iep Olm"]
