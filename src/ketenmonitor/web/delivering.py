"""Who delivers for whom.

Comes in: a visitor. Goes out: a `Deliverer`, which says for which partners of a chain it may deliver. The promise: an organisation
delivers for the partner that the definition gives its OIN, and for those that the settings name; an engineer for their own partner;
nobody for anybody else.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from starlette.exceptions import HTTPException
from starlette.requests import Request

from ketenmonitor.definition import Definition
from ketenmonitor.web.login import is_our_own
from ketenmonitor.web.pages import site, visitor
from ketenmonitor.web.permitting import permitted, refused
from ketenmonitor.web.settings import WebSettings
from ketenmonitor.web.visitor import Visitor


@dataclass(frozen=True)
class Deliverer:
    """Somebody who brings deliveries or events. `named`: the partners that the settings give its OIN."""

    who: Visitor
    request: Request
    named: frozenset[str] = field(default_factory=frozenset)

    @property
    def principal(self) -> str | None:
        """The OIN whose rights count; none of an engineer."""
        return self.who.caller.principal if self.who.caller else None

    @property
    def transaction(self) -> str | None:
        """The number of this request in the logs of FSC."""
        return self.who.caller.transaction if self.who.caller else None

    def partners_in(self, chain: Definition) -> frozenset[str]:
        """For whom it may deliver in this chain."""
        if self.principal is None:
            return frozenset({self.who.partner or ""} & set(chain.partners))
        own = {one.id for one in chain.partners.values() if one.oin == self.principal}
        return frozenset(own | (self.named & set(chain.partners)))

    def permit(self, operation: str, chain: str, **about: str | None) -> None:
        """Ask leave, which logs who did this. Raises PurposeError, or StorageError when it cannot be logged."""
        permitted(self.request, operation, chain, **about)

    def refused(self, operation: str, chain: str, why: str, **about: str | None) -> None:
        """Say in the log of the home what was refused. Raises StorageError when that cannot be."""
        refused(self.request, operation, chain, why, **about)


def deliverer_of(request: Request) -> Deliverer:
    """Who delivers. Raises HTTPException when a browser is made to by another site."""
    who, settings = visitor(request), site(request).settings
    is_browser = who.caller is None and "authorization" not in request.headers
    if is_browser and request.method not in ("GET", "HEAD") and not is_our_own(request):
        raise HTTPException(403, "Another site may not make a browser do this. Use a program, or a page of this site.")
    named = settings.deliverers.get(who.caller.principal, frozenset()) if who.caller else frozenset()
    return Deliverer(who, request, named)


def why_not_by_event(settings: WebSettings, chain: str, partner: str) -> str | None:
    """Why what happened at this partner has to come as a delivery; None when it may come event by event."""
    if partner in settings.signing:
        return (
            "This partner signs what it delivers, and an event is not signed. Nothing of it was kept: make a delivery."
        )
    if chain in settings.blinding:
        return (
            "In this chain key services make pseudonyms, of a whole delivery. Nothing of it was kept: make a delivery."
        )
    return None
