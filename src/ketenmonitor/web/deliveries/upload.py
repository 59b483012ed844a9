"""Handing in a delivery: a form for a .zip, and what became of it.

Comes in: a request. Goes out: a page. The promise: the delivery of another partner or chain is refused before anything of it is
kept; who handed in what is in the log before it is received; and a server that is killed meanwhile leaves the old or the new.
"""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from ketenmonitor.definition import Definition
from ketenmonitor.errors import DeliveryError, StorageError
from ketenmonitor.intake import Outcome, announced, receive
from ketenmonitor.store import Home, log_access
from ketenmonitor.web.deliveries.incoming import Incoming
from ketenmonitor.web.deliveries.uploads import RETRY
from ketenmonitor.web.login import check_form
from ketenmonitor.web.pages import page, session, site, visitor
from ketenmonitor.web.partner import chain_of_partner

log = logging.getLogger("ketenmonitor.web")
MOST_SHOWN = 50
REFUSED = "refused"
# What may be odd about a delivery and did not stop it; what is odd about a row stands with the row.
ODD = (
    "delivered-until-in-the-future", "file-not-in-manifest", "identifier-stored-as-number", "local-time-ambiguous",
    "local-time-nonexistent", "quarantined-rows-not-listed", "repeated-row", "withdrawal-of-unknown",
)  # fmt: skip


@dataclass(frozen=True)
class Sender:
    """Whose delivery it has to be: of which partner, to which chain, and who hands it in."""

    subject: str
    partner: str
    chain: str


async def form(request: Request) -> Response:
    """The page with the form."""
    return page(request, "deliveries/upload.html", chain=chain_of_partner(request), **_around(request), outcome=None)


async def upload(request: Request) -> Response:
    """Take a delivery in, and say what became of it."""
    definition = chain_of_partner(request)
    uploads = request.app.state.uploads
    with uploads.place() as path:
        await _written(request, path)
        who = visitor(request)
        sender = Sender(who.subject, who.partner or "", definition.id)
        try:
            outcome = await uploads.in_turn(partial(_received, site(request).home, path, sender))
        except StorageError as error:
            log.warning("not received", exc_info=error)
            raise HTTPException(503, headers=RETRY) from None
    if outcome is not None and outcome.status == "accepted":
        request.app.state.refresh.soon(definition.id)
    return _answer(request, definition, outcome)


async def _written(request: Request, path: Path) -> None:
    """Write the file of the form to a place; the token of the session comes before it."""
    check_form(request, session(request).token)  # where the form comes from: what its token is, the body says
    incoming = Incoming(request.headers.get("content-type", ""), path, partial(check_form, request))
    try:
        async for piece in request.stream():
            if piece:
                await asyncio.to_thread(incoming.write, piece)
        incoming.check_whole()
    finally:
        incoming.close()


def _received(home: Home, path: Path, sender: Sender) -> Outcome | None:
    """What became of it; None for a delivery of others."""
    said, reasons = announced(path)
    now_us = time.time_ns() // 1000
    name = said.get("delivery_id") if isinstance(said.get("delivery_id"), str) else None
    log_access(home, now_us, sender.subject, "upload", sender.chain, delivery=name)
    if reasons:
        return Outcome(None, None, REFUSED, reasons)
    if (said.get("partner"), said.get("chain")) != (sender.partner, sender.chain):
        return None
    try:
        return receive(home, path, now_us)
    except DeliveryError as error:
        return Outcome(name, sender.partner, REFUSED, (str(error),))


def _answer(request: Request, definition: Definition, outcome: Outcome | None) -> Response:
    found = outcome or Outcome(None, None, "others")
    status = 200 if found.status in ("accepted", "known") else 422
    odd = [name for name in ODD if name in found.findings]
    return page(
        request, "deliveries/upload.html", status, chain=definition, outcome=found, odd=odd, most=MOST_SHOWN,
        **_around(request),
    )  # fmt: skip


def _around(request: Request) -> dict[str, Any]:
    return {"partner": visitor(request).partner, "upload_mb": site(request).settings.upload_mb}


ROUTES = (
    ("upload-form", "/leveringen/{chain}/inzending", ("GET",), form),
    ("upload", "/leveringen/{chain}/inzending", ("POST",), upload),
)
