"""The public pages: which chains there are, every part of every release, and every file as it was sealed.

Comes in: a request. Goes out: a page, or a file. The promise: nothing is computed here; an address names a chain, a day and
a figure, and always shows the same; the files of a release do not change, so they may be kept by whoever fetched them.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ketenmonitor.web.public.kept import kept
from ketenmonitor.web.public.shelves import Released, Shelves
from ketenmonitor.web.public.shown import TEXTS, Part, parts_of, stops_of
from ketenmonitor.web.public.tables import table_of

IMMUTABLE = "public, max-age=31536000, immutable"
# What Python does not know, or not on every machine.
TYPES = {
    ".ttl": "text/turtle; charset=utf-8", ".parquet": "application/vnd.apache.parquet", ".toml": "application/toml",
    ".csv": "text/csv; charset=utf-8; header=present", ".html": "text/html; charset=utf-8", ".svg": "image/svg+xml",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".json": "application/json",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".sig": "text/plain; charset=utf-8",
}  # fmt: skip
# The style of a released page stands in the page itself.
STYLED = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def _shelves(request: Request) -> Shelves:
    found: Shelves = request.app.state.shelves
    return found


def _page(request: Request, template: str, **values: Any) -> Response:
    """A page; the application makes it, for this room knows `release` only."""
    found: Response = request.app.state.page(request, f"public/{template}", **values)
    return found


@kept
async def home(request: Request) -> Response:
    """The entrance: each chain with the map of its latest figures."""
    chains = []
    for releases in _shelves(request).all().values():
        values = _shelves(request).values(releases[0], request.state.language)
        chains.append({"releases": releases, "stops": stops_of(values), "parts": parts_of(values)})
    return _page(request, "home.html", chains=chains)


async def chain(request: Request) -> Response:
    """The latest release of a chain."""
    found = _shelves(request).all().get(request.path_params["chain"])
    if not found:
        raise HTTPException(404)
    prefix = "/en" if request.state.language == "en" else ""
    address = f"{prefix}/cijfers/{found[0].chain}/{found[0].as_of}"
    return RedirectResponse(address, 307, {"Cache-Control": "no-cache"})


@kept
async def release(request: Request) -> Response:
    """One release: its map, and the way to each part."""
    one, said = _released(request)
    if not said["values"]["sections"]:  # made by a version that sealed one page only
        page = "en.html" if request.state.language == "en" and one.has("en.html") else ""
        return RedirectResponse(f"/cijfers/{one.chain}/{one.as_of}/bestanden/{page}", 307)
    return _page(request, "release.html", **said, stops=stops_of(said["values"]), others=_others(request, one))


@kept
async def part(request: Request) -> Response:
    """One part of a release: a chapter with figures, or what there is to know about them."""
    _, said = _released(request)
    name = request.path_params["part"]
    if name in TEXTS and said["values"]["sections"]:
        return _page(request, f"{name}.html", **said)
    found: Part | None = said["parts"].get(name)
    if found is None:
        raise HTTPException(404)
    return _page(request, "part.html", **said, part=found)


@kept
async def figure(request: Request) -> Response:
    """One figure: chart, table, definition, downloads, and the way to its breakdowns."""
    _, said = _released(request)
    found: Part | None = said["parts"].get(request.path_params["part"])
    name = request.path_params["figure"]
    if found is None or name not in found.figures:
        raise HTTPException(404)
    return _page(request, "figure.html", **said, part=found, figure=name)


@kept
async def table(request: Request) -> Response:
    """A table of a release, with the rows that the address asks for."""
    one, said = _released(request)
    asked = {name: value for name, value in request.query_params.items() if value}
    id, shelves = request.path_params["table"], _shelves(request)
    about = next((t for t in said["values"]["tables"] if t["id"] == id), None)
    part = next((p for p in said["parts"].values() if about in p.tables), None)
    figures = part.figures if part else ()
    found = table_of(lambda path: shelves.file(one, path), id, asked, request.state.language, figures)
    if found is None:
        raise HTTPException(404)
    return _page(request, "table.html", **said, id=id, table=found, asked=asked, part=part)


async def released(request: Request) -> Response:
    """A file of a release."""
    names = request.path_params
    one = _shelves(request).find(names["chain"], names["as_of"])
    path = names["path"] or "index.html"
    content = _shelves(request).file(one, path) if one else None
    if one is None or content is None:
        raise HTTPException(404)
    return _file(request, one, path, content)


def _released(request: Request) -> tuple[Released, dict[str, Any]]:
    """The release of the address, and what all its pages show."""
    shelves = _shelves(request)
    one = shelves.find(request.path_params["chain"], request.path_params["as_of"])
    if one is None:
        raise HTTPException(404)
    values = shelves.values(one, request.state.language)
    return one, {"release": one, "values": values, "parts": parts_of(values)}


def _others(request: Request, one: Released) -> list[Released]:
    return [other for other in _shelves(request).all().get(one.chain, ()) if other is not one]


def _file(request: Request, one: Released, path: str, content: bytes) -> Response:
    tag = f'"{one.hashes[path]}"'
    headers = {"ETag": tag, "Cache-Control": IMMUTABLE}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return as_file(path, content, headers)


def as_file(path: str, content: bytes, headers: Mapping[str, str]) -> Response:
    """A file of a release, as a browser should take it."""
    suffix = path[path.rfind(".") :]
    kind = TYPES.get(suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"
    styled = {"Content-Security-Policy": STYLED} if suffix in (".html", ".svg") else {}
    return Response(content, media_type=kind, headers={**headers, **styled})


ROUTES = (
    ("home", "/", ("GET",), home),
    ("chain", "/cijfers/{chain}", ("GET",), chain),
    ("release", "/cijfers/{chain}/{as_of}", ("GET",), release),
    ("table", "/cijfers/{chain}/{as_of}/tabellen/{table}", ("GET",), table),
    ("released", "/cijfers/{chain}/{as_of}/bestanden/{path:path}", ("GET",), released),
    ("part", "/cijfers/{chain}/{as_of}/{part}", ("GET",), part),
    ("figure", "/cijfers/{chain}/{as_of}/{part}/{figure}", ("GET",), figure),
)
