"""What a scenario says: which measures, on what, from when until when.

Comes in: nothing; `read.py` makes these values. Goes out: to all of the room. The promise: a `Scenario` that exists says nothing that
contradicts itself or its chain; whether the network of queues can follow is for `apply.py`.

Days are local dates. `until_day` is the first day on which something does not hold any more, as everywhere in `model.py`; a file names
the last on which it does. None: from the begin of the simulation, or until its end. `place`: where it stands in the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from ketenmonitor.toml import Document, Fault, Finding, Place

REPLICATIONS, SEED = 50, 1  # when the file says nothing


@dataclass(frozen=True)
class CapacityChange:
    """More or less can be done: one of `places`, `per_cent` and `a_month` (cases) is not None; below zero is less."""

    place: Place
    partner: str | None
    step: str | None
    places: int | None
    per_cent: float | None
    a_month: float | None
    from_day: date | None
    until_day: date | None


@dataclass(frozen=True)
class ArrivalsChange:
    """More or fewer cases begin: `at` one activity, or (None) at all."""

    place: Place
    at: str | None
    per_cent: float
    from_day: date | None
    until_day: date | None


@dataclass(frozen=True)
class Closing:
    """No work is done."""

    place: Place
    partner: str | None
    step: str | None
    from_day: date
    until_day: date


@dataclass(frozen=True)
class NewRoute:
    """A share of the cases that come into `step` goes to activity `to`, or (None) leaves; `days`: the median that this takes."""

    place: Place
    step: str
    to: str | None
    share: float
    days: float | None
    from_day: date | None
    until_day: date | None


@dataclass(frozen=True)
class Priority:
    """Cases with these values of the attribute go first, in this order."""

    place: Place
    partner: str | None
    step: str | None
    attribute: str
    values: tuple[str, ...]
    from_day: date | None


@dataclass(frozen=True)
class OtherAssumption:
    """An assumption, by its number or name, has another value: in the baseline too."""

    place: Place
    named: str
    value: float


@dataclass(frozen=True)
class Sought:
    """The least capacity that brings a lead time within its norm by a day; `partners` None: all with places. `attribute`: the one that
    the lead time asks for, None: it is of all cases."""

    place: Place
    lead_time: str
    by: date
    partners: tuple[str, ...] | None
    norm_days: int
    norm_share: float
    attribute: str | None = None


@dataclass(frozen=True)
class Scenario:
    """One file, whole and without contradiction. `from_day` None: the day after the last that was measured."""

    title: str
    from_day: date | None
    until_day: date
    replications: int = REPLICATIONS
    seed: int = SEED
    capacity: tuple[CapacityChange, ...] = ()
    arrivals: tuple[ArrivalsChange, ...] = ()
    closed: tuple[Closing, ...] = ()
    routes: tuple[NewRoute, ...] = ()
    priorities: tuple[Priority, ...] = ()
    other_assumptions: tuple[OtherAssumption, ...] = ()
    search: Sought | None = None
    document: Document = field(default_factory=lambda: Document("", {}, {}), repr=False, compare=False)

    @property
    def class_attribute(self) -> str | None:
        """The attribute by which its priorities, or what is sought, tell cases apart: the model is to be calibrated with it."""
        return self.priorities[0].attribute if self.priorities else self.search.attribute if self.search else None

    @property
    def assumptions(self) -> Mapping[str, float]:
        """Other values of assumptions, by number or name."""
        return {one.named: one.value for one in self.other_assumptions}

    def faults(self, findings: Iterable[Finding]) -> tuple[Fault, ...]:
        """Findings in words, at their lines."""
        return self.document.in_order(findings)
