"""The public pages: which chains there are, and every file of every release.

Comes in: a request. Goes out: a page, or a file as it was sealed. The promise: nothing is computed here; a release does not
change, so its files may be kept by whoever fetched them.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ketenmonitor.web.public.shelves import Released, Shelves

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


async def home(request: Request) -> Response:
    """The entrance: each chain with its latest figures; the application makes the page, for this room knows `release` only."""
    found: Response = request.app.state.page(request, "public/home.html", chains=_shelves(request).all())
    return found


async def chain(request: Request) -> Response:
    """The latest release of a chain."""
    found = _shelves(request).all().get(request.path_params["chain"])
    if not found:
        raise HTTPException(404)
    start = "en.html" if request.state.language == "en" else ""
    return RedirectResponse(f"/cijfers/{found[0].chain}/{found[0].as_of}/{start}", 307, {"Cache-Control": "no-cache"})


async def released(request: Request) -> Response:
    """A file of a release."""
    names = request.path_params
    one = _shelves(request).find(names["chain"], names["as_of"])
    path = names["path"] or "index.html"
    content = _shelves(request).file(one, path) if one else None
    if one is None or content is None:
        raise HTTPException(404)
    return _file(request, one, path, content)


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
    ("released", "/cijfers/{chain}/{as_of}/{path:path}", ("GET",), released),
)
