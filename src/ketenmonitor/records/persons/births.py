"""A date of birth as far as it is known: whole, a year only, or nothing.

Comes in: what stands in a cell, and the forms that the settings name. Goes out: a `Birth`. The promise: a date that cannot
be (a month 13, a year to come) is unknown and never another date; 00-00 is a year only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

FORMS = ("%Y-%m-%d", "%d-%m-%Y", "%Y%m%d", "%d/%m/%Y", "%d.%m.%Y")
FIRST_YEAR, LAST_YEAR = 1890, 2100
# What programs fill in when nothing is known.
PLACEHOLDERS = frozenset(("1900-01-01", "1899-12-30", "1899-12-31", "1901-01-01", "1970-01-01"))
TIME_OF_DAY = re.compile(r"[T ]00:00(?::00(?:\.0+)?)?(?:Z|[+-]\d\d:?\d\d)?$")


@dataclass(frozen=True)
class Birth:
    """`day` is the ISO date; `key` is the same for a date with day and month exchanged."""

    day: str | None
    year: str | None
    key: str | None


NOTHING = Birth(None, None, None)


def birth(written: str | None, forms: tuple[str, ...] = FORMS) -> Birth:
    """The date in a cell, by the first form that fits."""
    text = TIME_OF_DAY.sub("", (written or "").strip())
    if not text:
        return NOTHING
    for form in forms:
        found = _read(text, form)
        if found:
            return found
    return NOTHING


def _read(text: str, form: str) -> Birth | None:
    try:
        day = datetime.strptime(text, form).date()
    except ValueError:
        return _year_only(text, form)
    return _known(day)


def _year_only(text: str, form: str) -> Birth | None:
    """A day or month of zeros: only the year is known."""
    if not re.fullmatch(_pattern(form), text):
        return None
    places = {name: int(text[at : at + width]) for name, at, width in _places(form)}
    if places["d"] and places["m"]:
        return None
    year = places["Y"]
    return Birth(None, str(year), None) if FIRST_YEAR <= year <= LAST_YEAR else NOTHING


def _pattern(form: str) -> str:
    parts = {"%Y": r"\d{4}", "%m": r"\d{2}", "%d": r"\d{2}"}
    return "".join(parts.get(piece, re.escape(piece)) for piece in re.findall("%.|.", form))


def _places(form: str) -> list[tuple[str, int, int]]:
    found, at = [], 0
    for piece in re.findall("%.|.", form):
        width = {"%Y": 4, "%m": 2, "%d": 2}.get(piece, 1)
        if piece.startswith("%"):
            found.append((piece[1], at, width))
        at += width
    return found


def _known(day: date) -> Birth:
    written = day.isoformat()
    if written in PLACEHOLDERS or not FIRST_YEAR <= day.year <= LAST_YEAR:
        return NOTHING
    low, high = sorted((day.day, day.month))
    return Birth(written, str(day.year), f"{day.year}-{low:02}-{high:02}")
