"""XLSX, for who reads a release in a spreadsheet: one workbook a language.

Comes in: settled tables, `About`, a language. Goes out: bytes. The promise: a first sheet that explains, then a sheet for
each table that begins at A1 with its titles; numbers, shares and dates are real ones; where there is no value stand the
words for why, slanted and with a frame, so not by colour alone; every text is written as text, so nothing is computed.

The same tables give the same bytes: the moment of making is the day that the release is about, and the parts lie in the
zip as they are, since what compression gives differs between builds of zlib. A web server compresses them on the way.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

import xlsxwriter

from ketenmonitor.release.dataset import About, Column, Dataset, State, Value
from ketenmonitor.release.formats.explained import explain
from ketenmonitor.release.formats.names import heads, labels, names_of_sheets, names_of_tables
from ketenmonitor.release.formats.sheets import done, height, on_paper
from ketenmonitor.release.formats.words import language
from ketenmonitor.wording import Language

NUMBERS = {"cases": "#,##0", "days": "#,##0.0", "share": "0.0%", "ratio": "0.0%"}
DATES = {"nl": "dd-mm-yyyy", "en": "yyyy-mm-dd"}
STATE = {"italic": True, "font_color": "#404040", "bg_color": "#EEEEEE", "border": 4, "align": "left"}
HEAD = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 2}
WIDEST, NARROWEST, ROOM_FOR_BUTTON = 100, 12, 4
OLDEST_IN_ZIP = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Styles:
    """The formats of one workbook. `numbers` by datatype and unit."""

    head: Any
    state: Any
    text: Any
    dates: Any
    numbers: dict[tuple[str, str | None], Any]

    def of(self, column: Column) -> Any:
        if column.datatype == "date":
            return self.dates
        return self.numbers[column.datatype, column.unit]


def workbook_file(about: About, datasets: tuple[Dataset, ...], code: str) -> bytes:
    """A workbook in one language: the sheet that explains, then one a table."""
    spoken = language(code)
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties(_properties(about, spoken))
    styles = _styles(book, datasets, spoken)
    sheets = names_of_sheets([spoken.say("about"), *(d.title.in_language(code) for d in datasets)])
    explain(book, sheets, about, datasets, spoken)
    for dataset, sheet, table in zip(datasets, sheets[1:], names_of_tables([d.id for d in datasets]), strict=True):
        _write(book.add_worksheet(sheet), table, dataset, spoken, styles)
    book.close()
    return _as_they_are(file)


def _properties(about: About, spoken: Language) -> dict[str, Any]:
    return {
        "title": about.title.in_language(spoken.code),
        "subject": about.description.in_language(spoken.code),
        "author": about.publisher,
        "company": about.publisher,
        "created": datetime.combine(about.as_of, time(), UTC),
    }


def _styles(book: Any, datasets: Iterable[Dataset], spoken: Language) -> Styles:
    kinds = dict.fromkeys(
        (c.datatype, c.unit) for d in datasets for c in d.columns if c.datatype in ("integer", "number")
    )
    plain = {"integer": "0", "number": "General"}
    numbers = {
        (kind, unit): book.add_format({"num_format": NUMBERS.get(unit or "", plain[kind])}) for kind, unit in kinds
    }
    return Styles(
        head=book.add_format(HEAD),
        state=book.add_format(STATE),
        text=book.add_format({"num_format": "@"}),
        dates=book.add_format({"num_format": DATES[spoken.code], "align": "left"}),
        numbers=numbers,
    )


def _write(sheet: Any, table: str, dataset: Dataset, spoken: Language, styles: Styles) -> None:
    """Keys stay in sight when one scrolls; on paper the heads come back on each page."""
    said = heads(dataset.columns, spoken)
    n_rows, n_columns = len(dataset.rows), len(dataset.columns)
    n_keys = next((index for index, column in enumerate(dataset.columns) if not column.is_key), 0)
    sheet.freeze_panes(1, n_keys)
    if n_rows:
        named = [{"header": head, "header_format": styles.head} for head in said]
        form = {"name": table, "columns": named, "style": "Table Style Light 1"}
        done(sheet.add_table(0, 0, n_rows, n_columns - 1, form))
    tallest = 0.0
    for index, (head, column) in enumerate(zip(said, dataset.columns, strict=True)):
        done(sheet.write_string(0, index, head, styles.head))
        cells = [row[index] for row in dataset.rows]
        words = labels(column, cells, spoken)
        width = _width(head, words.values())
        tallest = max(tallest, height(head, width - ROOM_FOR_BUTTON))
        sheet.set_column(index, index, width)
        for place, cell in enumerate(cells, start=1):
            _cell(sheet, (place, index), cell, words, styles, column)
    sheet.set_row(0, tallest)
    on_paper(sheet)
    sheet.set_landscape()
    sheet.repeat_rows(0)


def _cell(sheet: Any, at: tuple[int, int], cell: Value, words: dict[str, str], styles: Styles, column: Column) -> None:
    if isinstance(cell, str):
        done(sheet.write_string(*at, words[cell], styles.state if isinstance(cell, State) else styles.text))
    elif isinstance(cell, int | float):
        done(sheet.write_number(*at, cell, styles.of(column)))
    else:
        done(sheet.write_datetime(*at, datetime.combine(cell, time()), styles.of(column)))


def _width(head: str, words: Iterable[str]) -> int:
    """Room for the longest word of the head with the button of its filter, and for what stands below it."""
    longest = max((len(word) for word in head.split()), default=0) + ROOM_FOR_BUTTON
    widest = max((len(word) for word in words), default=0) + 1
    return min(WIDEST, max(NARROWEST, longest, widest))


def _as_they_are(file: io.BytesIO) -> bytes:
    """The same zip without compression, and with one date for every part."""
    out = io.BytesIO()
    with zipfile.ZipFile(file) as packed, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as plain:
        for name in packed.namelist():
            plain.writestr(zipfile.ZipInfo(name, OLDEST_IN_ZIP), packed.read(name))
    return out.getvalue()
