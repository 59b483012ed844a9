"""A letter or its annex, as PDF: figures of a release to go with a letter, or an answer in sections.

Comes in: a `Letter`. Goes out: bytes. The promise: no addressee and no signature, so it fits every letter; and as for
every document, the same letter gives the same bytes.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import count

from ketenmonitor.release.pdf import table_data, typeset
from ketenmonitor.release.tables import Table
from ketenmonitor.wording import Language


@dataclass(frozen=True)
class Picture:
    """A picture: SVG, the same in words for who cannot see it, and the caption below it."""

    svg: str
    text: str
    caption: str


@dataclass(frozen=True)
class Section:
    """A part with a heading of its own: paragraphs, pictures, then tables. `is_below`: it is part of the section before it.

    `is_warning`: it stands in a box of its own.
    """

    title: str
    texts: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    is_below: bool = False
    pictures: tuple[Picture, ...] = ()
    is_warning: bool = False


@dataclass(frozen=True)
class Letter:
    """An annex: `title`, paragraphs, tables, sections, and below these notes and the source. `chain`: for the head of each page.

    `is_wide`: as a document of Word its pages lie on their side, for tables with many words. `is_numbered`: captions of tables
    have a number, so that a letter can refer to them.
    """

    title: str
    intro: tuple[str, ...]
    tables: tuple[Table, ...]
    notes: tuple[str, ...] = ()
    source: str = ""
    chain: str = ""
    is_wide: bool = False
    sections: tuple[Section, ...] = ()
    is_numbered: bool = True

    @property
    def said_below(self) -> tuple[str, ...]:
        """The notes, and the source when there is one."""
        return (*self.notes, self.source) if self.source else self.notes


def numbered(letter: Letter, language: Language) -> Letter:
    """The same with a number in the captions of its tables, in the order in which they stand."""
    if not letter.is_numbered:
        return letter
    word, numbers = language.say("table_number"), count(1)

    def those(tables: tuple[Table, ...]) -> tuple[Table, ...]:
        return tuple(replace(one, caption=f"{word} {next(numbers)}. {one.caption}") for one in tables)

    tables = those(letter.tables)
    return replace(
        letter, tables=tables, sections=tuple(replace(one, tables=those(one.tables)) for one in letter.sections)
    )


def letter_pdf_of(letter: Letter, language: Language, as_of: date) -> bytes:
    """The annex as a PDF. `as_of`: the day of the release, also the date of the document."""
    shown = numbered(letter, language)
    data = {
        **asdict(letter),
        "header": letter.chain or letter.title,
        "tables": [table_data(table) for table in shown.tables],
        "sections": [{**asdict(one), "tables": [table_data(table) for table in one.tables]} for one in shown.sections],
        "notes": letter.said_below,
        "words": {"notes_head": language.say("notes_head")},
    }
    return typeset("letter.typ", data, language, as_of)
