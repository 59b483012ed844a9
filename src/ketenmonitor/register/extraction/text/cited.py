"""Every parliamentary paper that a text cites, with where in that text, so that what stands before and after it can be read.

In: a `Traced` text. Out: `Cited` in order, each reference with its place in the paper.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ketenmonitor.register.grammar import references
from ketenmonitor.register.items import Reference
from ketenmonitor.register.paper import Paper
from ketenmonitor.register.traced import Traced


@dataclass(frozen=True)
class Cited:
    """A reference, and from where to where in the text it stands."""

    begin: int
    end: int
    reference: Reference


def cited(text: Traced, paper: Paper | None = None) -> tuple[Cited, ...]:
    """What `text` cites, in order."""
    found = []
    for reference, piece in references(text):
        begin = text.at.index(piece.at[0])
        placed = replace(reference, place=paper.place(piece)) if paper else reference
        found.append(Cited(begin, begin + len(piece), placed))
    return tuple(found)
