"""What a chain is, as plain values: the content of one definition file after it has been checked.

Comes in: nothing; `read.py` makes these values. Goes out: to every other room. The promise: a `Definition` that
exists is a sound one, so no other room checks references, ranges or names again.

Identifiers are those of the file. Text for people is a `Title` in Dutch and English.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

from ketenmonitor.definition.declared import Activity, Attribute, Link, ObjectType, Partner
from ketenmonitor.definition.publishable import Publication
from ketenmonitor.definition.title import Title

ATTRIBUTE_TYPES = ("category", "integer", "number", "date", "boolean")
CARDINALITIES = ("many-to-many", "many-to-one", "one-to-many", "one-to-one")
COUNTING = ("calendar", "working")
DEFAULT_DORMANT_DAYS = 730
DEFAULT_DARK_AFTER_DAYS = 45


@dataclass(frozen=True)
class Condition:
    """An attribute has one of these values, written as the store writes them ("true", "2024-05-01", "12")."""

    attribute: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Norm:
    """A target: this share (0 to 1) of cases within this many days."""

    days: int
    share: float


@dataclass(frozen=True)
class LeadTime:
    """From the first of `starts` to the first of `ends` or `other_ends` after it, once per `object`."""

    id: str
    title: Title
    object: str
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    other_ends: tuple[str, ...] = ()
    where: tuple[Condition, ...] = ()
    norm: Norm | None = None

    @property
    def activities(self) -> tuple[str, ...]:
        return (*self.starts, *self.ends, *self.other_ends)


@dataclass(frozen=True)
class Pause:
    """From each of `starts` to the next of `ends` the clock stands still."""

    id: str
    title: Title
    starts: tuple[str, ...]
    ends: tuple[str, ...]


@dataclass(frozen=True)
class Stock:
    """Objects that entered and have not left; `old` when in for more than `old_after_days` local dates."""

    id: str
    title: Title
    partner: str
    object: str
    enters: tuple[str, ...]
    leaves: tuple[str, ...]
    old_after_days: int | None = None

    @property
    def activities(self) -> tuple[str, ...]:
        return (*self.enters, *self.leaves)


@dataclass(frozen=True)
class Handover:
    """Work that passes from one partner (`sent`) to the next (`received`)."""

    id: str
    title: Title
    sent: str
    received: str


@dataclass(frozen=True)
class Term:
    """A limit in days that a single case must meet. The day of the start is day 0."""

    id: str
    title: Title
    object: str
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    days: int
    counting: str
    other_ends: tuple[str, ...] = ()
    extend: bool = False
    basis: str | None = None

    @property
    def activities(self) -> tuple[str, ...]:
        return (*self.starts, *self.ends, *self.other_ends)


@dataclass(frozen=True)
class Theme:
    """A named sub-population."""

    id: str
    title: Title
    where: tuple[Condition, ...]


@dataclass(frozen=True)
class Definition:
    """One chain, whole and sound. Dictionaries keep the order of the file."""

    id: str
    version: str
    title: Title
    unit: str
    timezone: str
    partners: dict[str, Partner]
    objects: dict[str, ObjectType]
    links: tuple[Link, ...]
    attributes: dict[str, Attribute]
    activities: dict[str, Activity]
    lead_times: dict[str, LeadTime]
    pauses: dict[str, Pause]
    stocks: dict[str, Stock]
    handovers: dict[str, Handover]
    terms: dict[str, Term]
    themes: dict[str, Theme]
    publication: Publication
    basis: str | None = None
    holidays: str | None = None
    dormant_days: int = DEFAULT_DORMANT_DAYS
    dark_after_days: int = DEFAULT_DARK_AFTER_DAYS

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def types_with_a_path_to(self, target: str) -> frozenset[str]:
        """The object types from which declared links lead to `target`, itself included."""
        return reachable(target, {(link.to_type, link.from_type) for link in self.links})

    def types_reached_from(self, source: str) -> frozenset[str]:
        """The object types to which declared links lead from `source`, itself included."""
        return reachable(source, {(link.from_type, link.to_type) for link in self.links})

    def types_in_a_case_of(self, case_type: str) -> frozenset[str]:
        """The object types whose events belong to a case of `case_type`.

        A chain case (of the unit) holds what has a path *to* the unit; a case of any other type holds what lies on
        the paths through the object, up and down.
        """
        above = self.types_with_a_path_to(case_type)
        return above if case_type == self.unit else above | self.types_reached_from(case_type)

    @cached_property
    def limits(self) -> dict[str, int]:
        """The object types of which an identifier with too many links is a placeholder, and how many are the most."""
        return {o.id: o.most_links for o in self.objects.values() if o.most_links is not None}

    def carriers(self, attribute: str) -> frozenset[str]:
        """The object types that an attribute is known of: declared on the type or on an activity of it."""
        of_objects = {o.id for o in self.objects.values() if attribute in o.attributes}
        of_events = {a.object for a in self.activities.values() if attribute in a.attributes}
        return frozenset(of_objects | of_events)


def reachable(start: str, arrows: set[tuple[str, str]]) -> frozenset[str]:
    """All nodes that can be reached from `start` along `arrows` (pairs of from, to), itself included."""
    found, frontier = {start}, {start}
    while frontier:
        frontier = {b for a, b in arrows if a in frontier} - found
        found |= frontier
    return frozenset(found)
