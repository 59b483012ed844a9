"""HTML and XML -> text: no network, no entities of their own, and each block on a line of its own.

Official XML (KOOP `officiele-publicatie`, the older `vraagdoc`) keeps its tree for the extraction that knows its tags; each
element of it gets the lines where it is shown. Promised: what a page shows is in the text, but for scripts, styles and menus.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from ketenmonitor.errors import PaperError
from ketenmonitor.register.reading.found import Found, Lines
from ketenmonitor.register.reading.metadata import html_dates, local_name, xml_dates
from ketenmonitor.register.reading.numbering import FORMS
from ketenmonitor.register.reading.text import decoded

PASSED_OVER = {
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "nav",
    "button",
    "select",
    "iframe",
    "head",
    "metadata",
    "meta",
}
# Elements within a line; every other element is a block. Of HTML, and of the schemas of official publications.
NAMES = ("voornaam", "tussenvoegsel", "achternaam")  # Parts of a name, which may stand without a space between them.
INLINE = {
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn", "em", "font", "i",
    "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt",
    "u", "var", "wbr", "nadruk", "extref", "intref", "inf", "nootref", "noot", "naam", "achternaam", "voornaam",
    "titulatuur", "functie", "datum", "plaats", "kamervraagnummer", "dossiernr", "begrotingshoofdstuk", "ondernummer",
    "nr", "nummer", "li.nr", "noot.nr", "lidnr",
}  # fmt: skip
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "titel", "tussenkop", "kop", "kamervraagonderwerp", "ondw"}
NOTES = {"noot"}
ROWS = {"tr", "row"}
CELLS = {"td", "th", "entry"}
TABLES = {"table", "tgroup"}


def read_html(name: str, data: bytes) -> Found:
    """A page of the web, as officielebekendmakingen.nl and others give them."""
    from lxml import etree, html

    parser = html.HTMLParser(no_network=True, encoding="utf-8", huge_tree=True)
    try:
        tree = html.document_fromstring(_clean(decoded(data)).encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as trouble:
        raise PaperError(f"{name} is no readable HTML ({trouble}): save the page again, or bring it as PDF.") from None
    if any(one.level_name == "FATAL" for one in parser.error_log):
        # What comes after is left out by the parser, without a word.
        raise PaperError(f"{name} is nested deeper than a page can be, so a part would be lost: bring it as PDF.")
    walker = _Walker(Lines())
    walker.block(tree)
    return walker.lines.found(stated=html_dates(tree))


def read_xml(name: str, data: bytes) -> Found:
    """Official XML, or any other as its text."""
    from lxml import etree

    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", _clean(decoded(data)).lstrip("\ufeff"))
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        tree = etree.fromstring(text.encode("utf-8"), parser)
    except (etree.LxmlError, ValueError) as trouble:
        raise PaperError(f"{name} is no well-formed XML ({trouble}): fetch it again, or bring it as PDF.") from None
    declared = tree.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise PaperError(f"{name} declares entities of its own, which no official paper does: it was not read.")
    walker = _Walker(Lines())
    walker.block(tree)
    found = walker.lines.found(stated=xml_dates(tree), tree=tree)
    for element, (first, last) in walker.shown.items():
        element.set("line", str(first))
        element.set("last-line", str(last))
    return found


def _clean(text: str) -> str:
    """Without what XML cannot hold."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", text)


