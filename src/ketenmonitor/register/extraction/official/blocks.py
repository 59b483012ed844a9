"""The blocks of official parliamentary questions: each question, answer, notice and note, with the numbers in its heading.

In goes a `Paper`: XML with its tree (`vraag`, `antwoord`, `kamervraagopmerking`; the older `vraagdoc`), or the same paper as
HTML or text, with headings such as "Vraag 2" and "Antwoord 2, 3 en 4". Out come its blocks, the same for each form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ketenmonitor.register.extraction.official.lists import listed
from ketenmonitor.register.extraction.text import pdf_paragraphs
from ketenmonitor.register.extraction.text.unwrapping import unwrapped
from ketenmonitor.register.paper import Paper
from ketenmonitor.register.traced import Traced

QUESTION, ANSWER, NOTICE, SUBJECT, NOTE, OTHER = "question", "answer", "notice", "subject", "note", "other"


@dataclass(frozen=True)
class Block:
    """A block: what it is, the numbers in its heading (empty: none), and its paragraphs."""

    kind: str
    numbers: tuple[int, ...]
    lines: tuple[Traced, ...]


# The tags of the schemas, old and new.
_KINDS = {
    "vraag": QUESTION,
    "antwoord": ANSWER,
    "kamervraagopmerking": NOTICE,
    "mededeling": NOTICE,
    "kamervraagomschrijving": SUBJECT,
    "omschr": SUBJECT,
    "omschrijving": SUBJECT,
    "noot": NOTE,
    "toelicht": OTHER,
    "toelichting": OTHER,
}
_LIST = r"\d{1,3}(?:\s*(?:,|en|&|/|t/m|tot en met|[-–])\s*(?:en\s+)?(?:vraag\s+|antwoord\s+)?\d{1,3})*"
_LABEL = re.compile(
    rf"^\s*(?P<word>Vra(?:ag|gen)|Antwoord(?:en)?)(?:\s*(?:op|bij)?\s*(?:de\s+)?(?:vra(?:ag|gen))?\s*(?P<list>{_LIST}))?"
    r"\s*(?:(?P<mark>[:.)])\s*|\s+(?=[A-Z«„‘“])|$)(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_NOTICE = re.compile(r"^\s*(?:Mededeling(?: uitstel)?|Opmerking)\s*:?\s*$", re.IGNORECASE)
_OTHER = re.compile(r"^\s*(?:Toelichting|Noten|Bijlagen?)\s*:?\s*$", re.IGNORECASE)
_SUBJECT = re.compile(
    r"^\s*(?:\d{4}Z\d{5}\s*)?(?:\(ingezonden [^)]*\)\s*)?(?:(?:Nadere )?Vragen van (?:het lid|de leden)|Antwoord(?:en)? van )",
    re.IGNORECASE,
)
# On pages: a line that is a paragraph by itself.
_ALONE = re.compile(
    rf"^\s*(?:Vra(?:ag|gen)|Antwoord(?:en)?)(?:\s*(?:op|bij)?\s*(?:de\s+)?(?:vra(?:ag|gen))?\s*{_LIST})?\s*[:.]?\s*$"
)
_NOTE_LINE = re.compile(r"^\s*\[?(?:Noot\s+)?(\d{1,2})\]?[.):]?(?:\s+\S|\s*$)")
# How the reader of XML puts a footnote that stands within a line.
_INLINE_NOTE = re.compile(r"\s*\[footnoteRef:(\d+)\]\s*\[\d+:\s?([^\]]*)\]")


def numbers(text: str) -> tuple[int, ...]:
    """The numbers of "2, 3 en 5 t/m 7"."""
    found: list[int] = []
    for match in re.finditer(r"(\d{1,3})(?:\s*(?:t/m|tot en met|[-–])\s*(\d{1,3}))?", text):
        first, last = int(match[1]), int(match[2] or match[1])
        found.extend(range(first, last + 1) if first <= last <= first + 60 else (first, last))
    return tuple(dict.fromkeys(found))


def blocks(paper: Paper) -> tuple[Block, ...]:
    """The blocks of a paper, from its tree if it has one, else from its headings."""
    tree = paper.tree
    if tree is not None:
        found = tuple(_of_tree(paper, tree))
        if any(block.kind == QUESTION for block in found):
            return found
    if not _has_labels(paper):
        return tuple(Block(item.kind, item.numbers, tuple(item.lines)) for item in listed(paper))
    return tuple(_of_lines(paper))


def _of_tree(paper: Paper, tree: Any) -> Iterator[Block]:
    for element in tree.iter():
        name = _name(element)
        if name not in _KINDS or any(_name(above) in _KINDS for above in element.iterancestors()):
            continue
        label = next((one for one in element if _name(one) in ("nr", "nummer")), None)
        said = _text(label) if label is not None else ""
        lines = _shown(paper, element)
        if lines and _LABEL.match(lines[0].text) and _KINDS[name] in (QUESTION, ANSWER):
            lines, said = _without_label(lines, said)
        elif lines and (" ".join(lines[0].text.split()) == said or _NOTICE.match(lines[0].text)):
            lines = lines[1:]
        yield Block(_KINDS[name], numbers(said), tuple(lines))


def _without_label(lines: list[Traced], said: str) -> tuple[list[Traced], str]:
    label = _LABEL.match(lines[0].text)
    assert label is not None
    rest = lines[0][label.start("rest") :].strip()
    return ([rest] if rest else []) + lines[1:], said or (label["list"] or "")


def _shown(paper: Paper, element: Any) -> list[Traced]:
    """The lines on which the reader shows an element; where it did not say, its text at the line of the file."""
    first, last = element.get("line"), element.get("last-line")
    if first and last:
        return [line.strip() for line in paper.lines[int(first) - 1 : int(last)] if line.text.strip()]
    pieces = [one for one in element.iter() if _name(one) in ("al", "p")] or [element]
    found = [(_text(one), one.sourceline) for one in pieces]
    return [Traced(text, (_offset(paper, line or 1),) * len(text)) for text, line in found if text]


def _offset(paper: Paper, line: int) -> int:
    at = paper.lines[min(line, len(paper.lines)) - 1]
    return max(at.begin, 0)


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _name(element: Any) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def is_official(paper: Paper) -> bool:
    """Whether questions stand in tags of their own, under headings with their number or in a numbered list."""
    if paper.tree is not None and any(_name(element) == "vraag" for element in _elements(paper.tree)):
        return True
    return _has_labels(paper) or bool(listed(paper))


def passed_over(paper: Paper) -> bool:
    """Whether there are numbered lists of questions beside headings with numbers: these are not read."""
    return _has_labels(paper) and bool(listed(paper))


def _has_labels(paper: Paper) -> bool:
    """Whether questions stand under headings with their number."""
    found = [_label(line.strip())[0] for line in paper.lines if line.text.strip()[:1] in ("V", "A")]
    kinds = [label[0] for label in found if label is not None and label[1]]
    return kinds.count(QUESTION) >= 2 or {QUESTION, ANSWER} <= set(kinds)


def _elements(tree: Any) -> Iterator[Any]:
    yield from tree.iter()


def _of_lines(paper: Paper) -> Iterator[Block]:
    """A block begins at a heading and ends at the next."""
    kind = OTHER
    found: tuple[int, ...] = ()
    held: list[Traced] = []
    paragraphs, notes = _paragraphs(paper)
    if notes:
        yield Block(NOTE, (), notes)
    for line in paragraphs:
        label, rest = _label(line)
        if label is None:
            held.append(line)
            continue
        if held or kind in (QUESTION, ANSWER):
            yield Block(kind, found, tuple(held))
        (kind, found), held = label, [rest] if rest else []
    yield from _with_notes(Block(kind, found, tuple(held)))


def _paragraphs(paper: Paper) -> tuple[tuple[Traced, ...], tuple[Traced, ...]]:
    """What may be a heading or a paragraph; of pages and of lines that were wrapped to a width, the lines are put together and
    the footnotes at their feet set apart."""
    if not paper.page_breaks and unwrapped(paper) is paper:
        return tuple(line.strip() for line in paper.lines if line.text.strip()), ()
    found = pdf_paragraphs.paragraphs(paper, _ALONE)
    return tuple(each.text for each in found if each.note is None), tuple(
        each.text for each in found if each.note is not None
    )


def _label(line: Traced) -> tuple[tuple[str, tuple[int, ...]] | None, Traced]:
    """What a heading opens, and what stands behind it on the same line."""
    nothing = Traced("", ())
    if _NOTICE.match(line.text):
        return (NOTICE, ()), nothing
    if _OTHER.match(line.text):
        return (OTHER, ()), nothing
    if _SUBJECT.match(line.text):
        return (SUBJECT, ()), line
    label = _LABEL.match(line.text)
    # "Vragen over ..." and "Antwoord op ..." without number are sentences; a bare "Antwoord" is a heading.
    if label is None or (not label["list"] and (label["rest"] and not label["mark"])):
        return None, line
    if label["rest"] and not label["mark"] and not label["rest"][:1].isupper() and label["rest"][:1] not in "«„‘“":
        return None, line
    kind = QUESTION if label["word"].lower().startswith("vra") else ANSWER
    return (kind, numbers(label["list"] or "")), line[label.start("rest") :].strip()


def _with_notes(block: Block) -> Iterator[Block]:
    """The last block without the footnotes that stand below it: lines that are numbered through from 1."""
    for i in range(1, len(block.lines)):
        tail = block.lines[i:]
        given = [match for match in (_NOTE_LINE.match(line.text) for line in tail) if match]
        if (
            given
            and _NOTE_LINE.match(tail[0].text)
            and [int(match[1]) for match in given] == list(range(1, len(given) + 1))
        ):
            yield Block(block.kind, block.numbers, block.lines[:i])
            yield Block(NOTE, (), tail)
            return
    yield block


def plain(line: Traced) -> tuple[Traced, tuple[Traced, ...]]:
    """A line with the number of each footnote instead of the footnote, and the footnotes."""
    notes = tuple(line[match.start(2) : match.end(2)] for match in _INLINE_NOTE.finditer(line.text))
    pieces: list[Traced] = []
    end = 0
    for match in _INLINE_NOTE.finditer(line.text):
        pieces.extend((line[end : match.start()], line[match.start(1) : match.end(1)]))
        end = match.end()
    return Traced.join([*pieces, line[end:]], "") if pieces else line, notes
