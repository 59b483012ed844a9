"""Policy letters and progress annexes in passages: headings, running text, tables, planning lists, signatures.

In: a paper of one of these kinds. Out: its passages, each with the heading it stands under and the footnotes it calls. Promise:
items of a planning stand under the heading of their quarter; what is no sentence (letterhead, names of signers) is never body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ketenmonitor.register.extraction.letters.paragraphs import TOPIC, Paragraph, heads_planning, paragraphs
from ketenmonitor.register.extraction.passages import Passage, Segments
from ketenmonitor.register.paper import Paper
from ketenmonitor.register.traced import Traced

_END = re.compile(r"[.?!:;,][)\]\"'”’»]*$")
# Words with which a paragraph that opens with "Motie" is a sentence after all, and no heading.
_SENTENCE = re.compile(
    r"\b(?:beschouw|doe ik|is|wordt|worden|heb|heeft|hebben|hierbij|hiermee|verzoekt|roept|vraagt)\b",
    re.IGNORECASE,
)
_SECOND = re.compile(r"[a-z)]{3}[.?!]\s+[A-ZÀ-Þ]")
_SIGNS = re.compile(
    r"^(?:de\s+)?(?:minister|staatssecretaris|voorzitter|griffier|minister-president)\b[^.?!]{0,90},$", re.IGNORECASE
)
_HEADING, _TOPIC_HEADING, _BODY = 130, 700, 200
# Letterhead has labels and addresses; the body begins with a salutation, or with a sentence of its own.
_GREETS = re.compile(r"^(?:zeer\s+)?(?:geachte|mijnheer|mevrouw|hooggeachte)\b.{0,80}[,.:]?$", re.IGNORECASE)
_SAYS = re.compile(r"^[A-ZÀ-Þ'‘’«\"(]\S*(?:\s+\S+){6,}\s*[.?!:]$", re.DOTALL)
_DIGIT = re.compile(r"\d")
# Something is said: a word that is no number, and no month of a date.
_WORDS = re.compile(r"^(?!\W*\d{1,2}\s+\w+\s+\d{4}\W*$).*[^\W\d]{2}", re.DOTALL)


def segment(paper: Paper, kind: str = "policy_letter") -> Segments:
    """The passages of a letter or an annex."""
    return Segments(paper, kind, tuple(_passages(paragraphs(paper))))


def _passages(found: Sequence[Paragraph]) -> Iterator[Passage]:
    section: Traced | None = None
    begun = planning = signed = False
    for at, paragraph in enumerate(found):
        text = paragraph.text.text
        after = found[at + 1] if at + 1 < len(found) else None
        begun = begun or len(text) > _BODY or bool(TOPIC.match(text) or _SAYS.match(text))
        if not text:
            continue
        if paragraph.cells or paragraph.footnote:
            role = "table" if paragraph.cells else "footnote"
        elif heads_planning(text):
            section, planning, role = paragraph.text, True, "heading"
        elif (not begun and not _opens_body(text, after)) or not _WORDS.search(text):
            role, planning = "signature", False
        elif _SIGNS.match(text) or _GREETS.match(text) or (signed and len(text.split()) <= 6):
            role = "signature"
        elif planning and not _leaves_planning(text):
            role = "planning"
        elif paragraph.heading or _heads(text, after):
            section, planning, role = paragraph.text, False, "heading"
        else:
            planning, role = False, "body"
        signed, begun = bool(_SIGNS.match(text)), begun or bool(_GREETS.match(text))
        yield Passage(paragraph.text, role, section if role != "heading" else None, notes=paragraph.notes)


def _heads(text: str, after: Paragraph | None) -> bool:
    """Is this a heading: no sentence, with something under it?"""
    if after is None:
        return False
    if TOPIC.match(text):
        said = text.rstrip(" .")
        return (
            len(text) <= _TOPIC_HEADING
            and not _SECOND.search(said)
            and not (text.endswith(".") and _SENTENCE.search(said))
        )
    opens = text[:1].isupper() or text[:1].isdigit()
    return opens and len(text) <= _HEADING and not _END.search(text) and not text.startswith(("http", "www"))


def _opens_body(text: str, after: Paragraph | None) -> bool:
    """A heading right above the first of the body; all that is before it is letterhead."""
    return (
        after is not None
        and _heads(text, after)
        and not _DIGIT.search(text)
        and bool(TOPIC.match(after.text.text) or len(after.text) > _BODY)
    )


def _leaves_planning(text: str) -> bool:
    """A sentence, or a numbered heading, is no item of a planning."""
    return text.endswith((".", "?", "!")) or bool(re.match(r"^\d+(?:\.\d+)*\.\s", text))
