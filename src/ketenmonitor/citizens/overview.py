"""One answer over all partners of a chain: what is held, since when, on which ground, who looked, where to have it mended.

Comes in: a home, a chain and identifiers. Goes out: an `Overview`, and the same as plain values. The promise: `told` leaves out what
may not be told in such a way that nothing in the rest differs from an overview in which it never was; no identifier is in it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from ketenmonitor.access import in_force
from ketenmonitor.citizens.grounds import Ground, grounds_of
from ketenmonitor.citizens.held import Item, held, subject_of
from ketenmonitor.citizens.looks import Look, looks_at
from ketenmonitor.citizens.regimes import Kind
from ketenmonitor.citizens.settings import Desk, Office, has_office, office_of
from ketenmonitor.definition import Definition
from ketenmonitor.instants import to_iso
from ketenmonitor.store import Home, open_view


@dataclass(frozen=True)
class AtPartner:
    """What one partner has. `desk`: None when nothing is set for it."""

    partner: str
    desk: Desk | None
    items: tuple[Item, ...]

    @property
    def since_us(self) -> int | None:
        """Since when the monitor has anything of this partner about the subject."""
        return min((one.since_us for one in self.items), default=None)


@dataclass(frozen=True)
class Overview:
    """The answer. `grounds`: None when there is no register of purposes; `office`: None when nothing is set."""

    definition: Definition
    made_us: int
    partners: tuple[AtPartner, ...]
    grounds: tuple[Ground, ...] | None
    looks: tuple[Look, ...]
    office: Office | None

    def told(self, withheld: Collection[str], refused: Collection[str] = ()) -> Overview:
        """Without the items and looks of these names, and without anything of these partners."""
        partners = tuple(
            replace(one, items=tuple(i for i in one.items if i.name not in withheld and one.partner not in refused))
            for one in self.partners
        )
        return replace(self, partners=partners, looks=tuple(one for one in self.looks if one.name not in withheld))


def overview(home: Home, chain: str, identifiers: Iterable[str], now_us: int) -> Overview:
    """What is known here of these identifiers. An identifier that is not known gives an overview in which nothing is held."""
    view = open_view(home, chain)
    subject = subject_of(home, view, frozenset(identifiers))
    items = held(home, view, subject)
    office = office_of(home) if has_office(home) else None
    partners = tuple(
        AtPartner(name, office.desks.get(name) if office else None, tuple(one for one in items if one.partner == name))
        for name in view.definition.partners
    )
    looks = looks_at(home, chain, subject.identifiers)
    return Overview(view.definition, now_us, partners, grounds_of(in_force(home), chain), looks, office)


def as_data(found: Overview, *, for_citizen: bool) -> dict[str, Any]:
    """The overview as plain values. For the citizen: without the names of items, which are for who decides."""
    zone = found.definition.zone
    partners = [
        {
            "partner": one.partner,
            **_desk(one.desk),
            "since": to_iso(one.since_us, zone) if one.since_us is not None else None,
            "held": [_item(item, zone, for_citizen=for_citizen) for item in one.items],
        }
        for one in found.partners
    ]
    says_who = bool(found.office and found.office.names_of_employees)
    return {
        "chain": found.definition.id,
        "definition_version": found.definition.version,
        "made_at": to_iso(found.made_us, zone),
        "partners": partners,
        "grounds": None if found.grounds is None else [_ground(one) for one in found.grounds],
        "looks": [_look(one, zone, for_citizen=for_citizen, says_who=says_who) for one in found.looks],
    }


def _item(one: Item, zone: ZoneInfo, *, for_citizen: bool) -> dict[str, Any]:
    said = {
        "kind": one.kind, "object_type": one.object_type or None, "what": one.what, "value": one.value,
        "at": to_iso(one.at_us, zone) if one.at_us is not None else None, "since": to_iso(one.since_us, zone), "state": one.state,
    }  # fmt: skip
    return said if for_citizen else {"item": one.name, **said}


def _look(one: Look, zone: ZoneInfo, *, for_citizen: bool, says_who: bool) -> dict[str, Any]:
    said = {
        "at": to_iso(one.at_us, zone), "organisation": one.organisation or None, "roles": list(one.roles),
        "operation": one.operation, "purpose": one.purpose or None,
    }  # fmt: skip
    said |= {"employee": one.employee or None} if says_who else {}
    return said if for_citizen else {"item": one.name, **said}


def _desk(desk: Desk | None) -> dict[str, Any]:
    if desk is None:
        return dict.fromkeys(("regime", "contact", "correction", "terms"))
    terms = {str(kind): desk.regime.rights[kind].term for kind in Kind}
    return {"regime": desk.regime.id, "contact": desk.contact, "correction": desk.correction, "terms": terms}


def _ground(one: Ground) -> dict[str, Any]:
    said = one.purpose
    return {
        "purpose": said.id, "title": said.title, "ground": said.ground, "from": said.begin.isoformat(), "until": said.until.isoformat(),
        "operations": list(one.operations),
    }  # fmt: skip
