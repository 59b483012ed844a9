"""What a page is made of, as plain values that the template turns into HTML.

Comes in: nothing; the modules of this room make these values. Goes out: `Page`. The promise: everything on the page is
here, as text that is ready to be read.
"""

from __future__ import annotations

from dataclasses import dataclass

from ketenmonitor.charts import Drawn
from ketenmonitor.release.tables import Table


@dataclass(frozen=True)
class Card:
    """A headline figure."""

    label: str
    value: str
    says: str
    is_missing: bool = False
    is_main: bool = False


@dataclass(frozen=True)
class Block:
    """One figure of the chain: words, headline figures, a chart, tables, and where it all comes from."""

    id: str
    title: str
    lead: tuple[str, ...] = ()
    cards: tuple[Card, ...] = ()
    says: tuple[str, ...] = ()
    chart: Drawn | None = None
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True)
class Section:
    """A chapter of the page."""

    id: str
    title: str
    intro: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Page:
    """The whole page."""

    language: str
    title: str
    notice: str | None
    intro: tuple[str, ...]
    known: tuple[str, ...]
    sections: tuple[Section, ...]
    explained: tuple[tuple[str, str], ...]
    foot: tuple[str, ...]

    @property
    def charts(self) -> tuple[Drawn, ...]:
        """Every chart, in the order of the page."""
        return tuple(block.chart for section in self.sections for block in section.blocks if block.chart)
