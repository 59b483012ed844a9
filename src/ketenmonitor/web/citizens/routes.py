"""The pages of privacy officers: requests of citizens, one request, what is held about who asks, and the letter.

Comes in: a request. Goes out: a page or a letter. The promise: a pseudonym is in no address and on no page; it is typed in each time,
stands in no file here but as a keyed hash, and each look is in the log before it is shown.
"""

from __future__ import annotations

import asyncio
import time
from datetime import date
from hashlib import sha256
from typing import Any

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ketenmonitor.citizens import (
    FORMATS,
    Entry,
    Kind,
    Overview,
    Step,
    add_request,
    check_subjects,
    has_office,
    item_text,
    letter_language,
    office_of,
    organisation_text,
    overview,
    owner_of,
    request_of,
    requests_of,
    take_step,
)
from ketenmonitor.citizens import Request as Asked
from ketenmonitor.citizens.letter import letter_file
from ketenmonitor.errors import UsageError
from ketenmonitor.instants import from_us, to_iso
from ketenmonitor.store import Home, case_name, case_names
from ketenmonitor.web.citizens.shown import grounds_of, shown_of
from ketenmonitor.web.login import check_form, prefix
from ketenmonitor.web.pages import page, site, visitor
from ketenmonitor.web.permitting import permitted, shown

OPERATION = "citizen"
LONGEST, MOST_SUBJECTS = 500, 100  # letters of a reason, pseudonyms
TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "json": "application/json",
}


async def requests(request: Request) -> Response:
    """All requests, what is late first; and a form for a new one."""
    said = await asyncio.to_thread(_listed, site(request).home)
    return page(request, "citizens/requests.html", **said, kinds=tuple(Kind), today=date.today().isoformat())


async def add(request: Request) -> Response:
    """Keep a request."""
    form = await _form(request)
    made = await asyncio.to_thread(_added, request, form)
    return _to(request, made)


async def one(request: Request) -> Response:
    """One request: terms, decisions, and what can be done with it."""
    said = await asyncio.to_thread(_said, request)
    return page(request, "citizens/request.html", **said)


async def step(request: Request) -> Response:
    """Take a step with a request."""
    form = await _form(request)
    made = await asyncio.to_thread(_stepped, request, form)
    return _to(request, made)


async def look(request: Request) -> Response:
    """What is held about who asks, with what may not be told."""
    form = await _form(request)
    asked, found = await asyncio.to_thread(_looked, request, form, "overview")
    words = letter_language(request.state.language)
    return page(
        request, "citizens/overview.html", there=f"/verzoeken/{asked.number}", asked=asked, found=found, chain=found.definition,
        text=lambda item: item_text(item, found.definition, words), iso=lambda us: to_iso(us, found.definition.zone),
        organisation=lambda name: organisation_text(name, found.definition, words), grounds=grounds_of(asked, found.office, request.state.language),
    )  # fmt: skip


async def letter(request: Request) -> Response:
    """The letter, in a format."""
    form = await _form(request)
    format, code = str(form.get("format", "")), str(form.get("language", ""))
    if format not in FORMATS or code not in ("nl", "en"):
        raise HTTPException(400)
    asked, content = await asyncio.to_thread(_lettered, request, form, format, code)
    headers = {"Content-Disposition": f'attachment; filename="brief-{asked.number}.{format}"'}
    return Response(content, media_type=TYPES[format], headers=headers)


async def _form(request: Request) -> FormData:
    form = await request.form()
    check_form(request, str(form.get("token", "")))
    return form


def _listed(home: Home) -> dict[str, Any]:
    rows = [(asked, _today(home, asked.chain)) for asked in requests_of(home)]
    rows.sort(key=lambda row: (not row[0].is_open, -row[0].days_late(row[1]), row[0].number))
    chains = [home.definition(name) for name in home.chains()]
    return {
        "rows": rows,
        "chains": chains,
        "titles": {one.id: one.title for one in chains},
        "has_office": has_office(home),
    }


