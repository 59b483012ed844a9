"""Overview tables: one motion or commitment a row, with its number, how it stands and when it is due, however the table came out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest
import typst

from ketenmonitor.register import extract, read
from ketenmonitor.register.items import Extraction
from ketenmonitor.register.paper import Dated
from tests.unit.register.extraction.papers import paper_of

HEAD = ("Omschrijving", "Vindplaats", "Stand van zaken")
ROWS = (
    (
        "De minister van Waterzaken zegt toe de Kamer te informeren over de veren op de rivier.",
        "Commissiedebat 14-01-2026, TZ202601-044",
        "In behandeling. De Kamer wordt in Q4 2026 geïnformeerd.",
    ),
    (
        "Motie van het lid El Amrani (ABC) over leesbare dienstregelingen",
        "Kamerstuk 31 412, nr. 77",
        "Afgedaan met de brief van 5 maart 2026 (Kamerstuk 31 412, nr. 90).",
    ),
    (
        "De staatssecretaris heeft het lid De Zwart toegezegd terug te komen op de kosten van bruggen.",
        "Plenair debat Bruggen van 3 februari 2026",
        "Nog niet afgedaan. Uw Kamer ontvangt voor 1 juni 2026 een brief.",
    ),
    (
        "Gewijzigde motie van de leden Kwint en Berk over stille pompen",
        "Kamerstuk 31 412, nr. 79",
        "De motie wordt niet uitgevoerd omdat er geen geld voor is.",
    ),
)
TITLE = "Overzicht van moties en toezeggingen"


def _found(text: str) -> Extraction:
    return extract(replace(paper_of(text), dated=Dated(date(2026, 3, 10), "test", 1.0)))


def _held(found: Extraction) -> None:
    assert [(one.name, one.status) for one in found.motions] == [
        ("Motie van het lid El Amrani", "done"),
        ("motie van de leden Kwint en Berk", "not executed"),
    ]
    assert [one.reference.number for one in found.motions if one.reference] == [77, 79]
    assert [(one.who, one.status) for one in found.commitments] == [
        ("De minister van Waterzaken", "open"),
        ("De staatssecretaris", "open"),
    ]
    assert [(one.due.earliest, one.due.latest) for one in found.commitments if one.due] == [
        (date(2026, 10, 1), date(2026, 12, 31)),
        (None, date(2026, 5, 31)),
    ]
    assert found.commitments[0].reference is not None
    assert found.commitments[0].reference.identifier == "TZ202601-044"
    assert found.commitments[1].found_in == "Plenair debat Bruggen van 3 februari 2026"
    assert [(one.kind, one.reference.number) for one in found.settled if one.reference] == [("motion", 77)]
    assert {one.number for one in found.references if one.kind == "kamerstuk"} == {77, 79, 90}


def _tabs(rows: tuple[tuple[str, ...], ...]) -> str:
    return "\n".join("\t".join(row) for row in rows)


@pytest.mark.parametrize(
    "text",
    [
        f"{TITLE}\n\n{_tabs((HEAD, *ROWS))}\n\nTot zover dit overzicht, dat nog wordt aangevuld.",
        f"{TITLE}\n\n{_tabs((HEAD, *ROWS[:2]))}\n\n2\n\n{_tabs((HEAD, *ROWS[2:]))}",
        f"{TITLE}\n\n{_tabs((HEAD, *ROWS[:2]))}\n\nPagina 2 van 3\n\n{_tabs(ROWS[2:])}",
        f"{TITLE}\n\n{_tabs(ROWS)}",
        f"{TITLE}\n\n{_tabs((('Motie/Toezegging', 'Vindplaats', 'Status'), *ROWS))}",
        f"{TITLE}\n\n" + "\n".join("\n".join(row) for row in (HEAD, *ROWS)) + "\n\nTot zover dit overzicht.",
        f"{TITLE}\n\n" + "\n\n".join("\n\n".join(row) for row in (HEAD, *ROWS)),
        f"{TITLE}\n\n" + "\n".join(" ".join(row) for row in (HEAD, *ROWS)),
        f"{TITLE}\n\n" + _tabs((("Nr.", *HEAD), *((f"{at}.", *row) for at, row in enumerate(ROWS, 1)))),
    ],
    ids=["tabs", "head-a-page", "goes-on", "no-head", "other-head", "lines", "apart", "one-line", "numbered"],
)
def test_each_row_is_one_item(text: str) -> None:
    _held(_found(text))


def test_a_table_in_a_document(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(TITLE)
    document.add_paragraph("Den Haag, 10 maart 2026")
    table = document.add_table(rows=0, cols=3)
    longer = (ROWS[0][0], ROWS[0][1], "In behandeling.\n" + ROWS[0][2].removeprefix("In behandeling. "))
    for row in (HEAD, longer, *ROWS[1:]):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(str(tmp_path / "overzicht.docx"))
    _held(extract(replace(read(tmp_path / "overzicht.docx"), dated=Dated(date(2026, 3, 10), "test", 1.0))))


def test_a_table_on_pages(tmp_path: Path) -> None:
    cells = "".join(f"[{cell}]," for row in ROWS for cell in row)
    head = "".join(f"[{cell}]," for cell in HEAD)
    told = f"{TITLE}\n\nDen Haag, 10 maart 2026\n\n#table(columns: (7cm, 4cm, 5cm), table.header({head}), {cells})"
    (tmp_path / "overzicht.pdf").write_bytes(typst.compile(told.encode()))
    _held(extract(replace(read(tmp_path / "overzicht.pdf"), dated=Dated(date(2026, 3, 10), "test", 1.0))))


def test_a_motion_of_text_and_table_is_one_that_stands_as_its_row_says() -> None:
    found = _found(f"De motie El Amrani (Kamerstuk 31 412, nr. 77) vraagt om borden.\n\n{_tabs((HEAD, *ROWS))}")
    same = [one for one in found.motions if one.reference and one.reference.number == 77]
    assert [(one.status, len(one.also)) for one in same] == [("done", 1)]


def test_another_table_gives_no_rows() -> None:
    found = _found(_tabs((("Maatregel", "Budget", "Status"), ("Meer bruggen", "12 mln", "Afgerond"))))
    assert not found.motions
    assert not found.commitments
    assert not found.settled


def test_columns_for_the_mover_and_for_what_is_planned_are_read_too() -> None:
    head = ("ID", "Omschrijving motie", "Indiener", "Vindplaats", "Stand van zaken", "Planning")
    rows = (
        ("1", "verzoekt de regering veren te schilderen", "Van Olm (ABC)", "31412-80", "Er is een plan.", "Q3 2026"),
        ("2", "verzoekt de regering pompen te vullen", "Berk (XYZ) c.s.", "31412-81", "", "Afgedaan"),
    )
    promised = (
        "3",
        "De Kamer ontvangt een brief over sluizen",
        "",
        "CD Water d.d. 12-02-2026",
        "Loopt",
        "voor zomerreces 2026",
    )
    other = tuple(cell.replace("motie", "toezegging") for cell in head)
    found = _found(f"Moties\n\n{_tabs((head, *rows))}\n\nToezeggingen\n\n{_tabs((other, promised))}")
    assert [(one.name, one.party, one.status) for one in found.motions] == [
        ("motie Van Olm", "ABC", "in progress"),
        ("motie Berk c.s.", "XYZ", "done"),
    ]
    assert [one.name for one in found.settled] == ["motie Berk c.s.: verzoekt de regering pompen te vullen"]
    assert [(one.due.text, one.found_in) for one in found.commitments if one.due] == [
        ("voor zomerreces 2026", "CD Water d.d. 12-02-2026")
    ]


def test_columns_set_with_spaces_over_several_lines_are_rows() -> None:
    text = """Omschrijving                        Vindplaats              Stand van zaken
De minister zegt toe de Kamer te    Commissiedebat          In behandeling. De Kamer
informeren over veren en ponten     14 januari 2026,        wordt in Q4 2026
in het noorden.                     TZ202601-044            geïnformeerd.

Motie van het lid Olm (ABC) over    Kamerstuk 31 412,       Afgedaan met brief van
leesbare borden                     nr. 77                  5 maart 2026.
"""
    found = _found(text)
    assert [(one.text, one.found_in) for one in found.commitments] == [
        (
            "De minister zegt toe de Kamer te informeren over veren en ponten in het noorden.",
            "Commissiedebat 14 januari 2026, TZ202601-044",
        )
    ]
    assert [(one.topic, one.reference.number, one.status) for one in found.motions if one.reference] == [
        ("leesbare borden", 77, "done")
    ]
