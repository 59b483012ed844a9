"""When something goes wrong: a page that says what, without what only we should see; for programs a problem document.

Comes in: an exception. Goes out: an answer with a status. The promise: a mistake of ours is a number to ask about, and its
text stays here; what a visitor can mend is said as the program says it.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from ketenmonitor.api import faults_of
from ketenmonitor.errors import (
    DefinitionError,
    KetenmonitorError,
    NotFoundError,
    PurposeError,
    StorageError,
    UsageError,
)
from ketenmonitor.web import login, purposes
from ketenmonitor.web.api import is_api
from ketenmonitor.web.api.problem import problem
from ketenmonitor.web.pages import page
from ketenmonitor.web.permitting import HEADER, failed

log = logging.getLogger("ketenmonitor.web")
ROOMS_OF_REGISTER = ("/register", "/v1/register")
NOT_IN_FORCE = "register-not-in-force"
KNOWN = {400, 401, 403, 404, 405, 408, 413, 415, 429, 500, 503}


async def of_http(request: Request, error: Exception) -> Response:
    """A status, in words."""
    assert isinstance(error, HTTPException)
    said = error.detail if error.detail != HTTPStatus(error.status_code).phrase else None
    answer = _answer(request, error.status_code, for_programs=said)
    answer.headers.update(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        answer.headers["Allow"] = ", ".join(sorted(_methods(request)))  # of all routes of this address, and not of one
    return answer


def _methods(request: Request) -> set[str]:
    routes = [one for one in request.app.router.routes if isinstance(one, Route)]
    return {name for one in routes if one.path_regex.match(request.state.path) for name in one.methods or ()}


async def of_parameters(request: Request, error: Exception) -> Response:
    """Parameters that are not what they should be: all of them at once."""
    assert isinstance(error, RequestValidationError)
    return problem(request, 400, faults=faults_of(error.errors()))


async def of_monitor(request: Request, error: Exception) -> Response:
    """What a person can mend: by asking otherwise, or by asking who runs the monitor."""
    if isinstance(error, UsageError | DefinitionError):
        return _answer(request, 400, str(error), str(error))
    if isinstance(error, NotFoundError):
        return _answer(request, 404)
    if isinstance(error, PurposeError):
        return await _of_purpose(request, error)
    if isinstance(error, StorageError) and request.state.path.startswith(ROOMS_OF_REGISTER):
        return _of_register(request, error)
    return await of_ours(request, error)


async def _of_purpose(request: Request, error: PurposeError) -> Response:
    """Refused for its purpose: why, and for people the ones that are open to them. What is wrong with a register is ours to know."""
    if error.code == NOT_IN_FORCE:
        number = _logged(request, error)
        said = f"No register of purposes is in force now, so nothing is permitted. Tell who runs this monitor its number: {number}."
        return _answer(request, 503, number, said, name="trouble_purposes")
    if is_api(request.state.path):
        return problem(request, 403, f"{error} A program says it in the header {HEADER}.")
    to = request.state.path + (f"?{request.url.query}" if request.url.query else "")
    return await purposes.shown(request, login.prefix(request) + to, 403, str(error))


def _of_register(request: Request, error: StorageError) -> Response:
    """The register is damaged, of a newer version, or out of reach; the other rooms do not need it. Where it lies is not said."""
    number = _logged(request, error)
    said = f"The register cannot be read now. Tell who runs this monitor its number: {number}."
    return _answer(request, 503, number, said, name="trouble_register")


async def of_leaving(request: Request, error: Exception) -> Response:
    """The visitor left before all was sent: there is nobody to answer, and nothing is wrong."""
    return Response(status_code=400)


async def of_ours(request: Request, error: Exception) -> Response:
    """A mistake of ours, or of the machine."""
    await asyncio.to_thread(failed, request, error)
    number = _logged(request, error)
    said = f"Something went wrong here. Tell who runs this monitor its number: {number}."
    return _answer(request, 500, number, said)


def _logged(request: Request, error: Exception) -> str:
    """The number by which the trouble is found again."""
    number = secrets.token_hex(4)
    log.error("trouble", extra={"number": number, "path": request.state.path}, exc_info=error)
    return number


def _answer(
    request: Request,
    status: int,
    for_people: str | None = None,
    for_programs: str | None = None,
    name: str | None = None,
) -> Response:
    """The one place that decides who asks: a program or a person."""
    if is_api(request.state.path):
        return problem(request, status, for_programs)
    name = name or f"trouble_{status if status in KNOWN else 400}"
    return page(request, "trouble.html", status, name=name, detail=for_people)


HANDLERS: dict[int | type[Exception], Callable[[Request, Exception], Coroutine[Any, Any, Response]]] = {
    HTTPException: of_http,
    RequestValidationError: of_parameters,
    KetenmonitorError: of_monitor,
    ClientDisconnect: of_leaving,
    Exception: of_ours,
}
