"""Whether two figures are about the same: their units, their subjects and the words that compare them.

Comes in: stated figures. Goes out: sets of words, and how much of one is in another. The promise: a word is also found at the end
of a compound ("voorraad" in "werkvoorraad"), and words that every figure may have count for nothing.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from ketenmonitor.register.answering import PERCENT, tolerance_of
from ketenmonitor.register.matching.words import stem, words_of
from ketenmonitor.register.records import Item
from ketenmonitor.register.records.keys import folded

LEAST_OF_COMPOUND = 6
CELL = "cell of a table"  # the rule by which cells are read


@cache
def said_in(name: str) -> tuple[str, ...]:
    """A list of words by its name."""
    return tuple(tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))[name])


def says(name: str, text: str) -> bool:
    """Whether a text has one of the words of a list."""
    words = f" {folded(text)} "
    return any(f" {word} " in words for word in said_in(name))


def subject(text: str) -> frozenset[str]:
    """The words of a text that say what a figure is about: no numbers, and none that every figure may have."""
    general = {stem(word) for word in said_in("general")}
    return frozenset(word for word in words_of(text) if word not in general and not word.isdigit())


def part_of(some: frozenset[str], all_: frozenset[str]) -> float:
    """How much of some words is among others, 0 to 1."""
    return sum(any(_same(one, other) for other in all_) for one in some) / len(some) if some else 0.0


def _same(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) >= LEAST_OF_COMPOUND and long.endswith(short))


def unit_of(item: Item) -> str:
    """The unit of a figure, as it can be compared."""
    return folded(str(item.body.get("unit") or ""))


def is_percent(item: Item) -> bool:
    """Whether a figure is a percentage."""
    return unit_of(item) in PERCENT or str(item.body.get("unit")) == "%"


def hidden_in(item: Item) -> float:
    """How far a figure may be off by its rounding; a cell that ends in zeros stands among others that do not."""
    value = float(item.body["value"])
    decimals = len(f"{value:.10f}".rstrip("0").partition(".")[2])
    return float(0.5 * 10**-decimals) if item.rule == CELL else tolerance_of(value, item.text)


def place_of(item: Item) -> str:
    """Where a figure stands, and its sentence."""
    page = f", page {item.spot.page}" if item.spot.page else ""
    return f"{item.source}{page}, line {item.spot.line}: {item.text}"


def is_one_unit(one: Item, other: Item) -> bool:
    """The same unit, or a compound of it: places, and training places."""
    mine, theirs = unit_of(one), unit_of(other)
    return (mine == theirs and is_percent(one) == is_percent(other)) or bool(mine and theirs and _same(mine, theirs))
