"""Up to when a register knows: which papers it had on a day, and of when the last of them is.

Comes in: a `Register`, a day. Goes out: `Known`. The promise: "late" means late as far as these papers tell; what came after them is
not known here, and whoever shows a list says so with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ketenmonitor.register.records import Register, papers


@dataclass(frozen=True)
class Known:
    """How many papers were read, of when the last one is, and how many have no date."""

    papers: int
    last: date | None
    undated: int


def known_on(register: Register, on: date) -> Known:
    """The papers that count on a day: those of that day or before it, and those of which the day is not known."""
    there = [one for one in papers(register) if one.date is None or one.date <= on]
    days = [one.date for one in there if one.date]
    return Known(len(there), max(days, default=None), len(there) - len(days))
