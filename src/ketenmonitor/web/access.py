"""Who may go where: the one place where that is decided, for pages and for the interface of programs alike.

Comes in: the name of a route and a visitor. Goes out: a `Verdict`. The promise: what is not in the table is refused, and
the table is short enough to read aloud. For which purpose they go there is for the room `access` of the house to decide.
"""

from __future__ import annotations

from enum import Enum

from ketenmonitor.web.visitor import Role, Visitor

EVERYBODY: frozenset[Role] = frozenset()
KNOWN = frozenset(Role)
ANALYST, ENGINEER, HANDLER = frozenset({Role.ANALYST}), frozenset({Role.ENGINEER}), frozenset({Role.HANDLER})
PUBLISHER, ADMINISTRATOR = frozenset({Role.PUBLISHER}), frozenset({Role.ADMINISTRATOR})
REGISTRAR, PRIVACY_OFFICER = frozenset({Role.REGISTRAR}), frozenset({Role.PRIVACY_OFFICER})
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
    "purpose": KNOWN,
    "purpose-choose": KNOWN,
    "cases": HANDLER,
    "cases-chain": HANDLER,
    "case": HANDLER,
    "inquiry": HANDLER,
    "inquiry-ask": HANDLER,
    "deliveries": ENGINEER,
    "deliveries-chain": ENGINEER,
    "dictionary": ENGINEER,
    "upload-form": ENGINEER,
    "upload": ENGINEER,
    "workbench": ANALYST,
    "workbench-chain": ANALYST,
    "workbench-measure": ANALYST,
    "whatif": ANALYST,
    "whatif-chain": ANALYST,
    "whatif-play": ANALYST,
    "whatif-run": ANALYST,
    "whatif-file": ANALYST,
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
    "api-logbook": PRIVACY_OFFICER,
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
    "citizens": PRIVACY_OFFICER,
    "citizens-add": PRIVACY_OFFICER,
    "citizens-request": PRIVACY_OFFICER,
    "citizens-step": PRIVACY_OFFICER,
    "citizens-overview": PRIVACY_OFFICER,
    "citizens-letter": PRIVACY_OFFICER,
    "administration": ADMINISTRATOR,
    "administration-roles": ADMINISTRATOR,
    "administration-keys": ADMINISTRATOR,
    "administration-health": ADMINISTRATOR,
}

# What a route does with data of cases: it asks leave for that (`permitting`), and what guards it lets nothing out when it did not.
PROCESSING: dict[str, str] = {
    "cases-chain": "cases",
    "case": "case",
    "deliveries-chain": "deliveries",
    "upload": "receive",
    "workbench-measure": "measure",
    "whatif-play": "whatif",
    "whatif-run": "whatif",
    "whatif-file": "whatif",
    "draft": "publish",
    "draft-file": "publish",
    "draft-make": "publish",
    "draft-step": "publish",
    "api-deliver": "receive",
    "api-deliveries": "deliveries",
    "api-delivery": "deliveries",
    "api-report": "receive",
    "api-figures": "measure",
    "api-logbook": "logs",
    "inquiry-ask": "inquiry",
    "citizens-add": "citizen",
    "citizens-step": "citizen",
    "citizens-overview": "citizen",
    "citizens-letter": "citizen",
}


class Verdict(Enum):
    """`LOGIN`: who logs in may get further."""

    YES = "yes"
    LOGIN = "login"
    NO = "no"


class Unasked(Exception):
    """A mistake of ours: a route had data of cases and did not ask leave. They are not sent."""


def check_asked(route: str, status: int, has_permit: bool) -> None:
    """Raises Unasked for an answer of a route that processes data of cases without a permit; a refusal needs none."""
    if route in PROCESSING and status < 400 and not has_permit:
        raise Unasked(route)


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
