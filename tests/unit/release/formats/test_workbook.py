"""Workbooks for people: what they show, that nothing in them is computed, and that other software opens them."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketenmonitor.definition import Title
from ketenmonitor.release.dataset import Column, Dataset, State
from ketenmonitor.release.formats.cells import settled
from ketenmonitor.release.formats.names import labels, names_of_sheets, names_of_tables, told_apart
from ketenmonitor.release.formats.words import language
from ketenmonitor.release.formats.workbook import workbook_file
from tests.unit.release.formats.drawn import ABOUT, LINE, TABLE

NL = language("nl")


def opened(code: str = "nl", *tables: Dataset) -> openpyxl.Workbook:
    chosen = tables or (settled(TABLE),)
    return openpyxl.load_workbook(io.BytesIO(workbook_file(ABOUT, chosen, code)))


def test_each_language_has_its_own_words() -> None:
    for code, sheets, heads in (
        ("nl", ["Toelichting", "Doorlooptijden"], ["Periode", "Leeftijd", "Zaken"]),
        ("en", ["About", "Lead times"], ["Period", "Age", "Cases"]),
    ):
        book = opened(code)
        assert book.sheetnames == sheets
        assert [cell.value for cell in book.worksheets[1][1]][:3] == heads
    rows = list(opened().worksheets[1].iter_rows(values_only=True))
    assert rows[1][:2] == ("2025", "totaal")
    assert rows[3] == (
        "2025", "minderjarig", *("onderdrukt (kleine aantallen)",) * 3, "niet geleverd", "niet van toepassing",
    )  # fmt: skip


def test_numbers_are_numbers_and_shown_as_people_write_them() -> None:
    row = opened().worksheets[1][2]
    assert [(cell.data_type, cell.number_format) for cell in row[2:6]] == [
        ("n", "#,##0"),
        ("n", "#,##0.0"),
        ("n", "0.0%"),
        ("d", "dd-mm-yyyy"),
    ]
    assert row[5].value == datetime(2025, 12, 31)
    assert opened("en").worksheets[1][2][5].number_format == "yyyy-mm-dd"


def test_a_missing_value_looks_different_also_without_colour() -> None:
    value, missing = opened().worksheets[1]["C2"], opened().worksheets[1]["C4"]
    assert (value.font.i, missing.font.i) == (False, True)
    assert missing.border.left.style
    assert not value.border.left.style


def test_the_head_and_the_keys_stay_in_sight() -> None:
    sheet = opened().worksheets[1]
    assert sheet.freeze_panes == "C2"
    assert sheet.tables["t_lead_times"].ref == "A1:G5"
    assert sheet.print_title_rows == "$1:$1"


def test_the_first_sheet_explains() -> None:
    text = "\n".join(str(cell) for row in opened().worksheets[0].iter_rows(values_only=True) for cell in row if cell)
    for said in (
        "Cijfers van de voorbeeldketen",
        "1 juli 2026",
        "team@example.nl",
        "ook 0 zijn",
        "klein beetje",
        "tellen mee",
    ):
        assert said in text
    assert all(f"\n{NL.say(state)}\n" in text for state in State)
    links = [cell.hyperlink for (cell, *_) in opened().worksheets[0].iter_rows() if cell.hyperlink]
    assert [(link.location, link.target) for link in links] == [("'Doorlooptijden'!A1", None)]


@pytest.mark.parametrize(
    "text", ["=1+1", "@SUM(A1)", "+1+1", "-1+1", "{=1+1}", "https://example.org", "mailto:a@b.nl", "1e5", " "]
)
def test_a_text_stays_a_text(text: str) -> None:
    """Tables with such texts are refused before; should that ever fail, nothing is computed here and nothing leads away."""
    row = (text, "adult", 1, 1.0, 1.0, ABOUT.as_of, text)
    about = replace(ABOUT, description=Title(text, text))
    content = workbook_file(about, (replace(TABLE, title=Title(text, text), rows=(row,)),), "nl")
    for sheet in openpyxl.load_workbook(io.BytesIO(content)).worksheets:
        for cell in (cell for line in sheet.iter_rows() for cell in line):
            assert cell.data_type != "f"
            assert cell.hyperlink is None or cell.hyperlink.target is None
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert not any(b"<f>" in parts.read(name) for name in parts.namelist())


def test_a_table_without_rows_still_has_its_heads() -> None:
    sheet = opened("nl", replace(TABLE, rows=())).worksheets[1]
    assert [cell.value for cell in sheet[1]] == [column.title.nl for column in TABLE.columns]
    assert sheet.max_row == 1


def test_when_it_was_made_is_the_day_that_it_is_about() -> None:
    properties = opened().properties
    assert properties.created == properties.modified == datetime(2026, 7, 1)
    assert properties.title == "Cijfers van de voorbeeldketen"
    with zipfile.ZipFile(io.BytesIO(workbook_file(ABOUT, (), "nl"))) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@given(
    titles=st.lists(
        st.one_of(st.text(max_size=40), LINE, st.sampled_from(["History", "a", "A", "'", "[]", "x" * 40])), max_size=8
    )
)
@settings(max_examples=40, deadline=None)
def test_names_of_sheets_are_accepted_and_differ(titles: list[str]) -> None:
    names = names_of_sheets(titles)
    assert len({name.casefold() for name in names}) == len(titles)
    for name in names:
        assert 1 <= len(name.encode("utf-16-le", "surrogatepass")) // 2 <= 31
        assert not set(name) & set("[]:*?/\\")
        assert name.strip("'") == name
        assert name.casefold() != "history"


def test_names_of_tables_differ_though_the_ids_are_alike() -> None:
    assert names_of_tables(["a-b", "a_b", "c"]) == ["t_1", "t_2", "t_3"]
    assert names_of_tables(["ab12", "c-d"]) == ["t_ab12", "t_c_d"]


def test_words_that_read_alike_get_their_code() -> None:
    column = Column("age", Title("a", "a"), "string", is_key=True, words=(("adult", Title("Onbekend", "x")),))
    assert labels(column, ["adult", "_unknown", "_total", "minor"], NL) == {
        "adult": "Onbekend (adult)",
        "_unknown": "onbekend (_unknown)",
        "_total": "totaal",
        "minor": "minor",
    }
    assert told_apart(["a", "a", "a (x)"], ["x", "y", "z"]) == ["x", "y", "z"]
