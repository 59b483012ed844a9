"""The least numbers, of one or several sorts, that are enough.

Comes in: a question that can be asked of numbers (is this enough?), and how often it may be asked. Goes out: `Least`. The promise: what
comes out is enough, and with `is_proven` nothing with a smaller sum is; both as far as more of anything never makes enough into not
enough. The same question gives the same answer in the same order.

1. Of each sort the least with any number of the others: whatever is enough has at least that of each. When these together are
   enough, they are the answer, and it takes few questions: that is so when each sort has a delay of its own.
2. Otherwise all are raised alike until they are enough, and lowered again one sort after the other, in every turn of their order.
3. While questions are left for all of them, every way to spend one less is tried: by monotony, if none of these is enough, nothing smaller is. When
   one is, it is lowered again and the step is repeated.

Adding places one by one where one more helps most (Fox, Operations Research 14, 1966) is the least for sums of convex functions of each
sort alone. Queues in a row are not: one more behind or before the bottleneck helps nothing, and the walk would stop there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from math import comb

Counts = tuple[int, ...]
MANY = 1 << 20  # so much of a sort that nobody waits for it


class SpentError(Exception):
    """No more questions."""


@dataclass(frozen=True)
class Least:
    """`counts`: the least that was found; `at_least`: what every answer has of each sort, so that no sum is below theirs."""

    counts: Counts
    at_least: Counts
    is_proven: bool


@dataclass
class Asking:
    """Asks each question once, and `most` at the most."""

    enough: Callable[[Counts], bool]
    most: int
    known: dict[Counts, bool] = field(default_factory=dict)

    def __call__(self, counts: Counts) -> bool:
        if counts not in self.known:
            if len(self.known) >= self.most:
                raise SpentError
            self.known[counts] = self.enough(counts)
        return self.known[counts]

    @property
    def left(self) -> int:
        return self.most - len(self.known)


def least(asking: Asking, floor: Counts) -> Least | None:
    """The least that is enough and has at least `floor`; None when no number is. Raises `SpentError` when nothing was found in time."""
    if not asking(tuple(MANY for _ in floor)):
        return None
    at_least = floor
    for sort in range(len(floor)):
        at_least = _with(at_least, sort, _lowest(asking, _many_but(at_least, sort), sort, at_least[sort]))
    if asking(at_least):
        return Least(at_least, at_least, is_proven=True)
    found = _raised(asking, at_least)
    try:
        found = _lowered_in_turns(asking, found, at_least)
        return _proven(asking, found, at_least)
    except SpentError:
        return Least(min(_known(asking, found), key=lambda one: (sum(one), one)), at_least, is_proven=False)


def _known(asking: Asking, found: Counts) -> list[Counts]:
    return [found, *(counts for counts, is_enough in asking.known.items() if is_enough)]


def _with(counts: Counts, sort: int, count: int) -> Counts:
    return (*counts[:sort], count, *counts[sort + 1 :])


def _many_but(counts: Counts, sort: int) -> Counts:
    return tuple(count if place == sort else MANY for place, count in enumerate(counts))


def _lowest(asking: Asking, counts: Counts, sort: int, low: int) -> int:
    """The least of one sort with these others, from `low` on; much of it is known to be enough."""
    if asking(_with(counts, sort, low)):
        return low
    step = 1
    while low + step < MANY and not asking(_with(counts, sort, low + step)):
        low, step = low + step, step * 2
    return _between(asking, counts, sort, low, min(low + step, MANY))


def _between(asking: Asking, counts: Counts, sort: int, low: int, high: int) -> int:
    """The least between `low`, which is not enough, and `high`, which is."""
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if asking(_with(counts, sort, middle)) else (middle, high)
    return high


def _raised(asking: Asking, at_least: Counts) -> Counts:
    """Numbers over `at_least`, raised alike, that are enough."""

    def at(times: int) -> Counts:
        return tuple(count + times * max(1, count // 8) for count in at_least)

    low, high = 0, 1
    while not asking(at(high)):
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if asking(at(middle)) else (middle, high)
    return at(high)


def _lowered_in_turns(asking: Asking, found: Counts, at_least: Counts) -> Counts:
    """Lowered as far as each sort goes, which one first makes a difference: the least of all turns."""
    sorts = range(len(found))
    turns = [_lowered(asking, found, at_least, [*sorts[first:], *sorts[:first]]) for first in sorts]
    return min(turns, key=lambda one: (sum(one), one))


def _lowered(asking: Asking, found: Counts, at_least: Counts, order: list[int]) -> Counts:
    for sort in order:
        if found[sort] > at_least[sort]:
            low = at_least[sort]
            enough = asking(_with(found, sort, low))
            found = _with(found, sort, low if enough else _between(asking, found, sort, low, found[sort]))
    return found


def _proven(asking: Asking, found: Counts, at_least: Counts) -> Least:
    """Goes down as long as one less is enough in some way, and there are questions for all of these ways."""
    while _ways(sum(found) - 1, at_least) <= asking.left:
        better = next((one for one in _spending(sum(found) - 1, at_least) if asking(one)), None)
        if better is None:
            return Least(found, at_least, is_proven=True)
        found = _lowered_in_turns(asking, better, at_least)
    return Least(found, at_least, is_proven=False)


def _ways(total: int, at_least: Counts) -> int:
    """How many there are to spend a sum."""
    free = total - sum(at_least)
    return comb(free + len(at_least) - 1, len(at_least) - 1) if free >= 0 else 0


def _spending(total: int, at_least: Counts) -> Iterator[Counts]:
    """Every way to spend a sum in which each sort has at least so much."""
    free, n = total - sum(at_least), len(at_least)
    if free < 0:
        return
    for bars in combinations(range(free + n - 1), n - 1):
        edges = (-1, *bars, free + n - 1)
        yield tuple(low + edges[place + 1] - edges[place] - 1 for place, low in enumerate(at_least))
