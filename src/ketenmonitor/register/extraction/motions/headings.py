"""Headings that name a motion or a commitment, and the part of the paper that each of them governs.

In: a `Cleared` paper. Out: `ItemHeading`s in order; one heading may name several motions and commitments.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ketenmonitor.register.extraction.text.cited import cited
from ketenmonitor.register.extraction.text.cleared import Cleared, Paragraph
from ketenmonitor.register.items import Reference
from ketenmonitor.register.traced import Traced

PART = re.compile(r"(?:^|;\s*|\s+en\s+(?=(?:[Mm]otie|[Tt]oezegging)\s))")
ITEM = re.compile(r"\s*(?P<kind>[Mm]otie|[Tt]oezegging)(?:en|s)?(?=[\s-])")
# A heading is no statement: after the names comes no verb of a main clause.
STATEMENT = re.compile(
    r"^\s*(?:Motie|Toezegging)s?(?:en)?(?:[\s-]+(?:(?:van|der|den|de|het|lid|leden|en|c\.s\.)|[A-ZÀ-Ý][\w’-]*|\([^)]*\)))*\s+"
    r"(?:is|zijn|was|wordt|worden|werd|heeft|hebben|vraagt|vragen|verzoekt|verzoeken|roept|zal|beschouw|doe|kan)\b"
)
LONGEST = 700


@dataclass(frozen=True)
class Item:
    """One motion or commitment of a heading. `kind`: motion or commitment; `begin` and `end` within the paragraph."""

    kind: str
    name: str
    piece: Traced
    begin: int
    end: int
    references: tuple[Reference, ...]


@dataclass(frozen=True)
class ItemHeading:
    """A heading and the paragraphs under it: those with index `at` + 1 up to and without `until`."""

    at: int
    until: int
    items: tuple[Item, ...]


def item_headings(paper: Cleared) -> tuple[ItemHeading, ...]:
    """The headings that name motions or commitments, in order."""
    found = [(at, items) for at, paragraph in enumerate(paper.paragraphs) if (items := _items(paper, paragraph))]
    ends = [*(at for at, _ in found[1:]), len(paper.paragraphs)][: len(found)]
    return tuple(ItemHeading(at, until, items) for (at, items), until in zip(found, ends, strict=True))


def _items(paper: Cleared, paragraph: Paragraph) -> tuple[Item, ...]:
    words = paragraph.words
    if len(words) > LONGEST or paragraph.role in ("question", "answer", "table", "footnote"):
        return ()
    if re.search(r"[.?!:]\s+[A-Z]", re.sub(r"\([^)]*\)|\bnrs?\.\s", "", words)) or STATEMENT.match(words):
        return ()
    begins = [match.end() for match in PART.finditer(words)]
    ends = [*[match.start() for match in PART.finditer(words)][1:], len(words)]
    parts = [(begin, end, ITEM.match(words[begin:end])) for begin, end in zip(begins, ends, strict=True)]
    if not any(match and match["kind"][0].isupper() for _, _, match in parts):
        return ()
    return tuple(_item(paper, paragraph, begin, end, match["kind"]) for begin, end, match in parts if match)


def _item(paper: Cleared, paragraph: Paragraph, begin: int, end: int, kind: str) -> Item:
    piece = paragraph.text[begin:end].strip()
    told = [
        note
        for at, number in paragraph.calls
        if begin < at <= end + 1 and (note := paper.note(number, paragraph.text.begin))
    ]
    references = [one.reference for text in (*told, piece) for one in cited(text, paper.paper)]
    name = " ".join(piece.text.split()).rstrip(" .")
    return Item("motion" if kind.lower() == "motie" else "commitment", name, piece, begin, end, tuple(references))
