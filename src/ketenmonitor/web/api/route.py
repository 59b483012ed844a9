"""A route of the interface: what every one of them does before and after it answers.

Comes in: a request. Goes out: an answer, or an exception that `troubles` makes a problem of. The promise: `access` decides
first, so that who may not ask learns nothing else; what is not a parameter is refused by name; an answer has a media type
that was asked for and that stands in the OpenAPI document.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Path
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from ketenmonitor.web.access import EVERYBODY, TABLE, Verdict, check_asked, verdict
from ketenmonitor.web.api import PREFIX
from ketenmonitor.web.api.accept import best
from ketenmonitor.web.pages import site, visitor

JSON, CSV = "application/json", "text/csv"
FORMATS = {"json": JSON, "csv": CSV}
# Everybody's figures may be read by pages of everybody: no cookie goes with such a question.
OPEN = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
Keten = Annotated[str, Path(pattern="^[a-z0-9-]+$", description="De keten.", examples=["zeden"])]
SHORT = {"Cache-Control": "no-cache"}  # there may be more of it tomorrow


class GuardedRoute(APIRoute):
    """A route that only who may use it reaches. What it offers is what its documented answer says."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        if "GET" in methods_of(self):  # as RFC 9110 wants; the server leaves the content out
            self.methods = {*methods_of(self), "HEAD"}

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        inner, offered = super().get_route_handler(), (JSON, *self.responses.get(200, {}).get("content", ()))
        known = tuple(names_of(self))

        async def answer(request: Request) -> Response:
            _permit(self.name, request)
            _check_names(request, known)
            request.state.media_type = _media_type(request, offered)
            given = await inner(request)
            check_asked(self.name, given.status_code, hasattr(request.state, "permit"))
            for name, value in _headers(self.name, offered).items():
                given.headers.setdefault(name, value)
            return given

        return answer


def check_type(request: Request, *wanted: str) -> None:
    """Raises HTTPException when what comes is of another media type."""
    said = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if said not in wanted:
        raise HTTPException(415, f"This is not of a media type that is taken in here. Right is: {', '.join(wanted)}.")


def methods_of(route: APIRoute) -> set[str]:
    """The methods of a route that do something of their own: HEAD is GET without the content."""
    return set(route.methods or ()) - {"HEAD"}


def names_of(route: APIRoute) -> Iterator[str]:
    """The query parameters of a route."""
    for one in route.dependant.query_params:
        kind = one.field_info.annotation
        fields = kind.model_fields if isinstance(kind, type) and issubclass(kind, BaseModel) else None
        yield from (one.alias,) if fields is None else (field.alias or name for name, field in fields.items())


def router_of(tag: str) -> APIRouter:
    """A router of which every route is guarded."""
    return APIRouter(prefix=PREFIX, route_class=GuardedRoute, tags=[tag])


def _permit(name: str, request: Request) -> None:
    trouble = request.state.trouble
    if trouble is not None:
        raise trouble if isinstance(trouble, HTTPException) else HTTPException(503)
    found = verdict(name, visitor(request))
    if found is Verdict.LOGIN:
        challenge = "Bearer" if site(request).provider else "Cookie"
        raise HTTPException(401, headers={"WWW-Authenticate": f'{challenge} realm="ketenmonitor"'})
    if found is Verdict.NO:
        raise HTTPException(403)


def _check_names(request: Request, known: tuple[str, ...]) -> None:
    right = f"Right is one of: {', '.join(known)}." if known else "Right is: none at all."
    unknown = [name for name in request.query_params if name not in known]
    if unknown:
        raise RequestValidationError([{"loc": ("query", n), "msg": f"Not a parameter here. {right}"} for n in unknown])


def _media_type(request: Request, offered: tuple[str, ...]) -> str:
    """What was asked for in the address, else in the header."""
    asked = FORMATS.get(request.query_params.get("format", ""))
    if asked in offered:
        return asked
    found = best(request.headers.get("accept", ""), offered)
    if found is None:
        raise HTTPException(406, f"None of the media types in Accept can be given. Right is: {', '.join(offered)}.")
    return found


def _headers(name: str, offered: tuple[str, ...]) -> dict[str, str]:
    varies = {"Vary": "Accept"} if len(offered) > 1 else {}
    return varies | OPEN if TABLE.get(name) is EVERYBODY else varies
