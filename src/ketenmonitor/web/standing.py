"""What stands beside the pages: whether all is well, styles, and what every site of an authority has.

Comes in: a request. Goes out: a short answer. The promise: nothing here is about a case, a visitor or a figure.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from importlib.resources import files

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from ketenmonitor.errors import StorageError
from ketenmonitor.web.pages import page, site

TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


async def health(request: Request) -> Response:
    """Whether this process can answer: 200 when the home can be read, else 503."""
    home = site(request).home
    try:
        home.said("web")
        os.listdir(home.path / "chains")
    except (OSError, StorageError):
        return JSONResponse({"status": "unreadable"}, 503)
    return JSONResponse({"status": "ok", "chains": len(home.chains())})


async def security(request: Request) -> Response:
    """Where to tell of a weakness (RFC 9116), when the settings say so."""
    contact = site(request).settings.contact
    if not contact:
        raise HTTPException(404)
    until = (datetime.now(UTC) + timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    return PlainTextResponse(f"Contact: {contact}\nExpires: {until}\nPreferred-Languages: nl, en\n")


async def accessibility(request: Request) -> Response:
    """How far everybody can use this site."""
    return page(request, "accessibility.html")


async def static(request: Request) -> Response:
    """A style sheet or script of our own, and the tokens of the own organisation."""
    name = request.path_params["name"]
    if name == "own.css":
        content = site(request).style.encode()
    else:
        place = files("ketenmonitor.web") / "static" / name
        if "/" in name or name.startswith(".") or not place.is_file():
            raise HTTPException(404)
        content = place.read_bytes()
    tag = f'"{sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "public, max-age=300"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=TYPES.get(name[name.rfind(".") :], "application/octet-stream"), headers=headers)


ROUTES = (
    ("health", "/health", ("GET",), health),
    ("security", "/.well-known/security.txt", ("GET",), security),
    ("accessibility", "/toegankelijkheid", ("GET",), accessibility),
    ("static", "/static/{name}", ("GET",), static),
)
