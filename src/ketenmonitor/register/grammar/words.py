"""Text folded for reading, patterns written plainly, and numbers in words.

In: any text, or a pattern with single spaces. Out: the text in lower case without accents, as many characters as before (so
offsets hold), and a compiled pattern. Promise: folding never fails and never changes the length; every repetition in a
pattern is bounded, so no text makes reading slow.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from ketenmonitor.register.grammar.calendar import tables

# One character for one: accents go (voor with and without stress is one word), all dashes and spaces become the plain one.
_FOLD = str.maketrans(
    "áàâäéèêëíìîïóòôöúùûü\u00a0\u2007\u202f\t\n\r\u2010\u2011\u2012\u2013\u2014\u2019",
    "aaaaeeeeiiiioooouuuu      -----'",
)
_UPPER = {upper: chr(upper + 32) for upper in range(ord("A"), ord("Z") + 1)} | {
    ord(upper): upper.lower() for upper in "ÁÀÂÄÉÈÊËÍÌÎÏÓÒÔÖÚÙÛÜÇÑ"
}


_CLASS_OR_SPACE = re.compile(r"\[(?:\\.|[^\]\\])*\]| \??")


def fold(text: str) -> str:
    """Lower case, no accents, plain dashes and spaces; character for character."""
    return text.translate(_UPPER).translate(_FOLD)


def pattern(source: str, **parts: str) -> re.Pattern[str]:
    """A pattern for folded text: `<name>` stands for a part, a space for one to three spaces."""
    for _ in range(3):
        for name, part in parts.items():
            source = source.replace(f"<{name}>", part)
    return re.compile(_CLASS_OR_SPACE.sub(_bounded, source.replace("\n", "")))


def _bounded(match: re.Match[str]) -> str:
    """A space as one to three, an optional one as up to three; a class of characters as it is."""
    return {" ": " {1,3}", " ?": " {0,3}"}.get(match[0], match[0])


def any_of(names: Iterable[object]) -> str:
    """An alternation of names, longest first."""
    listed = sorted((fold(str(name)) for name in names), key=len, reverse=True)
    return "|".join(re.escape(name).replace("\\ ", " ") for name in dict.fromkeys(listed))


@cache
def numbers() -> dict[str, float]:
    """Numbers in words, folded."""
    return {fold(name): number for name, number in tables()["numbers"].items()}


def number_of(word: str) -> float | None:
    """12, twaalf or anderhalf as a number; None for anything else (enkele, een aantal)."""
    word = re.sub(" +", " ", word.strip())
    return float(word) if word.isascii() and word.isdigit() else numbers().get(word)
