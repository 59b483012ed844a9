"""Letters and annexes: headings, whole sentences, footnotes, tables, planning lists."""

from __future__ import annotations

from ketenmonitor.register.extraction.letters import letters
from ketenmonitor.register.extraction.passages import Passage
from ketenmonitor.register.paper import Paper
from ketenmonitor.register.reading.text import traced_lines

HEAD = """Dienst der Molens

Afdeling
Wieken

Onze referentie

11223
"""
LONG = (
    "De molens van dit land draaien al eeuwen en wij zijn daar trots op. Zij malen graan, zij pompen water en zij trekken mensen van ver. "
    "Wij zetten ons in voor hun behoud. "
)
LETTER = f"""Aan de Voorzitter van de Tweede Kamer
Postbus 1
1000 AA DAM

{HEAD}
Datum 3 maart 2031
Betreft Molens

{LONG}Daarover spreken wij met de

{HEAD}
eigenaren van de molens. Zij krijgen in de zomer een brief.¹ De wieken

¹ Kamerstukken II, 2030-2031, 12 345, nr. 6.

{HEAD}
worden daarna geteld.

Wieken en zeilen

Wij tellen alle wieken.

De Minister van Molens,

A.B. Wiekema

PLANNING VAN HET MINISTERIE

Kwartaal 3 2031
Indiening - Wet op de wieken
Indiening - Wijziging van de Zeilwet in verband met het
Kwartaal 1 2032
Indiening - Wet op het kruien

Planning nader te bepalen

Wet op de stilte

{HEAD}
"""
ANNEX = """ Wind en water
[bookmark: _x1]Motie Olm (ABC) over het tellen van wieken[footnoteRef:1] [1:  Kamerstukken II, 2030/31, 12 345, nr. 9]


In het debat heb ik toegezegd te tellen.[footnoteRef:2] Wij telden er veel en dat is aan uw Kamer [2: [3-4-2030] - Debat [deel 1] over molens.]

gemeld. Hiermee doe ik de motie Olm af.
Toezegging over zeilen
De zeilen zijn heel.

Tabel 1 Wieken
	Soort
	2030
	2031

	Lang
	12
	14
"""


def made(text: str, kind: str) -> tuple[Passage, ...]:
    return letters.segment(Paper("made-up.txt", "0" * 64, "txt", text, traced_lines(text)), kind).passages


def test_a_sentence_over_pages_is_one_again_without_letterhead_and_footnote() -> None:
    body = [passage.text.text for passage in made(LETTER, "policy_letter") if passage.role == "body"]
    whole = (
        LONG
        + "Daarover spreken wij met de eigenaren van de molens. Zij krijgen in de zomer een brief. De wieken worden daarna geteld."
    )
    assert body == [whole, "Wij tellen alle wieken."]


def test_a_footnote_is_kept_with_the_passage_that_calls_it() -> None:
    first = next(passage for passage in made(LETTER, "policy_letter") if passage.role == "body")
    assert [note.text for note in first.notes] == ["Kamerstukken II, 2030-2031, 12 345, nr. 6."]


def test_items_of_a_planning_stand_under_their_quarter() -> None:
    planned = [
        (str(passage.section), passage.text.text)
        for passage in made(LETTER, "policy_letter")
        if passage.role == "planning"
    ]
    assert planned == [
        ("Kwartaal 3 2031", "Indiening - Wet op de wieken"),
        ("Kwartaal 3 2031", "Indiening - Wijziging van de Zeilwet in verband met het"),
        ("Kwartaal 1 2032", "Indiening - Wet op het kruien"),
        ("Planning nader te bepalen", "Wet op de stilte"),
    ]


def test_headings_and_signers_are_no_running_text() -> None:
    found = made(LETTER, "policy_letter")
    assert "Wieken en zeilen" in [passage.text.text for passage in found if passage.role == "heading"]
    signed = [passage.text.text for passage in found if passage.role == "signature"]
    assert "De Minister van Molens," in signed
    assert "A.B. Wiekema" in signed


def test_footnotes_within_a_line_are_taken_out_and_the_sentence_is_one() -> None:
    body = [passage for passage in made(ANNEX, "progress_annex") if passage.role == "body"]
    assert body[0].text.text.endswith(
        "Wij telden er veel en dat is aan uw Kamer gemeld. Hiermee doe ik de motie Olm af."
    )
    assert [note.text for note in body[0].notes] == ["[3-4-2030] - Debat [deel 1] over molens."]
    assert str(body[0].section) == "Motie Olm (ABC) over het tellen van wieken"


def test_a_heading_names_a_motion_or_commitment_and_has_its_footnote() -> None:
    headings = [passage for passage in made(ANNEX, "progress_annex") if passage.role == "heading"]
    assert [heading.text.text for heading in headings][:3] == [
        "Wind en water",
        "Motie Olm (ABC) over het tellen van wieken",
        "Toezegging over zeilen",
    ]
    assert [note.text for note in headings[1].notes] == ["Kamerstukken II, 2030/31, 12 345, nr. 9"]


def test_cells_are_a_table() -> None:
    tables = [passage.text.text for passage in made(ANNEX, "progress_annex") if passage.role == "table"]
    assert tables == ["Soort\t2030\t2031", "Lang\t12\t14"]


def test_each_passage_leads_to_its_place() -> None:
    paper = Paper("made-up.txt", "0" * 64, "txt", ANNEX, traced_lines(ANNEX))
    for passage in letters.segment(paper, "progress_annex").passages:
        place = paper.place(passage.text)
        assert ANNEX[place.begin : place.end].split()[0] in passage.text.text


def test_lines_of_a_narrow_setting_are_paragraphs_again() -> None:
    said = (
        "De molens draaien al eeuwen en wij zijn daar trots op, nr. 5 het meest.1 Zij malen graan en zij pompen water."
    )
    words = said.split()
    lines, held = [], ""
    for word in words * 30:
        if len(held) + 1 + len(word) > 80:
            lines.append(held)
            held = word
        else:
            held = f"{held} {word}".strip()
    text = "\n".join(
        [
            *lines,
            held,
            "",
            "Wieken",
            "",
            "Wij tellen.",
            "",
            "1 Kamerstukken II, 2030-2031, 12 345, nr. 6.",
            "2 Zie de brief van 3 maart 2031.",
        ]
    )
    found = made(text, "policy_letter")
    assert [passage.role for passage in found] == ["body", "heading", "body", "footnote"]
    assert "meest.1" not in found[0].text.text
    assert found[0].text.text.startswith(
        "De molens draaien al eeuwen en wij zijn daar trots op, nr. 5 het meest. Zij malen"
    )
    assert found[3].text.text == "Zie de brief van 3 maart 2031."
