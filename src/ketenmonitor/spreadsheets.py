"""What a spreadsheet would compute: texts that begin like a formula, in files that people open with one.

Comes in: a text. Goes out: whether it is one, or the same text written so that it is none. The promise: no part of a written text
begins a formula, whatever a spreadsheet takes for the separator of cells; and it can be read back as it was.

What goes out to everybody and what names a person is never changed: who writes that refuses `LIKE_A_FORMULA`.
"""

from __future__ import annotations

import re

SEPARATORS = ",;|\t\r\n"  # in one country or another
SIGNS = "=+@＝＋－＠-"
_IN_A_CELL = re.compile(rf"(^|[{SEPARATORS}])(?=[ ']*[{SIGNS}])")
_WRITTEN = re.compile(rf"(^|[{SEPARATORS}])'(?=[ ']*[{SIGNS}])")
# Begins like a formula. A minus or plus is harmless before a number or words: "-18", "+ overige".
LIKE_A_FORMULA = re.compile(r"[=@＝＠]|[-+－＋].*[(|!=]")


def guarded(text: str) -> str:
    """The text with an apostrophe wherever a cell could begin with a formula."""
    return _IN_A_CELL.sub(r"\1'", text)


def unguarded(text: str) -> str:
    """What was written by `guarded`."""
    return _WRITTEN.sub(r"\1", text)


def holds_a_formula(text: str) -> bool:
    """Whether a spreadsheet would compute it, or a part of it after what it takes for a separator."""
    return any(LIKE_A_FORMULA.match(part.lstrip(" ")) for part in re.split(f"[{SEPARATORS}]", text))
