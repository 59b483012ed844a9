"""The notes below a figure: each code that its records carry, in a sentence.

Comes in: protected records and the tables made of them. Goes out: sentences. The promise: a reason that stands in a
table is explained below it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ketenmonitor.disclosure import SUPPRESSED
from ketenmonitor.release.shelf import Shelf
from ketenmonitor.release.tables import Record, Table
from ketenmonitor.wording import Language

REASONS = ("not-reached", "not-yet-known", SUPPRESSED)
ABOUT_ALL = ("attribute-unknown", "selected-on-later-information")


def notes_of(shelf: Shelf, records: Sequence[Record], tables: Iterable[Table], language: Language) -> tuple[str, ...]:
    """One sentence per reason that stands in a table, per code that is about the figure as a whole, and per partner that
    is behind."""
    codes = {code for record in records for code in record["notes"]}
    shown = {cell.text for table in tables for row in table.rows for cell in row.cells if cell.is_missing}
    found = [code for code in REASONS if language.say(code) in shown]
    said = [language.say(f"note_{code}") for code in (*found, *(code for code in ABOUT_ALL if code in codes))]
    return (*said, *shelf.speaker(language).behind(records))
