"""Shares and multiples in words: "ruim de helft", "een derde van", "één op de vijf", "verdubbeld", "drie keer zoveel".

In: a sentence. Out: `Amount`s in percent: a share, or a change by so many percent. Promise: "de tweede helft van 2030" and "derde
landen" are no shares.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ketenmonitor.register.extraction.figures import words as say
from ketenmonitor.register.extraction.figures.changes import direction
from ketenmonitor.register.extraction.figures.context import Amount
from ketenmonitor.register.extraction.figures.numbers import IN_WORDS

_NUMBER = rf"(?:{say.NUMBER}|een|{'|'.join(sorted(IN_WORDS, key=len, reverse=True))})"
HALF = (
    r"(?<!eerste )(?<!tweede )(?<!laatste )\bde\s+helft\b"
    r"(?!\s+van\s+(?:het\s+jaar|dit\s+jaar|(?:19|20)\d\d|de\s+maand))"
)
PART = (
    r"\b(?P<many>een|één|twee|drie|vier)[\s-]?(?P<part>derde|kwart|vierde|vijfde|tiende)(?P<deel>\s*(?:deel|gedeelte))?"
    r"(?=\s+van\s+(?:de|het|alle|deze|die|dit|onze|hun|zijn|haar)\b|\s+(?:is|wordt|zijn|worden|minder|meer|heeft|gedaald|gestegen|toegenomen|afgenomen)\b|[.,;)]|$)"
)
QUARTERS = r"\b(?P<quarters>driekwart)\b"
SHARE = re.compile(rf"(?P<half>{HALF})|{PART}|{QUARTERS}", re.IGNORECASE)
OUT_OF = re.compile(
    rf"(?<![\w.,-])(?P<some>{_NUMBER})\s+(?P<how>op\s+(?:de|elke|iedere)|op|van\s+de)\s+(?P<all>{_NUMBER})(?P<noun>\s+[a-zà-ÿ][\w-]+(?:en|s))?(?![\w.,]*\d)",
    re.IGNORECASE,
)
MULTIPLE = re.compile(
    rf"(?<![\w-])(?P<times>{_NUMBER})\s?(?:keer|maal)\s+(?:zo\s?veel|zo\s+(?:vaak|hoog|groot|lang|duur|snel))(?:\s+(?P<noun>[a-zà-ÿ][\w-]+(?:en|s)))?(?!\w)",
    re.IGNORECASE,
)
PARTS = {"derde": 3, "kwart": 4, "vierde": 4, "vijfde": 5, "tiende": 10}


def shares(text: str) -> Iterator[Amount]:
    """Shares, and changes by so many times."""
    for match in SHARE.finditer(text):
        share = Amount(_share(match), "%", match.start(), match.end(), "share in words", 0.75)
        change = direction(text, share.begin, share.end)
        yield replace(share, value=share.value * change, change="relative") if change else share
    yield from _out_of(text)
    for match in MULTIPLE.finditer(text):
        value = (_value(match["times"]) - 1) * 100
        if value > 0:
            yield Amount(value, "%", match.start(), match.end(), "so many times", 0.75, match["noun"], "relative")
    for match in say.FOLDED.finditer(text):
        fold = say.FOLDS[match["stem"].lower()]
        yield Amount(fold, "%", match.start(), match.end(), "so many times", 0.8, change="relative")


def _share(match: re.Match[str]) -> float:
    if match["half"]:
        return 50.0
    if match["quarters"]:
        return 75.0
    return 100 * _value(match["many"]) / PARTS[match["part"].lower()]


def _out_of(text: str) -> Iterator[Amount]:
    """ "één op de vijf jongeren" is 20 %: a whole of at least two, and less than all of it."""
    for match in OUT_OF.finditer(text):
        some, whole = _value(match["some"]), _value(match["all"])
        worded = not match["some"].isdigit() if match["how"].lower() != "op de" else True
        # "een van de vier speerpunten" is one of them.
        worded = worded and not (match["how"].lower().startswith("van") and some == 1)
        if (worded and 0 < some < whole and whole in (3, 4, 5, 6, 7, 8, 9, 10, 12, 20, 25, 50, 100, 1000)) or (
            some == 1 and whole == 2
        ):
            noun = (match["noun"] or "").strip() or None
            yield Amount(100 * some / whole, "%", match.start(), match.end(), "share in words", 0.8, noun)


def _value(word: str) -> float:
    small = word.lower()
    return 1.0 if small == "een" else IN_WORDS.get(small) or float(small.replace(".", "").replace(",", "."))
