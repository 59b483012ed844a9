"""What every format is sure of: the cells of a table, checked and settled once.

Comes in: a `Dataset`. Goes out: the same with its numbers as they are published, or an exception. The promise: what was
settled can be written in every format without loss, so that all files hold the same cells: a row has a cell for every
column, of its type; keys are unique and have no state; a number is finite and has at most 12 significant digits; no
text can be taken for a state, for markup of a file, or for a formula.

Formulas: a spreadsheet computes a text in a CSV file that begins like a formula, and such a formula can send the table
elsewhere. To put a character before it would change the data; so a text that could do harm does not go out at all.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from ketenmonitor.errors import DisclosureError
from ketenmonitor.release.dataset import NAME_OF_COLUMN, Column, Dataset, State, Value
from ketenmonitor.spreadsheets import LIKE_A_FORMULA

TYPES: dict[str, tuple[type, ...]] = {"string": (str,), "integer": (int,), "number": (int, float), "date": (date,)}
NAME_OF_TABLE = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
DIGITS = 12
# What a double, and so a spreadsheet, holds exactly; the day after which it counts days rightly; the length of a sheet.
LARGEST_INTEGER = 2**53
FIRST_DAY = date(1901, 1, 1)
MOST_ROWS = 1_048_575
LONGEST_TEXT = 8_000
NOT_ON_ONE_LINE = {"Cc", "Cs", "Zl", "Zp"}
REMEDY = "Change it in the definition; if a partner delivers it, have it delivered so, or leave the breakdown out."


def settled(dataset: Dataset) -> Dataset:
    """The table with its numbers as published. Raises DisclosureError for a text that may not go out."""
    mistakes = [*_mistakes_of_shape(dataset), *_mistakes_of_cells(dataset)]
    if mistakes:
        raise ValueError(f"{dataset.id}: {'; '.join(dict.fromkeys(mistakes))}")
    _check_texts(dataset)
    rows = tuple(tuple(map(_settled, dataset.columns, row)) for row in dataset.rows)
    return replace(dataset, rows=rows)


def text_of(value: Value) -> str:
    """A settled cell for machines: a state as its code, a number with a decimal point and no exponent, a date as ISO."""
    if isinstance(value, float):
        return format(Decimal(f"{value:.{DIGITS}g}"), "f")
    return str(value)


def _settled(column: Column, value: Value) -> Value:
    if column.datatype == "number" and isinstance(value, int | float):
        return float(f"{value:.{DIGITS}g}") + 0.0  # + 0.0: no minus before a zero
    return value


def _mistakes_of_shape(dataset: Dataset) -> Iterator[str]:
    names = [column.name for column in dataset.columns]
    if not NAME_OF_TABLE.fullmatch(dataset.id):
        yield "its id is no name of a file"
    if len(set(names)) != len(names) or not all(map(NAME_OF_COLUMN.fullmatch, names)):
        yield "names of columns must be unique, in lower case, with single underscores"
    if any(len(row) != len(names) for row in dataset.rows):
        yield "a row has more or fewer cells than there are columns"
    if len(dataset.rows) > MOST_ROWS:
        yield f"more than {MOST_ROWS} rows do not fit on a sheet"
    keys = [index for index, column in enumerate(dataset.columns) if column.is_key]
    named = [tuple(row[index] for index in keys) for row in dataset.rows]
    if not keys or len(set(named)) != len(named):
        yield "the key columns do not name each row"


def _mistakes_of_cells(dataset: Dataset) -> Iterator[str]:
    for row in dataset.rows:
        for column, value in zip(dataset.columns, row, strict=False):
            if isinstance(value, State):
                if column.is_key:
                    yield f"key {column.name} has a state"
            elif isinstance(value, bool) or not isinstance(value, TYPES[column.datatype]):
                yield f"{column.name} has a cell that is not of type {column.datatype}"
            elif not _fits(value):
                yield f"{column.name} has a value that not every format can hold"


def _fits(value: Value) -> bool:
    match value:
        case str():
            return 0 < len(value) <= LONGEST_TEXT
        case int():
            return abs(value) <= LARGEST_INTEGER
        case float():
            return math.isfinite(value)
        case date():
            return value >= FIRST_DAY


def _check_texts(dataset: Dataset) -> None:
    codes = {str(state) for state in State}
    for row in dataset.rows:
        for column, value in zip(dataset.columns, row, strict=True):
            if isinstance(value, State) or not isinstance(value, str):
                continue
            where = f"A text in column {column.name} of table {dataset.id}"
            if LIKE_A_FORMULA.match(value):
                raise DisclosureError(
                    f"{where} begins like a formula, which a spreadsheet would compute. Right is a text that begins "
                    f"with a letter or digit. {REMEDY}"
                )
            if any(unicodedata.category(c) in NOT_ON_ONE_LINE or ord(c) & 0xFFFE == 0xFFFE for c in value):
                raise DisclosureError(
                    f"{where} has a line break or a control character. Right is one line of text. {REMEDY}"
                )
            if value in codes and not column.is_key:
                raise DisclosureError(
                    f"{where} is the code for a value that is missing. Right is another word. {REMEDY}"
                )
