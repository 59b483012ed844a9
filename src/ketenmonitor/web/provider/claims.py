"""Who a visitor is, by the claims of a provider.

Comes in: claims that were verified. Goes out: a `Visitor`. The promise: a role comes from a value that the settings name, and
from nothing else; what the provider says beside it makes nobody anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ketenmonitor.web.settings import Login
from ketenmonitor.web.visitor import Role, Visitor, visitor_of

LONGEST = 255

Claims = Mapping[str, Any]


def visitor_by(claims: Claims, login: Login) -> Visitor:
    """The visitor of whom these are the claims."""
    values = _texts(claim(claims, login.roles_claim))
    roles: frozenset[Role] = frozenset().union(*(login.roles.get(value, frozenset()) for value in values))
    partners = _texts(claim(claims, login.partner_claim))
    subject = str(claims["sub"])[:LONGEST]
    names = _texts(claim(claims, login.name_claim))
    name = names[0][:LONGEST] if names else subject
    # Somebody of several partners is of none: which of them a page is about would be a guess.
    return visitor_of(f"oidc:{subject}", name, roles, partners[0] if len(partners) == 1 else None)


def claim(claims: Claims, path: str) -> Any:
    """What is said under a name, or under names within each other; None when nothing is."""
    if path in claims:  # such as https://example.nl/roles, of which the points are no path
        return claims[path]
    found: Any = claims
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _texts(said: Any) -> list[str]:
    """The texts of a claim that is one or a list of them."""
    return [one for one in (said if isinstance(said, list) else [said]) if isinstance(one, str) and one]
