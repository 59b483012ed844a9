"""How tables, charts and pages say things: words, numbers, dates and the reason why a value is missing, in one language.

Comes in: values of figures. Goes out: text for people. The promise: there is no empty text; a missing value is said
with its reason.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from ketenmonitor.errors import UsageError

LANGUAGES = ("nl", "en")
# Why a value is null, by kind of field: the first of these that is among the notes of its record.
# Of what was known at the moment that is asked for, something left after its term.
NOT_KNOWN_ANY_MORE = ("destroyed-by-policy", "removed-by-policy")
REASONS = {
    "time": ("not-delivered", "not-reached", "not-applicable"),
    "share": ("not-delivered", "not-yet-known", "not-applicable"),
    "ratio": ("not-delivered", "not-applicable"),
    "count": ("not-delivered", "not-applicable"),
}
DAYS_IN_YEAR = 365
MISSING = "missing"  # the field in which the door says of each null why it is one
Record = Mapping[str, Any]
SUPPRESSED = "suppressed"  # the field in which the door says what it hid, and the word for it
OWN_WORDS = "ketenmonitor.wording"


@dataclass(frozen=True)
class Language:
    """One language: `nl` or `en`. `rooms` have a table of words each; a later one adds to those before it."""

    code: str
    rooms: tuple[str, ...] = (OWN_WORDS,)

    def say(self, name: str, **values: Any) -> str:
        """A text of the word table, with its values filled in."""
        return _words(self.rooms)[name][self.code].format(**values)

    def number(self, value: float, decimals: int = 0) -> str:
        """1.234,5 in Dutch, 1,234.5 in English."""
        text = f"{value:,.{decimals}f}"
        return text.translate(str.maketrans(",.", ".,")) if self.code == "nl" else text

    def days(self, value: float) -> str:
        """A number of days: from 100 on whole, below that with one decimal when it has one."""
        return self.number(value, 0 if value >= 100 or abs(value - round(value)) < 0.05 else 1)

    def in_days(self, value: float) -> str:
        """A number of days with its unit."""
        text = self.days(value)
        return self.say("one_day" if text == "1" else "n_days", n=text)

    def share(self, value: float) -> str:
        """A share as a percentage with one decimal; none and all without.

        No share is over 100%, also where counts that the door changed a little each would divide to more.
        """
        value = min(max(value, 0), 1)
        return f"{self.number(value * 100, 0 if value in (0, 1) else 1)}%"

    def ratio(self, value: float) -> str:
        """One number as a percentage of another, with one decimal; it may be over 100%."""
        return f"{self.number(value * 100, 1)}%"

    def target(self, value: float) -> str:
        """A norm as a percentage: it is set, so only the decimals that it has."""
        return f"{self.number(value * 100, 0 if abs(value * 100 - round(value * 100)) < 1e-9 else 1)}%"

    def date(self, day: date) -> str:
        """31 december 2025."""
        return f"{day.day} {self.say('months').split()[day.month - 1]} {day.year}"

    def moment(self, text: str) -> str:
        """An instant of a record as a date with the time: in the chain's own time."""
        at = datetime.fromisoformat(text)
        return self.say("moment", date=self.date(at.date()), time=f"{at:%H:%M}")

    def until(self, text: str) -> str:
        """Up to which day something is complete: a midnight is the end of the day before it."""
        at = datetime.fromisoformat(text)
        if (at.hour, at.minute, at.second, at.microsecond) == (0, 0, 0, 0):
            return self.say("through_day", date=self.date(at.date() - timedelta(days=1)))
        return self.say("until_moment", moment=self.moment(text))

    def period(self, text: str) -> str:
        """2025, 3e kwartaal 2025 or augustus 2025."""
        year, _, rest = text.partition("-")
        if not rest:
            return year
        if rest.startswith("Q"):
            return self.say("quarter", number=rest[1:], year=year)
        return f"{self.say('months').split()[int(rest) - 1]} {year}"

    def short_period(self, text: str) -> str:
        """A period for an axis."""
        year, _, rest = text.partition("-")
        if rest.startswith("Q"):
            return self.say("short_quarter", number=rest[1:], year=year)
        return f"{self.say('months').split()[int(rest) - 1][:3]} {year}" if rest else year

    def stretch(self, days: int) -> str:
        """A length of time: years when it is a whole number of them, else days."""
        if days % DAYS_IN_YEAR == 0:
            return self.say("years" if days > DAYS_IN_YEAR else "year", n=days // DAYS_IN_YEAR)
        return self.in_days(days)

    def list_of(self, words: Iterable[str]) -> str:
        """a, b en c."""
        *first, last = words
        return f"{', '.join(first)} {self.say('and')} {last}" if first else last

    def missing(self, record: Mapping[str, Any], field: str, kind: str) -> str:
        """Why a field is null, in words. `kind` is a key of `REASONS`."""
        return self.say(code_of(record, field, kind))


def code_of(record: Mapping[str, Any], field: str, kind: str) -> str:
    """Why a field is null, as a code for machines: the same in every language."""
    if field in record.get(MISSING, {}):
        return str(record[MISSING][field])
    if field in record.get(SUPPRESSED, ()):
        return SUPPRESSED
    return next((code for code in (*NOT_KNOWN_ANY_MORE, *REASONS[kind]) if code in record["notes"]), "unknown")


def language_of(code: str, *rooms: str) -> Language:
    """The language by its code, with the words of these rooms too. Raises UsageError for one that is not spoken."""
    if code not in LANGUAGES:
        raise UsageError(f'"{code}" is not a language here. Languages are: {", ".join(LANGUAGES)}. Choose one.')
    return Language(code, (OWN_WORDS, *rooms))


@cache
def _words(rooms: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """Every text by its name, in each language."""
    tables = [(files(room) / "templates" / "words.toml").read_text(encoding="utf-8") for room in rooms]
    return {name: texts for table in tables for name, texts in tomllib.loads(table).items()}
