"""The web application, put together: routes, who may use them, and what goes around each request.

Comes in: a home. Goes out: an ASGI application. The promise: there is no route that did not pass `guarded`, and no answer
without the headers that keep browsers from helping an attacker.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ketenmonitor.release import public_key_of
from ketenmonitor.store import Home, publication_secrets
from ketenmonitor.web import around, login, standing
from ketenmonitor.web.access import Verdict, verdict
from ketenmonitor.web.cases import routes as cases
from ketenmonitor.web.deliveries import routes as deliveries
from ketenmonitor.web.pages import Site, page, visitor
from ketenmonitor.web.public import Shelves, routes
from ketenmonitor.web.sessions import Sessions
from ketenmonitor.web.settings import WebSettings, style_of, web_settings
from ketenmonitor.web.troubles import HANDLERS
from ketenmonitor.web.workbench import routes as workbench
from ketenmonitor.web.workbench.answers import Answers

Endpoint = Callable[[Request], Awaitable[Response]]
GET, POST = ("GET",), ("POST",)
# Name, path, methods, what answers. The name is what `access` decides about.
ROUTES: tuple[tuple[str, str, tuple[str, ...], Endpoint], ...] = (
    ("home", "/", GET, routes.home),
    ("health", "/health", GET, standing.health),
    ("security", "/.well-known/security.txt", GET, standing.security),
    ("accessibility", "/toegankelijkheid", GET, standing.accessibility),
    ("static", "/static/{name}", GET, standing.static),
    ("login", "/inloggen", GET, login.choose),
    ("login-local", "/inloggen", POST, login.with_password),
    ("logout", "/uitloggen", POST, login.leave),
    ("workbench", "/werkbank", GET, workbench.chains),
    ("workbench-chain", "/werkbank/{chain}", GET, workbench.chain),
    ("workbench-measure", "/werkbank/{chain}/{measure}", GET, workbench.measure),
    ("cases", "/zaken", GET, cases.chains),
    ("cases-chain", "/zaken/{chain}", GET, cases.chain),
    ("case", "/zaken/{chain}", POST, cases.case),
    ("deliveries", "/leveringen", GET, deliveries.chains),
    ("deliveries-chain", "/leveringen/{chain}", GET, deliveries.chain),
    ("dictionary", "/leveringen/{chain}/gegevenswoordenboek", GET, deliveries.dictionary),
    ("chain", "/cijfers/{chain}", GET, routes.chain),
    ("released", "/cijfers/{chain}/{as_of}/{path:path}", GET, routes.released),
)


def create_app(home: Home, settings: WebSettings | None = None) -> Starlette:
    """The application of a home. Raises StorageError for settings or secrets that are not right."""
    settings = settings or web_settings(home)
    shelves = Shelves(home.public_path, public_key_of(publication_secrets(home.path).signing_key))
    app = Starlette(
        routes=[
            Route(path, guarded(name, answer), methods=list(methods), name=name)
            for name, path, methods, answer in ROUTES
        ],
        middleware=[Middleware(around.Headers, is_secure=settings.is_secure), Middleware(around.Visit)],
        exception_handlers=HANDLERS,
    )
    app.router.redirect_slashes = False
    app.state.site = Site(home, settings, Sessions(home.path), style_of(settings))
    app.state.answers = Answers(home)
    app.state.shelves, app.state.page = shelves, page
    return app


def guarded(name: str, answer: Endpoint) -> Endpoint:
    """The same, for who may use the route of this name; others are refused or sent to log in."""
    return partial(_guarded, name, answer)


async def _guarded(name: str, answer: Endpoint, request: Request) -> Response:
    found = verdict(name, visitor(request))
    if found is Verdict.LOGIN:
        return login.first(request)
    if found is Verdict.NO:
        raise HTTPException(403)
    return await answer(request)
