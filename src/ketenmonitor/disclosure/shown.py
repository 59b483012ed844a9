"""What was shown of which cases, so that the same cases are never shown as another number.

Comes in: cells (how many cases, and their cell key), with the number that was shown of them. Goes out: that number. The
promise: two tables, two dates and two releases speak of the same cases alike; where tables must add up that takes a
memory, for there a number does not follow from the cell key alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Cell = tuple[int, int]  # how many cases, and the sum of their record keys modulo 2^32
MODULUS = 2**32


class Shown:
    """Of each set of cases the number that was shown, or null when it was hidden. The cells are secret: they are true."""

    def __init__(self, rows: Iterable[tuple[int, int, int | None]] = ()) -> None:
        self._numbers: dict[Cell, int | None] = {(count, key): number for count, key, number in rows}

    def __contains__(self, cell: object) -> bool:
        return cell in self._numbers

    def __getitem__(self, cell: Cell) -> int | None:
        return self._numbers[cell]

    def add(self, numbers: Mapping[Cell, int | None]) -> None:
        """These were shown now. No cases at all are always 0, and are not remembered."""
        self._numbers |= {cell: number for cell, number in numbers.items() if cell[0]}

    def rows(self) -> list[tuple[int, int, int | None]]:
        """Everything, in order, as it can be kept."""
        return sorted(((*cell, number) for cell, number in self._numbers.items()), key=lambda row: row[:2])


def cell_of(record: Mapping[str, Any], field: str) -> Cell:
    """The cell of a count of a record that has not been protected yet."""
    count, key = (record.get("cells") or {}).get(field, (0, 0))
    return count, key


def without(whole: Cell, part: Cell) -> Cell:
    """The cell of the cases that are in the one and not in the other, which is a part of it."""
    return whole[0] - part[0], (whole[1] - part[1]) % MODULUS
