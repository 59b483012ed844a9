"""A letter or annex in whole paragraphs: page furniture out, footnotes at the paragraph that calls them, sentences joined again.

In: the lines of a paper. Out: its paragraphs in reading order. Promise: a sentence that a page break, a letterhead or a footnote
cut in two is one again; the text of a footnote is never in the running text, and never lost.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ketenmonitor.register.paper import Paper
from ketenmonitor.register.traced import Traced

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_MARKS = re.compile(r"\[bookmark:[^\]]*\]|!\[[^\]]*\]\([^)]*\)")
_CALL = re.compile(rf"\s*\[footnoteRef:(?P<number>\d{{1,3}})\]|(?P<raised>[{_RAISED}]+)")
_NOTE_BEGINS = re.compile(r"\s*\[(?P<number>\d{1,3}):\s")
_NOTE_LINE = re.compile(
    rf"^(?P<number>[{_RAISED}]+|\d{{1,3}}(?=\s*(?:Kamerstuk|Handelingen|Aanhangsel|Zie\s|Stb|Stcrt|Tweede|Eerste|TK|EK|Bron|http|www|Brief|Bijlage|In:?\sKamerst)))\s*\S"
)
# With these words open the headings under which a report on motions and commitments speaks of one.
TOPIC = re.compile(r"^(?:(?:gewijzigde\s+|aangehouden\s+)?moties?|toezegging(?:en)?|verzoek(?:en)?)\b", re.IGNORECASE)
_END = re.compile(r"[.?!:;][)\]\"'”’»]*$")
_LONG, _WRAPPED, _BODY, _ROOM = 60, 115, 200, 8
_TIMES_REPEATED = 3


@dataclass(frozen=True)
class Paragraph:
    """A paragraph: its text without footnotes; the footnotes it calls; `cells`: set in tabs or columns of figures."""

    text: Traced
    notes: tuple[Traced, ...] = ()
    cells: bool = False
    heading: bool = False  # set as a heading in the file itself
    footnote: bool = False  # a footnote of which the call was not found


@dataclass
class _Known:
    """What is known of the whole paper: the texts of its footnotes; which of them are called by plain digits; where lines begin
    that the file sets as headings; how wide lines are set (None: a line is a paragraph)."""

    heads: frozenset[int]
    width: int | None
    notes: dict[int, Traced] = field(default_factory=dict)
    plain: set[int] = field(default_factory=set)
    called: set[int] = field(default_factory=set)


def paragraphs(paper: Paper) -> list[Paragraph]:
    """The paragraphs of a letter, and at the end the footnotes that nothing calls."""
    known = _Known(frozenset(paper.lines[at - 1].begin for at in getattr(paper, "headings", ())), _width(paper.lines))
    blocks = list(_blocks(_without_furniture(paper), known))
    furniture = _furniture(blocks) | {_same([paper.lines[at - 1]]) for at in getattr(paper, "furniture", ())}
    whole: list[tuple[Traced, bool]] = []
    broken = False
    for block in blocks:
        text = Traced.join(block)
        note = _NOTE_LINE.match(text.text)
        if note:
            known.notes[_number(note["number"])] = text[note.end("number") :].strip()
            known.plain.update({int(note["number"])} if note["number"].isascii() else ())
        elif _is_cells(block):
            whole.append((Traced.join(block, "\t"), True))
        elif _same(block) not in furniture:
            _put(whole, text, broken)
        broken = bool(note) or _same(block) in furniture
    found = [_without_calls(text, cells, known) for text, cells in whole]
    return found + [
        Paragraph(text, footnote=True) for number, text in known.notes.items() if number not in known.called
    ]


def _width(lines: Sequence[Traced]) -> int | None:
    """The width of lines in characters, where the paper is set in lines and not in whole paragraphs."""
    sizes = sorted(len(line.text) for line in lines if len(line.text) >= 40)
    wrapped = sum(1 for size in sizes if size <= _WRAPPED)
    return sizes[int(0.9 * wrapped)] if wrapped >= 20 and wrapped > 0.9 * len(sizes) else None


def _without_furniture(paper: Paper) -> Sequence[Traced]:
    """The lines, those that the reader knows to belong to the page made blank."""
    known: frozenset[int] = getattr(paper, "furniture", frozenset())
    return [Traced("", ()) if at in known else line for at, line in enumerate(paper.lines, 1)]


def _furniture(blocks: Sequence[list[Traced]]) -> set[str]:
    """What stands on many pages: short and repeated; what stands in the letterhead need only come back once."""
    said = Counter(_same(block) for block in blocks)
    body = next((at for at, block in enumerate(blocks) if len(Traced.join(block)) > _BODY), 0)
    head = {_same(block) for block in blocks[:body]}
    return {
        text
        for text, times in said.items()
        if len(text) <= 120 and (times >= _TIMES_REPEATED or (times > 1 and text in head)) and not _PLANNED.match(text)
    }


def _put(whole: list[tuple[Traced, bool]], text: Traced, broken: bool) -> None:
    """A paragraph, or the rest of the one before, if that was cut."""
    before = whole[-1][0].text if whole and not whole[-1][1] else ""
    cut = bool(before) and not _END.search(_CALL.sub("", before).rstrip())
    small = text.text[:1].islower() and " " in text.text
    if cut and (small or (broken and len(before) > _LONG and _runs_on(before))):
        whole[-1] = (Traced.join((whole[-1][0], text)), False)
    else:
        whole.append((text, False))


def _runs_on(before: str) -> bool:
    """Does the text before end as only the middle of a sentence can: in a small word, after a sentence was begun?"""
    last = before.split()[-1]
    return last[:1].islower() and (". " in before or len(before) > 2 * _LONG)


def _blocks(lines: Sequence[Traced], known: _Known) -> Iterator[list[Traced]]:
    """Lines that belong together: until a blank line, the end of a paragraph, or a heading."""
    held: list[Traced] = []
    for line in _cleaned(lines, known):
        if held and (not line or not _together(held, line, known)):
            yield [held[0].strip(" "), *(piece.strip() for piece in held[1:])]
            held = []
        if line:
            held.append(line)
    if held:
        yield [held[0].strip(" "), *(piece.strip() for piece in held[1:])]


def _together(held: list[Traced], line: Traced, known: _Known) -> bool:
    before = held[-1].text.rstrip()
    if held[0].text[:1] == "\t" or line.text[:1] == "\t":
        return held[0].text[:1] == "\t" and len(line.text) < 50
    if _PLANNED.match(before) or _PLANNED.match(line.text) or _NOTE_LINE.match(line.text):
        return False
    if (held[-1].begin in known.heads) != (line.begin in known.heads):
        return False
    if line.text.strip()[:1].islower():
        return not _END.search(before)
    if known.width and len(before) > 50:
        # A line that had room for the next word ended a paragraph.
        return len(before) + 1 + len(line.text.split()[0]) > known.width - _ROOM and not _listed(before, line.text)
    short = len(before) < 50 and len(line.text) < 50
    wrapped = 55 <= len(before) <= _WRAPPED and len(line.text) <= _WRAPPED and not _END.search(before)
    return (short and not _END.search(before) and len(held) < 8 and _address(before, line.text)) or (
        wrapped and not _listed(before, line.text)
    )


def _address(before: str, line: str) -> bool:
    """Lines of a letterhead or an address: short, none of them a sentence."""
    return (
        len(before.split()) <= 6
        and len(line.split()) <= 6
        and not _END.search(line.rstrip())
        and not TOPIC.match(before)
    )


def _listed(before: str, line: str) -> bool:
    """Two items of a list: both open with the same word, or with a mark."""
    return before.split()[:1] == line.split()[:1] or line.strip().startswith(("-", "•", "–"))


def _cleaned(lines: Sequence[Traced], known: _Known) -> Iterator[Traced]:
    """The lines without marks of the tool and without the texts of footnotes, which are kept apart."""
    for line in lines:
        tab = line.text[:1] == "\t"
        line = line.sub(_MARKS, "")
        while begins := _NOTE_BEGINS.search(line.text):
            end = _closing(line.text, begins.end())
            known.notes[int(begins["number"])] = line[begins.end() : end].strip()
            line = line[: begins.start()] + line[end + 1 :]
        yield line if line.text.strip() and tab else line.strip()


def _closing(text: str, at: int) -> int:
    """The bracket that closes the one before `at`."""
    depth = 1
    for place in range(at, len(text)):
        depth += {"[": 1, "]": -1}.get(text[place], 0)
        if depth == 0:
            return place
    return len(text)


def _without_calls(text: Traced, cells: bool, known: _Known) -> Paragraph:
    calls = _CALL
    if known.plain:
        calls = re.compile(
            rf"{_CALL.pattern}|(?<=[a-zà-ÿ.,;:)”’»])(?P<plain>{'|'.join(map(str, sorted(known.plain, reverse=True)))})(?=\s|$)"
        )
    found = [match.groupdict() for match in calls.finditer(text.text)]
    numbers = [_number(match["number"] or match["raised"] or match["plain"]) for match in found]
    known.called.update(numbers)
    notes = tuple(known.notes[number] for number in numbers if number in known.notes)
    return Paragraph(text.sub(calls, "").strip(), notes, cells, text.begin in known.heads)


def _number(printed: str) -> int:
    return int("".join(str(_RAISED.index(digit)) if digit in _RAISED else digit for digit in printed))


def _same(block: list[Traced]) -> str:
    return " ".join(" ".join(piece.text for piece in block).split()).lower()


def _is_cells(block: list[Traced]) -> bool:
    return block[0].text[:1] == "\t" or (
        len(block) > 1 and sum(1 for piece in block if re.fullmatch(r"[\d.,%€\s-]+", piece.text)) > len(block) / 2
    )


# A heading of a planning: a quarter, half or part of a year, or that it is still to be planned.
_PLANNED = re.compile(
    r"^\W*(?:(?:kwartaal|q)\s*[1-4](?:\s+(?:van\s+)?20\d\d)?|(?:[1-4]e|eerste|tweede|derde|vierde)\s+(?:kwartaal|helft)(?:\s+(?:van\s+)?20\d\d)?"
    r"|(?:begin|medio|eind|voorjaar|zomer|najaar|herfst|winter)\s+20\d\d|20\d\d|(?:januari|februari|maart|april|mei|juni|juli|augustus|"
    r"september|oktober|november|december)\s+20\d\d|planning\s+(?:nog\s+)?(?:nader\s+)?te\s+bepalen|nog\s+te\s+plannen)\W*$",
    re.IGNORECASE,
)


def heads_planning(text: str) -> bool:
    """Is this the heading of a part of a planning?"""
    return bool(_PLANNED.match(text))
