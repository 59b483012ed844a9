"""The annex of a letter as a Word document, to be worked into a letter.

Comes in: a `Letter`. Goes out: bytes. The promise: headings, captions, repeated table heads and languages are what they
are to a screen reader, not only to the eye; and the same letter gives the same bytes: no clock, no compression.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from itertools import count, repeat
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from docx.table import Table as DocxTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from ketenmonitor.release import docx_marks as marks
from ketenmonitor.release.letter import Letter
from ketenmonitor.release.tables import Cell, Table
from ketenmonitor.wording import Language

LONG = 14  # a table of more rows may break over pages
WIDTH, WIDTH_LYING = Mm(170), Mm(265)


def docx_of(letter: Letter, language: Language, as_of: date) -> bytes:
    """The annex as a document of Word. `as_of`: the day of the release, also the date of the document."""
    document = docx.Document()
    marks.make_lean(document)
    marks.set_styles(document, language.code)
    _say_what_it_is(document, letter, language, as_of)
    _head_and_foot(document, letter, language, as_of)
    document.add_heading(letter.title, level=1)
    for text in letter.intro:
        document.add_paragraph(text)
    numbers = count(1) if letter.is_numbered else repeat(None)
    _tables(document, letter, letter.tables, numbers, language)
    for section in letter.sections:
        document.add_heading(section.title, level=3 if section.is_below else 2)
        for text in section.texts:
            said = document.add_paragraph(marks.writable(text))
            said.paragraph_format.keep_with_next = bool(section.tables)
        for picture in section.pictures:
            marks.add_picture(document, picture.svg, picture.text, WIDTH_LYING if letter.is_wide else WIDTH)
            document.add_paragraph(picture.caption, style="Caption")
        _tables(document, letter, section.tables, numbers, language)
    if letter.said_below:
        document.add_heading(language.say("notes_head"), level=2)
    for text in letter.said_below:
        document.add_paragraph(marks.writable(text))
    return marks.bytes_of(document)


def _say_what_it_is(document: Document, letter: Letter, language: Language, as_of: date) -> None:
    about = document.core_properties
    about.title, about.subject, about.language = letter.title, letter.chain, marks.LOCALES[language.code]
    about.author = about.last_modified_by = about.comments = about.keywords = ""
    about.created = about.modified = datetime(as_of.year, as_of.month, as_of.day)
    about.revision = 1


def _head_and_foot(document: Document, letter: Letter, language: Language, as_of: date) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    if letter.is_wide:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
        section.left_margin = section.right_margin = Mm(16)
    section.top_margin, section.bottom_margin = Mm(24), Mm(22)
    head = section.header.paragraphs[0]
    head.text = f"{letter.chain or letter.title} \N{EN DASH} {language.say('as_of', date=language.date(as_of))}"
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    before, between, after = language.say("page_of", page="\n", pages="\n").split("\n")
    foot.add_run(before)
    marks.add_field(foot, "PAGE", "1")
    foot.add_run(between)
    marks.add_field(foot, "NUMPAGES", "1")
    foot.add_run(after)


def _tables(
    document: Document, letter: Letter, tables: tuple[Table, ...], numbers: Iterator[int | None], language: Language
) -> None:
    for table in tables:
        _caption(document, table, next(numbers), language)
        _table(document, table, WIDTH_LYING if letter.is_wide else WIDTH)


def _caption(document: Document, table: Table, number: int | None, language: Language) -> None:
    """Numbered by a field, so that numbers stay right in the letter that takes the table over."""
    if number is None:
        document.add_paragraph(table.caption, style="Caption")
        return
    word = language.say("table_number")
    caption = document.add_paragraph(f"{word} ", style="Caption")
    marks.add_field(caption, f"SEQ {word} \\* ARABIC", str(number))
    caption.add_run(f". {table.caption}")


def _table(document: Document, table: Table, width: int) -> None:
    made = document.add_table(rows=1 + len(table.rows), cols=1 + len(table.columns), style=marks.TABLE_STYLE)
    marks.describe(made, table.caption)
    marks.repeat_head(made.rows[0])
    size = Pt(8 if len(table.columns) > 4 else 9)
    wordy = (True, *table.wordy)
    heads = [Cell(text) for text in (table.head, *table.columns)]
    rows = [heads, *([Cell(row.head), *row.cells] for row in table.rows)]
    together = len(table.rows) <= LONG
    for number, (cells, row) in enumerate(zip(rows, made.rows, strict=True)):
        marks.keep_whole(row)
        for cell, place, is_wordy in zip(cells, row.cells, wordy, strict=True):
            said = _fill(place, cell, size, is_wordy)
            said.paragraph_format.keep_with_next = number == 0 or (together and number < len(table.rows))
            if number == 0:
                said.runs[0].bold = True
                place.vertical_alignment = WD_ALIGN_VERTICAL.BOTTOM
    _set_widths(made, table.weights, width)


def _fill(place: _Cell, cell: Cell, size: Any, is_wordy: bool) -> Paragraph:
    said = place.paragraphs[0]
    run = said.add_run(marks.writable(cell.text))
    run.font.size = size
    if cell.is_missing:
        run.italic = True
    said.paragraph_format.space_before = said.paragraph_format.space_after = Pt(2)
    said.alignment = WD_ALIGN_PARAGRAPH.LEFT if is_wordy else WD_ALIGN_PARAGRAPH.RIGHT
    return said


def _set_widths(made: DocxTable, weights: tuple[float, ...], width: int) -> None:
    for weight, column in zip(weights, made.columns, strict=True):
        column.width = round(width * weight / sum(weights))
        for cell in column.cells:
            cell.width = column.width
