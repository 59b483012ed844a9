"""A step with places: who is in hand, and who waits.

Comes in: a step, and cases that come and go. Goes out: who is in hand next. The promise: in order of coming, the classes that go first
before the others; what is in hand is finished first, also when its place goes or a class that goes before it comes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from datetime import date

from ketenmonitor.whatif.model import Step
from ketenmonitor.whatif.simulate.clock import Clock
from ketenmonitor.whatif.simulate.diversions import seconds

NOBODY = -1


class Desk:
    """The places of a step. `count`: how many there are; `busy`: how many are in use, for a while more than that when some went."""

    __slots__ = ("busy", "came", "class_of", "clock", "count", "levels", "line", "lines")

    def __init__(self, clock: Clock, class_of: Callable[[int], int]) -> None:
        self.clock = clock
        self.class_of = class_of
        self.count = self.busy = 0
        self.line: deque[int] = deque()
        self.lines = [self.line]
        self.levels: Sequence[int] = ()
        self.came: dict[int, int] = {}  # how many-th a case came, as far as that is not the order of one line

    def comes(self, row: int) -> None:
        """Puts a case in line."""
        if self.levels:
            self.came[row] = len(self.came)
            self.lines[self.levels[self.class_of(row)]].append(row)
        else:
            self.line.append(row)

    def next(self) -> int:
        """Gives a free place to who is next; `NOBODY`: there is none, or nobody waits."""
        if self.busy < self.count:
            for line in self.lines:
                if line:
                    self.busy += 1
                    return line.popleft()
        return NOBODY

    def puts_first(self, levels: Sequence[int]) -> None:
        """From now on classes go by their level (the last is that of no class), also those that wait already."""
        waiting = sorted((row for line in self.lines for row in line), key=lambda row: self.came.get(row, 0))
        self.lines, self.levels, self.came = [deque() for _ in range(max(levels) + 1)], levels, {}
        for row in waiting:
            self.comes(row)


Change = Callable[[Desk], None]


def changes_of(step: Step, classes: Sequence[str], start: date, end: int) -> list[tuple[int, Change]]:
    """What changes at a desk, and at which second, in order: at 0 its places, for who stands there has them by order of coming."""
    spans = [(more.count, *seconds(more.from_day, more.until_day, start, end)) for more in step.more]
    usual = step.places.count if step.places else 0
    edges = {0, *(edge for _, low, high in spans for edge in (low, high) if edge < end)}
    opening, *later = [
        (at, _counting(max(0, usual + sum(count for count, low, high in spans if low <= at < high))))
        for at in sorted(edges)
    ]
    at = 0 if step.first_from is None else seconds(step.first_from, None, start, end)[0]
    named = [(0, step.first_before), (at, step.first)] if at else [(0, step.first)]
    first = [(day, _putting_first(values, classes)) for day, values in named if day < end and (values or day)]
    return sorted([opening, *first, *later], key=lambda change: change[0])


def _putting_first(values: Sequence[str], classes: Sequence[str]) -> Change:
    """These classes go first, in this order; the last level is that of no class."""
    levels = [values.index(value) if value in values else len(values) for value in classes]
    return lambda desk: desk.puts_first([*levels, len(values)])


def _counting(count: int) -> Change:
    def change(desk: Desk) -> None:
        desk.count = count

    return change
