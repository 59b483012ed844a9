"""What a reader can compute from what is shown: sums within a record, and over the groups of a breakdown.

Comes in: records, and the cells (record number, field) that are hidden. Goes out: more hidden cells. The promise: no
single sum gives away a hidden count, nor that hidden counts together stand for fewer cases than the minimum.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ketenmonitor.disclosure.rules import Rule
from ketenmonitor.measures.figures import Record

Cell = tuple[int, str]
Key = tuple[object, ...]


@dataclass(frozen=True)
class Equation:
    """The cells of `whole` add up to the same as `parts` and, with `has_rest`, something that is not published."""

    whole: tuple[Cell, ...]
    parts: tuple[Cell, ...]
    give_up: tuple[Cell, ...]
    has_rest: bool = False


def equations_of(records: Sequence[Record], rule: Rule) -> list[Equation]:
    """Every sum that a reader of these records knows of."""
    within = [
        Equation(_cells(i, s.whole), _cells(i, s.parts), _cells(i, s.give_up), s.has_rest)
        for i in range(len(records))
        for s in rule.sums
    ]
    return [*within, *_over_groups(records, rule)]


def _cells(record: int, fields: tuple[str, ...]) -> tuple[Cell, ...]:
    return tuple((record, name) for name in fields)


def _over_groups(records: Sequence[Record], rule: Rule) -> list[Equation]:
    """A total = the sum of its groups; the smallest group is given up first, the total last."""
    totals: dict[Key, int] = {}
    groups: defaultdict[Key, list[int]] = defaultdict(list)
    for i, record in enumerate(records):
        key: Key = (record.get("id"), record.get("period"), record.get("date"))
        if record["by"]:
            groups[key].append(i)
        else:
            totals[key] = i
    found = []
    for key, members in groups.items():
        for name in rule.counts if key in totals else ():
            total, parts = (totals[key], name), tuple((i, name) for i in members)
            by_size = sorted(parts, key=lambda cell: (records[cell[0]].get(name) or 0, cell))
            found.append(Equation((total,), parts, (*by_size, total)))
    return found


def gives_away(equation: Equation, shown: dict[Cell, int], hidden: set[Cell], minimum: int) -> bool:
    """Whether the hidden cells of an equation, or a small sum of them, follow from those that are shown."""
    n_whole = sum(cell in hidden for cell in equation.whole)
    n_parts = sum(cell in hidden for cell in equation.parts)
    if n_whole and (n_parts or equation.has_rest):
        return False  # unknowns on both sides
    if not (n_whole or n_parts or equation.has_rest):
        return False  # nothing to find out
    sides = [sum(shown.get(c, 0) for c in side if c not in hidden) for side in (equation.whole, equation.parts)]
    together = abs(sides[0] - sides[1])
    is_alone = n_whole + n_parts == 1 and not equation.has_rest
    return together > 0 and (is_alone or together < minimum)


def next_to_hide(equation: Equation, shown: dict[Cell, int], hidden: set[Cell]) -> Cell | None:
    """The cell to give up: the first that is shown and not 0."""
    return next((cell for cell in equation.give_up if cell not in hidden and shown.get(cell, 0) > 0), None)
