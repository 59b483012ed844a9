"""The routes of what was published: chains, releases and tables.

Comes in: a request of anybody. Goes out: what the shelves hold, as JSON. The promise: a release does not change, so what is
answered about one may be kept; what is not there, and what is no longer as it was sealed, is 404.
"""

from __future__ import annotations

import mimetypes
from datetime import UTC, datetime
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Path, Query
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from ketenmonitor.web.api import PREFIX
from ketenmonitor.web.api.released.answers import RowsAsked, csv_answer, document, rows_of
from ketenmonitor.web.api.released.shapes import (
    Chain,
    Chains,
    File,
    Release,
    ReleaseContents,
    Releases,
    Rows,
    Table,
    TableName,
    Tables,
)
from ketenmonitor.web.api.released.tables import table_of, tables_of
from ketenmonitor.web.api.route import CSV, SHORT, Keten, router_of
from ketenmonitor.web.api.shape import Text
from ketenmonitor.web.public import Released, Shelves
from ketenmonitor.web.public.routes import TYPES

LATEST = "laatste"
Dag = Annotated[
    str,
    Path(
        pattern=f"^([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}|{LATEST})$", examples=["2026-07-01"],
        description=f"De peildag van een uitgave, of `{LATEST}`: dan verwijst het antwoord (307) naar de nieuwste.",
    ),
]  # fmt: skip
Tabel = Annotated[str, Path(pattern="^[a-z0-9_-]+$", description="De tabel.", examples=["stock-month"])]
ELSEWHERE: dict[int | str, dict[str, Any]] = {
    307: {
        "description": "De nieuwste uitgave staat op dit adres.",
        "headers": {"Location": {"description": "Het adres.", "schema": {"type": "string", "format": "uri-reference"}}},
    },
    304: {"description": "Niet veranderd sinds de vorige keer (`If-None-Match`)."},
}
router = router_of("gepubliceerd")


@router.get("/ketens", name="api-chains", operation_id="getKetens", summary="Alle ketens met gepubliceerde cijfers")
async def chains(request: Request, response: Response) -> Chains:
    """Elke keten waarvan ten minste één uitgave is gepubliceerd, op naam."""
    response.headers.update(SHORT)
    return Chains(chains=[_chain(some[0]) for some in _shelves(request).all().values()])


@router.get("/ketens/{keten}", name="api-chain", operation_id="getKeten", summary="Een keten")
async def chain(request: Request, response: Response, keten: Keten) -> Chain:
    """Een keten, met haar nieuwste uitgave."""
    response.headers.update(SHORT)
    return _chain(_released(request, keten)[0])


@router.get(
    "/ketens/{keten}/uitgaven", name="api-releases", operation_id="getUitgaven", summary="Uitgaven van een keten"
)
async def releases(request: Request, response: Response, keten: Keten) -> Releases:
    """Alle uitgaven van een keten, de nieuwste eerst."""
    response.headers.update(SHORT)
    return Releases(releases=[_release(one) for one in _released(request, keten)])


@router.get(
    "/ketens/{keten}/uitgaven/{dag}",
    name="api-release", operation_id="getUitgave", summary="Een uitgave", responses=ELSEWHERE,
    response_model=ReleaseContents,
)  # fmt: skip
async def release(request: Request, keten: Keten, dag: Dag) -> Response:
    """Een uitgave met haar tabellen en bestanden. Met het manifest en de handtekening is elk bestand te controleren."""
    one = _one(request, keten, dag)
    names = [TableName(id=t.id, title=t.title, links=t.links) for t in _tables(request, one)]
    files = [_file(one, path) for path in sorted(one.hashes)]
    return document(request, one, ReleaseContents(**_release(one).model_dump(), tables=names, files=files))


@router.get(
    "/ketens/{keten}/uitgaven/{dag}/tabellen",
    name="api-tables", operation_id="getTabellen", summary="Tabellen van een uitgave", responses=ELSEWHERE,
    response_model=Tables,
)  # fmt: skip
async def tables(request: Request, keten: Keten, dag: Dag) -> Response:
    """De tabellen van een uitgave met hun kolommen: hoe ze heten, wat erin staat en in welke eenheid."""
    one = _one(request, keten, dag)
    return document(request, one, Tables(tables=_tables(request, one)))


@router.get(
    "/ketens/{keten}/uitgaven/{dag}/tabellen/{tabel}",
    name="api-table", operation_id="getTabel", summary="Rijen van een tabel", response_model=Rows,
    responses={
        **ELSEWHERE,
        200: {
            "content": {CSV: {"schema": {"type": "string"}}},
            "headers": {"Link": {"description": "`first`, `prev`, `next` en `last` (RFC 8288).", "schema": {"type": "string"}}},
        },
    },
)  # fmt: skip
async def table(
    request: Request, keten: Keten, dag: Dag, tabel: Tabel, asked: Annotated[RowsAsked, Query()]
) -> Response:
    """De rijen van een tabel: als JSON per bladzijde, of als CSV. De CSV is het ondertekende bestand zelf, dus geheel."""
    one = _one(request, keten, dag)
    found = table_of(_shelves(request), one, f"{_address(one)}/tabellen", tabel)
    if found is None:
        raise HTTPException(404)
    if request.state.media_type == CSV:
        return csv_answer(request, _shelves(request), one, found)
    return rows_of(request, _shelves(request), one, found, asked)


def _shelves(request: Request) -> Shelves:
    found: Shelves = request.app.state.shelves
    return found


def _released(request: Request, keten: str) -> tuple[Released, ...]:
    """The releases of a chain, the latest first."""
    found = _shelves(request).all().get(keten)
    if not found:
        raise HTTPException(404)
    return found


def _one(request: Request, keten: str, dag: str) -> Released:
    """One release, or where the latest is."""
    found = _released(request, keten)
    if dag == LATEST:
        rest = request.url.path.partition(f"/uitgaven/{LATEST}")[2]
        query = f"?{request.url.query}" if request.url.query else ""
        raise HTTPException(307, headers={"Location": f"{_address(found[0])}{rest}{query}", **SHORT})
    one = next((one for one in found if one.as_of == dag), None)
    if one is None:
        raise HTTPException(404)
    return one


def _address(one: Released) -> str:
    return f"{PREFIX}/ketens/{one.chain}/uitgaven/{one.as_of}"


def _tables(request: Request, one: Released) -> list[Table]:
    return tables_of(_shelves(request), one, f"{_address(one)}/tabellen")


def _chain(latest: Released) -> Chain:
    address = f"{PREFIX}/ketens/{latest.chain}"
    links = {"self": address, "releases": f"{address}/uitgaven", "latest": _address(latest)}
    return Chain(id=latest.chain, title=Text(**latest.titles), latest=latest.day, links=links)


def _release(one: Released) -> Release:
    links = {"self": _address(one), "tables": f"{_address(one)}/tabellen", "page": f"/cijfers/{one.chain}/{one.as_of}"}
    made_at = datetime.fromisoformat(one.made_at).astimezone(UTC)
    return Release(chain=one.chain, as_of=one.day, made_at=made_at, links=links)


def _file(one: Released, path: str) -> File:
    known = TYPES.get(path[path.rfind(".") :]) or mimetypes.guess_type(path)[0] or "application/octet-stream"
    links = {"self": f"/cijfers/{one.chain}/{one.as_of}/bestanden/{quote(path)}"}
    return File(path=path, media_type=known.partition(";")[0], sha256=one.hashes[path], links=links)
