"""The page on which a case handler asks holders whether they know somebody.

Comes in: a request. Goes out: a page that says that it is internal. The promise: what was typed is in no address, no log, no file and no
page that comes back: answers are numbered as the lines were; what is not permitted and what was not answered never looks like no hit.
"""

from __future__ import annotations

import asyncio
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from ketenmonitor.errors import UsageError
from ketenmonitor.inquiry import KINDS, Asker, Result, Wanted, open_asker
from ketenmonitor.web.login import check_form
from ketenmonitor.web.pages import page, visitor
from ketenmonitor.web.permitting import permitted

MOST = 10  # identifiers at once
LONGEST = 200  # characters of each


@dataclass(frozen=True)
class Answer:
    """What the holders said about the identifier on one line. `trouble`: that it was none."""

    line: int
    results: list[Result] = field(default_factory=list)
    trouble: bool = False


class Desk:
    """The organisation that asks, opened when the first question comes. Several visitors may ask at once."""

    def __init__(self, config: str) -> None:
        self._config, self._lock, self._asker = config, threading.Lock(), None

    _asker: Asker | None

    def asker(self) -> Asker:
        """Raises StorageError or UsageError for a configuration or a key that is not right, and 404 when there is none."""
        if not self._config:
            raise HTTPException(404)
        with self._lock:
            if self._asker is None:
                self._asker = open_asker(Path(self._config))
            return self._asker


async def form(request: Request) -> Response:
    """Nothing filled in, also after going back to it."""
    return await _page(request)


async def ask(request: Request) -> Response:
    """The answers, by the number of the line; what was typed is gone."""
    said = await request.form()
    check_form(request, str(said.get("token", "")))
    given = {name: str(said.get(name, "")).strip() for name in ("purpose", "ground", "kind", "case")}
    lines = [text.strip() for text in str(said.get("identifiers", "")).splitlines() if text.strip()]
    if (
        not all(given.values())
        or not 1 <= len(lines) <= MOST
        or any(len(text) > LONGEST for text in (*lines, *given.values()))
    ):
        return await _page(request, 400, is_wrong=True)
    answers = await asyncio.to_thread(_asked, request, given, lines)
    return await _page(request, answers=answers)


def _asked(request: Request, given: dict[str, str], lines: list[str]) -> list[Answer]:
    asker, who = _desk(request).asker(), visitor(request).subject
    now_us = time.time_ns() // 1000
    leave = permitted(request, "inquiry", None)  # about whom, why and where it was sent: in the log of the asker
    found = []
    for number, identifier in enumerate(lines, start=1):
        wanted = Wanted(given["kind"], identifier, given["case"], who, given["purpose"], given["ground"])
        try:
            found.append(Answer(number, asker.ask(wanted, None, now_us, leave.traceparent)))
        except UsageError:
            found.append(Answer(number, trouble=True))
    return found


async def _page(request: Request, status: int = 200, **values: Any) -> Response:
    asker = await asyncio.to_thread(_desk(request).asker)
    register = await asyncio.to_thread(asker.register)
    mine = [one for one in register.inquiries if asker.config.oin in one.askers and one.holder in asker.config.holders]
    purposes = {one.purpose.id: one.purpose.title for one in mine}
    grounds = sorted({ground for one in mine for ground in one.grounds})
    shown = {"answers": None, "is_wrong": False, **values}
    return page(
        request, "inquiry/ask.html", status, purposes=purposes, grounds=grounds, kinds=KINDS, most=MOST, **shown
    )


def _desk(request: Request) -> Desk:
    found: Desk = request.app.state.inquiry
    return found


ROUTES = (("inquiry", "/bevraging", ("GET",), form), ("inquiry-ask", "/bevraging", ("POST",), ask))
