"""The audit of a pattern of hidden cells: is every small count as uncertain to a reader as it has to be?

Comes in: a table and the cells that are hidden. Goes out: the small cells that are not safe. The promise: it knows nothing
of how the pattern was found; it asks the attacker (`attack`), who knows all that is shown and that counts are whole numbers
from 0. So the ends of each interval are attained by tables of whole numbers, not only by fractions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ketenmonitor.disclosure.additive import AdditiveTable
from ketenmonitor.disclosure.attack import Knowledge, Range

HEADROOM = 10  # times the minimum: how far above the largest hidden count a reader looks; less only makes us stricter


def exposed(
    table: AdditiveTable, hidden: Iterable[int], primary: Sequence[int], minimum: int, time_limit: float | None = None
) -> list[int]:
    """Those of the cells `primary` of which the feasible interval does not hold all of 0 up to `minimum`."""
    concealed = set(hidden)
    wanted = Range(0, minimum)
    knowledge = known(table, concealed, minimum, time_limit)
    found = knowledge.ranges(primary, whole=True, enough=wanted)
    return [cell for cell, seen in zip(primary, found, strict=True) if seen.low > wanted.low or seen.high < wanted.high]


def known(table: AdditiveTable, hidden: set[int], minimum: int, time_limit: float | None = None) -> Knowledge:
    """What a reader knows of a table: each count that is shown, that the others are 0 or more, and all sums."""
    knowledge = Knowledge(time_limit)
    ceiling = max((table.counts[cell] for cell in hidden), default=0) + HEADROOM * minimum
    for cell, count in enumerate(table.counts):
        knowledge.cell(*((0, ceiling) if cell in hidden else (count, count)))
    for relation in table.relations:
        knowledge.sum(dict(relation), 0, 0)
    return knowledge
