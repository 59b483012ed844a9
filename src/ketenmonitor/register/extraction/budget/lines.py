"""The lines of a table of answers as they come out of a PDF: furniture dropped, asker and minister found, breaks remembered.

In: a paper. Out: its lines in order, each with what stands before it (a blank line, a page break) and, for the right-hand columns
(asker "Veer, A. van der", ministers "MXyZ, SXyZ"), the mark that it belongs there. Promise: no line of running text is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ketenmonitor.register.paper import Paper
from ketenmonitor.register.traced import Traced

_PARTICLES = r"(?:van|von|de|der|den|het|ten|ter|te|in|el|al|la|le|du|op|'t|’t)"
_NAME = r"[A-ZÀ-Þ][\w'’]*(?:\s?[-\u2013]\s?[\w'’]+|\s+[A-ZÀ-Þ][\w'’]+|\s+" + _PARTICLES + r")*"
_INITIALS = r"(?:[A-ZÀ-Þ][a-z]{0,2}\.\s?)+"
# A minister or state secretary by the letters of the office: at least two capitals, no vowels needed: MXyZ, StasXYZ.
_OFFICE = r"(?:[A-Z][A-Za-z&]{0,8}[A-Z&][A-Za-z&]{0,6})"
_OFFICES = rf"(?P<offices>{_OFFICE}(?:\s*(?:[,/&]|en)\s*{_OFFICE})*)"
_PERSON = rf"(?P<asker>{_NAME},\s*{_INITIALS}\s*(?:{_PARTICLES}\b\s*)*)"
_ASKED_BY = re.compile(rf"^{_PERSON}(?:\s*{_OFFICES})?\s*$")
_OFFICES_ONLY = re.compile(rf"^{_OFFICES},?$")
_WORD_BEGINS = re.compile(r"(?<!\S)(?=[A-ZÀ-Þ])")
LABELS = re.compile(
    r"^(?:(?:vraag|antwoord(?:en)?|nr\.?|nummer|kamer-?|lid|kamerlid|fractie|bewinds-?|persoon|bewindspersoon|vraagsteller)\s*)+$",
    re.IGNORECASE,
)
_PAGE_NUMBER = re.compile(r"^(?:(?:pagina|blad|p\.)\s*)?\d{1,4}(?:\s*(?:van|/)\s*\d{1,4})?$", re.IGNORECASE)
_ROW = re.compile(r"^(\d{1,3})[.):]?\s+(?=\S)")
_SOFT = re.compile("[\ufffe\u00ad\u2010\u2011]")  # the hyphens with which tools say that a word was broken
_NARROW = 30  # characters that a line of the right-hand columns has at most
_LONGEST_MARK = 9  # lines that an asker with three names and two ministers takes in a narrow column


@dataclass(frozen=True)
class Line:
    """A line with text. `blank`: a blank line before it; `breaks`: a new page may begin here; `mark`: it names asker or minister;
    `asker` and `offices`: on the first line of a mark, what the whole mark says; `column`: where the reader knows it."""

    text: Traced
    blank: bool
    breaks: bool
    mark: bool = False
    asker: str | None = None
    offices: tuple[str, ...] = ()
    column: int | None = None

    @property
    def said(self) -> str:
        """The text alone."""
        return self.text.text


def table_lines(paper: Paper) -> tuple[Line, ...]:
    """The lines of the paper that say something, in order."""
    return tuple(_marked(_joined_numbers(list(_plain(paper)))))


def row_number(line: Line) -> int | None:
    """The number with which a row of the table opens, if this line opens like one."""
    match = _ROW.match(line.said)
    return int(match[1]) if match else None


def without_number(text: Traced) -> Traced:
    """The text of a row without its number."""
    match = _ROW.match(text.text)
    return text[match.end() :] if match else text


def _plain(paper: Paper) -> Iterator[Line]:
    columns: Sequence[int | None] = getattr(paper, "columns", None) or ()
    furniture: frozenset[int] = getattr(paper, "furniture", frozenset())
    pages = set(paper.page_breaks)
    blank, breaks = True, False
    for at, raw in enumerate(paper.lines):
        text = raw.sub(_SOFT, "-").strip()
        begun = any(offset in pages for offset in raw.at) or "\f" in raw.text or raw.text[:1].isspace()
        if at + 1 in furniture:
            blank, breaks = True, True
        elif not text:
            blank, breaks = True, breaks or "\f" in raw.text
        elif LABELS.match(text.text):
            blank, breaks = True, True
        else:
            yield Line(text, blank, breaks or begun, column=columns[at] if at < len(columns) else None)
            blank, breaks = False, False


def _joined_numbers(lines: list[Line]) -> list[Line]:
    """Lines that hold no more than a number: page numbers, and dropped; or, where rows open so, joined with their question."""
    alone = [at for at, line in enumerate(lines) if _PAGE_NUMBER.match(line.said)]
    openings = sum(1 for line in lines if row_number(line) is not None and without_number(line.text).text[:1].isupper())
    rows = len(alone) > 2 * openings
    kept: list[Line] = []
    held: Line | None = None
    broken = False
    for line in lines:
        if _PAGE_NUMBER.match(line.said):
            held, broken = (line if rows and line.said.isdigit() else None), True
            continue
        if held is not None:
            line = replace(line, text=Traced.join((held.text, line.text)), blank=True)
        elif broken:
            line = replace(line, blank=True, breaks=True)
        held, broken = None, False
        kept.append(line)
    return kept


def _marked(lines: list[Line]) -> Iterator[Line]:
    """The lines, those of the right-hand columns marked; a line on which an answer ends and a mark begins is made two."""
    known = _names_seen_whole(lines)
    at = 0
    while at < len(lines):
        begin, count = _mark(lines, at, known)
        if not count:
            yield lines[at]
            at += 1
            continue
        first = lines[at]
        if begin:
            yield replace(first, text=first.text[:begin].strip())
        pieces = [replace(first, text=first.text[begin:], blank=first.blank and not begin), *lines[at + 1 : at + count]]
        asker, offices = read_mark(pieces)
        yield replace(pieces[0], mark=True, asker=asker, offices=offices)
        yield from (replace(piece, mark=True) for piece in pieces[1:])
        at += count


def _names_seen_whole(lines: list[Line]) -> frozenset[str]:
    """The names with which a cell of its own begins: a longer "name" that ends in one of them has words of the answer in it."""
    found = set()
    for at, line in enumerate(lines):
        count = _longest(lines, at, 0) if line.blank else 0
        if count:
            match = _ASKED_BY.match(_together([piece.said for piece in lines[at : at + count]]))
            found.add(match["asker"].split(",")[0] if match else "")
    return frozenset(found - {""})


def _mark(lines: list[Line], at: int, known: frozenset[str]) -> tuple[int, int]:
    """Where in line `at` a mark begins, and how many lines it takes (0: none begins here)."""
    said = lines[at].said
    begins = [match.start() for match in _WORD_BEGINS.finditer(said)] if "," in said else [0]
    found = [(begin, count) for begin in begins if (count := _longest(lines, at, begin))]
    if found:
        whole = [(begin, count) for begin, count in found if said[begin:].split(",")[0].strip() in known]
        begin, count = whole[-1] if whole else found[0] if found[0][0] == 0 and lines[at].blank else found[-1]
        return begin, _with_offices(lines, at, count)
    return (0, 1) if _OFFICES_ONLY.match(said) and at and _stands_alone(lines, at) else (0, 0)


def _longest(lines: list[Line], at: int, begin: int) -> int:
    """How many lines an asker (with ministers) takes that begins at `begin` in line `at`; 0 if none does."""
    best = 0
    for count in range(1, min(_LONGEST_MARK, len(lines) - at) + 1):
        if count > 1 and (lines[at + count - 1].breaks or len(lines[at + count - 1].said) > _NARROW):
            break
        if _ASKED_BY.match(_together([lines[at].said[begin:], *(line.said for line in lines[at + 1 : at + count])])):
            best = count
    return best


def _with_offices(lines: list[Line], at: int, count: int) -> int:
    """A mark with the lines of offices after it, if its own line broke before them."""
    while at + count < len(lines) and not lines[at + count].breaks and _OFFICES_ONLY.match(lines[at + count].said):
        count += 1
    return count


def _stands_alone(lines: list[Line], at: int) -> bool:
    return (
        lines[at].blank
        and not lines[at].breaks
        and (at + 1 == len(lines) or lines[at + 1].blank or lines[at + 1].breaks)
    )


def read_mark(pieces: list[Line]) -> tuple[str | None, tuple[str, ...]]:
    """Asker and offices in the lines of a mark; nothing where they are none."""
    together = _together([piece.said for piece in pieces])
    match = _ASKED_BY.match(together) or _OFFICES_ONLY.match(together)
    if match is None:
        return None, ()
    asker = match.groupdict().get("asker")
    offices = tuple(part for part in re.split(r"\s*(?:[,/&]|\ben\b)\s*", match["offices"] or "") if part)
    return (" ".join(asker.split()) if asker else None), offices


def _together(pieces: list[str]) -> str:
    """The lines of a narrow column as one: a hyphen at the end of a line stays, without a space after it."""
    text = ""
    for piece in pieces:
        text += piece.strip() if not text or text.endswith("-") else " " + piece.strip()
    return re.sub(r",\s*$", "", text)
