"""Lines of a page put together to paragraphs, where a paper was wrapped to a width.

In goes a `Paper`, out comes the same with a paragraph a line; each character still leads back to where it stands. A paper that has
a paragraph a line already comes back as it is. A paragraph ends at a blank line, and, unless blank lines part all paragraphs,
where a line ends a sentence though the next word would have fitted on it. What a page put between (its number, its running
head) is left out, and a sentence that a page cut is made whole.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from ketenmonitor.register.paper import Paper
from ketenmonitor.register.traced import Traced

_ENDS_A_SENTENCE = re.compile(r"[.!?:;][»”’\"'‘)\]]*\s*(?:\d{1,2}(?:\s*,?\s*\d{1,2})*)?\s*(?:\([^()]*\)\.?)?$|\|$")
# A line that ends with one of these is in the middle of a sentence, whatever the next begins with: "na de zomer van / 2027".
_LEFT_OPEN = re.compile(
    r"(?<![\w-])(?:van|in|voor|vóór|tot|per|vanaf|eind|einde|begin|medio|uiterlijk|de|het|een|en|of|op|met|aan|om|te"
    r"|januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)$"
)
_ITEM = re.compile(r"^\s*(?:[•●▪–—*\uf0b7-]\s|\(?[a-z]\)|[a-z]\.\s|\(?\d{1,2}[.)]\s)")
_WIDEST = 160  # No page is wider, in characters.
_WELL = 0.75  # Letters of a page are not all as wide, so a line may look shorter than it was.
_SHORT = 0.6  # A line of this part of the width ended because its paragraph did.
_PARTED = 0.9  # Of the lines that ended so, as many have a blank line below them where blank lines part paragraphs.
_SHARE = 0.05  # Of the lines of a wrapped paper at least so many begin in the middle of a sentence.


def unwrapped(paper: Paper) -> Paper:
    """The paper with a paragraph a line."""
    lines = [_none(line) if number in paper.furniture else line.strip() for number, line in enumerate(paper.lines, 1)]
    full = [line.text for line in lines if line.text]
    running = sum(text[0].islower() and not _ITEM.match(text) for text in full)
    running += sum(_LEFT_OPEN.search(text) is not None and later[0].isdigit() for text, later in pairwise(full))
    if running < _SHARE * len(full):
        return paper
    width = sorted(len(text) for text in full)[int(0.98 * (len(full) - 1))]
    if width > _WIDEST:
        return paper
    return replace(paper, lines=tuple(_paragraphs(lines, width, _cut_by_pages(paper))))


def _none(line: Traced) -> Traced:
    return line[:0]


def _cut_by_pages(paper: Paper) -> frozenset[int]:
    """Lines (from 0) with which the text of a page begins, or goes on below its running head."""
    found, is_new = set(), False
    breaks = {paper.line_of(offset) for offset in paper.page_breaks}
    for number, line in enumerate(paper.lines, 1):
        is_new = is_new or number in breaks or number in paper.furniture
        if is_new and line.text.strip() and number not in paper.furniture:
            found.add(number - 1)
            is_new = False
    return frozenset(found)


def _paragraphs(lines: list[Traced], width: int, cut: frozenset[int]) -> list[Traced]:
    found: list[Traced] = []
    is_parted = _are_parted([line.text for line in lines], width)
    before = last = ""
    for at, line in enumerate(lines):
        if line and at in cut and found and _goes_on(last, line.text, width):
            found[-1] = Traced.join([found[-1], line])
        elif line and (
            not before or _ITEM.match(line.text) or (not is_parted and _was_ended(before, line.text, width))
        ):
            found.append(line)
        elif line:
            found[-1] = Traced.join([found[-1], line])
        before, last = line.text, line.text or last
    return found


def _are_parted(texts: list[str], width: int) -> bool:
    """Whether this paper sets a blank line below each paragraph: where short lines show that one ends, there is one."""
    ends = [
        after for text, after in pairwise(texts) if 0 < len(text) < _SHORT * width and _ENDS_A_SENTENCE.search(text)
    ]
    return bool(ends) and sum(not after for after in ends) >= _PARTED * len(ends)


def _goes_on(before: str, line: str, width: int) -> bool:
    """Whether the page ended, and not the sentence."""
    if _ENDS_A_SENTENCE.search(before) or _ITEM.match(line):
        return False
    return line[0].islower() or len(before) >= _WELL * width


def _was_ended(before: str, line: str, width: int) -> bool:
    """Whether the writer ended the line before: the next word would have fitted on it, well so if it ends no sentence."""
    if _LEFT_OPEN.search(before):
        return False
    with_next = len(before) + 1 + len(line.split()[0])
    if _ENDS_A_SENTENCE.search(before):
        return with_next <= width
    return with_next <= _WELL * width and not line[0].islower()
