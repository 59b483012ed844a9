"""What one mapping file says, as plain values: where an extract is, and what of it becomes what in a delivery.

Comes in: nothing; `read.py` makes these values. Goes out: to `pack`, and to what sends. The promise: a `Mapping` that exists
fits the definition of the chain, so nobody checks its names again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from ketenmonitor.definition import Definition

MODES = ("none", "hmac", "oprf")
NONE, HMAC, OPRF = MODES


@dataclass(frozen=True)
class Source:
    """One table of the extract: a file, or a question to a database; and how things are written in it."""

    name: str
    file: Path | None = None
    sheet: str | None = None
    sql: str | None = None
    database: str | None = None
    delimiter: str | None = None
    encoding: str = "UTF-8"
    decimal: str = "."
    formats: tuple[str, ...] = ()
    timezone: str | None = None


@dataclass(frozen=True)
class Cell:
    """Where a value comes from: a column, or always the same. `codes` says what a code means; others are not guessed."""

    column: str | None = None
    value: str | None = None
    codes: dict[str, str] | None = None
    ignore: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        return () if self.column is None else (self.column,)


@dataclass(frozen=True)
class Moment:
    """Where a time comes from: one column, or a day and a clock in two; the forms in which they are written, and the zone."""

    column: str
    clock: str | None = None
    formats: tuple[str, ...] = ()
    timezone: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.column,) if self.clock is None else (self.column, self.clock)


@dataclass(frozen=True)
class EventRule:
    """Rows that become events. `objects`: per object type the column of its identifier."""

    place: str
    source: str
    activity: Cell
    time: Moment
    objects: dict[str, str]
    id: tuple[str, ...] = ()
    attributes: dict[str, Cell] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        attributes = (name for cell in self.attributes.values() for name in cell.columns)
        return (*self.activity.columns, *self.time.columns, *attributes, *self.objects.values(), *self.id)


@dataclass(frozen=True)
class LinkRule:
    """Rows that become links between two objects."""

    place: str
    source: str
    from_type: str
    from_column: str
    to_type: str
    to_column: str
    time: Moment | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.from_column, self.to_column, *(self.time.columns if self.time else ()))


@dataclass(frozen=True)
class ObjectRule:
    """Rows that say something of an object."""

    place: str
    source: str
    type: str
    object: str
    attributes: dict[str, Cell] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.object, *(name for cell in self.attributes.values() for name in cell.columns))


@dataclass(frozen=True)
class FigureRule:
    """Rows that become figures that the partner itself publishes; `cells` by column of the delivery."""

    place: str
    source: str
    cells: dict[str, Cell]
    attributes: dict[str, Cell] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(name for cell in (*self.cells.values(), *self.attributes.values()) for name in cell.columns)


Rule = EventRule | LinkRule | ObjectRule | FigureRule


@dataclass(frozen=True)
class Pseudonyms:
    """How identifiers become pseudonyms. `key`: of the trusted party (hmac); `recipient_key`: to encrypt to (oprf).

    Where the key services are, and where deliveries go, is read by what goes there.
    """

    mode: str
    purpose: str = ""
    recipient: str = ""
    period: str = ""
    key: Path | None = None
    recipient_key: str | None = None


@dataclass(frozen=True)
class Mapping:
    """One mapping, whole and sound. `placeholders`: per object type what stands for "no identifier" in the extract."""

    path: Path
    definition: Definition
    partner: str
    oin: str | None
    contact: str | None
    begin_us: int
    out: Path
    state: Path
    signing_key: Path | None
    most_withdrawn: float
    pseudonyms: Pseudonyms
    kinds: dict[str, str]
    placeholders: dict[str, tuple[str, ...]]
    sources: dict[str, Source]
    timezone: str
    events: tuple[EventRule, ...] = ()
    links: tuple[LinkRule, ...] = ()
    objects: tuple[ObjectRule, ...] = ()
    figures: tuple[FigureRule, ...] = ()

    @property
    def rules(self) -> dict[str, tuple[Rule, ...]]:
        """The rules by kind of file; only the kinds that there are."""
        every: dict[str, tuple[Rule, ...]] = {
            "events": self.events, "links": self.links, "objects": self.objects, "figures": self.figures,
        }  # fmt: skip
        return {kind: rules for kind, rules in every.items() if rules}

    @property
    def zone(self) -> ZoneInfo:
        """The zone of times that say none, unless a source has its own."""
        return ZoneInfo(self.timezone)
