"""Page furniture is marked on evidence, and text that only looks like it is not."""

from __future__ import annotations

from pathlib import Path

from ketenmonitor.register.reading import read
from ketenmonitor.register.reading.furniture import furniture_of
from ketenmonitor.register.reading.repair import repaired

LETTERHEAD = "Directie Vaarwegen\n\nAfdeling Sluizen en\nBruggen\n\nDatum\n\n9 mei 2031\n\nOns kenmerk\n\n88.112\n"


def marked(text: str, page_starts: tuple[int, ...] = ()) -> list[str]:
    lines = text.split("\n")
    return [lines[number - 1].strip() for number in sorted(furniture_of(lines, page_starts, frozenset()))]


def test_a_letterhead_that_comes_back_in_plain_text_is_furniture() -> None:
    pages = [
        f"De sluis van {town} is open en blijft dat.\n\n{LETTERHEAD}\n" for town in ("Aldorp", "Beek", "Dam", "Eem")
    ]
    found = marked("\n".join(pages))
    assert found.count("9 mei 2031") == 4
    assert found.count("88.112") == 4
    assert not [line for line in found if "sluis" in line]


def test_names_and_ministers_beside_questions_are_no_furniture() -> None:
    rows = [
        f"{number} Is kade {number} te smal?\n\nJa, dat is zo.\n\nVries, H. de\nKuiper,\nJ. van der\nMVerkeer,\nSVerkeer\n"
        for number in range(9)
    ]
    assert marked("\n".join(rows)) == []


def test_repeated_words_in_a_table_are_no_furniture() -> None:
    assert marked("\n".join(["Stand", "02-06-2031", "\t14", "Directie", "\t15"] * 6)) == []


def test_pages_that_count_themselves_are_furniture() -> None:
    assert marked("Tekst.\nPagina 3 van 12\nMeer tekst.\nblz. 4\nZie pagina 3 van 12 van het rapport.") == [
        "Pagina 3 van 12",
        "blz. 4",
    ]


def test_lone_numbers_without_pages_are_text() -> None:
    assert marked("1\nWaarom?\nDaarom.\n2\nHoe?\nZo.\n3\nWaar?\nDaar.") == []


def test_a_form_feed_begins_a_page_and_lone_numbers_that_count_with_the_pages_are_furniture(tmp_path: Path) -> None:
    pages = [f"Kop van de nota\n\nDe kade van {town} is te smal.\n42\nDat blijft zo in {town}.\n\n{number}\n"
             for number, town in enumerate(("Aldorp", "Beek", "Dam"), start=5)]  # fmt: skip
    path = tmp_path / "nota.txt"
    path.write_text("\f".join(pages), encoding="utf-8")
    paper = read(path)
    assert [paper.lines[number - 1].text for number in sorted(paper.furniture)] == [
        "Kop van de nota", "5", "Kop van de nota", "6", "Kop van de nota", "7",
    ]  # fmt: skip
    assert [paper.place(line).page for line in paper.lines if "blijft" in line.text] == [1, 2, 3]
    assert not any("\f" in line.text for line in paper.lines)


def test_numbers_that_do_not_count_with_the_pages_are_text() -> None:
    pages = ["Aantal sluizen\n\nEr zijn er:\n12", "Aantal kades\n\nEr zijn er:\n7", "Aantal bruggen\n\nEr zijn er:\n31"]
    text = "\n".join(pages)
    starts = tuple(text[: text.index(page)].count("\n") for page in pages[1:])
    assert "12" not in marked(text, starts)
    assert "31" not in marked(text, starts)


def test_a_white_margin_before_all_lines_is_no_part_of_them() -> None:
    lines, _ = repaired("    Vraag\n\n     1 Is er haring?\n    Ja.")
    assert [line.text for line in lines] == ["Vraag", "", " 1 Is er haring?", "Ja."]
    assert lines[3].begin == len("    Vraag\n\n     1 Is er haring?\n    ")
