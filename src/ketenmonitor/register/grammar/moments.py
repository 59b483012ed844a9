"""When something happens or is due, as the text says it: the grammar of moments.

In: a text and the date of the paper. Out: every moment in it as an interval, with the piece of text that says it. Promise:
never an invented date: a moment without days keeps its words and has none, what was taken for granted stands in
`assumptions`, and earliest is never after latest.
"""

from __future__ import annotations

from datetime import date

from ketenmonitor.register.grammar.readings import readings
from ketenmonitor.register.items import Moment
from ketenmonitor.register.traced import Traced


def moments(text: Traced, on: date | None) -> list[tuple[Moment, Traced]]:
    """Every moment in the text, in order; `on`: the date of the paper, on which moments without a year are read."""
    return [(one.moment, text[one.begin : one.end]) for one in readings(text.text, on)]
