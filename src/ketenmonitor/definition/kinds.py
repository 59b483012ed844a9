"""The kinds of values that a definition file has: a text, a number of days, a title, a list of names.

Comes in: nothing. Goes out: a `Kind` for each, with the words for when a value is not of it. The promise: a rule sees
one value only; what must fit together is checked in `meaning.py` and `reach.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from ketenmonitor.definition.faults import choices, hint, shown
from ketenmonitor.definition.publishable import DIFFERENCES, LETTER_PERIODS, METHODS, PERIODS, PUBLISHABLE

Objection = tuple[str, dict[str, str]]
Rule = Callable[[Any], Objection | None]

MOST_DAYS = 36525
CHAIN_ID_FORM = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
ID_FORM = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
ID_WORDS = "letters, digits, _ and -, at most 64, beginning with a letter or digit"
CHAIN_ID_WORDS = "a-z, 0-9 and -, at most 64, beginning with a letter or digit"


@dataclass(frozen=True)
class Kind:
    """What a value may be: in words, its types, an example, a rule for it, its elements or the keys in it."""

    words: str
    types: tuple[type, ...]
    example: str
    rule: Rule | None = None
    element: Kind | None = None
    keys: Mapping[str, Key] | None = None


@dataclass(frozen=True)
class Key:
    """A key of a table. Names in its value must be declared in the table that it `refers_to`."""

    kind: Kind
    required: bool = False
    refers_to: str | None = None


def _text_rule(text: str) -> Objection | None:
    return None if text.strip() else ("empty", {"example": '"text"'})


def _line_rule(text: str) -> Objection | None:
    on_one_line = text.isprintable() and text == text.strip()
    return _text_rule(text) or (None if on_one_line else ("not-one-line", {}))


def _id_rule(form: re.Pattern[str], allowed: str) -> Rule:
    """Ids become file names, columns and addresses, so they are plain."""
    return lambda name: None if form.fullmatch(name) else ("id-malformed", {"name": name, "allowed": allowed})


def _days_rule(days: int) -> Objection | None:
    words = {"shown": shown(days), "least": "1", "most": str(MOST_DAYS)}
    return None if 1 <= days <= MOST_DAYS else ("days-out-of-range", words)


def _share_rule(share: float) -> Objection | None:
    percentage = share if 1 < share <= 100 else 80
    as_share = f"{percentage / 100:.2f}" if percentage == int(percentage) else f"{percentage / 100:g}"
    remedy = f"Write {percentage:g} percent as {as_share}."
    return None if 0 < share <= 1 else ("share-out-of-range", {"shown": shown(share), "remedy": remedy})


def _timezone_rule(name: str) -> Objection | None:
    known = _timezones()
    return None if name in known else ("timezone-unknown", {"shown": shown(name), "hint": hint(name, known)})


def _country_rule(code: str) -> Objection | None:
    known = _countries()
    return None if code in known else ("country-unknown", {"shown": shown(code), "hint": hint(code, known)})


@cache
def _timezones() -> frozenset[str]:
    return frozenset(available_timezones())


@cache
def _countries() -> tuple[str, ...]:
    import holidays  # only here: it is slow to load, and most who read a definition do not count working days

    return tuple(holidays.list_supported_countries(include_aliases=False))


def choice(noun: str, options: tuple[str, ...]) -> Kind:
    """One of a closed list of words."""

    def rule(value: str) -> Objection | None:
        words = {"shown": shown(value), "noun": noun, "choices": choices(value, options)}
        return None if value in options else ("choice-unknown", words)

    return Kind(f"a {noun}", (str,), f'"{options[0]}"', rule)


def list_of(element: Kind, example: str) -> Kind:
    """A list of values of one kind."""
    return Kind("a list of texts", (list,), example, element=element)


TEXT = Kind("a text", (str,), '"text"', _text_rule)
LINE = Kind("a text", (str,), '"text"', _line_rule)
ID = Kind("a name", (str,), '"name"', _id_rule(ID_FORM, ID_WORDS))
CHAIN_ID = Kind("a text", (str,), '"my-chain"', _id_rule(CHAIN_ID_FORM, CHAIN_ID_WORDS))
VERSION = Kind("a text between quotes", (str,), '"2026.1"', _line_rule)
NAME = Kind("a name", (str,), '"name"', _text_rule)
NAMES = list_of(NAME, '["one", "another"]')
LOG_NAMES = list_of(TEXT, '["One Name", "Another Name"]')
VALUES = list_of(LINE, '["one", "another"]')
DAYS = Kind("a whole number of days", (int,), "14", _days_rule)
SHARE = Kind("a number", (int, float), "0.80", _share_rule)
FLAG = Kind("true or false", (bool,), "true")
TIMEZONE = Kind("a text", (str,), '"Europe/Amsterdam"', _timezone_rule)
COUNTRY = Kind("a text", (str,), '"NL"', _country_rule)
TITLE = Kind(
    "a title, one text or one per language,",
    (str, dict),
    '{ nl = "Tekst", en = "Text" }',
    _line_rule,
    keys={"nl": Key(LINE, required=True), "en": Key(LINE)},
)
NORM = Kind(
    "a table of days and share",
    (dict,),
    "{ days = 365, share = 0.80 }",
    keys={"days": Key(DAYS, required=True), "share": Key(SHARE, required=True)},
)
WHERE = Kind("a table of conditions", (dict,), '{ attribute = "value" }')
MEASURES = list_of(choice("measure that can be published", PUBLISHABLE), '["lead-time", "stock"]')
BREAKDOWN = Kind("an attribute, or a list of them,", (str, list), '["one", "another"]', element=NAME)
BREAKDOWNS = list_of(BREAKDOWN, '["attribute", ["one", "another"]]')
PERIODS_OF_FIGURES = list_of(choice("period", PERIODS), '["year", "month"]')
METHOD_OF_STOCK = Kind(
    "a table of methods", (dict,), '{ stock = "rounding" }', keys={"stock": Key(choice("method", METHODS))}
)
LETTER = Kind(
    "a table of what is in the letter",
    (dict,),
    '{ stocks = ["one"], period = "half-year" }',
    keys={"title": Key(TITLE), "stocks": Key(NAMES), "period": Key(choice("period", LETTER_PERIODS))},
)
DIFFERENCE = Kind(
    "a table of a difference",
    (dict,),
    '{ measure = "stock", id = "one", field = "stock", kind = "period", text = "text" }',
    keys={
        "measure": Key(LINE, required=True),
        "id": Key(LINE, required=True),
        "field": Key(LINE, required=True),
        "kind": Key(choice("kind of difference", DIFFERENCES), required=True),
        "text": Key(TITLE, required=True),
    },
)
DIFFERENCES_OF_FIGURES = Kind("a list of tables", (list,), "[[publication.differences]]", element=DIFFERENCE)
