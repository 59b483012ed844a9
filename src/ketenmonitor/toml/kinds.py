"""The kinds of values that a file may have: a text, a name, a list, one of a few words; and what a table of them is.

Comes in: nothing. Goes out: a `Kind` for each, with the words for when a value is not of it. The promise: a rule sees one
value only; what must fit together is for who reads the file to check.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from ketenmonitor.toml.faults import choices, hint, shown

Objection = tuple[str, dict[str, str]]
Rule = Callable[[Any], Objection | None]

ID_FORM = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
PUBLIC_BYTES = 32
LINE_BREAKS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")  # at which Python splits lines
ID_WORDS = "letters, digits, _ and -, at most 64, beginning with a letter or digit"


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


@dataclass(frozen=True)
class Table:
    """A table of a file: `one` of it, one per id (`named`), or a `list`; `noun` is what one entry is called."""

    form: str
    noun: str
    keys: Mapping[str, Key] = field(default_factory=dict)
    required: bool = False


def text_rule(text: str) -> Objection | None:
    """Something has to be written."""
    return None if text.strip() else ("empty", {"example": '"text"'})


def line_rule(text: str) -> Objection | None:
    """Something on one line, of which every character shows."""
    if objection := text_rule(text):
        return objection
    if text != text.strip() or set(text) & LINE_BREAKS:
        return "not-one-line", {}
    hidden = next((one for one in text if not one.isprintable()), None)
    return None if hidden is None else ("not-printable", {"code": f"U+{ord(hidden):04X}"})


def id_rule(form: re.Pattern[str], allowed: str) -> Rule:
    """Ids become file names, columns and addresses, so they are plain."""
    return lambda name: None if form.fullmatch(name) else ("id-malformed", {"name": name, "allowed": allowed})


def _share_rule(share: float) -> Objection | None:
    percentage = share if 1 < share <= 100 else 80
    as_share = f"{percentage / 100:.2f}" if percentage == int(percentage) else f"{percentage / 100:g}"
    remedy = f"Write {percentage:g} percent as {as_share}."
    return None if 0 < share <= 1 else ("share-out-of-range", {"shown": shown(share), "remedy": remedy})


def _public_rule(text: str) -> Objection | None:
    try:
        is_right = len(b64decode(text, validate=True)) == PUBLIC_BYTES
    except ValueError:
        is_right = False
    return None if is_right else ("public-malformed", {})


def _timezone_rule(name: str) -> Objection | None:
    known = _timezones()
    return None if name in known else ("timezone-unknown", {"shown": shown(name), "hint": hint(name, known)})


@cache
def _timezones() -> frozenset[str]:
    return frozenset(available_timezones())


def choice(noun: str, options: tuple[str, ...]) -> Kind:
    """One of a closed list of words."""

    def rule(value: str) -> Objection | None:
        words = {"shown": shown(value), "noun": noun, "choices": choices(value, options)}
        return None if value in options else ("choice-unknown", words)

    return Kind(f"a {noun}", (str,), f'"{options[0]}"', rule)


def list_of(element: Kind, example: str) -> Kind:
    """A list of values of one kind."""
    return Kind("a list of texts", (list,), example, element=element)


TEXT = Kind("a text", (str,), '"text"', text_rule)
LINE = Kind("a text", (str,), '"text"', line_rule)
ID = Kind("a name", (str,), '"name"', id_rule(ID_FORM, ID_WORDS))
NAME = Kind("a name", (str,), '"name"', text_rule)
NAMES = list_of(NAME, '["one", "another"]')
FLAG = Kind("true or false", (bool,), "true")
DATE = Kind("a date", (date,), "2026-01-01")
OIN = Kind("an OIN", (str,), '"00000099000000001000"', id_rule(re.compile(r"\d{20}"), "the 20 digits of an OIN"))
PUBLIC = Kind("a public key", (str,), f'"{"A" * 43}="', _public_rule)
VALUES = list_of(LINE, '["one", "another"]')
SHARE = Kind("a number", (int, float), "0.80", _share_rule)
TIMEZONE = Kind("a text", (str,), '"Europe/Amsterdam"', _timezone_rule)
