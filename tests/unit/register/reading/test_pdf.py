from __future__ import annotations

from pathlib import Path

import fpdf
import pikepdf
import pytest

from ketenmonitor.errors import PaperError
from ketenmonitor.register.paper import Paper
from ketenmonitor.register.reading import read
from tests.unit.register.reading.files import BRIDGES, pages_of, picture_page, table_paper, typeset, with_password


def cells_of(paper: Paper) -> list[list[str]]:
    """The rows of the tables of a paper, each a list of its cells."""
    held: dict[int, dict[int, list[str]]] = {}
    for line, row, column in zip(paper.lines, paper.rows, paper.columns, strict=True):
        if row is not None and column is not None:
            held.setdefault(row, {}).setdefault(column, []).append(line.text)
    return [[" ".join(cells.get(column, [])) for column in range(5)] for _, cells in sorted(held.items())]


def expected(copies: int) -> list[list[str]]:
    rows = [row for _ in range(copies) for row in BRIDGES]
    return [[str(number), *row] for number, row in enumerate(rows, start=1)]


def plain(rows: list[list[str]]) -> list[list[str]]:
    return [[cell.replace(" ", "").replace("-", "") for cell in row] for row in rows]


@pytest.mark.parametrize("stroke", ["0.5pt", "none"])
def test_a_table_over_pages_comes_back_cell_by_cell(tmp_path: Path, stroke: str) -> None:
    paper = read(table_paper(tmp_path / "answers.pdf", copies=5, stroke=stroke))
    assert len(paper.page_breaks) >= 2
    found = cells_of(paper)
    assert plain(found[1:]) == plain(expected(5))
    assert plain(found[:1]) == [["VraagNr.", "Vraag", "Antwoord", "Kamerlid", "Bewindspersoon"]]


def test_text_before_a_table_stays_outside_it(tmp_path: Path) -> None:
    paper = read(
        table_paper(tmp_path / "answers.pdf", before="Den Haag, 9 mei 2031\n\nHierbij de antwoorden op uw vragen.")
    )
    assert paper.lines[0].text == "Den Haag, 9 mei 2031"
    assert paper.rows[0] is None
    assert paper.dated.confidence > 0.9
    assert plain(cells_of(paper)[1:]) == plain(expected(4))


def test_a_table_of_another_program_comes_back_too(tmp_path: Path) -> None:
    made = fpdf.FPDF(orientation="landscape")
    made.add_page()
    made.set_font("helvetica", size=9)
    with made.table(col_widths=(8, 30, 50, 15, 15)) as table:
        for row in [["Nr.", "Vraag", "Antwoord", "Kamerlid", "Bewindspersoon"], *expected(3)]:
            table.row(row)
    made.output(str(tmp_path / "fpdf.pdf"))
    assert plain(cells_of(read(tmp_path / "fpdf.pdf"))[1:]) == plain(expected(3))


def test_heads_and_page_numbers_are_marked_and_nothing_else(tmp_path: Path) -> None:
    towns = ("Aldorp", "Beekzicht", "Cranendam", "Duinveen")
    texts = [
        f"De inspectie bezocht {number + 3} havens in {town}.\n\n"
        + f"In {town} ligt een kade van hout. " * (20 + 9 * number)
        for number, town in enumerate(towns)
    ]
    paper = read(pages_of(texts, tmp_path / "letter.pdf"))
    marked = [paper.lines[number - 1].text for number in sorted(paper.furniture)]
    assert marked.count("Tweede Kamer, vergaderjaar 2031–2032, 41 000, nr. 7") == 4
    assert [text for text in marked if text.isdigit()] == ["1", "2", "3", "4"]
    assert len(marked) == 8
    assert paper.place(next(line for line in paper.lines if "bezocht 5" in line.text)).page == 3


def test_a_protected_pdf_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = with_password(table_paper(tmp_path / "open.pdf", copies=1), tmp_path / "locked.pdf")
    with pytest.raises(PaperError, match=r"locked\.pdf is protected with a password: .* bring that"):
        read(path)


def test_a_pdf_of_pictures_is_refused_and_one_with_some_names_the_pages(tmp_path: Path) -> None:
    with pytest.raises(PaperError, match="pictures of text and no text: recognise its text"):
        read(picture_page(2, {}, tmp_path / "scan.pdf"))
    paper = read(picture_page(4, {0: "Den Haag, 4 mei 2031", 2: "Slot"}, tmp_path / "half.pdf"))
    assert [line.text for line in paper.lines if line.text] == ["Den Haag, 4 mei 2031", "Slot"]
    assert paper.notes == (
        "half.pdf: pages 2 and 4 are without text, which may be pictures of text: "
        "recognise its text (OCR, for example with ocrmypdf) and bring the result.",
    )
    assert paper.place(next(line for line in paper.lines if line.text == "Slot")).page == 3


