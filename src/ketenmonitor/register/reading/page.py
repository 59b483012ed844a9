"""A page of a PDF as it is laid out: its words and lines with their places, and a table on it."""

from __future__ import annotations

from dataclasses import dataclass

from ketenmonitor.register.reading.rulings import Ruling


@dataclass(frozen=True)
class Word:
    """A word, its left and right, its baseline (from the foot of the page) and the size of its type."""

    text: str
    left: float
    right: float
    base: float
    size: float


@dataclass(frozen=True)
class Page:
    """A page: its size, its words in the order of the file, its lines, and whether something else is drawn on it."""

    width: float
    height: float
    words: tuple[Word, ...]
    rulings: tuple[Ruling, ...]
    drawn: bool = False


@dataclass(frozen=True)
class Table:
    """A table on a page: heights between which it stands, the lefts of its columns, the tops of its rows, from above."""

    top: float
    foot: float
    lefts: tuple[float, ...]
    tops: tuple[float, ...]

    def cell(self, word: Word) -> tuple[int, int]:
        """Row and column of a word."""
        middle = word.base + 0.3 * word.size
        row = sum(1 for top in self.tops[1:] if middle < top)
        column = sum(1 for left in self.lefts[1:] if word.left + 1 >= left)
        return row, column
