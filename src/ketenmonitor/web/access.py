"""Who may go where: the one place where that is decided, for pages and for the interface of programs alike.

Comes in: the name of a route and a visitor. Goes out: a `Verdict`. The promise: what is not in the table is refused, and
the table is short enough to read aloud.
"""

from __future__ import annotations

from enum import Enum

from ketenmonitor.web.visitor import Role, Visitor

EVERYBODY: frozenset[Role] = frozenset()
KNOWN = frozenset(Role)
ANALYST, ENGINEER, HANDLER = frozenset({Role.ANALYST}), frozenset({Role.ENGINEER}), frozenset({Role.HANDLER})
PUBLISHER, ADMINISTRATOR = frozenset({Role.PUBLISHER}), frozenset({Role.ADMINISTRATOR})
REGISTRAR = frozenset({Role.REGISTRAR})
# Engineers, and organisations that prove themselves by certificate or FSC: of which partners, `delivering` says.
DELIVERER = frozenset({Role.ENGINEER})

# The route by name, and the roles of which a visitor needs one.
TABLE: dict[str, frozenset[Role]] = {
    "home": EVERYBODY,
    "chain": EVERYBODY,
    "release": EVERYBODY,
    "part": EVERYBODY,
    "figure": EVERYBODY,
    "table": EVERYBODY,
    "released": EVERYBODY,
    "static": EVERYBODY,
    "health": EVERYBODY,
    "security": EVERYBODY,
    "accessibility": EVERYBODY,
    "login": EVERYBODY,
    "login-local": EVERYBODY,
    "login-provider": EVERYBODY,
    "login-back": EVERYBODY,
    "login-without-role": KNOWN,
    "logout": KNOWN,
    "cases": HANDLER,
    "cases-chain": HANDLER,
    "case": HANDLER,
    "deliveries": ENGINEER,
    "deliveries-chain": ENGINEER,
    "dictionary": ENGINEER,
    "upload-form": ENGINEER,
    "upload": ENGINEER,
    "workbench": ANALYST,
    "workbench-chain": ANALYST,
    "workbench-measure": ANALYST,
    "api-document": EVERYBODY,
    "api-chains": EVERYBODY,
    "api-chain": EVERYBODY,
    "api-releases": EVERYBODY,
    "api-release": EVERYBODY,
    "api-tables": EVERYBODY,
    "api-table": EVERYBODY,
    "api-schema-event": EVERYBODY,
    "api-deliver": DELIVERER,
    "api-deliveries": DELIVERER,
    "api-delivery": DELIVERER,
    "api-report": DELIVERER,
    "api-reported": DELIVERER,
    "api-measures": ANALYST,
    "api-figures": ANALYST,
    "publishing": PUBLISHER,
    "publishing-chain": PUBLISHER,
    "draft": PUBLISHER,
    "draft-file": PUBLISHER,
    "draft-make": PUBLISHER,
    "draft-step": PUBLISHER,
    "register": EVERYBODY,
    "register-due": EVERYBODY,
    "register-calendar": EVERYBODY,
    "register-feed": EVERYBODY,
    "register-export": EVERYBODY,
    "register-point": EVERYBODY,
    "register-papers": EVERYBODY,
    "register-paper": EVERYBODY,
    "register-figures": EVERYBODY,
    "api-register-points": EVERYBODY,
    "api-register-point": EVERYBODY,
    "api-register-papers": EVERYBODY,
    "api-register-figures": EVERYBODY,
    "register-queue": REGISTRAR,
    "register-item": REGISTRAR,
    "register-decide": REGISTRAR,
    "administration": ADMINISTRATOR,
    "administration-roles": ADMINISTRATOR,
    "administration-keys": ADMINISTRATOR,
    "administration-health": ADMINISTRATOR,
}


class Verdict(Enum):
    """`LOGIN`: who logs in may get further."""

    YES = "yes"
    LOGIN = "login"
    NO = "no"


def verdict(route: str | None, visitor: Visitor) -> Verdict:
    """Whether this visitor may use this route; a route without a line in the table nobody may."""
    wanted = TABLE.get(route or "")
    if wanted is None:
        return Verdict.NO
    if not wanted or wanted & visitor.roles or (wanted is KNOWN and visitor.is_known):
        return Verdict.YES
    if wanted is DELIVERER and visitor.caller:
        return Verdict.YES
    return Verdict.NO if visitor.is_known else Verdict.LOGIN
