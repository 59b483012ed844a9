"""Figures: what every measure gives, and the fields that every figure carries about itself.

Comes in: a view, a selection, and what a measure computed. Goes out: `Figures`. The promise: a figure says of which
chain, measure, period and breakdown it is, what it counts, how many there were, what was known, and why a value is
missing: null always comes with a code in `notes`. While a partner that it rests on is behind, `behind` says which one
and since when.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ketenmonitor.definition import Definition
from ketenmonitor.instants import DAY_US, local_us, to_iso
from ketenmonitor.measures.concerned import Concern
from ketenmonitor.measures.selection import MIXED, Selection
from ketenmonitor.store import Behind, View
from ketenmonitor.store.departures import DESTROYED_BY_POLICY, REMOVED_BY_POLICY

Record = dict[str, Any]
# What a record says also when its figure cannot be known any more: what it would have been about.
ABOUT = {
    "chain", "measure", "id", "period", "by", "unit", "view", "definition_version", "known_at", "complete_until", "behind", "gone",
    "date", "from", "to", "measure_id", "of_measure", "field", "publisher", "published", "norm_days", "norm_share",
}  # fmt: skip
Group = tuple[Any, ...]  # (is_total, period, value of each attribute)

NOT_REACHED = "not-reached"
NOT_YET_KNOWN = "not-yet-known"
NOT_DELIVERED = "not-delivered"
NOT_APPLICABLE = "not-applicable"
ATTRIBUTE_UNKNOWN = "attribute-unknown"
NO_LONGER_DECLARED = "activity-no-longer-declared"
SELECTED_LATER = "selected-on-later-information"
PARTNER_BEHIND = "partner-behind"
NOT_KNOWN_ANY_MORE = {DESTROYED_BY_POLICY, REMOVED_BY_POLICY}
NOTES = {
    NOT_REACHED, NOT_YET_KNOWN, NOT_DELIVERED, NOT_APPLICABLE, ATTRIBUTE_UNKNOWN, NO_LONGER_DECLARED, SELECTED_LATER,
    PARTNER_BEHIND, *NOT_KNOWN_ANY_MORE,
}  # fmt: skip


@dataclass(frozen=True)
class Figures:
    """The records of one measure, in a fixed order."""

    chain: str
    measure: str
    records: tuple[Record, ...]


@dataclass(frozen=True)
class Frame:
    """What the records of one figure share."""

    view: View
    measure: str
    id: str | None
    unit: str
    complete_until_us: int | None
    selection: Selection
    kind_of_view: str = "all"
    concern: Concern = field(default_factory=Concern)

    @cached_property
    def behind(self) -> tuple[Behind, ...]:
        """Who is behind of those that this figure rests on, in the order of the chain.

        Who only touches it matters as far as the figure goes further than what that partner delivered.
        """
        until = self.complete_until_us
        return tuple(
            one
            for one in self.view.behind.values()
            if one.partner in self.concern.partners
            or (one.partner in self.concern.touching and (until is None or one.until_us < until))
        )

    def behind_at(self, end_local_us: int | None) -> list[Record]:
        """The same as values; of a figure about a moment, only who is not complete until then."""
        zone = self.view.definition.zone
        return [
            behind_record(one, self.view.definition, holds_back=one.partner in self.concern.partners)
            for one in self.behind
            if end_local_us is None or local_us(one.until_us, zone) < end_local_us
        ]

    def record(
        self,
        by: dict[str, Any],
        period: str | None,
        counted: int | None,
        notes: set[str],
        end_local_us: int | None = None,
        /,
        **fields: Any,
    ) -> Record:
        """One figure: the common fields, then the measure's own. `end_local_us`: the moment that it is about, if any."""
        definition, zone = self.view.definition, self.view.definition.zone
        known_at, until = self.view.known_at_us, self.complete_until_us
        behind = self.behind_at(end_local_us)
        return {
            "chain": definition.id,
            "measure": self.measure,
            "id": self.id,
            "period": period,
            "by": by,
            "unit": self.unit,
            "view": self.kind_of_view,
            "definition_version": definition.version,
            "known_at": None if known_at is None else to_iso(known_at, zone),
            "complete_until": None if until is None else to_iso(until, zone),
            "counted": counted,
            **fields,
            **({"gone": dict(self.view.gone.objects)} if self.view.gone.objects else {}),
            "behind": behind,
            "notes": sorted(notes | ({PARTNER_BEHIND} if behind else set())),
        }


def not_known_any_more(records: Iterable[Record], code: str) -> tuple[Record, ...]:
    """The same records without what they counted: of what was known then, something left under a rule of retention."""
    blank = [{**{k: v if k in ABOUT else None for k, v in one.items()}, "notes": [code]} for one in records]
    return tuple(one for place, one in enumerate(blank) if one not in blank[:place])


def behind_record(one: Behind, definition: Definition, *, holds_back: bool) -> Record:
    """A partner that is behind, as a value of a record."""
    until = to_iso(one.until_us, definition.zone)
    return {"partner": one.partner, "delivered_until": until, "days": one.days, "holds_back": holds_back}


def merged_behind(found: Iterable[Record]) -> list[Record]:
    """Who is behind in any of these records, each once; who holds one back before who only touches it."""
    every = {(b["partner"], b["holds_back"]): b for record in found for b in record["behind"]}
    return [b for (partner, holds), b in every.items() if holds or (partner, True) not in every]


def groups(selection: Selection, definition: Definition, found: set[Group], periods: list[str | None]) -> list[Group]:
    """Every group that must have a figure: per period the total, then every declared value, also when none was found."""
    choices = [_values(definition, name, {g[2 + i] for g in found if not g[0]}) for i, name in enumerate(selection.by)]
    combinations: list[Group] = list(itertools.product(*choices)) if selection.by else []
    nothing = (None,) * len(selection.by)
    return [
        group
        for period in periods
        for group in ((True, period, *nothing), *((False, period, *values) for values in combinations))
    ]


def _values(definition: Definition, name: str, found: set[Any]) -> list[str | None]:
    attribute = definition.attributes[name]
    declared = {"category": list(attribute.values), "boolean": ["true", "false"]}.get(attribute.type, [])
    # Of a closed list too: a value that an earlier version of the definition declared must not vanish from the sum.
    others = sorted(
        (v for v in found - set(declared) if v not in (None, MIXED)), key=lambda v: typed(definition, name, v)
    )
    mixed = [MIXED] if MIXED in found else []
    return [*declared, *others, *mixed, None]


def by_of(selection: Selection, definition: Definition, group: Group) -> dict[str, Any]:
    """The breakdown of a group, with values of their own type; empty for a total."""
    if group[0]:
        return {}
    return {name: typed(definition, name, value) for name, value in zip(selection.by, group[2:], strict=True)}


def typed(definition: Definition, name: str, value: str | None) -> Any:
    """A stored value as JSON has it: a boolean, a number or a text."""
    if value is None or value == MIXED:
        return value
    # What only an earlier version of the definition declares is shown as it is stored.
    kind = definition.attributes[name].type if name in definition.attributes else None
    if kind == "boolean":
        return value == "true"
    return int(value) if kind == "integer" else float(value) if kind == "number" else value


def days(us: float | int | None) -> float | None:
    """Microseconds as days, not rounded."""
    return None if us is None else us / DAY_US


def share(part: int, whole: int) -> float | None:
    """A share, null of nothing."""
    return part / whole if whole else None
