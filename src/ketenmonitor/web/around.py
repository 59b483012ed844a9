"""What goes around every request: headers that make a browser careful, and who visits in which language.

Comes in: a request. Goes out: the same, with `state.language`, `state.path`, `state.session` and `state.trouble`. The promise:
no answer goes out without these headers, also not one that says that something went wrong; and who brings a token that is not
right is never taken for somebody without one.
"""

from __future__ import annotations

import logging
import time
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ketenmonitor.identity import Unproven, brings_proof, caller_of
from ketenmonitor.web.api import VERSION, is_api
from ketenmonitor.web.provider import Provider, Refusal
from ketenmonitor.web.provider.claims import visitor_by
from ketenmonitor.web.provider.refusals import Why
from ketenmonitor.web.sessions import Session
from ketenmonitor.web.visitor import organisation

log = logging.getLogger("ketenmonitor.web")
POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
# Where organisations may say by a certificate or a token of FSC who they are; elsewhere nobody asks them.
OF_ORGANISATIONS = ("/v1/leveringen", "/v1/gebeurtenissen")
A_YEAR = "max-age=31536000; includeSubDomains"


class Headers:
    """Adds what an answer has not said itself."""

    def __init__(self, app: ASGIApp, is_secure: bool) -> None:
        self._app = app
        self._headers = {**HEADERS, **({"Strict-Transport-Security": A_YEAR} if is_secure else {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                found = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    found.setdefault(name, value)
                if is_api(scope["path"]):
                    found["API-Version"] = VERSION
                if transaction := scope.get("state", {}).get("transaction"):
                    found["Fsc-Transaction-Id"] = transaction
            await send(message)

        await self._app(scope, receive, with_headers if scope["type"] == "http" else send)


class Visit:
    """Finds the session and the language: addresses in English are the same with /en before them."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope.update(await _visited(scope))  # in place, so that what goes wrong further out knows it too
        await self._app(scope, receive, send)


async def _visited(scope: Scope) -> Scope:
    """What there is to know of a request besides."""
    path: str = scope["path"]
    # Not /en//elsewhere.nl: in Dutch that would be //elsewhere.nl, which is an address of another site.
    is_english = path == "/en" or (path.startswith("/en/") and not path.startswith("/en//"))
    path = (path[3:] or "/") if is_english else path
    request = Request(scope)
    state: dict[str, Any] = dict(scope.get("state", {}))
    state |= {"language": "en" if is_english else "nl", "path": path, "session": Session(), "trouble": None}
    try:
        state["session"] = await _who(request, path)
    except (HTTPException, Refusal) as trouble:
        state["trouble"] = trouble  # said by the route: here there are no pages yet
    caller = state["session"].visitor.caller
    state["transaction"] = caller.transaction if caller else None
    return {"path": path, "raw_path": path.encode(), "state": state}


async def _who(request: Request, path: str) -> Session:
    """Who asks: an organisation, a program of somebody, or a browser."""
    if path.startswith(OF_ORGANISATIONS) and brings_proof(request.scope):
        return _organisation(request, path)
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return await _program(request, token.strip()) if kind.lower() == "bearer" else _session(request)


def _organisation(request: Request, path: str) -> Session:
    """An organisation, for this request only."""
    try:
        trust = request.app.state.site.settings.trust
        return Session(organisation(caller_of(request.scope, trust, time.time_ns() // 1000)))
    except Unproven as refusal:
        log.warning(f"caller refused: {refusal}", extra={"path": path})
        raise HTTPException(401, str(refusal), headers={"WWW-Authenticate": refusal.challenge}) from refusal


def cookie_name(is_secure: bool) -> str:
    """What the cookie is called; with this prefix no other site below the same name can set it."""
    return "__Host-monitor" if is_secure else "monitor"


def number_of(request: Request) -> str | None:
    """The number that the visitor brought."""
    return request.cookies.get(cookie_name(request.app.state.site.settings.is_secure))


def _session(request: Request) -> Session:
    """The session of the number that the visitor brought, while the settings that it rests on are the same."""
    site, number = request.app.state.site, number_of(request)
    found: Session | None = site.sessions.find(number, time.time()) if number else None
    if number and found and found.grounds not in site.settings.grounds:
        site.sessions.end(number)
        found = None
    return found or Session()


async def _program(request: Request, token: str) -> Session:
    """A program with an access token, for this request only: it has no token for forms."""
    provider: Provider | None = request.app.state.site.provider
    try:
        if provider is None:
            raise Refusal(Why.UNFIT, "there is no provider")
        return Session(visitor_by(await provider.claims_of_program(token), provider.login))
    except Refusal as refusal:
        if refusal.why is Why.UNREACHABLE:
            raise
        log.warning(f"token of a program: {refusal}")
        raise HTTPException(401, headers={"WWW-Authenticate": 'Bearer error="invalid_token"'}) from refusal
