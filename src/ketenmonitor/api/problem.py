"""What goes wrong, as a program reads it: a problem document (RFC 9457) for every status from 400.

Comes in: a status and a sentence. Goes out: an answer. The promise: it says what is wrong and what would be right, in
English as the commands do, and nothing of what only we should see.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

MEDIA_TYPE = "application/problem+json"
NO_DETAILS: Mapping[int, str] = {}


class Fault(BaseModel):
    """Een fout in een vraag."""

    where: str = Field(alias="in", description="`query`, `path`, `header` of `body`.", examples=["query"])
    name: str = Field(description="De naam van wat niet klopt.", examples=["period"])
    detail: str = Field(
        description="Wat er mis is en wat goed zou zijn.", examples=["Input should be 'month', 'quarter' or 'year'"]
    )


class Problem(BaseModel):
    """Wat er misging (RFC 9457). De teksten zijn Engels, zoals die van de opdrachten van het programma."""

    model_config = ConfigDict(populate_by_name=True)

    type: str = Field(default="about:blank", description="Soort probleem; de status zegt welke.")
    title: str = Field(description="De naam van de status.", examples=["Bad Request"])
    status: int = Field(ge=400, le=599, description="De HTTP-status.", examples=[400])
    detail: str = Field(description="Wat er mis is en wat goed zou zijn.")
    instance: str = Field(description="Het adres dat gevraagd werd.", examples=["/v1/ketens/onbekend"])
    errors: list[Fault] | None = Field(default=None, description="Bij 400: elke fout in de vraag.")


def problem(
    request: Request, status: int, detail: str | None = None,
    faults: Sequence[Fault] = (), headers: Mapping[str, str] | None = None, details: Mapping[int, str] = NO_DETAILS,
) -> Response:  # fmt: skip
    """The answer that says what went wrong. A status below 400 is no problem: then the headers say it all.

    `details`: what to do at a status, where who found it said nothing.
    """
    if status < HTTPStatus.BAD_REQUEST:
        return Response(status_code=status, headers=headers)
    said = Problem(
        title=HTTPStatus(status).phrase, status=status, detail=detail or details.get(status, HTTPStatus(status).phrase),
        instance=str(request.url.replace(scheme="", netloc="", query="")), errors=list(faults) or None,
    )  # fmt: skip
    content = said.model_dump(by_alias=True, exclude_none=True)
    return JSONResponse(content, status, {"Content-Language": "en", **(headers or {})}, MEDIA_TYPE)


def faults_of(errors: Sequence[Mapping[str, Any]]) -> list[Fault]:
    """The faults that were found in parameters: where each is, and what would be right."""
    return [
        Fault(**{"in": str(one["loc"][0])}, name=".".join(map(str, one["loc"][1:2])), detail=one["msg"])
        for one in errors
        if one.get("type") != "none_required"  # a parameter may be left out, which cannot be done by writing something
    ]  # the value itself stays out
