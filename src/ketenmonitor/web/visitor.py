"""Who is visiting, and what for: the roles of the monitor, and a visitor with some of them.

Comes in: what a login says of somebody. Goes out: a `Visitor`. The promise: who is not logged in has no role, and a
role that is about one partner comes with that partner or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ketenmonitor.identity import Caller


class Role(StrEnum):
    """What somebody may do. Everybody may read what is published; that needs no role."""

    ANALYST = "analyst"
    ENGINEER = "engineer"
    HANDLER = "handler"
    PUBLISHER = "publisher"
    REGISTRAR = "registrar"
    PRIVACY_OFFICER = "privacy_officer"
    ADMINISTRATOR = "administrator"


OF_A_PARTNER = {Role.ENGINEER, Role.HANDLER}


@dataclass(frozen=True)
class Visitor:
    """Somebody: `subject` names them for the log, `name` on the page. `partner`: whose engineer or case handler.

    `caller`: the organisation of which this is a program, by its certificate or by FSC; it has no role.
    """

    subject: str = ""
    name: str = ""
    roles: frozenset[Role] = frozenset()
    partner: str | None = None
    caller: Caller | None = None

    @property
    def is_known(self) -> bool:
        """Whether this visitor logged in."""
        return bool(self.subject)


def visitor_of(subject: str, name: str, roles: frozenset[Role], partner: str | None) -> Visitor:
    """A visitor without the roles that need a partner when there is none."""
    return Visitor(subject, name, roles if partner else roles - OF_A_PARTNER, partner)


def organisation(caller: Caller) -> Visitor:
    """A program of an organisation, which may do what its OIN may do and nothing else."""
    return Visitor(f"oin:{caller.oin}", caller.oin, caller=caller)
