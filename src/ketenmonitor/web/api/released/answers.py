"""How a part of a release is answered: with a tag, so that whoever has it need not fetch it again.

Comes in: a request and what is asked of a table. Goes out: an answer. The promise: the CSV is the sealed file, byte for byte;
the JSON has the same cells.
"""

from __future__ import annotations

from typing import Literal
from urllib.parse import urlencode

from pydantic import ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from ketenmonitor.errors import UsageError
from ketenmonitor.release import State
from ketenmonitor.web.api import VERSION
from ketenmonitor.web.api.released.shapes import Rows, Table
from ketenmonitor.web.api.released.tables import lines_of, row_of, sealed_csv
from ketenmonitor.web.api.shape import Absent, Shape
from ketenmonitor.web.public import Released, Shelves
from ketenmonitor.web.public.routes import IMMUTABLE, TYPES

STATES = frozenset(State)
PARTS = {"where", "page", "pageSize"}  # of a table: a sealed file has none


class RowsAsked(Shape):
    """Welke rijen."""

    model_config = ConfigDict(extra="forbid")

    where: list[str] = Field(
        [], description="Alleen rijen met deze waarde in een sleutelkolom; mag vaker.", examples=[["period=2026-01"]]
    )
    page: int = Field(1, ge=1, le=1_000_000, description="Welke bladzijde.")
    page_size: int = Field(500, ge=1, le=5000, description="Hoeveel rijen op een bladzijde.")
    format: Literal["json", "csv"] | Absent = Field(None, description="Gaat voor `Accept`.")


def csv_answer(request: Request, shelves: Shelves, one: Released, table: Table) -> Response:
    """The sealed file."""
    if parts := PARTS & set(request.query_params):
        raise UsageError(
            f"{', '.join(sorted(parts))}: the CSV is the sealed file as a whole. Leave these out, or ask JSON."
        )
    path = sealed_csv(table.id)
    return _kept(request, one.hashes[path], _content(shelves, one, path), TYPES[".csv"])


def rows_of(request: Request, shelves: Shelves, one: Released, table: Table, asked: RowsAsked) -> Response:
    """One page of rows, and in the header Link where the others are."""
    wanted = [_condition(text, table) for text in asked.where]
    lines = lines_of(_content(shelves, one, sealed_csv(table.id)))
    found = [line for line in lines if all(line[name] == value for name, value in wanted)]
    first = (asked.page - 1) * asked.page_size
    some = [row_of(line, table, STATES) for line in found[first : first + asked.page_size]]
    rows = Rows(table=table, total=len(found), page=asked.page, page_size=asked.page_size, rows=some)
    answer = document(request, one, rows)
    answer.headers["Link"] = ", ".join(_links(request, asked.page, -(-len(found) // asked.page_size) or 1))
    return answer


def document(request: Request, one: Released, shape: Shape) -> Response:
    """A document about a release: it says the same for as long as this version of the interface is there."""
    hash = one.hashes["manifest.json"]
    return _kept(request, f"{hash[:32]}-{VERSION}", shape.model_dump_json(by_alias=True).encode(), "application/json")


def _kept(request: Request, tag: str, content: bytes, media_type: str) -> Response:
    headers = {"ETag": f'"{tag}"', "Cache-Control": IMMUTABLE}
    known = (text.strip().removeprefix("W/") for text in request.headers.get("if-none-match", "").split(","))
    if headers["ETag"] in known:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=media_type, headers=headers)


def _content(shelves: Shelves, one: Released, path: str) -> bytes:
    content = shelves.file(one, path)
    if content is None:
        raise HTTPException(404)
    return content


def _condition(text: str, table: Table) -> tuple[str, str]:
    name, is_there, value = text.partition("=")
    keys = [column.name for column in table.columns if column.is_key]
    if not is_there or name not in keys:
        raise UsageError(f"where: right is COLUMN=VALUE with one of these columns: {', '.join(keys)}.")
    return name, value


def _links(request: Request, page: int, last: int) -> list[str]:
    """Where other pages are (RFC 8288)."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "page"]
    pages = {"first": 1, "prev": page - 1, "next": page + 1, "last": last}
    return [
        f'<{request.url.path}?{urlencode([*kept, ("page", number)])}>; rel="{name}"'
        for name, number in pages.items()
        if 1 <= number <= last
    ]
