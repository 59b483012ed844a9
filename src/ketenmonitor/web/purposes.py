"""The page on which who is logged in says for which purpose they look at data of cases.

Comes in: a request. Goes out: a page with the purposes that their roles leave to choose, and room for a reason. The promise: only one
of these is remembered, with the session and until it ends; whether it permits what is asked then is decided each time anew.
"""

from __future__ import annotations

import asyncio

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ketenmonitor.web.around import number_of
from ketenmonitor.web.login import check_form, own, prefix
from ketenmonitor.web.pages import page, session, site
from ketenmonitor.web.permitting import LONGEST_REASON, open_to


async def choose(request: Request) -> Response:
    """The purposes to choose from."""
    return await shown(request, request.query_params.get("naar", f"{prefix(request)}/"))


async def shown(request: Request, to: str, status: int = 200, why: str | None = None) -> Response:
    """The same, on the way to an address, and why that was refused."""
    some = await asyncio.to_thread(open_to, request)
    return page(
        request, "purpose.html", status, there=None if why is None else "/doel", purposes=some, to=own(to), why=why,
        reason=session(request).reason, longest=LONGEST_REASON,
    )  # fmt: skip


async def chosen(request: Request) -> Response:
    """Remember the one that was chosen, and go on."""
    form = await request.form()
    check_form(request, str(form.get("token", "")))
    wanted, number = str(form.get("purpose", "")), number_of(request)
    reason = " ".join(str(form.get("reason", "")).split())
    some = await asyncio.to_thread(open_to, request)
    if number is None or wanted not in {one.id for one in some or ()} or len(reason) > LONGEST_REASON:
        raise HTTPException(400)
    await asyncio.to_thread(site(request).sessions.choose, number, wanted, reason)
    return RedirectResponse(own(str(form.get("to", "/"))), 303)


ROUTES = (
    ("purpose", "/doel", ("GET",), choose),
    ("purpose-choose", "/doel", ("POST",), chosen),
)
