"""The web application, put together: routes, who may use them, and what goes around each request.

Comes in: a home. Goes out: an ASGI application. The promise: there is no route that did not pass `guarded`, and no answer
without the headers that keep browsers from helping an attacker.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ketenmonitor.release import public_key_of
from ketenmonitor.store import Home, publication_secrets
from ketenmonitor.web import around, login, standing
from ketenmonitor.web.access import Verdict, verdict
from ketenmonitor.web.administration import routes as administration
from ketenmonitor.web.cases import routes as cases
from ketenmonitor.web.deliveries import routes as deliveries
from ketenmonitor.web.pages import Site, page, visitor
from ketenmonitor.web.public import Shelves
from ketenmonitor.web.public import routes as public
from ketenmonitor.web.publishing import routes as publishing
from ketenmonitor.web.sessions import Sessions
from ketenmonitor.web.settings import WebSettings, style_of, web_settings
from ketenmonitor.web.troubles import HANDLERS
from ketenmonitor.web.workbench import routes as workbench
from ketenmonitor.web.workbench.answers import Answers

Endpoint = Callable[[Request], Awaitable[Response]]
# Name, path, methods, what answers. The name is what `access` decides about.
ROUTES: tuple[tuple[str, str, tuple[str, ...], Endpoint], ...] = (
    *public.ROUTES, *standing.ROUTES, *login.ROUTES, *workbench.ROUTES, *cases.ROUTES, *deliveries.ROUTES,
    *publishing.ROUTES, *administration.ROUTES,
)  # fmt: skip


def create_app(home: Home, settings: WebSettings | None = None) -> FastAPI:
    """The application of a home. Raises StorageError for settings or secrets that are not right."""
    settings = settings or web_settings(home)
    shelves = Shelves(home.public_path, public_key_of(publication_secrets(home.path).signing_key))
    app = FastAPI(
        routes=[
            Route(path, guarded(name, answer), methods=list(methods), name=name)
            for name, path, methods, answer in ROUTES
        ],
        middleware=[Middleware(around.Headers, is_secure=settings.is_secure), Middleware(around.Visit)],
        exception_handlers=HANDLERS,
        openapi_url=None,  # of programs' own interface only, see `api`
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
