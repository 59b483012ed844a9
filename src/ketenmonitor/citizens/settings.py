"""What a home has set for citizens: `HOME/citizens.toml`.

Comes in: a home. Goes out: an `Office`, or every fault with its line. The promise: a partner of which nothing is set has no regime
here and no contact point; nothing is filled in for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ketenmonitor.citizens.regimes import Regime, regimes_of, shipped_regimes
from ketenmonitor.citizens.schema import SCHEMA, WORDINGS
from ketenmonitor.errors import DefinitionError
from ketenmonitor.store import Home
from ketenmonitor.toml import Document, Fault, Finding, check_shape, choices, document_at, without

FILE = "citizens.toml"


@dataclass(frozen=True)
class Desk:
    """Where citizens turn at one partner, and which law holds there."""

    regime: Regime
    contact: str
    correction: str


@dataclass(frozen=True)
class Office:
    """Who answers for the chain. `desks`: by partner."""

    title: str
    contact: str
    address: tuple[str, ...]
    objection: str
    supervisor: str
    names_of_employees: bool
    desks: Mapping[str, Desk]
    regimes: Mapping[str, Regime]

    @property
    def unverified(self) -> tuple[str, ...]:
        """The regimes of these desks that no jurist verified."""
        used = {desk.regime.id: desk.regime for desk in self.desks.values()}
        return tuple(name for name, regime in used.items() if not regime.verified)


def office_of(home: Home) -> Office:
    """What a home has set. Raises DefinitionError with everything that is wrong."""
    values, faults = _checked(document_at(home.path / FILE, WORDINGS), _partners(home))
    if faults:
        raise DefinitionError(faults)
    return _built(values)


def has_office(home: Home) -> bool:
    """Whether anything is set."""
    return (home.path / FILE).exists()


def faults_of_office(home: Home, path: Path | None = None) -> tuple[Fault, ...]:
    """All that is wrong with the file of a home, or with another that may take its place."""
    return _checked(document_at(path or home.path / FILE, WORDINGS), _partners(home))[1]


def _partners(home: Home) -> set[str]:
    return {partner for chain in home.chains() for partner in home.definition(chain).partners}


def _checked(document: Document, partners: set[str]) -> tuple[dict[str, Any], tuple[Fault, ...]]:
    shape = list(check_shape(document.values, SCHEMA))
    values = without(document.values, shape)
    return values, document.in_order([*shape, *_check_partners(values, partners), *_check_twice(values)])


def _check_partners(values: dict[str, Any], partners: set[str]) -> Iterator[Finding]:
    for name in values.get("partners", {}):
        if name not in partners:
            words = {"name": name, "choices": choices(name, sorted(partners))}
            yield Finding("partner-nowhere", ("partners", name), words)


def _check_twice(values: dict[str, Any]) -> Iterator[Finding]:
    seen: set[str] = set()
    for index, one in enumerate(values.get("regimes", [])):
        name = one.get("id") if one else None
        if name in seen:
            yield Finding("regime-twice", ("regimes", index, "id"), {"name": str(name)})
        seen.add(str(name))
        known: set[str] = set()
        for number, ground in enumerate(one.get("grounds", []) if one else []):
            if ground and ground.get("id") in known:
                place = ("regimes", index, "grounds", number, "id")
                yield Finding("ground-twice", place, {"name": ground["id"]})
            known.add(ground.get("id", "") if ground else "")


def _built(values: dict[str, Any]) -> Office:
    office = values["office"]
    regimes = shipped_regimes() | regimes_of(values.get("regimes", ()))
    return Office(
        office["title"],
        office["contact"],
        tuple(office.get("address", ())),
        office.get("objection", ""),
        office.get("supervisor", ""),
        office.get("names_of_employees", False),
        {
            name: Desk(regimes[said["regime"]], said["contact"], said["correction"])
            for name, said in values["partners"].items()
        },
        regimes,
    )
