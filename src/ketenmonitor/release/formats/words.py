"""The words of data files: those of charts, and their own.

Comes in: the code of a language. Goes out: a `Language`, or a text in both. The promise: a state and the rows of totals
have a word in each language, and no two states have the same.
"""

from __future__ import annotations

from ketenmonitor import wording
from ketenmonitor.definition import Title
from ketenmonitor.release.dataset import TOTAL, UNKNOWN, Dataset, State
from ketenmonitor.wording import Language

METHODS = ("cell-key", "rounding", "suppression")
SPECIAL = {TOTAL: "all_together", UNKNOWN: "not_known"}


def language(code: str) -> Language:
    """The language of a workbook. Raises UsageError for one that it does not speak."""
    return wording.language_of(code, "ketenmonitor.release.formats")


def in_both(name: str) -> Title:
    """A text of the word table in both languages."""
    return Title(language("nl").say(name), language("en").say(name))


def meaning(state: State) -> Title:
    """What a state says, in a sentence."""
    return in_both(f"why_{state}")


def method(code: str) -> Title:
    """How a table was protected, in sentences; a method without words of its own is named."""
    return in_both(f"method_{code}") if code in METHODS else Title(code, code)


def notes_of(dataset: Dataset) -> tuple[Title, ...]:
    """What to know of a table: its notes, and how it was protected."""
    return (*dataset.notes, method(dataset.method)) if dataset.method else dataset.notes
