"""What python-docx has no words for: styles of the house, marks for screen readers, and bytes that stay the same.

Comes in: a document, or a part of it. Goes out: the same, marked; and bytes. The promise: the order of marks is the one
that the standard asks for (ISO 29500), so that every program opens the document.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import vl_convert
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph

FONT = "Arial"
BLUE, INK = RGBColor(0x15, 0x42, 0x73), RGBColor(0x1A, 0x1A, 0x1A)
LOCALES = {"nl": "nl-NL", "en": "en-GB"}
TABLE_STYLE = "Table Grid"
STYLES = (  # name, points, colour, bold, points above, points below
    ("Normal", 10, INK, False, 0, 6),
    ("Heading 1", 18, BLUE, True, 0, 10),
    ("Heading 2", 13, BLUE, True, 14, 6),
    ("Heading 3", 11, INK, True, 12, 4),
    ("Caption", 9, INK, True, 16, 4),
    ("Header", 8, INK, False, 0, 0),
    ("Footer", 8, INK, False, 0, 0),
)
# What the template of python-docx brings along and no reader needs: a picture of it, effects, who made it.
UNNEEDED = ("thumbnail", "stylesWithEffects", "customXml", "extended-properties")
LINES = {"top": "single", "bottom": "single", "insideH": "single", "left": "nil", "right": "nil", "insideV": "nil"}
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say


def make_lean(document: Document) -> None:
    """Take out what the template has and this document does not use."""
    for rels in (document.part.rels, document.part.package.rels):
        for name in [name for name, rel in rels.items() if rel.reltype.rsplit("/", 1)[-1] in UNNEEDED]:
            del rels[name]
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        is_default = style.get(qn("w:default")) == "1"
        if style.get(qn("w:type")) == "table" and not is_default and style.name_val != TABLE_STYLE:
            styles.remove(style)


def add_picture(document: Document, svg: str, text: str, width: int) -> None:
    """A picture over the width of the page, with its words for who cannot see it."""
    shape = document.add_picture(BytesIO(vl_convert.svg_to_png(svg, scale=2)), width=width)
    shape._inline.docPr.set("descr", writable(text))


def set_styles(document: Document, code: str) -> None:
    """The typeface, sizes and colours of the house, and the language of all text."""
    for name, size, colour, is_bold, above, below in STYLES:
        style = document.styles[name]
        font = style.font
        font.size, font.bold, font.color.rgb = Pt(size), is_bold, colour
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.attrib.clear()  # names of a theme would go before our own
        for script in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{script}"), FONT)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(above), Pt(below)
    document.styles["Caption"].paragraph_format.keep_with_next = True
    for lang in document.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), LOCALES[code])
    _draw_lines(document.styles[TABLE_STYLE].element)


def _draw_lines(style: Any) -> None:
    """Lines between the rows of a table, none between its columns."""
    borders = next(style.iter(qn("w:tblBorders")))
    for side, kind in LINES.items():
        line = borders.find(qn(f"w:{side}"))
        line.set(qn("w:val"), kind)
        line.set(qn("w:color"), "8A8A8A")


def describe(table: Table, caption: str) -> None:
    """The name of a table for who cannot see it, and that its first row and column are heads."""
    properties = table._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    look.attrib.clear()
    for name in ("firstRow", "firstColumn", "noHBand", "noVBand"):
        look.set(qn(f"w:{name}"), "1")
    for tag in ("w:tblCaption", "w:tblDescription"):
        _add(properties, tag, val=caption)


def repeat_head(row: _Row) -> None:
    """Say that a row is a head, which stands on every page that the table reaches."""
    _add(row._tr.get_or_add_trPr(), "w:tblHeader")


def keep_whole(row: _Row) -> None:
    """Do not break a row over two pages. In the standard this mark comes before that of a head."""
    row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))


def add_field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    """A text that Word computes; `shown` is there until it does."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    paragraph._p.append(field)
    run = paragraph.add_run(shown)
    field.append(run._r)


def _add(parent: Any, tag: str, **attributes: str) -> None:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    parent.append(element)


def bytes_of(document: Document) -> bytes:
    """The file: parts in order of name, of one moment, and stored as they are, since compression differs by machine."""
    made, kept = BytesIO(), BytesIO()
    document.save(made)
    with ZipFile(made) as parts, ZipFile(kept, "w", ZIP_STORED) as file:
        for name in sorted(parts.namelist()):
            entry = ZipInfo(name, FIRST_MOMENT)
            entry.create_system = 0
            file.writestr(entry, parts.read(name))
    return kept.getvalue()


def writable(text: str) -> str:
    """The text with a sign for each character that XML cannot hold: texts of papers come from files of others."""
    return NOT_XML.sub("\ufffd", text)
