"""How wide the columns of a table of answers are set, and how badly a line fits them.

In: the lines of the table. Out: `Widths`, which says for a line what it costs to take it for a question or for an answer. Promise:
the widths are those of the paper itself, and of the part of it around the line, since a table may be set anew under each heading.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass

from ketenmonitor.register.extraction.budget.lines import Line, row_number

_AROUND = 6  # rows on each side from which the width at a line is taken
_FEWEST_GAPS = 0.05  # part of the lines with a blank line before them, from which on blank lines part the cells
_SLACK = 4  # characters by which letters of unequal width make lines differ
_LISTS = ("•", "- ", "– ", "o ", "\uf0b7", "* ", "·")


MOST = 1_000_000


@dataclass(frozen=True)
class Widths:
    """The lines, and for each the width in characters of the column of questions and that of answers at that place."""

    lines: Sequence[Line]
    question: Sequence[int]
    answer: Sequence[int]
    order: Sequence[float]
    gaps: bool = True  # do blank lines part the cells? Not every tool gives them.

    def too_wide_for_question(self, at: int) -> float:
        """A line longer than its column is none of it."""
        over = len(self.lines[at].said) - self.question[at]
        return 0.0 if over <= 1 else min(12.0, 1.0 + 0.8 * over)

    def too_wide_for_answer(self, at: int) -> float:
        """As for a question."""
        over = len(self.lines[at].said) - self.answer[at]
        return 0.0 if over <= _SLACK else min(8.0, 0.5 * (over - _SLACK))

    def loose_in_question(self, at: int) -> float:
        """The line before could have held the first word of this one."""
        return self._loose(at, self.question[at])

    def loose_in_answer(self, at: int) -> float:
        """As for a question."""
        return self._loose(at, self.answer[at])

    def out_of_order(self, at: int) -> float:
        """A number that is already that of another row, or far from those around it."""
        return self.order[at]

    def _loose(self, at: int, width: int) -> float:
        before, line = self.lines[at - 1].said, self.lines[at].said
        room = width - (len(before) + 1 + len(line.split()[0]))
        if room < _SLACK:
            return 0.0
        if before.endswith((".", "?", "!", ":", ";")) or line.startswith(_LISTS):
            return 0.3
        return min(4.0, 0.5 + 0.15 * (room - _SLACK))


def widths(lines: Sequence[Line]) -> Widths:
    """The widths of the columns at each line."""
    split = _between_narrow_and_wide([len(line.said) for line in lines if not line.mark])
    gaps = sum(line.blank for line in lines) > _FEWEST_GAPS * len(lines)
    until = MOST if gaps else split
    rows = [
        at for at, line in enumerate(lines) if row_number(line) is not None and _opens_narrow(lines, at, split, until)
    ]
    longest = [max(len(lines[one].said) for one in _cell(lines, at, until)) for at in rows]
    usual = _high(longest, split)
    question, answer = [], []
    wide = [(at, len(line.said)) for at, line in enumerate(lines) if len(line.said) > split and not line.mark]
    usual_wide = _high([size for _, size in wide], 2 * split)
    places = [at for at, _ in wide]
    for at in range(len(lines)):
        near = bisect.bisect(rows, at)
        question.append(_high(longest[max(0, near - _AROUND) : near + _AROUND], usual))
        near = bisect.bisect(places, at)
        answer.append(_high([size for _, size in wide[max(0, near - 60) : near + 60]], usual_wide))
    return Widths(lines, question, answer, _order(lines, rows), gaps)


def _between_narrow_and_wide(sizes: list[int]) -> int:
    """The length that parts the lengths of lines best in two heaps (least spread within them)."""
    if not sizes:
        return 0
    best, parts = float("inf"), 0
    for cut in range(min(sizes) + 1, max(sizes) + 1):
        low, high = [size for size in sizes if size < cut], [size for size in sizes if size >= cut]
        spread = sum(len(heap) * _variance(heap) for heap in (low, high) if heap)
        if spread < best:
            best, parts = spread, cut
    return parts


def _variance(sizes: list[int]) -> float:
    mean = sum(sizes) / len(sizes)
    return sum((size - mean) ** 2 for size in sizes) / len(sizes)


def _cell(lines: Sequence[Line], at: int, until: int) -> range:
    """The lines from a row on until a blank line, or until one of `until` characters."""
    end = at + 1
    while (
        end < len(lines)
        and len(lines[end].said) < until
        and not (lines[end].blank or lines[end].breaks or lines[end].mark)
    ):
        end += 1
    return range(at, end)


def _opens_narrow(lines: Sequence[Line], at: int, split: int, until: int) -> bool:
    line = lines[at]
    apart = line.blank or line.breaks or until == split
    return apart and not line.mark and all(len(lines[one].said) < split for one in _cell(lines, at, until))


def _high(sizes: Sequence[int], otherwise: int) -> int:
    """A high, not the highest, of the sizes: one odd line widens no column."""
    if len(sizes) < 4:
        return max(otherwise, *sizes, 0)
    return sorted(sizes)[-1 - len(sizes) // 20]


def _order(lines: Sequence[Line], rows: Sequence[int]) -> list[float]:
    """For each line that opens like a row: what its number costs."""
    numbers = [row_number(lines[at]) for at in rows]
    costs = [0.0] * len(lines)
    highest = max((number for number in numbers if number is not None), default=0)
    for at, line in enumerate(lines):
        number = row_number(line)
        if number is None:
            continue
        elsewhere = sum(1 for other, row in zip(numbers, rows, strict=True) if other == number and row != at)
        costs[at] = 2.0 * min(elsewhere, 1) + (0.0 if at in rows else 1.0) + (0.0 if 0 < number <= highest else 2.0)
    return costs
