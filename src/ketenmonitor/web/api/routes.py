"""All routes of the interface, and the one that describes the others.

Comes in: nothing. Goes out: `ROUTES`, for the application and for tests.
"""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ketenmonitor.web.api.deliveries import router as deliveries
from ketenmonitor.web.api.document import document_of
from ketenmonitor.web.api.events import router as events
from ketenmonitor.web.api.figures import router as figures
from ketenmonitor.web.api.logbook import router as logbook
from ketenmonitor.web.api.register import router as register
from ketenmonitor.web.api.register_figures import router as register_figures
from ketenmonitor.web.api.released import router as released
from ketenmonitor.web.api.route import SHORT, GuardedRoute, router_of
from ketenmonitor.web.pages import site

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
    state = request.app.state
    if not hasattr(state, "described"):  # made when it is first asked for: it takes a while
        state.described = document_of(ROUTES, site(request).settings)
    return JSONResponse(state.described, headers=SHORT)


ROUTES: list[GuardedRoute] = [
    route
    for router in (described, released, register, register_figures, figures, deliveries, events, logbook)
    for route in router.routes
    if isinstance(route, GuardedRoute)
]  # fmt: skip
