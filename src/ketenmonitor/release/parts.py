"""What a page is made of, as plain values that the template turns into HTML.

Comes in: nothing; the modules of this room make these values. Goes out: `Page`. The promise: everything on the page is
here, as text that is ready to be read.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from ketenmonitor.release.tables import Table


@dataclass(frozen=True)
class Picture:
    """One chart, drawn for a wide and for a narrow screen, with what it shows below it."""

    wide: Markup
    narrow: Markup
    caption: str


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

    `instead` says why there is no chart.
    """

    id: str
    title: str
    lead: tuple[str, ...] = ()
    cards: tuple[Card, ...] = ()
    says: tuple[str, ...] = ()
    picture: Picture | None = None
    instead: str = ""
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
