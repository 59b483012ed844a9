"""The words of the page: those of charts, and its own.

Comes in: the code of a language. Goes out: a `Language`. The promise: both rooms say numbers, dates and reasons alike.
"""

from __future__ import annotations

from ketenmonitor import wording
from ketenmonitor.wording import Language


def page_language(code: str) -> Language:
    """The language of the page. Raises UsageError for one that it does not speak."""
    return wording.language_of(code, "ketenmonitor.release")
