"""The register as files: a calendar, a feed, and documents and tables with the official field names.

Comes in: a request with the query of a list. Goes out: a file with what that list has. The promise: each file says up to when papers
were read; what the register assumed stands in it in the language of its address.
"""

from __future__ import annotations

import asyncio
from datetime import date
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from ketenmonitor.register.exports import calendar_of, feed_of, official_csv, official_json
from ketenmonitor.register.records import Register, items, papers, state_of
from ketenmonitor.register.standing import DONE
from ketenmonitor.web.pages import language
from ketenmonitor.web.register.entries import entry_of, in_language
from ketenmonitor.web.register.looked_up import all_of, base_of, known_now, until_said
from ketenmonitor.web.register.opened import register_of

FRESH = {"Cache-Control": "no-cache"}


async def calendar(request: Request) -> Response:
    """What comes due, for agendas."""
    return await asyncio.to_thread(_file, request, "calendar")


async def feed(request: Request) -> Response:
    """What comes due soon or is late, for feed readers."""
    return await asyncio.to_thread(_file, request, "feed")


async def export(request: Request) -> Response:
    """The points as a document or a table with the official field names."""
    if request.path_params["file"] not in FILES:
        raise HTTPException(404)
    return await asyncio.to_thread(_file, request, request.path_params["file"])


def _file(request: Request, kind: str) -> Response:
    register = register_of(request)
    asked, _, _, rows = all_of(request, register)
    base = base_of(request)
    code, known = request.state.language, known_now(register)
    entries = [in_language(entry_of(row, lambda path: f"{base}{path}"), code) for row in rows]
    waiting = [entry for entry in entries if entry.standing.derived not in DONE]
    say, host, query = language(request).say, urlsplit(base).hostname or "localhost", asked.query()
    until = until_said(known, language(request))
    tail = f"?{query}" if query else ""
    if kind == "calendar":
        content = calendar_of(waiting, say, _changed_us(register), host, f"{base}/register/agenda{tail}", until)
        return Response(content, media_type="text/calendar; charset=utf-8", headers=FRESH)
    if kind == "feed":
        own, people = f"{base}/register/agenda.atom{tail}", f"{base}/register/agenda{tail}"
        content = feed_of(waiting, say, date.today(), host, own, people, code, until)
        return Response(content, media_type="application/atom+xml; charset=utf-8", headers=FRESH)
    content = official_json(entries, known) if kind.endswith("json") else official_csv(entries, FILES[kind], known)
    media = "application/json" if kind.endswith("json") else "text/csv; charset=utf-8; header=present"
    return Response(
        content, media_type=media, headers=FRESH | {"Content-Disposition": f'attachment; filename="{kind}"'}
    )


# The files of an export, and of which official entity they are.
FILES = {"register.json": "", "toezeggingen.csv": "Toezegging", "zaken.csv": "Zaak"}


def _changed_us(register: Register) -> int:
    """When something in the register changed last."""
    read = max((one.read_us for one in papers(register)), default=0)
    decided = max((d.at_us for one in items(register, rejected=True) for d in one.decisions), default=0)
    return max(read, decided) if state_of(register) else 0


ROUTES = (
    ("register-calendar", "/register/agenda.ics", ("GET",), calendar),
    ("register-feed", "/register/agenda.atom", ("GET",), feed),
    ("register-export", "/register/export/{file}", ("GET",), export),
)
