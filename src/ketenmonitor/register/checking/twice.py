"""The same quantity stated twice, in two papers or at two places of one: do they say the same?

Comes in: stated figures of a register. Goes out: `Check`s of pairs, each beside the other. The promise: only figures with one unit
that are about the same are put beside each other; that they differ is said only where both name the same period and say nearly the
same otherwise; of another period they are not comparable, and that is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ketenmonitor.register.answering import AGREES, DIFFERS, NOT_COMPARABLE, Check
from ketenmonitor.register.checking.words import CELL, hidden_in, is_one_unit, part_of, place_of, subject
from ketenmonitor.register.matching.words import Weighed, weighed
from ketenmonitor.register.records import Item
from ketenmonitor.register.records.keys import folded

# How much of two sentences is the same: enough to say that they differ, or that one number is one.
SAME, SAME_NUMBER = 0.75, 0.4
# Below this nothing is looked at: a row of a table is short beside a sentence.
LEAST = 0.1
LEAST_WORDS, LEAST_WORDS_OF_ONE_NUMBER, LEAST_OF_A_ROW = 3, 2, 2
ONE_SENTENCE = 3  # lines


def stated_twice(figures: Iterable[Item]) -> Iterator[Check]:
    """Each figure of a pair beside the other, the later one first."""
    by_key = {one.key: one for one in figures}
    weights = weighed({key: _about(one) for key, one in by_key.items()})
    for one, other in weights.candidates(LEAST):
        first, second = sorted((by_key[one], by_key[other]), key=_order)
        if _are_one_quantity(first, second, weights):
            yield from (_beside(second, first), _beside(first, second))


def _are_one_quantity(one: Item, other: Item, weights: Weighed) -> bool:
    if _stand_together(one, other) or one.body.get("change") != other.body.get("change"):
        return False
    if _is_cell_of(one, other) or _is_cell_of(other, one):
        return True
    if not is_one_unit(one, other):
        return False
    both, same = weights.words[one.key] & weights.words[other.key], weights.same(one.key, other.key)
    if _is_one_number(one, other):
        return len(both) >= LEAST_WORDS_OF_ONE_NUMBER and same >= SAME_NUMBER
    # Two sentences of one paper that differ in their number only are two things, such as two rows of a table.
    return one.paper != other.paper and len(both) >= LEAST_WORDS and same >= SAME


def _stand_together(one: Item, other: Item) -> bool:
    """Two figures of one sentence, or two cells of one paper, are two quantities."""
    if one.paper != other.paper:
        return False
    are_cells = one.rule == other.rule == CELL
    return are_cells or abs((one.spot.line or 0) - (other.spot.line or 0)) <= ONE_SENTENCE


def _is_cell_of(cell: Item, sentence: Item) -> bool:
    """A number of a table that a sentence states too: the very period, and every word of the row."""
    if cell.rule != CELL or sentence.rule == CELL or not _period(cell) or _period(cell) != _period(sentence):
        return False
    row = subject(str(cell.body.get("about") or ""))
    is_count = str(sentence.rule).startswith("count")
    return is_count and len(row) >= LEAST_OF_A_ROW and part_of(row, subject(sentence.text)) == 1.0


def _is_one_number(one: Item, other: Item) -> bool:
    return abs(float(one.body["value"]) - float(other.body["value"])) <= _tolerance(one, other)


def _tolerance(one: Item, other: Item) -> float:
    return max(hidden_in(one), hidden_in(other))


def _beside(item: Item, other: Item) -> Check:
    stated, said = float(item.body["value"]), float(other.body["value"])
    tolerance = _tolerance(item, other)
    found = Check(item, AGREES, stated, place_of(other), said, stated - said, tolerance, "")
    mine, theirs = _period(item), _period(other)
    if mine and theirs and mine != theirs:
        return replace(found, verdict=NOT_COMPARABLE, why=f"of another period: {mine} and {theirs}")
    if _is_one_number(item, other):
        return found
    if not mine or not theirs:
        return replace(found, verdict=NOT_COMPARABLE, why="not both say of when they are, and they differ")
    return replace(found, verdict=DIFFERS)


def _period(item: Item) -> str:
    """The days of a figure, or what the paper calls them."""
    begin, end = item.body.get("period_begin"), item.body.get("period_end")
    return f"{begin or '…'} - {end or '…'}" if begin or end else folded(str(item.body.get("period") or ""))


def _about(item: Item) -> str:
    return " ".join(sorted(subject(f"{item.body.get('about') or ''} {item.text}")))


def _order(item: Item) -> tuple[bool, str, int, int]:
    return item.date is None, str(item.date), item.paper, item.spot.line or 0
