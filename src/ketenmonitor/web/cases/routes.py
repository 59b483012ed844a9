"""The pages of case handlers: which cases need attention, by a term or a norm, and one case over all partners.

Comes in: a request. Goes out: a page that says that it is internal. The promise: a case is in no address; which case is
looked at is in the log before it is shown; and a case that is not there and one of others get the same answer, but for who breaks the
glass: with a reason, where the register of purposes has that, and then it comes before a reviewer.
"""

from __future__ import annotations

import asyncio
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from ketenmonitor.casefile import due, holds, look_up, near_norm
from ketenmonitor.charts import draw_case
from ketenmonitor.definition import Definition
from ketenmonitor.errors import NotFoundError
from ketenmonitor.linking import Cases
from ketenmonitor.store import open_view
from ketenmonitor.web.login import check_form
from ketenmonitor.web.pages import language, page, site, visitor
from ketenmonitor.web.partner import chain_of_partner, chains_of_partner
from ketenmonitor.web.permitting import is_open_to, permitted, shown
from ketenmonitor.wording import Speaker

LONGEST = 200  # letters of a pseudonym, and of a reason
GLASS = "break-glass"


async def chains(request: Request) -> Response:
    """All chains in which this partner takes part."""
    return page(request, "chains.html", chains=chains_of_partner(request), room="cases")


async def chain(request: Request) -> Response:
    """Which cases have a term that runs, and where to look one up."""
    definition = chain_of_partner(request)
    listed = await asyncio.to_thread(_listed, request, definition)
    return page(request, "cases/chain.html", chain=definition, **listed, is_missing=False)


async def case(request: Request) -> Response:
    """One case, asked for by a form: its pseudonym must not be in an address, which stands in logs and histories."""
    form = await request.form()
    check_form(request, str(form.get("token", "")))
    definition = chain_of_partner(request)
    wanted, reason = (str(form.get(name, ""))[:LONGEST].strip() for name in ("case", "reason"))
    look = _break_glass if reason else _look_up
    found = await asyncio.to_thread(look, request, definition, wanted, reason)
    if found is None:
        listed = await asyncio.to_thread(_listed, request, definition)
        can_break = await asyncio.to_thread(is_open_to, request, GLASS, definition.id)
        wanted = wanted if wanted.isprintable() else ""
        return page(
            request,
            "cases/chain.html",
            404,
            chain=definition,
            **listed,
            is_missing=True,
            can_break=can_break,
            wanted=wanted,
        )
    pauses = [(clock["id"], one) for clock in found["lead_times"] for one in clock["pauses"]]
    drawn = await asyncio.to_thread(draw_case, Speaker(definition, language(request)), found)
    return page(
        request, "cases/case.html", chain=definition, found=found, pauses=pauses, speaker=Speaker(definition, language(request)),
        chart=Markup(drawn),  # our own drawing: its texts were escaped when it was made
    )  # fmt: skip


def _listed(request: Request, definition: Definition) -> dict[str, Any]:
    """The cases that need attention."""
    partner = visitor(request).partner or ""
    given = permitted(request, "cases", definition.id)
    cases = Cases(open_view(site(request).home, definition.id))
    rows, norms = due(cases, partner), near_norm(cases, partner)
    shown(request, given, dict.fromkeys(row["case"] for row in (*rows, *norms)))
    return {"rows": rows, "norms": norms}


def _look_up(request: Request, definition: Definition, wanted: str, _: str) -> dict[str, Any] | None:
    """The case; None when it is not there, and when this partner has nothing in it."""
    permitted(request, "case", definition.id, case=wanted)
    found = _found(request, definition, wanted)
    return found if found and holds(found, definition, visitor(request).partner or "") else None


def _break_glass(request: Request, definition: Definition, wanted: str, reason: str) -> dict[str, Any] | None:
    """The case, also when this partner has nothing in it; None when it is not there."""
    permitted(request, GLASS, definition.id, case=wanted, reason=reason)
    return _found(request, definition, wanted)


def _found(request: Request, definition: Definition, wanted: str) -> dict[str, Any] | None:
    if not wanted.isprintable():  # no pseudonym has these, and the engine cannot ask for all of them
        return None
    try:
        return look_up(open_view(site(request).home, definition.id), wanted)
    except NotFoundError:
        return None


ROUTES = (
    ("cases", "/zaken", ("GET",), chains),
    ("cases-chain", "/zaken/{chain}", ("GET",), chain),
    ("case", "/zaken/{chain}", ("POST",), case),
)