def test_a_damaged_pdf_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cut.pdf"
    path.write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 20)
    with pytest.raises(PaperError, match=r"cut\.pdf is a damaged PDF"):
        read(path)


@pytest.mark.parametrize("turn", [b"0 1 -1 0 595 0 cm", b"-1 0 0 -1 595 420 cm", b"0 -1 1 0 0 595 cm"])
@pytest.mark.parametrize("rotate", [0, 90])
def test_a_table_on_its_side_comes_back_too(tmp_path: Path, turn: bytes, rotate: int) -> None:
    with pikepdf.open(table_paper(tmp_path / "upright.pdf", copies=2)) as pdf:
        for page in pdf.pages:
            page.contents_add(turn, prepend=True)
            page.Rotate = rotate
        pdf.save(tmp_path / "turned.pdf")
    assert plain(cells_of(read(tmp_path / "turned.pdf"))[1:]) == plain(expected(2))


def test_words_along_the_side_of_a_page_stay_together(tmp_path: Path) -> None:
    made = fpdf.FPDF()
    made.add_page()
    made.set_font("helvetica", size=10)
    made.multi_cell(0, 5, "Een brief over sluizen en bruggen. " * 30)
    with made.rotation(90, 10, 150):
        made.text(10, 150, "kst-41000-7 staat op zijn kant")
    made.output(str(tmp_path / "side.pdf"))
    lines = [line.text for line in read(tmp_path / "side.pdf").lines if line.text]
    assert lines[-1] == "kst-41000-7 staat op zijn kant"
    assert all(line.startswith(("Een", "brief", "over", "sluizen", "en", "bruggen")) for line in lines[:-1])


@pytest.mark.parametrize("scale", [b"0.7 0 0 0.7 0 0 cm", b"3 0 0 3 0 0 cm"])
def test_a_page_that_was_scaled_reads_the_same(tmp_path: Path, scale: bytes) -> None:
    """Browsers write large letters and shrink the page."""
    factor = float(scale.split()[0])
    with pikepdf.open(table_paper(tmp_path / "plain.pdf", copies=2)) as pdf:
        for page in pdf.pages:
            page.contents_add(scale, prepend=True)
            page.MediaBox = [float(edge) * factor for edge in page.MediaBox]
        pdf.save(tmp_path / "scaled.pdf")
    assert plain(cells_of(read(tmp_path / "scaled.pdf"))[1:]) == plain(expected(2))


def test_a_pdf_that_only_forbids_changes_is_read(tmp_path: Path) -> None:
    with pikepdf.open(table_paper(tmp_path / "open.pdf", copies=1)) as pdf:
        pdf.save(tmp_path / "guarded.pdf", encryption=pikepdf.Encryption(owner="a", user=""))
    assert plain(cells_of(read(tmp_path / "guarded.pdf"))[1:]) == plain(expected(1))


def test_a_table_that_follows_another_begins_a_new_row(tmp_path: Path) -> None:
    source = '#set page(paper: "a5")\n#table(columns: 2, [Een], [Twee])\nDaarna nog een.\n#table(columns: 2, [Drie], [Vier])\n'
    paper = read(typeset(source, tmp_path / "two.pdf"))
    assert [(line.text, row, column) for line, row, column in zip(paper.lines, paper.rows, paper.columns, strict=True) if line.text] == [
        ("Een", 0, 0), ("Twee", 0, 1), ("Daarna nog een.", None, None), ("Drie", 1, 0), ("Vier", 1, 1),
    ]  # fmt: skip


def test_running_text_in_two_columns_is_read_column_by_column(tmp_path: Path) -> None:
    source = '#set page(paper: "a4", columns: 2)\n' + "".join(
        f"Zin {number} gaat over de haven van Beek. " for number in range(150)
    )
    paper = read(typeset(source, tmp_path / "columns.pdf"))
    text = " ".join(line.text for line in paper.lines if line.text)
    assert [int(word) for word in text.split() if word.isdigit()] == list(range(150))
    assert paper.rows == ()


def test_lists_frames_and_footnotes_are_no_tables(tmp_path: Path) -> None:
    source = (
        '#set page(paper: "a5")\n#set super(typographic: false)\n+ Is de sluis open?#footnote[Kamerstukken II, 41 000, nr. 3.]\n+ En de brug?\n\n'
        "#rect[Een kader met tekst.]\n#line(length: 100%)\n"
    )
    paper = read(typeset(source, tmp_path / "list.pdf"))
    assert paper.rows == ()
    assert [line.text for line in paper.lines if line.text] == [
        "1. Is de sluis open?1", "2. En de brug?", "Een kader met tekst.", "1 Kamerstukken II, 41 000, nr. 3.",
    ]  # fmt: skip
