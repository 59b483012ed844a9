"""The paragraphs of a paper that came out of a PDF: page numbers and footnotes taken out, what they split put together.

In go the lines of a paper; out come paragraphs in reading order, and footnotes with their number. Footnotes are known by their
numbers, which follow each other, and by where they stand: after a blank line, at the foot of a page. A page begins at a page
break of the file or, where that was lost, with a line that is indented by one space. Nothing is thrown away but page numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ketenmonitor.register.paper import Paper
from ketenmonitor.register.traced import Traced

_PAGE_NUMBER = re.compile(r"^\s*(?:-\s*)?(?:[Pp]agina\s+)?\d{1,3}(?:\s*(?:/|van)\s*\d{1,3})?(?:\s*-)?\s*$")
_NOTE = re.compile(r"^\s?(\d{1,3})\s+(?=\S)")
_ENDS = re.compile(r"[.!?][»”’\"'‘)\]]*\s*(?:\d{1,3})?\s*$|[:;]\s*$|[”’»]\s*(?:\d{1,3})?\s*$")
_BROKEN, _REST = re.compile(r"(\w+)-$"), re.compile(r"[^\W\d]+")
_WORDS = re.compile(r"[^\W\d]+(?:-[^\W\d]+)*")
_BULLET = re.compile(r"^\s*[•●▪◦\uf0b7\uf0a7-]\s")
_LISTED = re.compile(r"^\s*\d{1,2}[.)]\s+(?=[A-ZÀ-Þ«„‘“])")
# Footnotes may be missing, but not many after each other.
_FARTHEST = 3


@dataclass(frozen=True)
class Paragraph:
    """A paragraph: its text, the number of lines it stood on, and, for a footnote, its number."""

    text: Traced
    lines: int
    note: int | None = None


def paragraphs(paper: Paper, alone: re.Pattern[str]) -> tuple[Paragraph, ...]:
    """The paragraphs of a paper. `alone`: a line that matches is a paragraph by itself (a heading that lost its blank line)."""
    found: list[Paragraph] = []
    known = frozenset(word.lower() for word in _WORDS.findall("\n".join(line.text for line in paper.lines)))
    for each in _blocks(paper, alone, known):
        last = next((k for k in range(len(found) - 1, -1, -1) if found[k].note is None), None)
        if each.note is None and last is not None and _goes_on(found[last], each, alone, last < len(found) - 1):
            joined = _joined([found[last].text, each.text], known)
            found[last] = Paragraph(joined, found[last].lines + each.lines)
        else:
            found.append(each)
    return tuple(found)


def _joined(lines: list[Traced], known: frozenset[str]) -> Traced:
    """The lines of a paragraph; a word that was broken is made whole, and loses its hyphen only if the paper writes it so."""
    text = lines[0]
    done: list[
        Traced
    ] = []  # What no line to come can change, put aside: copied anew with each line, a long paragraph takes hours.
    for line in lines[1:]:
        broken = _BROKEN.search(text.text)
        rest = _REST.match(line.text)
        if broken is None or rest is None or rest[0] in ("en", "of", "en/of"):
            if text:
                done.append(text)
            text = line
        elif (broken[1] + rest[0]).lower() in known and f"{broken[1]}-{rest[0]}".lower() not in known:
            text = text[: len(text) - 1] + line
        else:
            text = text + line
    return Traced.join([*done, text])


def _goes_on(before: Paragraph, after: Paragraph, alone: re.Pattern[str], notes_between: bool) -> bool:
    """Whether a page, not the writer, ended the paragraph before."""
    if alone.search(before.text.text) or alone.search(after.text.text) or _BULLET.match(after.text.text):
        return False
    if _ENDS.search(before.text.text):
        return False
    if after.text.text[:1].islower() or after.text.text[:1] in "(":
        return True
    return notes_between and before.lines > 1


def _blocks(paper: Paper, alone: re.Pattern[str], known: frozenset[str]) -> Iterator[Paragraph]:
    """Runs of lines as they stand, footnotes apart."""
    held: list[Traced] = []
    number: int | None = None
    last, blank_before = 0, True
    furniture = paper.furniture  # Lines that a reader of pages knows to be no text.
    for i, line in enumerate(paper.lines):
        begins_page = number is not None and _begins_page(paper, i)
        note = _NOTE.match(line.text) if blank_before or number is not None else None
        starts_note = (
            note is not None and last < int(note[1]) <= last + _FARTHEST and _is_called(paper, i, int(note[1]))
        )
        single = bool(alone.search(line.text.strip()))
        if held and (starts_note or begins_page or single or _ends_before(held, line, number)):
            yield Paragraph(_joined(held, known), len(held), number)
            held, number = [], None
        blank_before = not line.text.strip() or i + 1 in furniture or _is_page_number(paper, i)
        if blank_before:
            continue
        if starts_note and note is not None:
            number = last = int(note[1])
        held.append(line.strip())
        if single:
            yield Paragraph(held[0], 1, None)
            held, number = [], None
    if held:
        yield Paragraph(_joined(held, known), len(held), number)


def _ends_before(held: list[Traced], line: Traced, note: int | None) -> bool:
    """Whether what is held ends above this line: it is blank, or the next item of a numbered list."""
    item = note is None and _LISTED.match(line.text) and _ENDS.search(held[-1].text)
    return not line.text.strip() or bool(item)


def _begins_page(paper: Paper, i: int) -> bool:
    """After footnotes a page begins at a break of the file or with a line indented by a space: that is no footnote any more."""
    text = paper.lines[i].text
    begin = paper.lines[i].begin
    broken = any(begin - 2 <= offset <= begin for offset in paper.page_breaks) if begin >= 0 else False
    return broken or (text.startswith((" ", "\f")) and not text.startswith("   "))


def _is_page_number(paper: Paper, i: int) -> bool:
    """A number alone on its line, with nothing beside it."""
    if not _PAGE_NUMBER.match(paper.lines[i].text):
        return False
    around = [paper.lines[k].text.strip() for k in (i - 1, i + 1) if 0 <= k < len(paper.lines)]
    return not all(around)


def _is_called(paper: Paper, i: int, number: int) -> bool:
    """Whether the text above calls a footnote of this number: the number right after a word or a mark."""
    call = re.compile(rf"(?:[^\W\d_]|[.,;:?!»”’)\]\"']|\d{{4}}|\s){number}(?!\d)(?:[\s.,;:?!)]|-\w|$)")
    return any(call.search(line.text) for line in paper.lines[max(0, i - 90) : i])


def calls(text: str, notes: dict[int, Traced]) -> tuple[Traced, ...]:
    """The footnotes that a paragraph calls."""
    found = re.finditer(r"(?:[^\W\d_]|[.,;:?!»”’)\]\"']|\d{4})(\d{1,3})(?!\d)(?=[\s.,;:?!)-]|$)", text)
    return tuple(notes[int(match[1])] for match in found if int(match[1]) in notes)
