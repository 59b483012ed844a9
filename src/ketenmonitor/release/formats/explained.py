"""The first sheet of a workbook: what the release is, how people are protected, what a cell can hold, what is where.

Comes in: an open workbook, `About`, the tables and the names of their sheets. Goes out: a sheet. The promise: two columns
of text, a head and what belongs to it; nothing in it is computed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ketenmonitor.release.dataset import About, Dataset, State
from ketenmonitor.release.formats.sheets import LINE_HEIGHT, done, height, on_paper
from ketenmonitor.release.formats.words import meaning, method
from ketenmonitor.wording import Language

TITLE, SECTION, PLAIN, LINKED = "title", "section", "plain", "linked"
STYLES = {
    TITLE: {"bold": True, "font_size": 16},
    SECTION: {"bold": True, "font_size": 13, "top": 1},
    PLAIN: {"text_wrap": True, "valign": "top"},
    LINKED: {"text_wrap": True, "valign": "top", "underline": 1, "font_color": "#154273"},
}
WIDTHS = (34, 100)
Line = tuple[str, str, str]  # style of the head, head, text


def explain(book: Any, sheets: Sequence[str], about: About, datasets: Sequence[Dataset], spoken: Language) -> None:
    """Add the first sheet, with a link to each of the others."""
    sheet = book.add_worksheet(sheets[0])
    styles = {name: book.add_format(style) for name, style in STYLES.items()}
    for index, width in enumerate(WIDTHS):
        sheet.set_column(index, index, width)
    for row, (style, head, text) in enumerate(_lines(sheets, about, datasets, spoken)):
        if style == LINKED:
            place = head.replace("'", "''")
            done(sheet.write_url(row, 0, f"internal:'{place}'!A1", styles[style], head))
        elif head:
            done(sheet.write_string(row, 0, head, styles[style]))
        tall = LINE_HEIGHT * 0.5 if style in (TITLE, SECTION) else 0
        sheet.set_row(row, tall + max(height(head, WIDTHS[0]), height(text, WIDTHS[1])))
        if text:
            done(sheet.write_string(row, 1, text, styles[PLAIN]))
    sheet.hide_gridlines(2)
    on_paper(sheet)


def _lines(sheets: Sequence[str], about: About, datasets: Sequence[Dataset], spoken: Language) -> Iterator[Line]:
    code = spoken.code
    yield TITLE, about.title.in_language(code), ""
    yield PLAIN, "", about.description.in_language(code)
    yield PLAIN, spoken.say("as_of_day"), spoken.date(about.as_of)
    for name in ("publisher", "contact", "licence", "address"):
        if getattr(about, name):
            yield PLAIN, spoken.say(name), getattr(about, name)
    yield SECTION, spoken.say("protected"), ""
    yield PLAIN, "", spoken.say("protected_text")
    yield SECTION, spoken.say("cells"), ""
    yield PLAIN, "", spoken.say("cells_text")
    for state in State:
        yield PLAIN, spoken.say(state), meaning(state).in_language(code)
    yield SECTION, spoken.say("tables"), ""
    for sheet, dataset in zip(sheets[1:], datasets, strict=True):
        yield LINKED, sheet, dataset.title.in_language(code)
        for note in dataset.notes:
            yield PLAIN, "", note.in_language(code)
        if dataset.method:
            yield PLAIN, "", f"{spoken.say('table_protection')}: {method(dataset.method).in_language(code)}"
        if dataset.source:
            yield PLAIN, "", f"{spoken.say('table_source')}: {dataset.source.in_language(code)}"
