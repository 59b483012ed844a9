"""A paper of no known kind: paragraphs as they stand, and nothing made of them."""

from __future__ import annotations

from collections.abc import Iterator

from ketenmonitor.register.extraction.passages import Passage, Segments
from ketenmonitor.register.paper import Paper
from ketenmonitor.register.traced import Traced


def segment(paper: Paper) -> Segments:
    """Each run of lines between blank lines is a passage of running text; what the reader knows to be furniture is left out."""
    known: frozenset[int] = getattr(paper, "furniture", frozenset())
    lines = tuple(line for at, line in enumerate(paper.lines, 1) if at not in known)
    return Segments(paper, "unknown", tuple(Passage(text, "body") for text in paragraphs(lines)))


def paragraphs(lines: tuple[Traced, ...]) -> Iterator[Traced]:
    """The lines between blank lines, joined."""
    held: list[Traced] = []
    for line in (*lines, Traced("", ())):
        if line.text.strip():
            held.append(line.strip())
        elif held:
            yield Traced.join(held)
            held = []
