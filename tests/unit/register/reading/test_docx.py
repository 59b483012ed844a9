"""DOCX files: everything that the page shows, in its order."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ketenmonitor.errors import PaperError
from ketenmonitor.register.paper import Paper
from ketenmonitor.register.reading import read


def saved(document: Any, path: Path) -> Paper:
    document.save(str(path))
    return read(path)


def shown(paper: Paper) -> list[str]:
    return [line.text for line in paper.lines if line.text]


def with_footnote(document: Any, paragraph: Any, text: str) -> None:
    """A footnote, as Word keeps it: in a part of its own."""
    space = nsdecls("w")
    blob = (
        f'<w:footnotes {space}><w:footnote w:id="2"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, blob.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    paragraph._p.append(parse_xml(f'<w:r {space}><w:footnoteReference w:id="2"/></w:r>'))


def test_paragraphs_headings_and_numbers_that_word_makes_up(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Bruggen", 1)
    document.add_paragraph("Hoeveel bruggen zijn er?", style="List Number")
    document.add_paragraph("Waarom niet meer?", style="List Number")
    document.add_paragraph("Tot slot.")
    paper = saved(document, tmp_path / "a.docx")
    assert shown(paper) == ["Bruggen", "1. Hoeveel bruggen zijn er?", "2. Waarom niet meer?", "Tot slot."]
    assert paper.headings == frozenset({1})


def test_a_footnote_stands_where_it_is_called(tmp_path: Path) -> None:
    document = docx.Document()
    with_footnote(
        document, document.add_paragraph("De motie over de sluis"), "Kamerstukken II, 2030/31, 41 000, nr. 9."
    )
    paper = saved(document, tmp_path / "a.docx")
    assert shown(paper) == ["De motie over de sluis[footnoteRef:1] [1: Kamerstukken II, 2030/31, 41 000, nr. 9.]"]


def test_a_table_of_figures_is_a_line_a_row_and_one_of_text_is_given_by_cell(tmp_path: Path) -> None:
    document = docx.Document()
    for cells in ([["Haven", "12"], ["Kade", "7"]], [["1", "Waarom?\nEn wanneer?", "Daarom."], ["2", "Hoe?", "Zo."]]):
        table = document.add_table(len(cells), len(cells[0]))
        for row, texts in zip(table.rows, cells, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    paper = saved(document, tmp_path / "a.docx")
    assert shown(paper) == ["Haven\t12", "Kade\t7", "1", "Waarom?", "En wanneer?", "Daarom.", "2", "Hoe?", "Zo."]
    assert [column for column in paper.columns if column is not None] == [0, 1, 1, 2, 0, 1, 2]
    assert [row for row in paper.rows if row is not None] == [2, 2, 2, 2, 3, 3, 3]


def test_heads_are_furniture_and_inserted_text_is_read_but_deleted_text_is_not(tmp_path: Path) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Ministerie van Verkeer"
    paragraph = document.add_paragraph("De sluis ")
    space = nsdecls("w")
    paragraph._p.append(parse_xml(f"<w:ins {space}><w:r><w:t>wordt</w:t></w:r></w:ins>"))
    paragraph._p.append(parse_xml(f"<w:del {space}><w:r><w:delText>werd</w:delText></w:r></w:del>"))
    paragraph._p.append(
        parse_xml(f"<w:sdt {space}><w:sdtContent><w:r><w:t> hersteld</w:t></w:r></w:sdtContent></w:sdt>")
    )
    paper = saved(document, tmp_path / "a.docx")
    assert shown(paper) == ["Ministerie van Verkeer", "De sluis wordt hersteld"]
    assert paper.furniture == frozenset({1})


def test_text_boxes_are_read_once(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Brief")
    box = "<w:txbxContent><w:p><w:r><w:t>Datum 4 mei 2031</w:t></w:r></w:p></w:txbxContent>"
    space = nsdecls("w") + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    paragraph._p.append(
        parse_xml(
            f'<w:r {space}><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice>'
            f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )
    )
    paper = saved(document, tmp_path / "a.docx")
    assert shown(paper) == ["Brief", "Datum 4 mei 2031"]
    assert paper.dated.date == date(2031, 5, 4)


def test_a_cut_docx_is_refused(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Brief " * 1000)
    document.save(str(tmp_path / "a.docx"))
    data = (tmp_path / "a.docx").read_bytes()
    (tmp_path / "a.docx").write_bytes(data[: len(data) // 2])
    with pytest.raises(PaperError, match=r"a\.docx is a damaged"):
        read(tmp_path / "a.docx")


def test_a_table_of_short_questions_is_given_by_cell_too(tmp_path: Path) -> None:
    document = docx.Document()
    row = document.add_table(1, 3).rows[0]
    for cell, text in zip(row.cells, ("1", "Is de kade te smal?", "Nee."), strict=True):
        cell.text = text
    paper = saved(document, tmp_path / "a.docx")
    assert [(line.text, column) for line, column in zip(paper.lines, paper.columns, strict=True) if line.text] == [
        ("1", 0), ("Is de kade te smal?", 1), ("Nee.", 2),
    ]  # fmt: skip


def test_cells_that_span_columns_keep_the_others_in_their_columns(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(2, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Havens en kades"
    table.cell(0, 2).text = "Is dat een lange zin?"
    table.cell(1, 2).text = "Ja."
    paper = saved(document, tmp_path / "a.docx")
    assert [column for line, column in zip(paper.lines, paper.columns, strict=True) if line.text] == [0, 2, 2]


def test_entities_in_a_docx_are_refused(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("De sluis is open.")
    document.save(str(tmp_path / "plain.docx"))
    with zipfile.ZipFile(tmp_path / "plain.docx") as source, zipfile.ZipFile(tmp_path / "odd.docx", "w") as target:
        for part in source.infolist():
            data = source.read(part)
            if part.filename == "word/document.xml":
                data = data.replace(b"<w:document", b'<!DOCTYPE a [<!ENTITY x "haha">]><w:document', 1).replace(
                    b"open", b"&x;"
                )
            target.writestr(part, data)
    with pytest.raises(PaperError, match=r"odd\.docx declares entities"):
        read(tmp_path / "odd.docx")
