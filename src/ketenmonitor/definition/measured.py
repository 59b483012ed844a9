"""The lead times, terms and stocks of a definition in one form, for checks that treat them alike.

Comes in: a `Definition`. Goes out: `Measured` values. The promise: lists have the keys of the file, so that a finding
can say where it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ketenmonitor.definition.model import Definition, LeadTime, Term


@dataclass(frozen=True)
class Measured:
    """A measure of the file: its table and id, the object type it counts, its activities per key."""

    table: str
    id: str
    object: str
    activities: dict[str, tuple[str, ...]]


def measured_by(definition: Definition) -> Iterator[Measured]:
    """Everything that is measured per object; a pause belongs to lead times, and a hand-over to two objects."""
    clocks: tuple[tuple[str, Mapping[str, LeadTime | Term]], ...] = (
        ("lead_times", definition.lead_times),
        ("terms", definition.terms),
    )
    for table, entries in clocks:
        for clock in entries.values():
            lists = {"from": clock.starts, "to": clock.ends, "other_ends": clock.other_ends}
            yield Measured(table, clock.id, clock.object, lists)
    for stock in definition.stocks.values():
        yield Measured("stocks", stock.id, stock.object, {"enters": stock.enters, "leaves": stock.leaves})
