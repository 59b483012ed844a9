"""What may be written, and how numbers are."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import pytest

from ketenmonitor.definition import Title
from ketenmonitor.errors import DisclosureError
from ketenmonitor.release.dataset import Column, Dataset, State, Value
from ketenmonitor.release.formats import data_files
from ketenmonitor.release.formats.cells import settled, text_of
from tests.unit.release.formats.drawn import ABOUT, TABLE


def one_cell(value: Value, datatype: str = "string") -> Dataset:
    title = Title("a", "a")
    columns = (Column("key", title, "string", is_key=True), Column("field", title, datatype))
    return Dataset("one", title, columns, (("x", value),), "rounding")


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1 / 3, "0.333333333333"),
        (5.0, "5"),
        (0.1 + 0.2, "0.3"),
        (-0.0, "0"),
        (1e-7, "0.0000001"),
        (123456789.5, "123456789.5"),
    ],
)
def test_numbers_have_12_digits_a_point_and_no_exponent(number: float, text: str) -> None:
    assert text_of(settled(one_cell(number, "number")).rows[0][1]) == text


def test_whole_numbers_and_dates_are_exact() -> None:
    assert text_of(2**53) == "9007199254740992"
    assert text_of(date(2026, 7, 1)) == "2026-07-01"
    assert text_of(State.NOT_YET_KNOWN) == "not-yet-known"


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "=HYPERLINK(A1)",
        "@SUM(1)",
        "+1+cmd|' /C calc'!A0",
        "-2+3=1",
        "-1*(2)",
        "＝1+1",
        "\t=1",
        "\r=1",
        "a\nb",
        "a\x00b",
    ],
)
def test_a_text_that_a_spreadsheet_would_compute_or_that_breaks_the_line_does_not_go_out(text: str) -> None:
    with pytest.raises(DisclosureError, match="column field of table one") as caught:
        settled(one_cell(text))
    assert text not in str(caught.value)


@pytest.mark.parametrize("text", ["-18", "+65", "- overig", "1-2 jaar", "a=b", "wie@wat", "18+"])
def test_a_text_that_only_looks_a_little_like_a_formula_goes_out_as_it_is(text: str) -> None:
    assert settled(one_cell(text)).rows[0][1] == text


def test_a_text_is_never_taken_for_a_state() -> None:
    with pytest.raises(DisclosureError, match="the code for a value that is missing"):
        settled(one_cell("suppressed"))
    assert settled(one_cell(State.SUPPRESSED)).rows[0][1] is State.SUPPRESSED


@pytest.mark.parametrize(
    ("value", "datatype"),
    [("", "string"), (math.nan, "number"), (math.inf, "number"), (True, "integer"), (1.0, "integer"), (2**53 + 1, "integer"),
     ("2026-01-01", "date"), (date(1900, 1, 1), "date"), (None, "string")],
)  # fmt: skip
def test_a_cell_that_some_format_cannot_hold_is_a_mistake_of_ours(value: Value, datatype: str) -> None:
    with pytest.raises(ValueError, match="one: field has a"):
        settled(one_cell(value, datatype))


def test_a_row_is_whole_and_named_once() -> None:
    title = Title("a", "a")
    with pytest.raises(ValueError, match="key period has a state"):
        settled(replace(TABLE, rows=((State.SUPPRESSED, *TABLE.rows[0][1:]),)))
    with pytest.raises(ValueError, match="do not name each row"):
        settled(replace(TABLE, rows=(TABLE.rows[0], TABLE.rows[0])))
    with pytest.raises(ValueError, match="more or fewer cells"):
        settled(replace(TABLE, rows=(TABLE.rows[0][:-1],)))
    for name in ("cases__state", "Cases", "_cases", "a b"):
        with pytest.raises(ValueError, match="names of columns"):
            settled(replace(TABLE, columns=(*TABLE.columns[:-1], Column(name, title, "string"))))
    with pytest.raises(ValueError, match="no name of a file"):
        settled(replace(TABLE, id="../lead-times"))


def test_two_tables_never_write_the_same_file() -> None:
    with pytest.raises(ValueError, match="same id"):
        data_files(ABOUT, [TABLE, TABLE])
    with pytest.raises(ValueError, match="same id"):
        data_files(ABOUT, [replace(TABLE, id="codes")])
