"""The node as an application: its routes and its description.

Comes in: a `Node`. Goes out: an ASGI application. The promise: what goes around each answer is that of every service (`hosting`).
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, FastAPI
from starlette.requests import Request

from ketenmonitor.hosting import LoggedRoute
from ketenmonitor.hosting.app import application
from ketenmonitor.hosting.document import PREFIX, document_of
from ketenmonitor.inquiry.holder.service import Node
from ketenmonitor.inquiry.holder.shapes import ClaimAsked, ClaimSaid, QuestionAsked, QuestionSaid

VERSION = "1.0.0"
ABOUT = """\
Of deze houder iemand kent, zonder dat hij leert over wie het gaat als hij die niet kent (RFC 9497, mode VOPRF,
ristretto255-SHA512). De vrager blindeert, de houder evalueert met een bewijs, en de vrager zoekt zelf in de lijst van een neutrale
spiegel. Een hit wordt opgeëist: dan pas leert de houder wie het is, en logt hij de verstrekking voor de betrokkene. Wie wat mag vragen,
staat in een ondertekend doelregister. Elke vraag wordt gelogd voordat zij wordt beantwoord.
"""
TAGS = [
    {"name": "bevragingen", "description": "Vragen en opeisen. Alleen voor wie in het doelregister staat."},
    {"name": "beschrijving", "description": "Wat iedereen mag weten."},
]
PROBLEMS = {
    "404": "Deze vraag is niet gesteld, of onder dit kenmerk staat niemand in de lijst.",
    "409": "Een vraag of claim met dit nummer is er al.",
}
guarded = APIRouter(prefix=PREFIX, route_class=LoggedRoute, tags=["bevragingen"])
opened = APIRouter(prefix=PREFIX)


@guarded.post("/bevragingen", name="ask", operation_id="postBevragingen", summary="Een persoon bevragen")
def ask(request: Request, asked: QuestionAsked) -> QuestionSaid:
    """Vermenigvuldigt een geblindeerde identificatie met de sleutel van dit doel en deze periode, en bewijst dat."""
    node: Node = request.app.state.service
    evaluation, proof = node.ask(request.state.caller, asked.question, request.state.line)
    return QuestionSaid(evaluation=evaluation, proof=proof)


@guarded.post("/contactpunten", name="claim", operation_id="postContactpunten", summary="Een hit opeisen")
def claim(request: Request, asked: ClaimAsked) -> ClaimSaid:
    """Geeft het contactpunt bij een hit, en logt de verstrekking voor de betrokkene."""
    node: Node = request.app.state.service
    return ClaimSaid(contacts=node.claim(request.state.caller, asked.claim, request.state.line))


@opened.get("/openapi.json", name="document", operation_id="getOpenapi", summary="Dit document", tags=["beschrijving"])
def document(request: Request) -> dict[str, Any]:
    """De beschrijving van deze interface (OpenAPI 3.1)."""
    said: dict[str, Any] = request.app.state.described
    return said


def create_app(node: Node) -> FastAPI:
    """The application of a node."""
    config, routes = node.config, [*guarded.routes, *opened.routes]
    described = document_of(routes, "Bevraging", VERSION, ABOUT, TAGS, config.address, config.contact, PROBLEMS)
    return application(node, (guarded, opened), described)
