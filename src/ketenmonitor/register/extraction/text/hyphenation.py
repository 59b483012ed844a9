"""Words that were broken at the end of a line, made whole: only where the paper itself shows that its lines break words.

In goes a `Paper`, out comes the same with as many lines: the rest of a broken word moves up to the line on which it began, and
each character still leads back to where it stands. A word that the paper writes with a hyphen elsewhere keeps it ("ICT-" above
"systeem"), and so do all words of a paper whose broken ones are not known to be written in one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ketenmonitor.register.paper import Paper
from ketenmonitor.register.traced import Traced

_BROKEN = re.compile(r"(?<![\w-])(?P<begun>(?:\w+-)*[^\W\d_]*[a-zà-ÿ])[-\u00ad\u2010]\s*$")
_REST = re.compile(r"\s*(?P<rest>[a-zà-ÿ]+)[^\s-]*(?=\s|$)\s*")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ELLIPSIS = frozenset({"en", "of", "als", "dan", "noch"})  # "zorg- en dwang": a hyphen that stands for a word.
_AT_LEAST = 3  # Broken words that the paper writes in one elsewhere: so many show that its lines break words.
_FARTHEST = 12  # Lines at the foot and head of a page, at most.


@dataclass(frozen=True)
class _Break:
    """A line that ends in a broken word, the line with its rest, how much of that line it is, and the word in one and with its hyphen."""

    line: int
    following: int
    length: int
    whole: str
    hyphened: str


def made_whole(paper: Paper) -> Paper:
    """The paper without words that its lines broke."""
    breaks = tuple(_breaks(paper))
    if not breaks:
        return paper
    known = frozenset(word.lower() for line in paper.lines for word in _WORD.findall(line.text))
    apart = [one for one in breaks if one.hyphened in known]
    sure = [one for one in breaks if one.whole in known and one.hyphened not in known]
    if len(sure) < _AT_LEAST or len(sure) <= 2 * len(apart):
        return paper
    lines = list(paper.lines)
    for one in breaks:
        if one.hyphened not in known:
            _mend(lines, one)
    return replace(paper, lines=tuple(lines))


def _breaks(paper: Paper) -> Iterator[_Break]:
    for at, line in enumerate(paper.lines):
        broken = _BROKEN.search(line.text) if at + 1 not in paper.furniture else None
        following = _next(paper, at) if broken else None
        if broken is None or following is None:
            continue
        rest = _REST.match(paper.lines[following].text)
        if rest is not None and rest["rest"] not in _ELLIPSIS:
            begun = broken["begun"].lower()
            yield _Break(at, following, rest.end(), begun + rest["rest"], f"{begun}-{rest['rest']}")


def _next(paper: Paper, at: int) -> int | None:
    """The line below, over what a page put between; none where text of its own comes first, or another cell begins."""
    over_page = False
    for below in range(at + 1, min(len(paper.lines), at + 1 + _FARTHEST)):
        over_page = over_page or below + 1 in paper.furniture
        if paper.lines[below].text.strip() and below + 1 not in paper.furniture:
            is_near = below == at + 1 or over_page
            return below if is_near and _cell(paper, below) == _cell(paper, at) else None
    return None


def _cell(paper: Paper, at: int) -> tuple[int | None, int | None]:
    return (paper.rows[at] if paper.rows else None, paper.columns[at] if paper.columns else None)


def _mend(lines: list[Traced], one: _Break) -> None:
    """The rest of the word moves up, unless it is all of a line in the middle of a paragraph, which would then end there."""
    rest = lines[one.following]
    goes_on = one.following + 1 < len(lines) and bool(lines[one.following + 1].text.strip())
    if one.length == len(rest) and goes_on:
        return
    begun = lines[one.line].strip()
    lines[one.line] = begun[: len(begun) - 1] + rest[: one.length].strip()
    lines[one.following] = rest[one.length :]
