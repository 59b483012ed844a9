"""An additive table as plain numbers: cells with counts, and the sums that a reader knows to hold between them.

Comes in: counts by the values of dimensions, with a marker for a total. Goes out: an `AdditiveTable`. The promise: every
sum over the values of one dimension is found, holds exactly, and stands there once; a table that does not add up is
refused.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ketenmonitor.errors import DisclosureError

Relation = tuple[tuple[int, int], ...]
Key = tuple[str | None, ...]


@dataclass(frozen=True)
class AdditiveTable:
    """Cells 0 to n - 1 with their counts; of each relation the sum of coefficient x count is 0.

    Fischetti and Salazar (Models and algorithms for optimizing cell suppression in tabular data with linear
    constraints, JASA 95, 2000) call this a table with linear constraints: it covers hierarchies and linked tables too.
    """

    counts: tuple[int, ...]
    relations: tuple[Relation, ...]

    def __post_init__(self) -> None:
        for number, count in enumerate(self.counts):
            if isinstance(count, bool) or not isinstance(count, int) or count < 0:
                raise DisclosureError(f"Cell {number} of an additive table is not a count. Give whole numbers from 0.")
        for number, relation in enumerate(self.relations):
            if any(not 0 <= cell < len(self.counts) for cell, _ in relation):
                raise DisclosureError(f"Sum {number} of an additive table names a cell that it does not have.")
        faults = not_adding_up(self.relations, self.counts)
        if faults:
            raise DisclosureError(
                f"{len(faults)} of {len(self.relations)} sums of a table do not hold, so it cannot be protected as one "
                "that adds up. Count its totals from the same cases as its parts."
            )


def not_adding_up(relations: Sequence[Relation], counts: Sequence[int]) -> list[int]:
    """The numbers of the relations that these counts break."""
    return [i for i, relation in enumerate(relations) if sum(k * counts[cell] for cell, k in relation) != 0]


def additive_table(dimensions: Sequence[str], records: Sequence[tuple[Mapping[str, str | None], int]]) -> AdditiveTable:
    """The table of counts by the values of dimensions; None (or no value) in a dimension is its total.

    Cells keep the order of the records. A cell with a total in a dimension is the sum of all cells that have a value
    there and are the same elsewhere. Where there are no such cells (that breakdown is not in the table) there is no sum;
    a combination that is absent beside others is taken as not in the table's world, thus as 0.
    """
    unknown = {name for values, _ in records for name in values} - set(dimensions)
    if unknown:
        raise DisclosureError(
            f"A table by {', '.join(dimensions)} has values for {', '.join(sorted(unknown))} as well."
        )
    keys: list[Key] = [tuple(values.get(name) for name in dimensions) for values, _ in records]
    if len(set(keys)) < len(keys):
        raise DisclosureError("A cell stands in a table twice. Give every combination of values once.")
    return AdditiveTable(tuple(count for _, count in records), tuple(_margins(keys)))


def _margins(keys: list[Key]) -> list[Relation]:
    place = {key: number for number, key in enumerate(keys)}
    parts: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for number, key in enumerate(keys):
        for dimension, value in enumerate(key):
            whole = (*key[:dimension], None, *key[dimension + 1 :])
            if value is not None and whole in place:
                parts[place[whole], dimension].append(number)
    return [((whole, -1), *((part, 1) for part in members)) for (whole, _), members in sorted(parts.items())]
