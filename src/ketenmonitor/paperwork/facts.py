"""What a home says of itself that belongs in paperwork: chains, purposes, who answers, what is kept how long, who may go where.

Comes in: a home. Goes out: `Facts`. The promise: only what definitions, registers and settings say; what they do not say is None or
empty here, and no value of a secret, an identifier or a person is among it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ketenmonitor.access import in_force
from ketenmonitor.citizens import Office, has_office, office_of
from ketenmonitor.definition import Definition
from ketenmonitor.errors import NotFoundError
from ketenmonitor.lawful import Processing, Register
from ketenmonitor.retention import Policy, policy_of
from ketenmonitor.store import Home


@dataclass(frozen=True)
class Route:
    """A page or call: its address, its methods, and the roles that may use it. Without roles: everybody."""

    name: str
    path: str
    methods: tuple[str, ...]
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """Everything, as of a day. `routes`: None when what serves pages is not installed; `register`: None when there is none."""

    day: date
    chains: tuple[Definition, ...]
    register: Register | None
    office: Office | None
    retention: Mapping[str, Policy]
    routes: tuple[Route, ...] | None
    engine: str
    pseudonyms: Mapping[str, str]
    signing: tuple[str, ...]
    provider: bool
    tls: bool

    @property
    def processing(self) -> tuple[Processing, ...]:
        """What the register says may be done with data of cases."""
        return self.register.processing if self.register else ()


def facts_of(home: Home, day: date, routes: tuple[Route, ...] | None) -> Facts:
    """What a home says of itself."""
    chains = tuple(home.definition(name) for name in home.chains())
    web = home.said("web")
    return Facts(
        day=day,
        chains=chains,
        register=in_force(home),
        office=office_of(home) if has_office(home) else None,
        retention={one.id: found for one in chains if (found := _retention(home, one.id)) is not None},
        routes=routes,
        engine=home.settings.engine,
        pseudonyms={chain: _mode(said) for chain, said in sorted(home.said("pseudonyms").items())},
        signing=tuple(sorted(home.said("signatures"))),
        provider="login" in web,
        tls="tls" in web or str(web.get("address", "")).startswith("https://"),
    )


def _mode(said: Any) -> str:
    return str(said.get("mode", "oprf")) if isinstance(said, Mapping) else "unknown"


def _retention(home: Home, chain: str) -> Policy | None:
    """The table of retention that counts: the last that was adopted."""
    try:
        return policy_of(home, chain)
    except NotFoundError:
        return None
