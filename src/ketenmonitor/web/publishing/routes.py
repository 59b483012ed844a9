"""The pages of publishers: the releases of a chain and its drafts, and each step that a draft can take.

Comes in: a request. Goes out: a page, or a file of a draft as it would go out. The promise: what takes long is done in a
process of its own; a step that is not allowed has no button, and is refused with a sentence; a draft is kept by no browser.
"""

from __future__ import annotations

import asyncio
import csv
import io
import time
from datetime import date
from itertools import islice
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ketenmonitor.errors import UsageError
from ketenmonitor.instants import to_iso
from ketenmonitor.publishing import (
    Draft,
    Step,
    begin,
    draft_of,
    drafts_of,
    fault_of,
    hindrance,
    obstacles,
    sentences_of,
    take,
)
from ketenmonitor.web.login import check_form
from ketenmonitor.web.pages import page, site, visitor
from ketenmonitor.web.permitting import permitted
from ketenmonitor.web.public import Shelves
from ketenmonitor.web.public.routes import as_file
from ketenmonitor.web.publishing.work import start_work

MOST_REVISIONS = 100
LONGEST = 500  # letters of a reason
REVISIONS = "data/revisions.csv"
LONG = (Step.MAKE, Step.AUDIT)


async def chains(request: Request) -> Response:
    """All chains."""
    home = site(request).home
    found = [home.definition(name) for name in home.chains()]
    return page(request, "chains.html", chains=found, room="publishing")


async def chain(request: Request) -> Response:
    """The releases of a chain and its drafts."""
    return await _chain(request)


async def _chain(request: Request, why: str | None = None) -> Response:
    home, name = site(request).home, request.path_params["chain"]
    definition = home.definition(name)
    shelves: Shelves = request.app.state.shelves
    drafts = await asyncio.to_thread(drafts_of, home, name)
    return page(
        request, "publishing/chain.html", 409 if why else 200, chain=definition, drafts=drafts[::-1], why=why,
        releases=shelves.all().get(name, ()), today=date.today().isoformat(),
    )  # fmt: skip


async def make(request: Request) -> Response:
    """Begin a draft."""
    form = await request.form()
    check_form(request, str(form.get("token", "")))
    home, name, now_us = site(request).home, request.path_params["chain"], _now_us()
    day = _day(str(form.get("day", "")))
    await asyncio.to_thread(_permit, request)
    if why := await asyncio.to_thread(hindrance, home, name, day, now_us):
        return await _chain(request, why)
    draft = await asyncio.to_thread(begin, home, name, day, visitor(request).subject, now_us)
    await asyncio.to_thread(start_work, home, draft)
    return _to(request, draft)


async def draft(request: Request) -> Response:
    """One draft: what is in it, how far it is, and what can be done with it."""
    await asyncio.to_thread(_permit, request)
    return await _draft(request)


async def _draft(request: Request, why: str | None = None) -> Response:
    said = await asyncio.to_thread(_said, request)
    return page(request, "publishing/draft.html", 409 if why else 200, why=why, **said)


async def step(request: Request) -> Response:
    """Take a step with a draft."""
    form = await request.form()
    check_form(request, str(form.get("token", "")))
    try:
        wanted = Step(str(form.get("step", "")))
    except ValueError:
        raise HTTPException(400) from None
    await asyncio.to_thread(_permit, request)
    home, found, by = site(request).home, await asyncio.to_thread(_found, request), visitor(request).subject
    if why := (await asyncio.to_thread(obstacles, home, found, by))[wanted]:
        return await _draft(request, why)
    reason = str(form.get("reason", ""))[:LONGEST].strip()
    then = await asyncio.to_thread(take, home, found, wanted, by, _now_us(), reason)
    if wanted in LONG:
        await asyncio.to_thread(start_work, home, then)
    return _to(request, then)


async def file(request: Request) -> Response:
    """A file of a draft, as it would go out."""
    path = request.path_params["path"] or "index.html"
    await asyncio.to_thread(_permit, request)
    content = await asyncio.to_thread(lambda: _found(request).file(path))
    if content is None:
        raise HTTPException(404)
    return as_file(path, content, {})


def _said(request: Request) -> dict[str, Any]:
    home, found = site(request).home, _found(request)
    definition = home.definition(found.chain)
    why_not = obstacles(home, found, visitor(request).subject)
    history = [{"one": one, "at": to_iso(one.at_us, definition.zone)} for one in found.history]
    return {
        "chain": definition,
        "draft": found,
        "is_busy": "busy" in why_not.values(),
        "fault": fault_of(home, found),
        "steps": [step for step in Step if why_not[step] is None],
        "why_not": why_not,
        "history": history,
        "files": sorted(found.hashes()),
        "revisions": _revisions(found),
        "audit": sentences_of(found.found) if found.found else (),
    }


def _permit(request: Request) -> None:
    """Ask leave to work on a release of this chain."""
    names = request.path_params
    site(request).home.definition(names["chain"])  # one that is not there is said first
    permitted(request, "publish", names["chain"], draft=str(names["number"]) if "number" in names else None)


def _revisions(draft: Draft) -> list[dict[str, str]]:
    """The first figures that differ from the last release, as readers get them."""
    content = draft.file(REVISIONS) or b""
    return list(islice(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))), MOST_REVISIONS))


def _found(request: Request) -> Draft:
    names = request.path_params
    return draft_of(site(request).home, names["chain"], names["number"])


def _to(request: Request, draft: Draft) -> Response:
    prefix = "/en" if request.state.language == "en" else ""
    return RedirectResponse(f"{prefix}/uitgaven/{draft.chain}/{draft.number}", 303)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError("This is not a day. Right is year, month and day, such as 2026-07-01.") from None


def _now_us() -> int:
    return time.time_ns() // 1000


ROUTES = (
    ("publishing", "/uitgaven", ("GET",), chains),
    ("publishing-chain", "/uitgaven/{chain}", ("GET",), chain),
    ("draft-make", "/uitgaven/{chain}", ("POST",), make),
    ("draft", "/uitgaven/{chain}/{number:int}", ("GET",), draft),
    ("draft-step", "/uitgaven/{chain}/{number:int}", ("POST",), step),
    ("draft-file", "/uitgaven/{chain}/{number:int}/voorbeeld/{path:path}", ("GET",), file),
)
