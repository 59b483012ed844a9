"""The annex of a letter: figures of a release to go with a letter to whom it may concern, as PDF.

Comes in: a `Letter`. Goes out: bytes. The promise: no addressee and no signature, so it fits every letter; and as for
every document, the same letter gives the same bytes.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date

from ketenmonitor.release.pdf import table_data, typeset
from ketenmonitor.release.tables import Table
from ketenmonitor.wording import Language


@dataclass(frozen=True)
class Letter:
    """An annex: `title`, paragraphs, tables, and below these notes and the source. `chain`: for the head of each page.

    `is_wide`: as a document of Word its pages lie on their side, for tables with many words.
    """

    title: str
    intro: tuple[str, ...]
    tables: tuple[Table, ...]
    notes: tuple[str, ...] = ()
    source: str = ""
    chain: str = ""
    is_wide: bool = False

    @property
    def said_below(self) -> tuple[str, ...]:
        """The notes, and the source when there is one."""
        return (*self.notes, self.source) if self.source else self.notes


def numbered(letter: Letter, language: Language) -> tuple[Table, ...]:
    """Its tables with a number in their captions, so that the letter can refer to them."""
    word = language.say("table_number")
    return tuple(replace(one, caption=f"{word} {n}. {one.caption}") for n, one in enumerate(letter.tables, start=1))


def letter_pdf_of(letter: Letter, language: Language, as_of: date) -> bytes:
    """The annex as a PDF. `as_of`: the day of the release, also the date of the document."""
    data = {
        **asdict(letter),
        "header": letter.chain or letter.title,
        "tables": [table_data(table) for table in numbered(letter, language)],
        "notes": letter.said_below,
        "words": {"notes_head": language.say("notes_head")},
    }
    return typeset("letter.typ", data, language, as_of)
