"""Every parliamentary paper that a paper refers to, each with its place.

In: `Segments`. Out: `Reference`s in the order of the source, from the text and from the footnotes.
"""

from __future__ import annotations

from ketenmonitor.register.extraction.passages import Segments
from ketenmonitor.register.extraction.text.cited import cited
from ketenmonitor.register.extraction.text.cleared import cleared
from ketenmonitor.register.items import Reference


def references(segments: Segments) -> tuple[Reference, ...]:
    """The references of a paper."""
    paper = cleared(segments)
    texts = [paragraph.text for paragraph in paper.paragraphs] + [note for _, note in paper.notes]
    found = [one.reference for text in texts for one in cited(text, paper.paper)]
    return tuple(sorted(found, key=lambda one: one.place.begin if one.place else -1))
