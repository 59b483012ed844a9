"""The web application, put together: routes, who may use them, and what goes around each request.

Comes in: a home. Goes out: an ASGI application. The promise: there is no page that did not pass `guarded`, no body that
is read without a limit, and no answer without the headers that keep browsers from helping an attacker.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.errors import ServerErrorMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ketenmonitor.api import limited
from ketenmonitor.release import public_key_of
from ketenmonitor.store import Home, publication_secrets
from ketenmonitor.web import around, login, purposes, standing
from ketenmonitor.web.access import Verdict, check_asked, verdict
from ketenmonitor.web.administration import routes as administration
from ketenmonitor.web.api import routes as api
from ketenmonitor.web.api.route import methods_of
from ketenmonitor.web.cases import routes as cases
from ketenmonitor.web.citizens import routes as citizens
from ketenmonitor.web.deliveries import routes as deliveries
from ketenmonitor.web.deliveries.desk import Desk
from ketenmonitor.web.inquiry import routes as inquiry
from ketenmonitor.web.limits import FORM_BYTES, Limits
from ketenmonitor.web.pages import Site, page, site, visitor
from ketenmonitor.web.provider import Provider, Refusal
from ketenmonitor.web.provider import routes as provider
from ketenmonitor.web.public import Kept, Shelves
from ketenmonitor.web.public import routes as public
from ketenmonitor.web.publishing import routes as publishing
from ketenmonitor.web.refresh import Refresh
from ketenmonitor.web.register import desk
from ketenmonitor.web.register import figures as register_figures
from ketenmonitor.web.register import files as register_files
from ketenmonitor.web.register import papers as register_papers
from ketenmonitor.web.register import routes as register
from ketenmonitor.web.register.opened import Registers
from ketenmonitor.web.sessions import Sessions
from ketenmonitor.web.settings import WebSettings, style_of, web_settings
from ketenmonitor.web.troubles import HANDLERS, of_ours
from ketenmonitor.web.whatif import routes as whatif
from ketenmonitor.web.workbench import routes as workbench
from ketenmonitor.web.workbench.answers import Answers

UPLOAD = "upload"  # the one route to which more than a form may be sent
Endpoint = Callable[[Request], Awaitable[Response]]
# Name, path, methods, what answers. The name is what `access` decides about.
PAGES: tuple[tuple[str, str, tuple[str, ...], Endpoint], ...] = (
    *public.ROUTES, *standing.ROUTES, *login.ROUTES, *purposes.ROUTES, *provider.ROUTES, *workbench.ROUTES, *cases.ROUTES, *inquiry.ROUTES,
    *deliveries.ROUTES,
    *publishing.ROUTES, *whatif.ROUTES, *administration.ROUTES, *register.ROUTES, *register_files.ROUTES, *register_papers.ROUTES,
    *register_figures.ROUTES, *desk.ROUTES, *citizens.ROUTES,
)  # fmt: skip
# The same of every route, also of the interface for programs, which guards its routes itself.
ROUTES = tuple((name, path, methods) for name, path, methods, _ in PAGES) + tuple(
    (route.name, route.path, tuple(sorted(methods_of(route)))) for route in api.ROUTES
)


def create_app(home: Home, settings: WebSettings | None = None) -> FastAPI:
    """The application of a home. Raises StorageError for settings or secrets that are not right."""
    settings = settings or web_settings(home)
    shelves = Shelves(home.public_path, public_key_of(publication_secrets(home.path).signing_key))
    refresh = Refresh(home)
    desk = Desk(home, refresh)
    app = FastAPI(
        lifespan=desk.open,
        routes=[
            *(
                Route(path, guarded(name, answer), methods=[*methods], name=name)
                for name, path, methods, answer in PAGES
            ),
            *api.ROUTES,
        ],
        middleware=[
            Middleware(around.Headers, is_secure=settings.is_secure),
            Middleware(around.Visit),
            Middleware(ServerErrorMiddleware, handler=of_ours),  # in here, so that its answer has the headers too
            Middleware(Limits, settings=settings),
        ],
        exception_handlers={**HANDLERS, Refusal: provider.refused},
        openapi_url=None,  # of the interface for programs only, see `api.document`
    )
    app.router.redirect_slashes = False
    place = Provider(settings.login, settings.address) if settings.login else None
    app.state.site = Site(home, settings, Sessions(home.path), style_of(settings), place)
    app.state.answers, app.state.desk, app.state.inquiry = Answers(home), desk, inquiry.Desk(settings.inquiry)
    app.state.refresh, app.state.registers = refresh, Registers(home.path, home.public_path)
    app.state.shelves, app.state.kept, app.state.page = shelves, Kept(), page
    return app


def guarded(name: str, answer: Endpoint) -> Endpoint:
    """The same, for who may use the route of this name; others are refused or sent to log in."""
    return partial(_guarded, name, answer)


async def _guarded(name: str, answer: Endpoint, request: Request) -> Response:
    if request.state.trouble:
        raise request.state.trouble
    found = verdict(name, visitor(request))
    if found is Verdict.LOGIN:
        return login.first(request)
    if found is Verdict.NO:
        raise HTTPException(403)
    most = site(request).settings.upload_mb << 20 if name == UPLOAD else FORM_BYTES
    given = await answer(limited(request, most))
    check_asked(name, given.status_code, hasattr(request.state, "permit"))
    return given
