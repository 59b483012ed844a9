"""What all sheets of a workbook have in common.

Comes in: an open sheet, or what writing to it gave. Goes out: nothing. The promise: what does not fit on a sheet is an
error, and on paper every sheet is as wide as the page.
"""

from __future__ import annotations

from typing import Any

LINE_HEIGHT = 15  # points
A4 = 9  # the number that the file format has for it


def done(status: Any) -> None:
    """The library says with a number that it left something out; nothing may be left out."""
    if status not in (0, None):
        raise ValueError(f"a sheet does not hold all that was written to it: status {status}")


def on_paper(sheet: Any) -> None:
    """One page wide, as many high as it takes."""
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)


def height(text: str, width: int) -> float:
    """Of a row, so that a text shows whole in a column of so many characters: not every program finds that out itself."""
    return LINE_HEIGHT * max(1, -(-len(text) // width))
