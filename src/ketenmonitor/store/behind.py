"""Which partners are behind: what they delivered ends long before what others of the chain delivered, or has a gap.

Comes in: a definition, and what each partner covers. Goes out: `Behind` values. The promise: it follows from deliveries
alone, so it is as known at the same moment as the figures; that partners deliver on different days is nothing odd.

The measure is the furthest moment that any partner delivered up to, gaps or not. A partner is behind when it is complete
until more days before that than lie between two of its deliveries (`delivers_every_days`; when that is not declared,
`dark_after_days` of the chain), or when a delivery of it is missing. Who delivered nothing yet is not behind: it has not
begun, and its figures are `not-delivered`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ketenmonitor.definition import Definition
from ketenmonitor.instants import DAY_US, local_us
from ketenmonitor.store.ledger import Coverage


@dataclass(frozen=True)
class Behind:
    """A partner that is complete until `until_us`, whole `days` before the furthest; `has_gap`: a delivery is missing."""

    partner: str
    until_us: int
    days: int
    has_gap: bool


def furthest_us(coverage: Mapping[str, Coverage]) -> int | None:
    """The last moment that any partner delivered up to."""
    return max((c.reached_us for c in coverage.values()), default=None)


def behind_in(definition: Definition, coverage: Mapping[str, Coverage], now_us: int | None = None) -> dict[str, Behind]:
    """The partners that are behind, in the order of the chain; `now_us`: behind this moment, when it is later."""
    last = furthest_us(coverage)
    if last is None:
        return {}
    last = max(last, last if now_us is None else now_us)
    found = {}
    for partner in definition.partners.values():
        if partner.id in coverage:
            c = coverage[partner.id]
            one = Behind(partner.id, c.until_us, days_between(definition, c.until_us, last), bool(c.gaps))
            limit = partner.delivers_every_days or definition.dark_after_days
            if one.has_gap or one.days > limit:
                found[partner.id] = one
    return found


def days_between(definition: Definition, from_us: int, until_us: int) -> int:
    """Whole days between two instants, on the clock of the chain."""
    return (local_us(until_us, definition.zone) - local_us(from_us, definition.zone)) // DAY_US
