"""Papers drawn for a test: a text as a paper, and what is found in it."""

from __future__ import annotations

from datetime import date

from ketenmonitor.register.extraction import plain
from ketenmonitor.register.extraction.passages import Segments
from ketenmonitor.register.paper import Dated, Paper
from ketenmonitor.register.reading.text import traced_lines

ON = date(2031, 5, 12)


def drawn(text: str) -> Segments:
    """A paper of no known kind, with this text."""
    return plain.segment(Paper("drawn.txt", "", "txt", text, traced_lines(text), dated=Dated(ON, "drawn", 1.0)))
