"""What goes around each answer of a service: the version and the headers, and a problem document for whatever goes wrong.

Comes in: routes, and what answers them. Goes out: an ASGI application. The promise: every answer has the version and the headers;
every answer from 400 is a problem document, in which nothing stands that only we should see.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.errors import ServerErrorMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ketenmonitor.api import faults_of, problem
from ketenmonitor.errors import KetenmonitorError
from ketenmonitor.hosting.refused import Refused
from ketenmonitor.hosting.service import Service

log = logging.getLogger("ketenmonitor.hosting")
DETAILS = {
    400: "This cannot be asked. What is right stands in /v1/openapi.json.",
    404: "There is nothing here. What there is stands in /v1/openapi.json; addresses do not end with /.",
    405: "This cannot be done here. The header Allow says what can.",
    408: "The request came too slowly.",
    413: "The request is too large.",
    500: "Something went wrong here.",
    503: "This cannot be done now. Try again in a while.",
}
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
}


def application(
    service: Service,
    routers: tuple[APIRouter, ...],
    described: Mapping[str, Any],
    details: Mapping[int, str] | None = None,
) -> FastAPI:
    """The application of a service. `described`: its OpenAPI document; `details`: what it says otherwise at a status."""
    app = FastAPI(
        middleware=[
            Middleware(Headers, version=described["info"]["version"]), Middleware(ServerErrorMiddleware, handler=_of_ours),
        ],
        exception_handlers={
            Refused: _of_refusal, RequestValidationError: _of_form, HTTPException: _of_http, KetenmonitorError: _of_monitor,
            ClientDisconnect: _of_leaving,
        },
        openapi_url=None,
    )  # fmt: skip
    for router in routers:
        app.include_router(router)
    app.router.redirect_slashes = False
    app.state.service, app.state.described, app.state.details = service, described, {**DETAILS, **(details or {})}
    return app


class Headers:
    """Adds what every answer has."""

    def __init__(self, app: ASGIApp, version: str) -> None:
        self._app, self._said = app, {**HEADERS, "API-Version": version}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self._said)
            await send(message)

        await self._app(scope, receive, with_headers if scope["type"] == "http" else send)


async def _of_refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return problem(request, error.status, error.sentence, headers=error.headers)


async def _of_form(request: Request, error: Exception) -> Response:
    """All that is wrong with a body at once; what stood in it stays out."""
    assert isinstance(error, RequestValidationError)
    # The name of what does not belong in it is a text of who sent it, too.
    told = [{**one, "loc": one["loc"][:1]} if one["type"] == "extra_forbidden" else one for one in error.errors()]
    return problem(request, 400, faults=faults_of(told), details=request.app.state.details)


async def _of_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return problem(request, error.status_code, headers=error.headers, details=request.app.state.details)


async def _of_monitor(request: Request, error: Exception) -> Response:
    """Something that who runs the service must mend: told to them, and not to who calls."""
    number = secrets.token_hex(4)
    log.error(str(error), extra={"number": number, "path": request.url.path})
    return problem(request, 503, f"This cannot be done now. Tell who runs this service its number: {number}.")


async def _of_leaving(request: Request, error: Exception) -> Response:
    """Who called left: there is nobody to answer."""
    return Response(status_code=400)


async def _of_ours(request: Request, error: Exception) -> Response:
    """A mistake of ours."""
    number = secrets.token_hex(4)
    log.error("trouble", extra={"number": number, "path": request.url.path}, exc_info=error)
    return problem(request, 500, f"Something went wrong here. Tell who runs this service its number: {number}.")
