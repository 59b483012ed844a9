"""The key service as an application: its routes, what goes around each answer, and its description.

Comes in: a `Service`. Goes out: an ASGI application. The promise: every answer has the version and the headers; every answer from
400 is a problem document, in which nothing stands that only we should see.
"""

from __future__ import annotations

import logging
import secrets
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
from ketenmonitor.keyservice.document import PREFIX, VERSION, document_of
from ketenmonitor.keyservice.refused import Refused
from ketenmonitor.keyservice.route import LoggedRoute
from ketenmonitor.keyservice.service import Evaluation, Rotation, Service
from ketenmonitor.keyservice.shapes import EvaluationAsked, EvaluationSaid, KeySaid, RotationAsked, RotationSaid

log = logging.getLogger("ketenmonitor.keyservice")
DETAILS = {
    400: "This cannot be asked. What is right stands in /v1/openapi.json.",
    404: "There is nothing here. What there is stands in /v1/openapi.json; addresses do not end with /.",
    405: "This cannot be done here. The header Allow says what can.",
    408: "The request came too slowly.",
    413: "The request is too large. A batch has at most 10,000 elements.",
    500: "Something went wrong here.",
    503: "This cannot be done now. Try again in a while.",
}
HEADERS = {
    "API-Version": VERSION,
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
}
guarded = APIRouter(prefix=PREFIX, route_class=LoggedRoute, tags=["pseudoniemen"])
opened = APIRouter(prefix=PREFIX)


@guarded.post("/evaluaties", name="evaluate", operation_id="postEvaluaties", summary="Een partij evalueren")
def evaluate(request: Request, asked: EvaluationAsked) -> EvaluationSaid:
    """Vermenigvuldigt geblindeerde identificaties met de sleutel voor deze ontvanger, dit doel en deze periode."""
    service: Service = request.app.state.service
    given = Evaluation(**asked.model_dump())
    return EvaluationSaid(envelope=service.evaluate(request.state.caller, given, request.state.line))


@guarded.post("/rotaties", name="rotate", operation_id="postRotaties", summary="Naar een andere periode brengen")
def rotate(request: Request, asked: RotationAsked) -> RotationSaid:
    """Brengt elementen van de ontvanger zelf van de ene naar de andere periode, zonder de bronnen."""
    service: Service = request.app.state.service
    given = Rotation(**asked.model_dump())
    return RotationSaid(elements=service.rotate(request.state.caller, given, request.state.line))


@opened.get("/sleutels", name="keys", operation_id="getSleutels", summary="De publieke sleutel", tags=["beschrijving"])
def keys(request: Request) -> KeySaid:
    """Voor wie te versleutelen is. Vertrouw alleen een sleutel die ook langs een andere weg is gekregen."""
    service: Service = request.app.state.service
    return KeySaid(oin=service.config.oin, public=service.public)


@opened.get("/openapi.json", name="document", operation_id="getOpenapi", summary="Dit document", tags=["beschrijving"])
def document(request: Request) -> dict[str, Any]:
    """De beschrijving van deze interface (OpenAPI 3.1)."""
    said: dict[str, Any] = request.app.state.described
    return said


def create_app(service: Service) -> FastAPI:
    """The application of a service."""
    app = FastAPI(
        middleware=[Middleware(Headers), Middleware(ServerErrorMiddleware, handler=_of_ours)],
        exception_handlers={
            Refused: _of_refusal, RequestValidationError: _of_form, HTTPException: _of_http, KetenmonitorError: _of_monitor,
            ClientDisconnect: _of_leaving,
        },
        openapi_url=None,
    )  # fmt: skip
    app.include_router(guarded)
    app.include_router(opened)
    app.router.redirect_slashes = False
    app.state.service = service
    app.state.described = document_of([*guarded.routes, *opened.routes], service.config)
    return app


class Headers:
    """Adds what every answer has."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self._app(scope, receive, with_headers if scope["type"] == "http" else send)


async def _of_refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return problem(request, error.status, error.sentence, headers=error.headers)


async def _of_form(request: Request, error: Exception) -> Response:
    """All that is wrong with a body at once; what stood in it stays out."""
    assert isinstance(error, RequestValidationError)
    return problem(request, 400, faults=faults_of(error.errors()), details=DETAILS)


async def _of_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return problem(request, error.status_code, headers=error.headers, details=DETAILS)


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
