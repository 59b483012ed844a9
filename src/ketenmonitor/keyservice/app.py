"""The key service as an application: its routes and its description.

Comes in: a `Service`. Goes out: an ASGI application. The promise: what goes around each answer is that of every
service (`hosting`).
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, FastAPI
from starlette.requests import Request

from ketenmonitor.hosting import LoggedRoute
from ketenmonitor.hosting.app import application
from ketenmonitor.keyservice.document import PREFIX, document_of
from ketenmonitor.keyservice.service import Evaluation, Rotation, Service
from ketenmonitor.keyservice.shapes import EvaluationAsked, EvaluationSaid, KeySaid, RotationAsked, RotationSaid

TOO_LARGE = "The request is too large. A batch has at most 10,000 elements."
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
    described = document_of([*guarded.routes, *opened.routes], service.config)
    return application(service, (guarded, opened), described, {413: TOO_LARGE})
