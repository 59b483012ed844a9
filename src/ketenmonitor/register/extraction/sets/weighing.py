"""Evidence as a table: a pattern, its weight, and why it tells. In goes a text, out comes the sum of what matches.

The weights are hand-set, of one scale (about 1 for a hint, 3 for a strong sign), and general Dutch: no name stands in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

# What is quoted is somebody else's voice: it says nothing about who speaks here.
_QUOTED = re.compile(r"«[^«»]*»|“[^”]*”|„[^”“]*[”“]|‘[^’‘]{12,}’")


@dataclass(frozen=True)
class Sign:
    """One piece of evidence: where `pattern` matches, `weight` is added, because `why`."""

    pattern: re.Pattern[str]
    weight: float
    why: str


def sign(pattern: str, weight: float, why: str) -> Sign:
    """A sign from the text of its pattern."""
    return Sign(re.compile(pattern), weight, why)


def weigh(text: str, signs: Iterable[Sign]) -> float:
    """The sum of the weights of the signs that are in `text`."""
    return sum(each.weight for each in signs if each.pattern.search(text))


def without_quotes(text: str) -> str:
    """`text` with what others are quoted to say taken out, from the inside outwards."""
    before = None
    while before != text:
        before, text = text, _QUOTED.sub("X", text)
    return text
