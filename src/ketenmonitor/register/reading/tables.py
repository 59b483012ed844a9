"""Where the tables on a page of a PDF are: by their drawn lines, else by gutters between their columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from ketenmonitor.register.reading.page import Page, Table, Word
from ketenmonitor.register.reading.rulings import Ruling

# In points: places this close together are one; a column is at least this wide.
SAME = 3.0
NARROWEST = 10.0
# White between two cells is narrower than so many times the size of the type.
WHITE = 3.0
# Without drawn lines: a gutter at least this wide, so many columns, and so many rows that begin with a number; and lines that
# are no farther apart than so many times the size of their type.
GUTTER = 6.0
FEWEST_COLUMNS = 3
FEWEST_NUMBERS = 2
FARTHEST = 3.0
NUMBER = re.compile(r"\d{1,3}\.?")


def tables_of(page: Page, going: tuple[float, ...] = ()) -> list[Table]:
    """The tables of a page, from above; none for a page of running text. `going`: as in `_spaced`."""
    return _ruled(page) or _spaced(page, going)


def _ruled(page: Page) -> list[Table]:
    found = []
    for top, foot, uprights in _regions([line for line in page.rulings if line.upright]):
        places = _clustered(line.at for line in uprights)
        level = [
            line
            for line in page.rulings
            if not line.upright
            and foot - SAME <= line.at <= top + SAME
            and line.begin < places[-1]
            and line.end > places[0]
        ]
        edges = _clustered([*places, *(end for line in level for end in (line.begin, line.end))])
        words = [word for word in page.words if foot <= word.base <= top]
        lefts = [left for left, right in zip(edges, edges[1:], strict=False) if _is_column(left, right, words)]
        if len(lefts) < 2 or not level:
            continue
        width = edges[-1] - edges[0]
        tops = [at for at in _clustered(line.at for line in level) if _length_at(at, level) >= 0.6 * width]
        if tops:
            rows = sorted((at for at in tops if at > foot + SAME), reverse=True)
            found.append(Table(max(top, *tops), min(foot, *tops), tuple(lefts), tuple(rows)))
    return found


def _is_column(left: float, right: float, words: Sequence[Word]) -> bool:
    """Whether there is a column between two lines, and not just some white between two cells."""
    if right - left < NARROWEST:
        return False
    used = any(left - 1 <= word.left < right for word in words)
    return used or right - left >= WHITE * max((word.size for word in words), default=0.0)


def _regions(uprights: list[Ruling]) -> list[tuple[float, float, list[Ruling]]]:
    """Upright lines that stand beside and above each other, together: top, foot, and the lines."""
    groups: list[tuple[float, float, list[Ruling]]] = []
    for line in sorted(uprights, key=lambda one: -one.end):
        if groups and line.end >= groups[-1][1] - SAME:
            top, foot, held = groups[-1]
            groups[-1] = (top, min(foot, line.begin), [*held, line])
        else:
            groups.append((line.end, line.begin, [line]))
    return groups


def _clustered(places: Iterable[float]) -> list[float]:
    kept: list[float] = []
    for place in sorted(places):
        if not kept or place - kept[-1] > SAME:
            kept.append(place)
    return kept


def _length_at(at: float, level: list[Ruling]) -> float:
    """How far the level lines at a height reach together."""
    length, reached = 0.0, float("-inf")
    for line in sorted((one for one in level if abs(one.at - at) <= SAME), key=lambda one: one.begin):
        length += max(0.0, line.end - max(line.begin, reached))
        reached = max(reached, line.end)
    return length


def _spaced(page: Page, going: tuple[float, ...]) -> list[Table]:
    """A table without lines: numbers below each other, and gutters beside them that no word crosses. `going`: the lefts of the
    columns of a table that may go on from the page before."""
    words = sorted(page.words, key=lambda one: -one.base)
    numbers = _numbers(words)
    if going and words:
        table = _within(
            words, [one for one in words if NUMBER.fullmatch(one.text) and abs(one.left - going[0]) <= SAME], going
        )
        if table:
            return [table]
    if len(numbers) < FEWEST_NUMBERS:
        return []
    below = _together([word for word in words if word.base <= numbers[0].base + SAME])
    lefts = _columns([word for word in below if word.left >= numbers[0].left - SAME])
    if len(lefts) < FEWEST_COLUMNS:
        return []
    first = [word for word in below if word.left < lefts[1] - SAME]
    if len(numbers) < 0.6 * len({round(word.base) for word in first}):
        return []
    table = _within(words, numbers, tuple(lefts))
    return [table] if table else []


def _numbers(words: Sequence[Word]) -> list[Word]:
    """The numbers that stand below each other in the leftmost such place, from above."""
    held = [word for word in words if NUMBER.fullmatch(word.text)]
    lefts = Counter(round(word.left / SAME) for word in held)
    often = [left for left, times in lefts.items() if times >= FEWEST_NUMBERS] or list(lefts)
    return [word for word in held if abs(word.left / SAME - min(often)) <= 1] if often else []


def _within(words: Sequence[Word], numbers: Sequence[Word], lefts: tuple[float, ...]) -> Table | None:
    """The table with these columns: the lines, from the numbers up and down, in which no word crosses a gutter."""
    start = numbers[0].base if numbers else words[0].base
    held = [word for word in words if word.base <= start + SAME]
    inside = _together(held)
    if any(_crosses(word, lefts) for word in inside):
        return None
    top = inside[0]
    above = list(reversed(words[: len(words) - len(held)]))
    while above:
        line = [word for word in above if word.base - above[0].base <= SAME]
        if above[0].base - top.base > FARTHEST * top.size or any(_crosses(word, lefts) for word in line):
            break
        top, above = line[-1], above[len(line) :]
    rows = [one.base + one.size for one in numbers]
    if not rows or top.base + top.size > rows[0] + SAME:
        rows.insert(0, top.base + top.size)
    return Table(rows[0], inside[-1].base - 1, lefts, tuple(rows))


def _together(words: Sequence[Word]) -> list[Word]:
    """Words from above, until there is more white than within a table."""
    held = list(words[:1])
    for word in words[1:]:
        if held[-1].base - word.base > FARTHEST * word.size:
            break
        held.append(word)
    return held


def _crosses(word: Word, lefts: tuple[float, ...]) -> bool:
    """Whether a word stands over the left of a column, or before all of them."""
    return word.left < lefts[0] - SAME or any(word.left < left - SAME and word.right > left - 1 for left in lefts[1:])


def _columns(words: Sequence[Word]) -> list[float]:
    """The lefts of columns: where, seen from above, words begin after a gutter."""
    lefts: list[float] = []
    reached = float("-inf")
    for word in sorted(words, key=lambda one: one.left):
        if word.left - reached >= GUTTER:
            lefts.append(word.left)
        reached = max(reached, word.right)
    return lefts
