"""The public pages of the register about its points: the list, what comes due, and one of them.

Comes in: a request. Goes out: a page. The promise: every statement leads to its sentence in one step; what is on a list page
can be fetched as a calendar, a feed, a table or a document with the same query.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from ketenmonitor.register.overview import themes_of
from ketenmonitor.register.records import Register, papers
from ketenmonitor.register.standing import DONE
from ketenmonitor.web.pages import language, page
from ketenmonitor.web.register.asked import SORTS, STANDS, Asked, persons_of
from ketenmonitor.web.register.history import history_of, put_offs_of, reasons_of, ties_of
from ketenmonitor.web.register.looked_up import all_of, known_now, one_of_key, until_said
from ketenmonitor.web.register.opened import register_of, registers
from ketenmonitor.web.register.shown import card_of, counts_of, late_of, months_of, now_on_scale, span_of

ROWS = 50  # on a page of the list
MOST_NAMES = 300
MOST_LATE = 25  # on the page of what comes due: the rest is a click away


async def points_page(request: Request) -> Response:
    """The register as a list."""
    return await _listed(request, _points)


async def due(request: Request) -> Response:
    """What comes due, month by month."""
    return await _listed(request, _due)


async def _listed(request: Request, show: Callable[..., Response]) -> Response:
    register = registers(request).get()
    if register is None:
        return page(request, "register/empty.html")
    known = await asyncio.to_thread(all_of, request, register)
    return await asyncio.to_thread(show, request, register, *known)


def _points(request: Request, register: Register, asked: Asked, themes: Any, every: Any, rows: Any) -> Response:
    first, said = (asked.page - 1) * ROWS, language(request)
    cards = [card_of(row, said) for row in rows[first : first + ROWS]]
    pages = max(1, -(-len(rows) // ROWS))
    if asked.page > pages:
        raise HTTPException(404)
    return page(
        request, "register/points.html", cards=cards, total=len(rows), pages=pages, counts=counts_of(every),
        until=until_said(known_now(register), said), **_filters(register, asked, themes, every),
    )  # fmt: skip


def _due(request: Request, register: Register, asked: Asked, themes: Any, every: Any, rows: Any) -> Response:
    today, said = date.today(), language(request)
    waiting = [row for row in rows if row.standing.state not in DONE]
    passed = late_of(waiting, today, said)
    return page(
        request, "register/due.html", late=passed[:MOST_LATE], passed=len(passed), months=months_of(waiting, today, said),
        now=now_on_scale(), span_of=lambda term: span_of(term, today), today=today,
        without=sum(row.standing.state in ("no-moment", "waiting-for-document") for row in waiting),
        until=until_said(known_now(register), said), **_filters(register, asked, themes, every),
    )  # fmt: skip


def _filters(register: Register, asked: Asked, themes: Any, every: Any) -> dict[str, Any]:
    """What the form of a list needs."""
    names = sorted({name for row in every for name in persons_of(row)})[:MOST_NAMES]
    return {
        "asked": asked, "sorts": SORTS, "stands": STANDS, "themes": themes, "names": names, "papers": papers(register),
    }  # fmt: skip


async def point(request: Request) -> Response:
    """One point: its sources, its history, and who says that it is done."""
    return await asyncio.to_thread(_point, request)


def _point(request: Request) -> Response:
    register, said = register_of(request), language(request)
    now, themes = one_of_key(request, request.path_params["key"]), themes_of(registers(request).home)
    return page(
        request, "register/point.html", card=card_of(now, said), history=history_of(now, said), reasons=reasons_of(now, said), themes=themes,
        ties=ties_of(now, said), put_off=put_offs_of(now), until=until_said(known_now(register), said),
    )  # fmt: skip


ROUTES = (
    ("register", "/register", ("GET",), points_page),
    ("register-due", "/register/agenda", ("GET",), due),
    ("register-point", "/register/punten/{key}", ("GET",), point),
)
