"""What a chain is, as plain values: the content of one definition file after it has been checked.

Comes in: nothing; `read.py` makes these values. Goes out: to every other room. The promise: a `Definition` that
exists is a sound one, so no other room checks references, ranges or names again.

Identifiers are those of the file. Text for people is a `Title` in Dutch and English.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

ATTRIBUTE_TYPES = ("category", "integer", "number", "date", "boolean")
CARDINALITIES = ("many-to-many", "many-to-one", "one-to-many", "one-to-one")
COUNTING = ("calendar", "working")
DEFAULT_DORMANT_DAYS = 730
# What can be published, in the order in which it is: measures, periods, and ways to protect a stock.
PUBLISHABLE = ("lead-time", "stock", "flow", "handover", "term")
PERIODS = ("month", "quarter", "year")
LETTER_PERIODS = ("month", "quarter", "half-year", "year")
# Why a figure of a partner can differ from the one that is computed here.
DIFFERENCES = ("counting-unit", "period", "scope")
METHODS = ("cell-key", "rounding", "suppression")
LICENCE = "http://creativecommons.org/publicdomain/zero/1.0/deed.nl"


@dataclass(frozen=True)
class Title:
    """A text for people, in Dutch and in English."""

    nl: str
    en: str

    def in_language(self, language: str) -> str:
        return self.en if language == "en" else self.nl


@dataclass(frozen=True)
class Partner:
    """An organisation that delivers. `rank` is its place in the chain, from 0."""

    id: str
    title: Title
    rank: int
    oin: str | None = None


@dataclass(frozen=True)
class ObjectType:
    """What an identifier stands for; `partner` issues it and `key` is its name at the source."""

    id: str
    title: Title
    partner: str
    key: str | None = None
    attributes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Link:
    """A declared kind of link between two object types, and who delivers the pairs."""

    from_type: str
    to_type: str
    partner: str
    cardinality: str = "many-to-many"


@dataclass(frozen=True)
class Attribute:
    """A declared property. `values` is the closed list of a category, empty for the other types."""

    id: str
    title: Title
    type: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Activity:
    """Something that can happen: at which partner, to which object type."""

    id: str
    title: Title
    partner: str
    object: str
    log_names: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()


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
class Letter:
    """The annex to a letter: the stocks in it, and of which periods the last days are the reference dates."""

    title: Title
    stocks: tuple[str, ...]
    period: str = "half-year"


@dataclass(frozen=True)
class Difference:
    """Why a figure that a partner publishes need not be the one that is computed: its `kind` (of DIFFERENCES), in words."""

    measure: str
    id: str
    field: str
    kind: str
    text: Title


@dataclass(frozen=True)
class Publication:
    """What may be published: every one of `measures`, as a whole and by each of `breakdowns`, as a whole and by each of
    `periods`. Nothing else is, so readers cannot put figures together that were not judged together.

    `stock_method`: how stocks are protected; all else by the cell-key method. `differences`: between what partners publish
    and what is computed. `is_declared`: the file says all this.
    """

    measures: tuple[str, ...]
    breakdowns: tuple[tuple[str, ...], ...]
    periods: tuple[str, ...]
    stock_method: str
    letter: Letter
    publisher: str = ""
    contact: str = ""
    licence: str = LICENCE
    address: str = ""
    differences: tuple[Difference, ...] = ()
    is_declared: bool = True


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
