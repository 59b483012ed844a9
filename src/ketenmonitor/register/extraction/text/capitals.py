"""Lines that are set in capitals, in ordinary letters: "MOTIE VAN DER MEER (BBB) OVER VIS" as "Motie van der Meer (BBB) over Vis".

In: a text. Out: a text of the same length. Promise: a text that is not all in capitals comes back as it is; what stands in brackets
and is short, such as a party, keeps its capitals.
"""

from __future__ import annotations

import re

# Words that are small in a name or a heading.
_IN_NAMES = "van de den der het te ten ter lid leden en nr nrs"
_IN_HEADINGS = "een of over in op aan bij met om tot voor uit door naar als is inzake"
_SMALL = frozenset(f"{_IN_NAMES} {_IN_HEADINGS}".split())
_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
_BRACKETS = re.compile(r"\((?!INGEZONDEN|ONTVANGEN|KAMERSTUK)[^()]{1,30}\)")
_FEWEST = 3  # words that tell a line in capitals from a party or an abbreviation


def in_ordinary_letters(text: str) -> str:
    """The text, if it is all in capitals with a capital for each word that is not small; else as it is."""
    words = [word for word in _WORD.findall(_BRACKETS.sub("", text)) if len(word) > 1]
    if len(words) < _FEWEST or not all(word.isupper() for word in words) or len(text.lower()) != len(text):
        return text
    kept = [match.span() for match in _BRACKETS.finditer(text)]
    pieces, end = [], 0
    for match in _WORD.finditer(text):
        inside = any(begin <= match.start() < stop for begin, stop in kept)
        pieces += [text[end : match.start()], match[0] if inside else _ordinary(match[0], not end)]
        end = match.end()
    return "".join([*pieces, text[end:]])


def _ordinary(word: str, first: bool) -> str:
    if word.lower() in _SMALL and not first:
        return word.lower()
    return word[:1] + word[1:].lower()
