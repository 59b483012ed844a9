"""What was published before and says something else now.

Comes in: the tables of two releases. Goes out: a `Revision` for each cell that both have and that differs, with its causes.
The promise: every such cell is there, also when a value became a reason or the other way round.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ketenmonitor.definition import Definition, Title
from ketenmonitor.release.dataset import Column, Dataset, Value

# Why a cell can differ, in the order in which the causes are told apart.
CAUSES = {
    "software": Title("andere software", "other software"),
    "retention": Title("verwijderd of vernietigd na een bewaartermijn", "removed or destroyed after its term"),
    "definition": Title("andere definitie", "other definition"),
    "correction": Title("correctie bij de bron", "correction at the source"),
    "linkage": Title("koppeling", "linkage"),
    "delivery": Title("latere levering", "later delivery"),
    "caught-up": Title("ketenpartner die achter was is bij", "partner that was behind has caught up"),
}
Place = tuple[str, tuple[Value, ...], str]  # table, key, column


@dataclass(frozen=True)
class Revision:
    """One cell: where it stands, what it was and is, and why (codes of CAUSES)."""

    table: str
    key: tuple[Value, ...]
    column: str
    old: Value
    new: Value
    causes: tuple[str, ...]


@dataclass(frozen=True)
class Before:
    """The release before this one: its day, the definition that it was made by, and its cells."""

    as_of: date
    chain: Definition
    definition_text: bytes
    cells: Mapping[Place, Value]


def cells_of(datasets: Iterable[Dataset]) -> dict[Place, Value]:
    """Every cell by its place."""
    return {
        (dataset.id, key_of(dataset, row), column.name): value
        for dataset in datasets
        for row in dataset.rows
        for column, value in zip(dataset.columns, row, strict=True)
        if not column.is_key
    }


def key_of(dataset: Dataset, row: tuple[Value, ...]) -> tuple[Value, ...]:
    """What names a row."""
    return tuple(value for column, value in zip(dataset.columns, row, strict=True) if column.is_key)


def changed_cells(old: Mapping[Place, Value], new: Mapping[Place, Value]) -> list[Place]:
    """The cells that both have and that differ."""
    return [place for place, value in old.items() if place in new and new[place] != value]


def key_columns(dataset: Dataset) -> list[Column]:
    """The columns that name a row."""
    return [column for column in dataset.columns if column.is_key]
