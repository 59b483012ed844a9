"""The table of codes explains everything that stands in the other tables."""

from __future__ import annotations

import io

import openpyxl

from ketenmonitor.definition import Title
from ketenmonitor.release.dataset import TOTAL, UNKNOWN, Column, Dataset, State
from ketenmonitor.release.formats import data_files
from ketenmonitor.release.formats.codes import codes_of
from ketenmonitor.release.formats.workbook import workbook_file
from tests.unit.release.formats.drawn import ABOUT, TABLE

ROWS = [dict(zip([c.name for c in codes_of((TABLE,)).columns], row, strict=True)) for row in codes_of((TABLE,)).rows]


def said(kind: str) -> list[tuple[object, ...]]:
    return [(row["table"], row["column"], row["code"]) for row in ROWS if row["kind"] == kind]


def test_every_table_column_and_code_has_a_row() -> None:
    assert said("table") == [("lead-times", "*", "*")]
    assert said("column") == [("lead-times", column.name, "*") for column in TABLE.columns]
    assert said("value") == [("lead-times", "age", "adult"), ("lead-times", "age", "minor")]
    assert said("state") == [("*", "*", str(state)) for state in State]
    assert said("group") == [("*", "*", TOTAL), ("*", "*", UNKNOWN)]
    assert {("*", "*", column.unit) for column in TABLE.columns if column.unit} <= set(said("unit"))
    assert ("*", "*", TABLE.method) in said("method")


def test_a_column_has_its_type_and_unit_or_the_reason_why_not() -> None:
    types = {row["column"]: (row["datatype"], row["unit"]) for row in ROWS if row["kind"] == "column"}
    assert types["median_days"] == ("number", "days")
    assert types["until"] == ("date", State.NOT_APPLICABLE)


def test_codes_in_it_stay_codes_also_in_a_workbook() -> None:
    """It is where one looks up a code; there "totaal" in place of `_total` explains nothing."""
    book = openpyxl.load_workbook(io.BytesIO(workbook_file(ABOUT, (codes_of((TABLE,)),), "nl")))
    _, *found = [row[3] for row in book.worksheets[1].iter_rows(values_only=True)]
    assert found == [row["code"] for row in ROWS]
    assert TOTAL in found


def test_the_same_code_in_two_columns_has_a_row_for_each() -> None:
    words = (("x", Title("iets", "something")),)
    key, other = (
        Column(name, Title(name, name), "string", is_key=name == "key", words=words) for name in ("key", "other")
    )
    table = Dataset("two", Title("Twee", "Two"), (key, other), (("x", "x"),), "suppression")
    assert [row[2] for row in codes_of((table,)).rows if row[0] == "value"] == ["key", "other"]
    assert "data/two.csv" in data_files(ABOUT, [table])
