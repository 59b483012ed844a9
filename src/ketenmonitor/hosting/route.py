"""A route of the interface: who calls is known before anything of the body is read, and how it ended is written down.

Comes in: a request. Goes out: an answer, or an exception that `app` makes a problem document of. The promise: a refusal goes out only
when it stands in the log.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from ketenmonitor.api import limited
from ketenmonitor.errors import KetenmonitorError
from ketenmonitor.hosting.refused import Refused
from ketenmonitor.hosting.service import Service

MOST_BYTES = 512 * 1024  # a whole batch with what is said of it
TRACE = re.compile(r"00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")


class LoggedRoute(APIRoute):
    """A route for who can prove who they are."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        inner, operation = super().get_route_handler(), self.name

        async def answer(request: Request) -> Response:
            service: Service = request.app.state.service
            line: dict[str, object] = {"at": None, "operation": operation}
            trace = request.headers.get("traceparent", "")
            line["traceparent"] = trace if TRACE.fullmatch(trace) else None
            try:
                request.state.caller = await run_in_threadpool(service.begin, request.scope, line)
                request.state.line = line
                return await inner(limited(request, MOST_BYTES))
            except (Refused, RequestValidationError, HTTPException, KetenmonitorError) as error:
                if not (isinstance(error, Refused) and error.is_noted):
                    await run_in_threadpool(service.refuse, line, _code(error))
                raise

        return answer


def _code(error: Exception) -> str:
    """The reason, for the log."""
    if isinstance(error, Refused):
        return error.code
    if isinstance(error, KetenmonitorError):
        return "not-able"
    return "too-large-or-slow" if isinstance(error, HTTPException) and error.status_code in (408, 413) else "malformed"
