"""When something goes wrong: a page that says what, without what only we should see.

Comes in: an exception. Goes out: a page with a status. The promise: a mistake of ours is a number to ask about, and its
text stays here; what a visitor can mend is said as the program says it.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Coroutine
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from ketenmonitor.errors import DefinitionError, KetenmonitorError, NotFoundError, UsageError
from ketenmonitor.web.pages import page

log = logging.getLogger("ketenmonitor.web")
KNOWN = {400, 403, 404, 405, 408, 413, 415, 429, 503}


async def of_http(request: Request, error: Exception) -> Response:
    """A status, in words."""
    assert isinstance(error, HTTPException)
    name = error.status_code if error.status_code in KNOWN else 400
    answer = page(request, "trouble.html", error.status_code, name=f"trouble_{name}", detail=None)
    answer.headers.update(error.headers or {})
    return answer


async def of_monitor(request: Request, error: Exception) -> Response:
    """What a person can mend: by asking otherwise, or by asking who runs the monitor."""
    if isinstance(error, UsageError | DefinitionError):
        return page(request, "trouble.html", 400, name="trouble_400", detail=str(error))
    if isinstance(error, NotFoundError):
        return page(request, "trouble.html", 404, name="trouble_404", detail=None)
    return await of_ours(request, error)


async def of_leaving(request: Request, error: Exception) -> Response:
    """The visitor left before all was sent: there is nobody to answer, and nothing is wrong."""
    return Response(status_code=400)


async def of_ours(request: Request, error: Exception) -> Response:
    """A mistake of ours, or of the machine."""
    number = secrets.token_hex(4)
    log.error("trouble", extra={"number": number, "path": request.state.path}, exc_info=error)
    return page(request, "trouble.html", 500, name="trouble_500", detail=number)


HANDLERS: dict[int | type[Exception], Callable[[Request, Exception], Coroutine[Any, Any, Response]]] = {
    HTTPException: of_http,
    KetenmonitorError: of_monitor,
    ClientDisconnect: of_leaving,
    Exception: of_ours,
}
