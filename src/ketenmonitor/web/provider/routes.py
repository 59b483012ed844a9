"""Going to a provider to log in, and coming back.

Comes in: a browser. Goes out: a session. The promise: who comes back went from this browser, a while ago at most and for the
first time; whatever else comes gets a page that says what to do, with a number that our log has too.
"""

from __future__ import annotations

import logging
import secrets
import time

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ketenmonitor.web import login
from ketenmonitor.web.around import cookie_name
from ketenmonitor.web.pages import page, site
from ketenmonitor.web.provider.claims import visitor_by
from ketenmonitor.web.provider.protocol import BACK, Provider
from ketenmonitor.web.provider.refusals import Refusal, Why
from ketenmonitor.web.sessions import SECONDS_TO_LOG_IN, Begun, Session

log = logging.getLogger("ketenmonitor.web")
# What a provider says instead of a code (RFC 6749, 4.1.2.1), when it is not a mistake in how we asked.
ERRORS = {
    "access_denied": Why.DENIED,
    "server_error": Why.UNREACHABLE,
    "temporarily_unavailable": Why.UNREACHABLE,
}


async def go(request: Request) -> Response:
    """Go to the provider, from a page of ours: no other site can make somebody log in."""
    provider = _provider(request)
    to = login.own(request.query_params.get("naar", f"{login.prefix(request)}/"))
    return await _gone(request, provider, to) if login.is_our_own(request) else login.to_login(request, to)


async def _gone(request: Request, provider: Provider, to: str) -> Response:
    # The same number for all that this browser began: two windows can log in beside each other.
    number = request.cookies.get(_cookie(request)) or secrets.token_urlsafe(32)
    begun = Begun(to)
    answer = RedirectResponse(await provider.to_log_in(begun), 303)
    site(request).sessions.remember(number, begun, time.time())
    is_secure = site(request).settings.is_secure
    answer.set_cookie(
        _cookie(request), number, SECONDS_TO_LOG_IN, path="/", secure=is_secure, httponly=True, samesite="lax"
    )
    return answer


async def back(request: Request) -> Response:
    """Come back from the provider."""
    provider, said = _provider(request), request.query_params
    number = request.cookies.get(_cookie(request), "")
    begun = site(request).sessions.take(number, said.get("state", ""), time.time())
    if begun is None:
        raise Refusal(Why.STALE, "no login of this browser waits for this answer")
    request.state.language = "en" if f"{begun.to}/".startswith("/en/") else "nl"
    if said.get("iss", provider.login.issuer) != provider.login.issuer:
        raise Refusal(Why.UNFIT, "the answer is of another issuer")  # RFC 9207
    if error := said.get("error"):
        raise Refusal(ERRORS.get(error, Why.UNFIT), f"error {error if error.isidentifier() else ''}")
    claims, id_token = await provider.claims_of_code(said.get("code", ""), begun)
    who = visitor_by(claims, provider.login)
    to = begun.to if who.roles else f"{login.prefix(request)}/inloggen/zonder-rol"
    return login.begun(request, Session(who, grounds=provider.login.grounds, id_token=id_token), to)


async def without_role(request: Request) -> Response:
    """Say to who logged in without a role of the monitor that this is so."""
    return page(request, "provider/without_role.html")


async def refused(request: Request, error: Exception) -> Response:
    """A login that did not succeed, in words."""
    assert isinstance(error, Refusal)
    number = secrets.token_hex(4)
    log.warning(f"login: {error}", extra={"number": number, "path": request.state.path})
    name = f"refused_{error.why.name.lower()}"
    return page(request, "provider/refused.html", error.why.value, there="/inloggen", name=name, number=number)


def _provider(request: Request) -> Provider:
    found = site(request).provider
    if found is None:
        raise HTTPException(404)
    return found


def _cookie(request: Request) -> str:
    return f"{cookie_name(site(request).settings.is_secure)}-login"


ROUTES = (
    ("login-provider", "/inloggen/aanbieder", ("GET",), go),
    ("login-back", BACK, ("GET",), back),
    ("login-without-role", "/inloggen/zonder-rol", ("GET",), without_role),
)
