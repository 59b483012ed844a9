"""Stated figures with the verdict about each, as pages and programs show them.

Comes in: a register and releases. Goes out: `Judged`s, in the order of the papers. The promise: no figure is left out; what a figure was
held against leads to its sentence, where that is a sentence of a paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ketenmonitor.register.answering import AGREES, DIFFERS, NOT_COMPARABLE, Check
from ketenmonitor.register.checking import verdicts_of
from ketenmonitor.register.checking.words import place_of
from ketenmonitor.register.records import Item, Kind, Register, items, state_of
from ketenmonitor.register.released import Release

VERDICTS = (DIFFERS, AGREES, NOT_COMPARABLE)


@dataclass(frozen=True)
class Judged:
    """A stated figure, its verdict, and each comparison from which that follows."""

    item: Item
    verdict: str
    beside: tuple[Beside, ...]


@dataclass(frozen=True)
class Beside:
    """One comparison. `others`: the figures of papers that it was held against; none where that was a release or a table."""

    check: Check
    others: tuple[Item, ...]


def judged(register: Register, releases: Sequence[Release]) -> tuple[Judged, ...]:
    """Every stated figure of a register. Worked out anew only when the register or the releases are others."""
    return _judged(register, state_of(register), _Releases(tuple(releases)))


@dataclass(frozen=True)
class _Releases:
    """Releases that are the same when their names and faults are: what was let out never changes."""

    all: tuple[Release, ...]

    def _name(self) -> tuple[object, ...]:
        return tuple((str(one.folder), one.faults) for one in self.all)

    def __hash__(self) -> int:
        return hash(self._name())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Releases) and self._name() == other._name()


@lru_cache(maxsize=4)
def _judged(register: Register, _state: tuple[int, int], releases: _Releases) -> tuple[Judged, ...]:
    figures = items(register, Kind.FIGURE)
    by_place = {place_of(one): one for one in figures}
    checks: dict[str, list[Check]] = {}
    for check in verdicts_of(figures, releases.all):
        checks.setdefault(check.item.key, []).append(check)
    return tuple(
        Judged(one, found[0].verdict, tuple(Beside(check, _others(check, by_place)) for check in found))
        for one in figures
        if (found := checks[one.key])
    )


def _others(check: Check, by_place: dict[str, Item]) -> tuple[Item, ...]:
    """Which figures the words of a comparison name, in the order in which they do."""
    if not check.compared:
        return ()
    if check.compared in by_place:
        return (by_place[check.compared],)
    named = ((check.compared.find(place), one) for place, one in by_place.items())
    return tuple(one for at, one in sorted(((at, one) for at, one in named if at >= 0), key=lambda pair: pair[0]))