class _Walker:
    """Walks through a tree and puts down a line for each block, then a blank line."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.held: list[str] = []
        self.label = ""
        self.shown: dict[Any, tuple[int, int]] = {}
        self.note = self.in_notes = 0

    def block(self, root: Any) -> None:
        """All text under an element; a stack of our own, so that no depth of nesting can break it."""
        from lxml import etree

        stack: list[tuple[Any, str]] = [(root, "enter")]
        begun: dict[Any, int] = {}
        while stack:
            element, step = stack.pop()
            name = local_name(element)
            if step == "leave":
                self._leave(element, name, begun)
                self.held.append(element.tail or "")
            elif not name or name in PASSED_OVER:
                # A named letter of a DTD that was not fetched: &euml; and the like.
                named = unescape(element.text or "") if element.tag is etree.Entity else ""
                self.held.append(named + (element.tail or ""))
            elif name in TABLES and _is_table(element):
                self._flush()
                first = len(self.lines.text) + 1
                self.lines.table([[_cell(cell) for cell in row if local_name(cell) in CELLS] for row in _rows(element)])
                self.shown[element] = (first, max(first, len(self.lines.text)))
                self.held.append(element.tail or "")
            else:
                self._enter(element, name, begun)
                stack.append((element, "leave"))
                stack.extend((child, "enter") for child in reversed(element))
        self._flush()

    def _enter(self, element: Any, name: str, begun: dict[Any, int]) -> None:
        if name == "br":
            self.held.append("\v")
        elif name in NOTES:
            self.note += 1
            self.in_notes += 1
            self.held.append(f"[footnoteRef:{self.note}] [{self.note}: ")
        elif name not in INLINE and not self.in_notes:
            self._flush()
            self._label(element, name)
        elif name not in INLINE or (name in NAMES and "".join(self.held[-2:])[-1:].isalpha()):
            self.held.append(" ")
        begun[element] = len(self.lines.text) + 1
        self.held.append("" if name == "noot.nr" else element.text or "")

    def _label(self, element: Any, name: str) -> None:
        """What the page shows and the text lacks: "Vraag" and "Antwoord" before their number, the number of an item."""
        number = next((one for one in element if local_name(one) in ("nr", "nummer")), None)
        if name in ("vraag", "antwoord") and number is not None and re.fullmatch(r"[\s\d.,]*", number.text or "?"):
            self.label = f"{name.capitalize()} "
        if name == "li" and local_name(element.getparent()) == "ol":
            self.label = _item_label(element)

    def _leave(self, element: Any, name: str, begun: dict[Any, int]) -> None:
        if name in NOTES:
            self.in_notes -= 1
            self.held.append("]")
        elif name in ("nr", "nummer") and local_name(element.getparent()) in ("vraag", "antwoord"):
            self._flush()
        elif name not in INLINE and not self.in_notes:
            self._flush(heading=name in HEADINGS)
        first = begun.pop(element)
        self.shown[element] = (first, max(first, len(self.lines.text) - 1))

    def _flush(self, heading: bool = False) -> None:
        text = re.sub(r"[ \t\r\n\f]+", " ", "".join(self.held)).strip(" ")
        self.held.clear()
        text = re.sub(r" ?\v ?", "\n", text).strip()
        if text:
            if heading:
                self.lines.headings.add(len(self.lines.text) + 1)
            self.lines.add(self.label + text)
            self.lines.gap()
            self.label = ""


def _item_label(element: Any) -> str:
    """The number that a browser shows before an item of a numbered list."""
    ordered = element.getparent()
    before = sum(1 for one in element.itersiblings(preceding=True) if local_name(one) == "li")
    first = ordered.get("start", "1")
    number = before + (int(first) if re.fullmatch(r"\d{1,4}", first) else 1)
    forms = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
    return FORMS[forms.get(ordered.get("type", ""), "decimal")](max(1, number)) + ". "


def _is_table(element: Any) -> bool:
    """Whether it holds rows and no other table: a table around tables only puts things in their places."""
    inner = [local_name(one) for one in element.iterdescendants()]
    return any(name in ROWS for name in inner) and not any(name in TABLES - {"tgroup"} for name in inner)


def _rows(table: Any) -> list[Any]:
    return [row for row in table.iter() if local_name(row) in ROWS]


def _cell(cell: Any) -> str:
    walker = _Walker(Lines())
    for child in cell:
        walker.block(child)
    inner = [line for line in [*(cell.text or "").split("\n"), *walker.lines.text] if line.strip()]
    return "\n".join(" ".join(line.split()) for line in inner)
