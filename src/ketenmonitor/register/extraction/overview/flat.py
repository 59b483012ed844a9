"""Overview tables of which only the lines are left, cell after cell or row after row.

In: a paper. Out: `OverviewRow`s: an item, where it was found, how it stands. Promise: only below the headings of the columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ketenmonitor.register.extraction.overview.cells import LONGEST, OverviewRow, above, joined, plain
from ketenmonitor.register.extraction.overview.words import (
    FOUND_IN,
    HEADS,
    MOTION,
    NUMBER,
    PROMISED,
    STATE,
    WHAT,
    WHERE,
)
from ketenmonitor.register.paper import Paper

_ENDS = re.compile(r"[.!?)]\s*$")


def of_lines(paper: Paper) -> Iterator[OverviewRow]:
    """A table of which only the lines are left, cell after cell or row after row."""
    at = 0
    while at < len(paper.lines):
        after = _head_ends(paper, at)
        if after is None:
            at += 1
            continue
        for held in _entries(paper, after):
            at = max(at, held[-1])
            made = _cut(paper, held)
            if made:
                yield made
        at = max(at + 1, after)


def _head_ends(paper: Paper, at: int) -> int | None:
    """The line after the heading of a table that begins on this line, with its parts on one line or each on its own."""
    said: list[str] = []
    for end in range(at, min(at + 8, len(paper.lines))):
        text = plain(paper.lines[end])
        if not text:
            if end == at:
                return None
            continue
        if len(text) > 80:
            return None
        said.append(text)
        if _heads_all(said):
            return end + 1
    return None


def _heads_all(said: list[str]) -> bool:
    whole = " ".join(said)
    order = "".join(rf"(?:{HEADS[part].pattern})\s*[|/]?\s*" for part in (WHAT, WHERE, STATE))
    return re.fullmatch(rf"(?:nr\.?\s*|nummer\s*)?{order}", whole, re.IGNORECASE) is not None


def _entries(paper: Paper, begin: int) -> Iterator[list[int]]:
    """The lines of each row: it begins where an item does and the row before has said where it was found."""
    held: list[int] = []
    blank = False
    for at in range(begin, len(paper.lines)):
        text = paper.lines[at].text.strip()
        if not text or at + 1 in paper.furniture or _head_ends(paper, at) or re.fullmatch(r"\d{1,3}", text):
            blank = True
            continue
        whole = " ".join(paper.lines[one].text.strip() for one in held)
        said = FOUND_IN.search(whole)
        opens = _opens(text) and (not held or (said is not None and said.end() < len(whole)))
        if opens and held:
            yield held
            held = []
        elif (held and blank and said and len(whole) - said.end() > 1 and _ENDS.search(whole)) or (
            not held and not opens
        ):
            break
        held.append(at)
        blank = False
    if held:
        yield held


def _opens(text: str) -> bool:
    said = text[number.end() :] if (number := NUMBER.match(text)) else text
    promised = PROMISED.match(said)
    # "De minister zal ..." may as well be how the row before stands.
    return bool(MOTION.match(said) or (promised and not promised[0].lower().endswith(("zal", "zullen"))))


def _cut(paper: Paper, held: list[int]) -> OverviewRow | None:
    """A row in its three parts: the place where it was found stands in the middle."""
    whole = joined([paper.lines[at].strip() for at in held])
    found = FOUND_IN.search(whole.text)
    if found is None or len(whole) > LONGEST or found.start() < 10:
        return None
    what, where, state = (
        whole[: found.start()].strip(),
        whole[found.start() : found.end()],
        whole[found.end() :].strip(),
    )
    return OverviewRow(what.strip(" ("), where, state, above(paper, held[0]), tuple(held), 0.7)
