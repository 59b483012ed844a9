"""PDF -> text, page by page: words with their places, laid out as lines and tables by `layout`.

A PDF that cannot be read is refused with what to do; pages that are pictures are named in a note. Nothing is lost silently.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from ketenmonitor.errors import PaperError
from ketenmonitor.register.reading.found import MOST_CHARACTERS, Found
from ketenmonitor.register.reading.layout import laid_out
from ketenmonitor.register.reading.page import Page, Word
from ketenmonitor.register.reading.rulings import rulings_of

MOST_PAGES = 3000
OCR = "recognise its text (OCR, for example with ocrmypdf) and bring the result"
# PDFium gives these for the hyphen that breaks a word at the end of a line.
BREAKING_HYPHENS = {0x02: "-", 0xFFFE: "-"}
# A horizontal step of more than this part of the size of the type separates words, also where no space was written.
STEP = 0.3
Turn = Callable[[float, float], tuple[float, float]]
Sign = tuple[str, float, float, float, float]


def read_pdf(name: str, data: bytes) -> Found:
    """The text of a PDF file."""
    document = _opened(name, data)
    try:
        if not len(document):
            raise PaperError(f"{name} is a PDF without pages: fetch it again.")
        if len(document) > MOST_PAGES:
            raise PaperError(f"{name} has {len(document)} pages; a paper may have {MOST_PAGES}. Split it.")
        pages, broken = _pages(document)
        empty = [number for number, page in enumerate(pages, start=1) if not page.words]
        if len(empty) == len(pages):
            raise PaperError(_no_text(name, len(broken), len(pages)))
        return laid_out(pages, notes=_notes(name, pages, empty, broken), stated=tuple(_stated(document)))
    finally:
        document.close()


def _opened(name: str, data: bytes) -> Any:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as trouble:
        said = str(trouble).lower()
    if "password" in said or "security" in said:
        raise PaperError(
            f"{name} is protected with a password: open it, save or print it as a PDF without one, and bring that."
        )
    raise PaperError(f"{name} is a damaged PDF ({said}): fetch it again; if it opens elsewhere, print it to a new PDF.")


def _no_text(name: str, broken: int, pages: int) -> str:
    if broken == pages:
        return f"{name} is a damaged PDF: none of its {pages} pages can be read. Fetch it again."
    return f"{name} holds pictures of text and no text: {OCR}."


def _notes(name: str, pages: list[Page], empty: list[int], broken: list[int]) -> tuple[str, ...]:
    notes = []
    pictures = [number for number in empty if number not in broken and pages[number - 1].drawn]
    if pictures:
        notes.append(f"{name}: {_numbered(pictures)} without text, which may be pictures of text: {OCR}.")
    if broken:
        notes.append(f"{name}: {_numbered(broken)} damaged and not read. Fetch the paper again.")
    return tuple(notes)


def _numbered(pages: list[int]) -> str:
    if len(pages) == 1:
        return f"page {pages[0]} is"
    return f"pages {', '.join(map(str, pages[:-1]))} and {pages[-1]} are"


def _pages(document: Any) -> tuple[list[Page], list[int]]:
    """Each page with its words; the numbers of those that PDFium cannot load."""
    import pypdfium2

    pages, broken, characters = [], [], 0
    for number in range(len(document)):
        try:
            page = document[number]
        except pypdfium2.PdfiumError:
            broken.append(number + 1)
            pages.append(Page(0.0, 0.0, (), ()))
            continue
        read = _page(page)
        page.close()
        characters += sum(len(word.text) for word in read.words)
        if characters > MOST_CHARACTERS:
            raise PaperError(f"The PDF holds more than {MOST_CHARACTERS:,} characters: split it.")
        pages.append(read)
    return pages, broken


def _page(page: Any) -> Page:
    width, height = page.get_size()
    text = page.get_textpage()
    try:
        quarter = _quarter(text)
        turn = _turning(page, quarter)
        words = tuple(_words(_characters(text, turn, quarter)))
    finally:
        text.close()
    lines, drawn = rulings_of(page, turn)
    return Page(width, height, words, lines, drawn)


def _quarter(text: Any) -> int:
    """How most of the text of a page lies: in quarters of a turn, with the clock."""
    import pypdfium2.raw as pdfium

    quarters = Counter(
        round(pdfium.FPDFText_GetCharAngle(text, index) / (math.pi / 2)) % 4
        for index in range(0, text.count_chars(), 7)
        if not chr(pdfium.FPDFText_GetUnicode(text, index) % 0x110000).isspace()
    )
    return quarters.most_common(1)[0][0] if quarters else 0


def _turning(page: Any, quarter: int) -> Turn:
    """From places as the file has them to places with most text upright: pages and tables may lie on their side."""
    left, bottom, right, top = page.get_mediabox()
    turns: tuple[Turn, ...] = (
        lambda x, y: (x - left, y - bottom),
        lambda x, y: (top - y, x - left),
        lambda x, y: (right - x, top - y),
        lambda x, y: (y - bottom, right - x),
    )
    return turns[quarter]


def _characters(text: Any, turn: Turn, quarter: int) -> Iterator[Sign]:
    """Each character with its left, right, baseline and size. What lies on its side stays together, at its first place."""
    import pypdfium2.raw as pdfium

    x, y, left, right, bottom, top = (ctypes.c_double() for _ in range(6))
    matrix = pdfium.FS_MATRIX()
    anchor: tuple[float, float] | None = None
    for index in range(text.count_chars()):
        sign = _sign(pdfium.FPDFText_GetUnicode(text, index))
        if sign.isspace() and pdfium.FPDFText_IsGenerated(text, index) == 1:
            anchor = anchor if sign == " " else None
            yield sign, 0.0, 0.0, 0.0, 0.0
            continue
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        pdfium.FPDFText_GetMatrix(text, index, matrix)
        size = pdfium.FPDFText_GetFontSize(text, index) * math.hypot(matrix.c, matrix.d) or 10.0
        begin, base = turn(x.value, y.value)
        if round(pdfium.FPDFText_GetCharAngle(text, index) / (math.pi / 2)) % 4 != quarter:
            anchor = anchor or (begin, base)
            yield sign, *anchor[:1], *anchor, size
            continue
        anchor = None
        pdfium.FPDFText_GetCharBox(text, index, left, right, bottom, top)
        ends = (turn(left.value, bottom.value)[0], turn(right.value, top.value)[0])
        yield sign, min(begin, *ends), max(ends), base, size


def _sign(code: int) -> str:
    if code in BREAKING_HYPHENS:
        return BREAKING_HYPHENS[code]
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def _words(characters: Iterator[Sign]) -> Iterator[Word]:
    """Characters that touch, on one baseline; a raised note number stays with its word."""
    held: list[str] = []
    begin = end = base = size = 0.0
    for sign, left, right, line, tall in characters:
        apart = held and (abs(line - base) > 0.6 * max(tall, size) or left > end + STEP * size or left < begin - 1)
        # The small number of a footnote stands before its text; after a word it stays with it.
        apart = apart or (held and size < 0.8 * tall and "".join(held).isdigit())
        if held and (sign.isspace() or apart):
            yield Word("".join(held), begin, end, base, size)
            held = []
        if sign.isspace() or (ord(sign) < 32):
            continue
        if not held:
            begin, end, base, size = left, right, line, tall
        held.append(sign)
        end = max(end, right)
    if held:
        yield Word("".join(held), begin, end, base, size)


def _stated(document: Any) -> Iterator[tuple[date, str, float]]:
    said = document.get_metadata_dict()
    for key, what in (("CreationDate", "made"), ("ModDate", "last changed")):
        match = re.match(r"D:(\d{4})(\d{2})(\d{2})", said.get(key, ""))
        if match:
            try:
                day = date(int(match[1]), int(match[2]), int(match[3]))
            except ValueError:
                continue
            yield day, f"the PDF file says that it was {what} on this day", 0.3
