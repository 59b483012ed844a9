"""Handing in a delivery: a form for a .zip, and what became of it.

Comes in: a request. Goes out: a page. The promise: it goes the way of every delivery, by the inbox: one of another partner or chain is
refused before anything of it is kept; and who handed in what is in the log before it is kept.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from hashlib import file_digest
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ketenmonitor.inbox import Different
from ketenmonitor.intake import Outcome
from ketenmonitor.store.tables import storage_errors
from ketenmonitor.web.deliveries.desk import ZIP, Desk, Others, Unfit
from ketenmonitor.web.deliveries.incoming import Incoming
from ketenmonitor.web.delivering import deliverer_of
from ketenmonitor.web.login import check_form
from ketenmonitor.web.pages import page, session, site, visitor
from ketenmonitor.web.partner import chain_of_partner

MOST_SHOWN = 50
SECONDS_TO_WAIT = 60.0  # for what became of it; after that the page says that it waits
RECEIVED, REFUSED = "received", "refused"
STATUS = {"accepted": 200, "known": 200, RECEIVED: 202}
DIFFERENT = "delivery.json: delivery_id was used before with other content. Give a new delivery_id."
# What may be odd about a delivery and did not stop it; what is odd about a row stands with the row.
ODD = (
    "delivered-until-in-the-future", "destroyed-by-policy", "file-not-in-manifest", "identifier-stored-as-number", "local-time-ambiguous",
    "local-time-nonexistent", "quarantined-rows-not-listed", "removed-by-policy", "repeated-row", "signature-not-checked",
    "withdrawal-of-unknown",
)  # fmt: skip


async def form(request: Request) -> Response:
    """The page with the form."""
    return page(request, "deliveries/upload.html", chain=chain_of_partner(request), **_around(request), outcome=None)


async def upload(request: Request) -> Response:
    """Take a delivery in, and say what became of it."""
    definition = chain_of_partner(request)
    desk: Desk = request.app.state.desk
    async with desk.incoming() as folder:
        await _written(request, folder / ZIP)
        outcome = await _handed_in(request, desk, folder, definition.id)
    status = STATUS.get(outcome.status, 422)
    odd = [name for name in ODD if name in outcome.findings]
    return page(
        request, "deliveries/upload.html", status, chain=definition, outcome=outcome, odd=odd, most=MOST_SHOWN,
        **_around(request),
    )  # fmt: skip


async def _written(request: Request, path: Path) -> None:
    """Write the file of the form to a place; the token of the session comes before it."""
    check_form(request, session(request).token)  # where the form comes from: what its token is, the body says
    incoming = Incoming(request.headers.get("content-type", ""), path, partial(check_form, request))
    try:
        with storage_errors(path.parent):
            async for piece in request.stream():
                if piece:
                    await asyncio.to_thread(incoming.write, piece)
        incoming.check_whole()
    finally:
        incoming.close()


async def _handed_in(request: Request, desk: Desk, folder: Path, chain: str) -> Outcome:
    """What became of it, or that it waits."""
    with (folder / ZIP).open("rb") as file:
        digest = (await asyncio.to_thread(file_digest, file, "sha256")).hexdigest()
    try:
        entry, is_new = await asyncio.to_thread(desk.hand_in, folder, digest, deliverer_of(request), chain)
    except Unfit as unfit:
        return Outcome(None, None, REFUSED, unfit.reasons)
    except Different:
        return Outcome(None, None, REFUSED, (DIFFERENT,))
    except Others:
        return Outcome(None, None, "others")
    desk.kick()
    if entry.status == "accepted" and not is_new:
        return replace(entry.outcome or Outcome(None, None, ""), status="known")
    entry = await desk.finished(entry, SECONDS_TO_WAIT)
    return entry.outcome or Outcome(entry.delivery_id, entry.partner, RECEIVED)


def _around(request: Request) -> dict[str, Any]:
    return {"partner": visitor(request).partner, "upload_mb": site(request).settings.upload_mb}


ROUTES = (
    ("upload-form", "/leveringen/{chain}/inzending", ("GET",), form),
    ("upload", "/leveringen/{chain}/inzending", ("POST",), upload),
)
