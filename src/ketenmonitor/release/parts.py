"""What a page is made of, as plain values that the template turns into HTML.

Comes in: nothing; the modules of this room make these values. Goes out: `Page`. The promise: everything on the page is
here, as text that is ready to be read.
"""

from __future__ import annotations

from dataclasses import dataclass

from ketenmonitor.charts import Drawn
from ketenmonitor.release.tables import Cell, Table


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
    """One figure of the chain: words, headline figures, a chart, tables, and where it all comes from.

    `figure`: its name in the definition, "" for a block about all of a kind. `counted`: what counts and what does not.
    """

    id: str
    title: str
    figure: str = ""
    lead: tuple[str, ...] = ()
    cards: tuple[Card, ...] = ()
    says: tuple[str, ...] = ()
    chart: Drawn | None = None
    tables: tuple[Table, ...] = ()
    counted: tuple[str, ...] = ()
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
class Link:
    """A way to another file of the release; `language`: the code of the language there, "" when it is the same."""

    address: str
    text: str
    language: str = ""


@dataclass(frozen=True)
class Download:
    """A file of the release that readers can take along: where it is, what is in it, its format and its size."""

    address: str
    title: str
    kind: str
    size: str


@dataclass(frozen=True)
class Change:
    """One figure that differs from the last release, and why."""

    figure: str
    period: str
    old: Cell
    new: Cell
    cause: str


@dataclass(frozen=True)
class Changes:
    """What changed since the last release; `intro` also says when nothing did."""

    intro: tuple[str, ...]
    rows: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Page:
    """The whole page. What has a default is of a release: a page that stands alone goes without it.

    `warnings`: which deliveries are incomplete. `others`: this page in other languages. `protection`: how numbers are
    protected. `definitions`: where it says exactly what is counted.
    """

    language: str
    title: str
    notice: str | None
    intro: tuple[str, ...]
    known: tuple[str, ...]
    sections: tuple[Section, ...]
    explained: tuple[tuple[str, str], ...]
    foot: tuple[str, ...]
    chain: str = ""
    warnings: tuple[str, ...] = ()
    others: tuple[Link, ...] = ()
    changes: Changes | None = None
    protection: tuple[str, ...] = ()
    definitions: tuple[Link, ...] = ()
    downloads: tuple[Download, ...] = ()

    @property
    def charts(self) -> tuple[Drawn, ...]:
        """Every chart, in the order of the page."""
        return tuple(block.chart for section in self.sections for block in section.blocks if block.chart)
