"""Logging in and out, with an account of this machine.

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
from ketenmonitor.web.sessions import Session
from ketenmonitor.web.settings import LOOPBACK, Account
from ketenmonitor.web.visitor import Role, visitor_of

COST = {"n": 2**14, "r": 8, "p": 1}
NOBODY = Account("", "scrypt$" + "00" * 16 + "$" + "00" * 64)


def first(request: Request) -> Response:
    """Log in first; then the visitor gets where they wanted to be."""
    wanted = request.state.path + (f"?{request.url.query}" if request.url.query else "")
    prefix = "/en" if request.state.language == "en" else ""
    return RedirectResponse(f"{prefix}/inloggen?naar={quote(prefix + wanted, safe='/')}", 303)


async def choose(request: Request) -> Response:
    """The page to log in."""
    return _page(request, request.query_params.get("naar", "/"))


def _page(request: Request, to: str, status: int = 200, is_wrong: bool = False) -> Response:
    accounts = site(request).settings.accounts if _is_near(request) else ()
    return page(request, "login.html", status, to=_own(to), accounts=accounts, is_wrong=is_wrong)


async def with_password(request: Request) -> Response:
    """Log in with a local account."""
    _from_our_own(request)
    if not _is_near(request):
        raise HTTPException(404)
    form = await request.form()
    name, password, to = (str(form.get(field, "")) for field in ("name", "password", "to"))
    account = next((one for one in site(request).settings.accounts if one.name == name), NOBODY)
    is_right = await asyncio.to_thread(_is_password, password, account.password)
    if not is_right or account is NOBODY:
        return _page(request, to, 401, is_wrong=True)
    who = visitor_of(f"local:{name}", name, frozenset(map(Role, account.roles)), account.partner)
    return _begun(request, Session(who), _own(to))


async def leave(request: Request) -> Response:
    """Log out."""
    form = await request.form()
    check_form(request, str(form.get("token", "")))
    if number := number_of(request):
        site(request).sessions.end(number)
    answer = RedirectResponse("/en/" if request.state.language == "en" else "/", 303)
    answer.delete_cookie(cookie_name(site(request).settings.is_secure))
    return answer


def _begun(request: Request, new: Session, to: str) -> Response:
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
    _from_our_own(request)
    if not session(request).token or not hmac.compare_digest(token, session(request).token):
        raise HTTPException(403)


def _from_our_own(request: Request) -> None:
    """Browsers say from which site a form was sent; who sends nothing at all is no browser."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise HTTPException(403)
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise HTTPException(403)


def _own(to: str) -> str:
    """An address on this site; the entrance for any other."""
    parts = urlsplit(to)
    is_own = to.startswith("/") and not to.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
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
