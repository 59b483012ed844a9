"""What a chain lets out, as plain values: what can be published at all, and what a definition declares of it.

Comes in: nothing; `publication.py` makes these values. Goes out: to who publishes.
"""

from __future__ import annotations

from dataclasses import dataclass

from ketenmonitor.definition.title import Title

# What can be published, in the order in which it is: measures, periods, and ways to protect a stock.
PUBLISHABLE = ("lead-time", "stock", "flow", "handover", "term")
PERIODS = ("month", "quarter", "year")
LETTER_PERIODS = ("month", "quarter", "half-year", "year")
# Why a figure of a partner can differ from the one that is computed here.
DIFFERENCES = ("counting-unit", "period", "scope")
METHODS = ("cell-key", "rounding", "suppression")
LICENCE = "http://creativecommons.org/publicdomain/zero/1.0/deed.nl"


@dataclass(frozen=True)
class Letter:
    """The annex to a letter: the stocks in it, and of which periods the last days are the reference dates."""

    title: Title
    stocks: tuple[str, ...]
    period: str = "half-year"


@dataclass(frozen=True)
class Difference:
    """Why a figure that a partner publishes need not be the one that is computed: its `kind` (of DIFFERENCES), in words."""

    measure: str
    id: str
    field: str
    kind: str
    text: Title


@dataclass(frozen=True)
class Publication:
    """What may be published: every one of `measures`, as a whole and by each of `breakdowns`, as a whole and by each of
    `periods`. Nothing else is, so readers cannot put figures together that were not judged together.

    `stock_method`: how stocks are protected; all else by the cell-key method. `differences`: between what partners publish
    and what is computed. `is_declared`: the file says all this.
    """

    measures: tuple[str, ...]
    breakdowns: tuple[tuple[str, ...], ...]
    periods: tuple[str, ...]
    stock_method: str
    letter: Letter
    publisher: str = ""
    contact: str = ""
    licence: str = LICENCE
    address: str = ""
    differences: tuple[Difference, ...] = ()
    is_declared: bool = True
