"""A paper as a page shows it: a stretch of its lines, as the file gave them beside as they were repaired, with a sentence marked.

Comes in: the texts of a paper and a place. Goes out: a `Stretch`. The promise: what is marked in the raw text is exactly what the
place names; in the repaired text the same characters, found by comparing the two lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate
from typing import Any

from ketenmonitor.register.records import Spot, Texts

LINES = 120  # on a page
BEFORE = 12  # lines that are shown before a sentence, so that it can be understood
MOST_COMPARED = 2000  # letters of a line between its first repair and its last one
MOST_MARKED = 60  # lines of a sentence; of a longer one the first

Piece = tuple[str, bool]  # text, and whether it is marked


@dataclass(frozen=True)
class Line:
    """One line: its number, its page where a page begins with it, the repaired text and the raw one, in pieces."""

    number: int
    repaired: tuple[Piece, ...]
    raw: tuple[Piece, ...]
    begins_page: int | None = None
    is_first_marked: bool = False

    @property
    def is_same(self) -> bool:
        """Whether nothing was repaired, for who reads."""
        return _text(self.raw).split() == _text(self.repaired).split()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to read."""
        return not _text(self.raw).strip() and not _text(self.repaired).strip()


@dataclass(frozen=True)
class Stretch:
    """Some lines of a paper, of how many; `first` and `last` are numbers of lines."""

    lines: tuple[Line, ...]
    first: int
    last: int
    total: int

    @property
    def earlier(self) -> int | None:
        """With which line the stretch before this one begins."""
        return max(1, self.first - LINES) if self.first > 1 else None

    @property
    def later(self) -> int | None:
        """With which line the stretch after this one begins."""
        return self.last + 1 if self.last < self.total else None


def stretch_of(texts: Texts, spot: Spot | None = None, first: int | None = None, lines: int = LINES) -> Stretch:
    """The lines from `first` on, or those around a place."""
    raw, repaired = texts.raw.split("\n"), texts.repaired.split("\n")
    start = first or max(1, (spot.line if spot and spot.line else 1) - BEFORE)
    start = min(start, len(raw))
    last = min(len(raw), start + lines - 1)
    begins = [0, *accumulate(len(line) + 1 for line in raw)]
    pages = _pages(texts.page_breaks, begins)
    marked = _spans(spot, begins, raw)
    made = []
    for at in range(start - 1, last):
        span = marked.get(at)
        mended = repaired[at] if at < len(repaired) else ""
        made.append(
            Line(
                at + 1,
                _of_repaired(raw[at], mended, span),
                _cut(raw[at], span),
                pages.get(at),
                at == min(marked, default=-1),
            )
        )
    return Stretch(tuple(made), start, last, len(raw))


def _spans(spot: Spot | None, begins: Sequence[int], raw: Sequence[str]) -> dict[int, tuple[int, int]]:
    """Of each line with a piece of the place: from where to where."""
    if spot is None or spot.begin is None or spot.end is None or not spot.line:
        return {}
    found = {}
    for at in range(spot.line - 1, min(len(raw), spot.line - 1 + MOST_MARKED)):
        low, high = max(spot.begin - begins[at], 0), min(spot.end - begins[at], len(raw[at]))
        if begins[at] >= spot.end:
            break
        if low < high and raw[at][low:high].strip():
            found[at] = (low, high)
    return found


def _pages(breaks: Iterable[int], begins: Sequence[int]) -> Mapping[int, int]:
    """The lines with which pages begin, of files that have pages."""
    found: dict[int, int] = {}
    at = 0
    for number, offset in enumerate(breaks, start=2):
        while at + 1 < len(begins) and begins[at + 1] <= offset:
            at += 1
        found[at] = number
    return found


def _of_repaired(raw: str, mended: str, span: tuple[int, int] | None) -> tuple[Piece, ...]:
    if span is None:
        return _cut(mended, None)
    if not raw[: span[0]].strip() and not raw[span[1] :].strip():
        return _cut(mended, (0, len(mended)))
    same = _same(raw, mended)
    return _cut(mended, (_carried(span[0], same), _carried(span[1], same)))


def _same(raw: str, mended: str) -> list[tuple[str, int, int, int, int]]:
    """Which pieces of two lines are the same. What differs of a very long line is one piece: to compare that takes minutes."""
    begin = _same_letters(raw, mended)
    end = _same_letters(raw[begin:][::-1], mended[begin:][::-1])
    low, to_low = raw[begin : len(raw) - end], mended[begin : len(mended) - end]
    found = [("equal", 0, begin, 0, begin)]
    if max(len(low), len(to_low)) > MOST_COMPARED:
        found.append(("replace", begin, len(raw) - end, begin, len(mended) - end))
    else:
        codes = SequenceMatcher(None, low, to_low, autojunk=False).get_opcodes()
        found += [(tag, a + begin, b + begin, c + begin, d + begin) for tag, a, b, c, d in codes]
    return [*found, ("equal", len(raw) - end, len(raw), len(mended) - end, len(mended))]


def _same_letters(one: str, other: str) -> int:
    """With how many of the same letters both begin."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _carried(offset: int, same: Sequence[tuple[str, int, int, int, int]]) -> int:
    """Where an offset in the raw line lies in the repaired one."""
    for _, low, high, to_low, to_high in same:
        if offset <= high:
            return min(to_low + max(offset - low, 0), to_high)
    return same[-1][4] if same else 0


def _cut(text: str, span: tuple[int, int] | None) -> tuple[Piece, ...]:
    if span is None:
        return ((text, False),) if text else ()
    low, high = span
    pieces = ((text[:low], False), (text[low:high], True), (text[high:], False))
    return tuple(piece for piece in pieces if piece[0])


def _text(pieces: Iterable[Piece]) -> str:
    return "".join(text for text, _ in pieces)


def repairs_said(repairs: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """What was mended in a paper, most often first."""
    return sorted(repairs, key=lambda one: -int(one.get("times") or 0))
