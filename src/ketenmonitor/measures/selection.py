"""What a reader asks of a measure: which cases, broken down how, over which time.

Comes in: names and values as typed. Goes out: a checked `Selection`. The promise: a name that the chain does not have
is refused with the names that it has.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from ketenmonitor.definition import Condition, Definition
from ketenmonitor.errors import UsageError

PERIODS = ("month", "quarter", "year")
BASES = ("entry", "exit")
MIXED = "mixed"


@dataclass(frozen=True)
class Selection:
    """Which cases a figure is about. `first_day` and `last_day` are inclusive local dates."""

    by: tuple[str, ...] = ()
    period: str | None = None
    basis: str = "entry"
    where: tuple[Condition, ...] = ()
    theme: str | None = None
    first_day: date | None = None
    last_day: date | None = None

    @property
    def over_all_time(self) -> Selection:
        """The same cases, however they are told apart in time: what questions by different periods share."""
        return replace(self, period=None)

    @property
    def has_dates(self) -> bool:
        """Whether dates are given: then a time without a whole period in it has no figures, and that is no fault."""
        return self.first_day is not None or self.last_day is not None

    def attributes(self, definition: Definition) -> tuple[str, ...]:
        """Every attribute that this asks for: to break down by, or in a condition."""
        return (*self.by, *(c.attribute for c in self.conditions(definition)))

    def conditions(self, definition: Definition) -> tuple[Condition, ...]:
        """All conditions: those given and those of the theme."""
        return (*self.where, *(definition.themes[self.theme].where if self.theme else ()))


def check(selection: Selection, definition: Definition) -> None:
    """Refuse what the chain does not have; raises UsageError."""
    names = (*selection.by, *(c.attribute for c in selection.where))
    for name in names:
        one_of("attribute", name, definition.attributes)
    if selection.theme is not None:
        one_of("theme", selection.theme, definition.themes)
    if selection.period is not None:
        one_of("period", selection.period, PERIODS)
    one_of("basis", selection.basis, BASES)
    for condition in selection.where:
        attribute = definition.attributes[condition.attribute]
        allowed = {"category": attribute.values, "boolean": ("true", "false")}.get(attribute.type)
        for value in condition.values if allowed else ():
            one_of(f"value of {attribute.id}", value, allowed or ())
    if selection.first_day and selection.last_day and selection.first_day > selection.last_day:
        raise UsageError("--from lies after --until. Right is the other way round; both days are included.")


def one_of(what: str, name: str, allowed: Iterable[str]) -> None:
    """Refuse a name that is not among those allowed; raises UsageError."""
    names = tuple(allowed)
    if name not in names:
        raise UsageError(f'"{name}" is not a {what} here. Right is one of: {", ".join(names) or "(there are none)"}.')
