"""Whose coverage a figure rests on: the partners that report its events or deliver the links between their objects.

Comes in: a measure of a definition. Goes out: a `Window` in which all of them deliver. The promise: only the
definition decides who is concerned.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ketenmonitor.definition import Definition, Handover, LeadTime, Stock, Term
from ketenmonitor.synth.clock import DAY
from ketenmonitor.synth.seen import NO_COVERAGE, Seen


@dataclass(frozen=True)
class Window:
    """From the latest start of coverage to its earliest end; instants, and what the clock shows at them."""

    history: int
    censor: int
    local_history: int
    local_censor: int

    @property
    def first_day(self) -> int:
        return self.local_history // DAY

    @property
    def last_day(self) -> int:
        """The last local date that is complete, in days since 1970."""
        return self.local_censor // DAY - 1

    def covers_end_of(self, day: int) -> bool:
        return self.local_history <= (day + 1) * DAY <= self.local_censor


def of_spans(seen: Seen, entry: LeadTime | Term) -> Window:
    """For what has starts and ends: links matter when these happen to more than one type of object."""
    definition = seen.world.definition
    several = len(_types(definition, entry.activities)) > 1
    links = _linkers(definition, entry.activities, entry.object) if several else set()
    return _window(seen, _reporters(definition, entry.activities) | links)


def of_stock(seen: Seen, entry: Stock) -> Window:
    """For a stock: links matter when something happens to another type than the one that is counted."""
    definition = seen.world.definition
    foreign = _types(definition, entry.activities) - {entry.object}
    links = _linkers(definition, entry.activities, entry.object) if foreign else set()
    return _window(seen, _reporters(definition, entry.activities) | links)


def of_handover(seen: Seen, entry: Handover) -> Window:
    """For a hand-over: the links between both types, or of both to the unit when no path of types joins them."""
    definition = seen.world.definition
    a, b = (definition.activities[activity].object for activity in (entry.sent, entry.received))
    if are_joined(definition, entry):
        links = _between(definition, a, b) | _between(definition, b, a) if a != b else set()
    else:
        links = _between(definition, a, definition.unit) | _between(definition, b, definition.unit)
    return _window(seen, _reporters(definition, (entry.sent, entry.received)) | links)


def are_joined(definition: Definition, entry: Handover) -> bool:
    """Whether links lead from the one type to the other, either way."""
    a, b = (definition.activities[activity].object for activity in (entry.sent, entry.received))
    return a in definition.types_with_a_path_to(b) | definition.types_reached_from(b)


def _types(definition: Definition, activities: Iterable[str]) -> set[str]:
    return {definition.activities[a].object for a in activities}


def _reporters(definition: Definition, activities: Iterable[str]) -> set[str]:
    return {definition.activities[a].partner for a in activities}


def _between(definition: Definition, source: str, target: str) -> set[str]:
    below, above = definition.types_reached_from(source), definition.types_with_a_path_to(target)
    return {link.partner for link in definition.links if link.from_type in below and link.to_type in above}


def _linkers(definition: Definition, activities: Iterable[str], case_type: str) -> set[str]:
    found: set[str] = set()
    for kind in _types(definition, activities):
        found |= _between(definition, kind, case_type)
        if case_type != definition.unit:
            found |= _between(definition, case_type, kind)
    return found


def _window(seen: Seen, partners: set[str]) -> Window:
    windows = [seen.coverage.get(partner, NO_COVERAGE) for partner in partners]
    history, censor = max(first for first, _ in windows), min(until for _, until in windows)
    local = seen.world.clock.local(np.array([history, censor]))
    return Window(history, censor, int(local[0]), int(local[1]))
