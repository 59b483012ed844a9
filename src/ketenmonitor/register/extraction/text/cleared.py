"""A paper as it is read aloud: its paragraphs without footnotes and bookmarks, and the footnotes apart, each still traced.

In: a `Segments`. Out: a `Cleared`: paragraphs in the order of the source, each with the places where a footnote is called and
with who speaks; the footnotes by number. Nothing is lost: lines that no passage holds are paragraphs of their own.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from ketenmonitor.register.extraction.passages import Segments
from ketenmonitor.register.extraction.text.capitals import in_ordinary_letters
from ketenmonitor.register.extraction.text.sentences import sentences
from ketenmonitor.register.paper import Paper
from ketenmonitor.register.traced import Traced

BOOKMARK = re.compile(r"\[bookmark: [^\]]*\]")
CALL = re.compile(r"\s?\[footnoteRef:\s?(\d+)\]")
DEFINITION = re.compile(r"(?<!\s)\s*\[(\d{1,3}):\s")
SUPERSCRIPT = re.compile(r"[⁰¹²³⁴-⁹]+")
ORDINARY = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
# A number glued to the end of a word or a full stop is the call of a footnote; "nr.12", "Q2" and "3.500" are not.
GLUED = re.compile(
    r"(?<=[a-zà-ÿ)»”’'][a-zà-ÿ.,)»”’'?])(?<!nr\.)(?<!nrs\.)(?<!art\.)(?<!blz\.)(\d{1,2})(?=[\s.,;:)?!]|$)"
)
# A footnote at the foot of a page: a line that begins with its number and then names a source.
FOOT = re.compile(
    r"\s?(\d{1,3}|[⁰¹²³⁴-⁹]+)\s*(?=(?:Zie |In:? |Kamerst|TK |Tweede Kamer|Eerste Kamer|Handeling|Aanhangsel|Bijlage|http|Stcrt|Staats))"
)
SUPERSCRIPT_FOOT = re.compile(r"\s?([⁰¹²³⁴-⁹]+)\s+(?=\S)")
ENDS = (".", "?", "!", ":", ";", "”", "»", "|")
LONG = 150
ITEM_OPENS = re.compile(r"(?:motie|toezegging)(?:en|s)?\b", re.IGNORECASE)
WELL = 0.75  # letters are not all as wide, so a full line may look shorter than it was
# Where text stands in columns, or under labels ("Vraag 2") that belong to no sentence, only the segmentation knows what belongs
# together; elsewhere the lines do, footnotes and all.
SEGMENTED = ("budget_answers", "official_questions")

Role = Callable[
    [Traced], tuple[str, int | None]
]  # who speaks in a piece of text: the role and the question of its passage


@dataclass(frozen=True)
class Paragraph:
    """Running text. `calls`: (position in the text, number of the footnote called there); `role` and `question` as of a
    passage ("body" where the segmentation says nothing)."""

    text: Traced
    calls: tuple[tuple[int, int], ...]
    role: str = "body"
    question: int | None = None

    @cached_property
    def sentences(self) -> tuple[Traced, ...]:
        """Its sentences: looked at once for every motion that it names."""
        return sentences(self.text)

    @property
    def words(self) -> str:
        """The text alone."""
        return self.text.text


@dataclass(frozen=True)
class Cleared:
    """Paragraphs in reading order, and the footnotes: (number, text), in the order of the source."""

    paper: Paper
    paragraphs: tuple[Paragraph, ...]
    notes: tuple[tuple[int, Traced], ...]

    def note(self, number: int, near: int) -> Traced | None:
        """The footnote of that number that stands nearest after offset `near` of the source, else nearest before it."""
        held = [text for told, text in self.notes if told == number]
        after = [text for text in held if text.begin >= near]
        return after[0] if after else held[-1] if held else None


def cleared(segments: Segments) -> Cleared:
    """The paper, cleared."""
    notes: list[tuple[int, Traced]] = []
    lines = [_without_definitions(line, notes) for line in segments.paper.lines]
    whole = [_without_foot(line, notes) for line in lines]
    if segments.kind in SEGMENTED:
        spoken = [one for one in segments.passages if one.text and one.role != "footnote"]
        paragraphs = [_paragraph(one.text, one.role, one.question) for one in spoken]
    else:
        role = _roles(segments)
        paragraphs = [_paragraph(text, *role(text)) for text in _joined(whole, role)]
    return Cleared(segments.paper, tuple(paragraphs), tuple(sorted(notes, key=lambda note: note[1].begin)))


def _paragraph(text: Traced, role: str, question: int | None) -> Paragraph:
    calls: list[tuple[int, int]] = []
    pieces, end, at = [], 0, 0
    for match in re.finditer(f"{CALL.pattern}|{SUPERSCRIPT.pattern}", text.text):
        pieces.append(text[end : match.start()])
        at += match.start() - end
        calls.append((at, int(match[1] or match[0].translate(ORDINARY))))
        end = match.end()
    whole = Traced.join([*pieces, text[end:]], "")
    whole = Traced(in_ordinary_letters(whole.text), whole.at)
    calls.extend((match.start(), int(match[1])) for match in GLUED.finditer(whole.text))
    return Paragraph(whole, tuple(sorted(calls)), role, question)


def _without_definitions(line: Traced, notes: list[tuple[int, Traced]]) -> Traced:
    """A line without the footnotes that word processors leave in it as "[12: text]", and without bookmarks."""
    line = line.sub(BOOKMARK, "")
    pieces, end = [], 0
    for match in DEFINITION.finditer(line.text):
        if match.start() < end:
            continue
        close = _closing(line.text, line.text.index("[", match.start()))
        notes.append((int(match[1]), line[match.end() : close - 1].strip()))
        pieces.append(line[end : match.start()])
        end = close
    return Traced.join([*pieces, line[end:]], "") if pieces else line


def _closing(text: str, begin: int) -> int:
    """The end of the bracket that opens at `begin`; the end of the text where it never closes."""
    depth = 0
    for at in range(begin, len(text)):
        depth += {"[": 1, "]": -1}.get(text[at], 0)
        if depth == 0:
            return at + 1
    return len(text) + 1


def _without_foot(line: Traced, notes: list[tuple[int, Traced]]) -> Traced:
    """Nothing where the line is a footnote at the foot of a page."""
    match = FOOT.match(line.text) or SUPERSCRIPT_FOOT.match(line.text)
    if not match:
        return line
    notes.append((int(match[1].translate(ORDINARY)), line[match.end() :].strip()))
    return Traced("", ())


def _joined(lines: list[Traced], role: Role) -> Iterator[Traced]:
    """Paragraphs: where lines are long each is one, else what stands between blank lines; a sentence that was broken off goes
    on in the next. Where another begins to speak, a paragraph ends."""
    filled = [line for line in lines if line.text.strip()]
    long_lines = sum(len(line) > LONG for line in filled) > len(filled) / 4
    widest = min(LONG, max((len(line) for line in filled), default=0))
    held: list[Traced] = []
    blank = False
    for line in (*lines, Traced("", ())):
        text = line.strip()
        if not text:
            blank = True
            continue
        broken_off = bool(held) and not held[-1].text.endswith(ENDS)
        goes_on = broken_off and (text.text[0].islower() or (not blank and (not long_lines or len(held[-1]) > 60)))
        apart = len(held) == 1 and _heads_item(held[0].text, text.text, widest)
        apart = apart or bool(held and _another_speaks(role(held[-1]), role(text)))
        if held and (apart or not (goes_on or (not long_lines and not blank))):
            yield Traced.join(held)
            held = []
        held.append(text)
        blank = False
    if held:
        yield Traced.join(held)


def _another_speaks(before: tuple[str, int | None], now: tuple[str, int | None]) -> bool:
    """Whether a question gives way to its answer, or an answer to the next question."""
    return before != now and {before[0], now[0]} <= {"question", "answer"}


def _heads_item(line: str, after: str, widest: int) -> bool:
    """Whether a line is a heading by itself: it opens with a motion or a commitment, ends no sentence, and the writer ended it
    where the next word would have fitted."""
    opens = ITEM_OPENS.match(line) and not line.endswith((",", "-")) and not after[:1].islower()
    return bool(opens) and len(line) + 1 + len(after.split()[0]) <= WELL * widest


def _roles(segments: Segments) -> Role:
    """Who speaks in a piece of text: role and question of the passage in which its middle stands."""
    known = sorted((one for one in segments.passages if one.text), key=lambda one: one.text.begin)
    known = [] if segments.kind == "unknown" else known
    begins = [one.text.begin for one in known]

    def role(piece: Traced) -> tuple[str, int | None]:
        offset = piece.at[len(piece) // 2]
        at = bisect_right(begins, offset) - 1
        if at < 0 or known[at].text.end <= offset:
            return "body", None
        return known[at].role, known[at].question

    return role
