"""Logging in and out: the page to choose how, and an account of this machine. A provider is in `provider`.

Comes in: a password. Goes out: a session. The promise: a session begins anew at each login, forms
come from our own pages, and a wrong name costs as much time as a wrong password.
"""

from __future__ import annotations

import asyncio
import hmac
import time
from hashlib import scrypt
from secrets import token_bytes
from urllib.parse import quote, urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ketenmonitor.web.around import cookie_name, number_of
from ketenmonitor.web.pages import page, session, site
from ketenmonitor.web.provider import Refusal
from ketenmonitor.web.sessions import Session
from ketenmonitor.web.settings import LOOPBACK, Account
from ketenmonitor.web.visitor import Role, visitor_of

COST = {"n": 2**14, "r": 8, "p": 1}
NOBODY = Account("", "scrypt$" + "00" * 16 + "$" + "00" * 64)


def first(request: Request) -> Response:
    """Log in first; then the visitor gets where they wanted to be."""
    wanted = request.state.path + (f"?{request.url.query}" if request.url.query else "")
    return to_login(request, prefix(request) + wanted)


def to_login(request: Request, to: str) -> Response:
    """Go to the page to log in, and then to an address of this site."""
    return RedirectResponse(f"{prefix(request)}/inloggen?naar={quote(to, safe='/')}", 303)


def prefix(request: Request) -> str:
    """What stands before addresses in the language of this request."""
    return "/en" if request.state.language == "en" else ""


async def choose(request: Request) -> Response:
    """The page to log in."""
    return _page(request, request.query_params.get("naar", f"{prefix(request)}/"))


def _page(request: Request, to: str, status: int = 200, is_wrong: bool = False) -> Response:
    accounts = site(request).settings.accounts if _is_near(request) else ()
    has_provider = site(request).provider is not None
    return page(
        request, "login.html", status, to=own(to), accounts=accounts, has_provider=has_provider, is_wrong=is_wrong
    )


async def with_password(request: Request) -> Response:
    """Log in with a local account."""
    _check_own(request)
    if not _is_near(request):
        raise HTTPException(404)
    form = await request.form()
    name, password, to = (str(form.get(field, "")) for field in ("name", "password", "to"))
    account = next((one for one in site(request).settings.accounts if one.name == name), NOBODY)
    is_right = await asyncio.to_thread(_is_password, password, account.password)
    if not is_right or account is NOBODY:
        return _page(request, to, 401, is_wrong=True)
    who = visitor_of(f"local:{name}", name, frozenset(map(Role, account.roles)), account.partner)
    return begun(request, Session(who, grounds=account.grounds), own(to))


async def leave(request: Request) -> Response:
    """Log out, at the provider as well when it knows how."""
    form = await request.form()
    check_form(request, str(form.get("token", "")))
    if number := number_of(request):
        site(request).sessions.end(number)
    answer = await _left_provider(request) or RedirectResponse(f"{prefix(request)}/", 303)
    is_secure = site(request).settings.is_secure
    answer.delete_cookie(cookie_name(is_secure), secure=is_secure, httponly=True, samesite="lax")
    return answer


async def _left_provider(request: Request) -> Response | None:
    """A page that goes on to the provider by itself, and has a link for who is not taken along.

    It does not redirect: the answer to a form may redirect only to where the policy of its page lets forms go, in each step,
    and to where a provider sends visitors from there we do not know.
    """
    provider, id_token = site(request).provider, session(request).id_token
    if provider is None or not id_token:
        return None
    request.state.session = Session()
    try:
        to = await provider.to_log_out(id_token)
    except Refusal:  # it cannot be reached; here it is over all the same
        return None
    if not to:
        return None
    answer = page(request, "provider/left.html", there="/", to=to)
    answer.headers["Refresh"] = f"0; url={to}"
    return answer


def begun(request: Request, new: Session, to: str) -> Response:
    """The answer that begins a session and ends the one that was there."""
    settings, sessions = site(request).settings, site(request).sessions
    if number := number_of(request):
        sessions.end(number)
    seconds = settings.session_hours * 3600
    number = sessions.begin(new, time.time(), seconds)
    answer = RedirectResponse(to, 303)
    name = cookie_name(settings.is_secure)
    answer.set_cookie(name, number, seconds, path="/", secure=settings.is_secure, httponly=True, samesite="lax")
    return answer


def check_form(request: Request, token: str) -> None:
    """Whether a form came from a page of this session. Raises HTTPException."""
    _check_own(request)
    wanted = session(request).token.encode()
    if not wanted or not hmac.compare_digest(token.encode("utf-8", "replace"), wanted):
        raise HTTPException(403)


def _check_own(request: Request) -> None:
    if not is_our_own(request):
        raise HTTPException(403)


def is_our_own(request: Request) -> bool:
    """Whether a request comes from a page of ours: browsers say so, and who says nothing at all is no browser."""
    origin = request.headers.get("origin")
    is_here = origin is None or origin.partition("://")[2] == request.headers.get("host")
    return is_here and request.headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")


def own(to: str) -> str:
    """An address on this site; the entrance for any other."""
    is_own = to.startswith("/") and not to.startswith("//")  # what begins so has no scheme and no other site in it
    return to if is_own and "\\" not in to and to.isprintable() else "/"


def _is_near(request: Request) -> bool:
    """Whether the visitor is on this machine, and the monitor is not meant for others."""
    address = site(request).settings.address
    is_for_here = not address or urlsplit(address).hostname in LOOPBACK
    return is_for_here and request.client is not None and request.client.host in LOOPBACK


def password_of(text: str) -> str:
    """What to put in the settings for a password."""
    salt = token_bytes(16)
    return f"scrypt${salt.hex()}${scrypt(text.encode(), salt=salt, **COST).hex()}"


def _is_password(text: str, kept: str) -> bool:
    """Whether a text is the password of which this was kept."""
    try:
        _, salt, wanted = kept.split("$")
        found = scrypt(text.encode(), salt=bytes.fromhex(salt), **COST)
        return hmac.compare_digest(found, bytes.fromhex(wanted))
    except ValueError:
        return False


ROUTES = (
    ("login", "/inloggen", ("GET",), choose),
    ("login-local", "/inloggen", ("POST",), with_password),
    ("logout", "/uitloggen", ("POST",), leave),
)
