"""All routes of the interface, and the one that describes the others.

Comes in: nothing. Goes out: `ROUTES`, for the application and for tests.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ketenmonitor.web.api.document import document_of
from ketenmonitor.web.api.figures import router as figures
from ketenmonitor.web.api.released import router as released
from ketenmonitor.web.api.route import SHORT, GuardedRoute, router_of
from ketenmonitor.web.pages import site
from ketenmonitor.web.settings import WebSettings

described = router_of("beschrijving")


@described.get(
    "/openapi.json",
    name="api-document",
    operation_id="getOpenapi",
    summary="Dit document",
    response_model=dict[str, Any],
)
async def document(request: Request) -> Response:
    """De beschrijving van deze interface (OpenAPI 3.1), ook van andere sites te lezen."""
    return JSONResponse(_document(site(request).settings), headers=SHORT)


@cache
def _document(settings: WebSettings) -> dict[str, Any]:
    return document_of(ROUTES, settings)


ROUTES: list[GuardedRoute] = [
    route
    for router in (described, released, figures)
    for route in router.routes
    if isinstance(route, GuardedRoute)
]  # fmt: skip
