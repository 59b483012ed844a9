"""The moment that was named before, where a paper tells that it named another one: a slip within one paper.

Comes in: an item with a moment, and what stands before it. Goes out: the earlier moment and its sentence, or None. The promise: the
paper has to tell of it, to say that it is otherwise now, and to speak of the same sort of thing; the earlier moment has to be earlier.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from ketenmonitor.register.grammar import moments
from ketenmonitor.register.matching import things_in
from ketenmonitor.register.records import Item, plain
from ketenmonitor.register.records.keys import folded
from ketenmonitor.register.traced import Traced

SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
# So far back it may still be the same that is spoken of.
SENTENCES_BACK = 3


def told_before(item: Item) -> tuple[Mapping[str, Any], str] | None:
    """The moment that the sentences before an item tell was named before, and the sentence."""
    latest = (item.body.get("due") or {}).get("latest")
    return _told_before(item.context, item.text, item.date, latest) if latest and item.context else None


@lru_cache(maxsize=100_000)
def _told_before(context: str, text: str, on: date | None, latest: str) -> tuple[Mapping[str, Any], str] | None:
    before = [" ".join(one.split()) for one in SENTENCE_END.split(context)][-SENTENCES_BACK:]
    for place in range(len(before) - 1, -1, -1):
        after = folded(" ".join([*before[place + 1 :], text]))
        if not (_says("told", folded(before[place])) and _says("now", after)):
            continue
        if things_in(before[place]) & things_in(text) and (found := _named(before[place], on, latest)):
            return found, before[place]
    return None


def _named(sentence: str, on: date | None, latest: str) -> Mapping[str, Any] | None:
    """The last moment of a sentence that ends before the new one does; the day of the debate in which it was said stands before it."""
    found = [plain(moment) for moment, _ in moments(Traced.of(sentence), on)]
    dated = [moment for moment in found if moment["latest"] and moment["latest"] < latest]
    return dated[-1] if dated and dated[-1] is found[-1] else None


def _says(what: str, text: str) -> bool:
    return bool(_patterns()[what].search(text))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    said = tomllib.loads(files(__package__).joinpath("told.toml").read_text(encoding="utf-8"))
    return {what: re.compile("|".join(rf"\b(?:{one})\b" for one in patterns)) for what, patterns in said.items()}