def _added(request: Request, form: FormData) -> Asked:
    home, chain = site(request).home, str(form.get("chain", ""))
    definition, office = home.definition(chain), office_of(home)
    try:
        kind, received = Kind(str(form.get("kind", ""))), date.fromisoformat(str(form.get("received", "")))
    except ValueError:
        raise HTTPException(400) from None
    if received > _today(home, chain):
        raise UsageError("The day on which a request came in cannot be in the future.")
    partners = [str(name) for name in form.getlist("partner")] or list(definition.partners)
    if unknown := [name for name in partners if name not in definition.partners or name not in office.desks]:
        raise UsageError(
            f"For {len(unknown)} of these partners citizens.toml says nothing, so their term is not known."
        )
    given = _subjects(form)
    shown(request, permitted(request, OPERATION, chain, case=given[0], step="request"), given[1:])
    keyed = tuple(case_name(home, chain, subject) for subject in given)
    regimes = {name: office.desks[name].regime for name in partners}
    reference = str(form.get("reference", ""))[:LONGEST].strip()
    return add_request(home, kind, chain, keyed, received, regimes, visitor(request).subject, _now_us(), reference)


def _said(request: Request) -> dict[str, Any]:
    home, asked = site(request).home, _found(request)
    office = office_of(home) if has_office(home) else None
    return shown_of(asked, home.definition(asked.chain), _today(home, asked.chain), office, request.state.language)


def _stepped(request: Request, form: FormData) -> Asked:
    home, asked = site(request).home, _found(request)
    try:
        wanted = Step(str(form.get("step", "")))
    except ValueError:
        raise HTTPException(400) from None
    if wanted in (Step.RECEIVE, Step.LETTER):  # taken by other forms only
        raise HTTPException(400)
    items = tuple(str(name) for name in form.getlist("item"))
    if (wanted in (Step.WITHHOLD, Step.TELL)) != bool(items):
        raise UsageError("Choose at least one item to withhold or to tell.")
    permitted(request, OPERATION, asked.chain, step=wanted, number=str(asked.number))
    partners = tuple(sorted(map(owner_of, items))) if items else tuple(str(name) for name in form.getlist("partner"))
    if not partners:
        raise UsageError("Choose at least one organisation.")
    reason, ground = (str(form.get(name, ""))[:LONGEST].strip() for name in ("reason", "ground"))
    entry = Entry(wanted, visitor(request).subject, _now_us(), tuple(dict.fromkeys(partners)), reason, ground, items)
    return take_step(home, asked.number, entry, _today(home, asked.chain), office_of(home).regimes)


def _looked(request: Request, form: FormData, step: str) -> tuple[Asked, Overview]:
    """The request and what is held, after each look is in the log."""
    home, asked, given = site(request).home, _found(request), _subjects(form)
    first, *others = given
    leave = permitted(request, OPERATION, asked.chain, case=first, step=step)
    check_subjects(
        asked, [case_names(home, asked.chain, subject) for subject in given]
    )  # no answer without leave either
    shown(request, leave, others)
    return asked, overview(home, asked.chain, given, _now_us())


def _lettered(request: Request, form: FormData, format: str, code: str) -> tuple[Asked, bytes]:
    home = site(request).home
    asked, found = _looked(request, form, "letter")
    content = letter_file(asked, found, format, code)
    entry = Entry(
        Step.LETTER, visitor(request).subject, _now_us(), reason=f"{format} {code}", digest=sha256(content).hexdigest()
    )
    take_step(home, asked.number, entry, _today(home, asked.chain), office_of(home).regimes)
    return asked, content


def _subjects(form: FormData) -> tuple[str, ...]:
    """The pseudonyms that were typed in, one a line. No message says what stood there."""
    given = dict.fromkeys(line.strip() for line in str(form.get("subjects", "")).splitlines() if line.strip())
    if not 1 <= len(given) <= MOST_SUBJECTS or not all(one.isprintable() for one in given):
        raise UsageError(f"Give at least one and at most {MOST_SUBJECTS} pseudonyms, one a line.")
    return tuple(given)


def _found(request: Request) -> Asked:
    return request_of(site(request).home, request.path_params["number"])


def _to(request: Request, made: Asked) -> Response:
    return RedirectResponse(f"{prefix(request)}/verzoeken/{made.number}", 303)


def _today(home: Home, chain: str) -> date:
    return from_us(_now_us()).astimezone(home.definition(chain).zone).date()


def _now_us() -> int:
    return time.time_ns() // 1000


ROUTES = (
    ("citizens", "/verzoeken", ("GET",), requests),
    ("citizens-add", "/verzoeken", ("POST",), add),
    ("citizens-request", "/verzoeken/{number:int}", ("GET",), one),
    ("citizens-step", "/verzoeken/{number:int}", ("POST",), step),
    ("citizens-overview", "/verzoeken/{number:int}/inzage", ("POST",), look),
    ("citizens-letter", "/verzoeken/{number:int}/brief", ("POST",), letter),
)
