"""DOCX -> text: paragraphs, tables, footnotes, numbers that Word makes up, and what stands at the top and foot of pages.

Promised: all text that a reader of the paper sees is in it, in the order of the page; text that was deleted with "track
changes" is not. A footnote stands where it is called: `[footnoteRef:3] [3: its text]`, as converters to text write it.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from ketenmonitor.errors import PaperError
from ketenmonitor.register.reading.found import Found, Lines
from ketenmonitor.register.reading.numbering import Numbering

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
NOTES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
# What is not read: text that was taken out, the other drawing of the same text box, codes of fields.
PASSED_OVER = {WORD + "del", WORD + "moveFrom", COMPATIBILITY + "Fallback", WORD + "instrText", WORD + "delText"}
BREAKS = {
    WORD + "br": "\n",
    WORD + "cr": "\n",
    WORD + "tab": "\t",
    WORD + "noBreakHyphen": "-",
    WORD + "softHyphen": "",
}


@dataclass
class _Reader:
    """The document while it is walked through."""

    notes: dict[tuple[str, str], str]
    numbering: Numbering
    lines: Lines
    called: int = 0


def read_docx(name: str, data: bytes) -> Found:
    """The text of a DOCX file."""
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
        if document.element.getroottree().docinfo.internalDTD is not None:
            raise PaperError(f"{name} declares entities of its own, which Word never does: it was not read.")
        reader = _Reader(_notes_of(document.part), Numbering.of(document.part), Lines())
        _edges(document, reader, "header")
        _blocks(document.element.body, reader)
        _edges(document, reader, "footer")
        return reader.lines.found(stated=tuple(_stated(document)))
    except PaperError:
        raise
    # A damaged DOCX fails anywhere in zipfile, lxml or python-docx, with anything.
    # Whatever a damaged file makes python-docx and lxml raise: they promise no kinds of their own.
    except Exception as trouble:
        raise PaperError(
            f"{name} is a damaged DOCX ({type(trouble).__name__}): open and save it again in Word, or bring it as PDF."
        ) from trouble


def _stated(document: Any) -> Iterator[tuple[date, str, float]]:
    properties = document.core_properties
    for when, what in ((properties.modified, "last changed"), (properties.created, "made")):
        if when is not None:
            yield when.date(), f"the DOCX file says that it was {what} on this day", 0.3


def _notes_of(part: Any) -> dict[tuple[str, str], str]:
    """The text of each footnote and endnote, by sort and id."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    held = {}
    for sort in ("footnote", "endnote"):
        for relation in part.rels.values():
            if relation.reltype == f"{NOTES}{sort}s" and not relation.is_external:
                tree = etree.fromstring(relation.target_part.blob, parser)
                for note in tree.iter(f"{WORD}{sort}"):
                    text = " ".join(_plain(paragraph) for paragraph in note.iter(WORD + "p"))
                    held[sort, note.get(WORD + "id", "")] = text.strip()
    return held


def _plain(paragraph: Any) -> str:
    return "".join(_pieces(paragraph, lambda sort, identifier: "")).strip()


def _pieces(element: Any, note: Callable[[str, str], str]) -> Iterator[str]:
    """The text in an element, in order; paragraphs within it (text boxes) are left to the caller."""
    for child in element:
        tag = child.tag
        if tag in PASSED_OVER or tag == WORD + "txbxContent" or not isinstance(tag, str):
            continue
        if tag == WORD + "t":
            yield child.text or ""
        elif tag in BREAKS:
            yield BREAKS[tag]
        elif tag in (WORD + "footnoteReference", WORD + "endnoteReference"):
            yield note(tag.removeprefix(WORD).removesuffix("Reference"), child.get(WORD + "id", ""))
        else:
            yield from _pieces(child, note)


def _text(paragraph: Any, reader: _Reader) -> str:
    def note(sort: str, identifier: str) -> str:
        if (sort, identifier) not in reader.notes:
            return ""
        reader.called += 1
        return f"[footnoteRef:{reader.called}] [{reader.called}: {reader.notes[sort, identifier]}]"

    text = "".join(_pieces(paragraph, note))
    return f"{reader.numbering.label(paragraph)}{text}" if text.strip() else ""


def _blocks(container: Any, reader: _Reader) -> None:
    for block in container:
        if block.tag == WORD + "p":
            _paragraph(block, reader)
        elif block.tag == WORD + "tbl":
            reader.lines.table([_row(row, reader) for row in block.iter(WORD + "tr")])
        elif isinstance(block.tag, str) and block.tag not in PASSED_OVER:
            _blocks(block, reader)


def _paragraph(paragraph: Any, reader: _Reader) -> None:
    text = _text(paragraph, reader)
    if text:
        if _is_heading(paragraph):
            reader.lines.headings.add(len(reader.lines.text) + 1)
        reader.lines.add(text.rstrip())
        reader.lines.gap()
    for box in paragraph.iter(WORD + "txbxContent"):
        if not any(above.tag in PASSED_OVER for above in box.iterancestors()):
            _blocks(box, reader)


def _is_heading(paragraph: Any) -> bool:
    style = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
    identifier = (style.get(WORD + "val") or "").lower() if style is not None else ""
    # Word keeps the English id of its own styles in English versions, the Dutch one in Dutch versions.
    return identifier.startswith(("heading", "kop", "title", "titel"))


def _cells(row: Any) -> list[Any]:
    return [cell for cell in row.iter(WORD + "tc") if next(cell.iterancestors(WORD + "tr")) is row]


def _row(row: Any, reader: _Reader) -> list[str]:
    """The cells of a row; one that spans columns is in the first of them."""
    held: list[str] = []
    for cell in _cells(row):
        span = cell.find(f"{WORD}tcPr/{WORD}gridSpan")
        held += [_cell(cell, reader), *[""] * (min(int(span.get(WORD + "val")), 60) - 1 if span is not None else 0)]
    return held


def _cell(cell: Any, reader: _Reader) -> str:
    """The text of a cell, a line a paragraph; a table within it is read as its paragraphs."""
    return "\n".join(text for text in (_text(one, reader).strip() for one in cell.iter(WORD + "p")) if text)


def _edges(document: Any, reader: _Reader, which: str) -> None:
    """What stands at the top or foot of pages: once, as lines that are no text of the paper."""
    seen = set()
    for section in document.sections:
        for edge in (getattr(section, f"first_page_{which}"), getattr(section, which)):
            if edge.is_linked_to_previous:
                continue
            for paragraph in edge._element.iter(WORD + "p"):
                text = _text(paragraph, reader).strip()
                if text and text not in seen:
                    seen.add(text)
                    begin = len(reader.lines.text)
                    reader.lines.add(text)
                    reader.lines.furniture.update(range(begin + 1, len(reader.lines.text) + 1))
    reader.lines.gap()
