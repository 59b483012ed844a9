"""The papers of the register: which were read, and one of them with a sentence marked.

Comes in: a request. Goes out: a page. The promise: what stands at a place is shown as the file gave it, beside as it was repaired.
"""

from __future__ import annotations

import asyncio

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from ketenmonitor.errors import NotFoundError
from ketenmonitor.register.matching import points
from ketenmonitor.register.records import Item, Kind, Spot, Texts, item_of, items, paper_of, papers, texts_of
from ketenmonitor.web.pages import page
from ketenmonitor.web.register.checking import CHECKED
from ketenmonitor.web.register.judged import Judged, judged
from ketenmonitor.web.register.opened import register_of, registers
from ketenmonitor.web.register.reading import repairs_said, stretch_of

LONGEST = 8  # digits of a number


async def papers_page(request: Request) -> Response:
    """Which papers were read."""
    register = registers(request).get()
    if register is None:
        return page(request, "register/empty.html")
    found = await asyncio.to_thread(papers, register)
    return page(request, "register/papers.html", papers=found[::-1])


async def paper(request: Request) -> Response:
    """One paper: what was found in it, and its text with a sentence marked."""
    return await asyncio.to_thread(_paper, request)


def _paper(request: Request) -> Response:
    register, number = register_of(request), _number(request.path_params["paper"])
    found, texts = paper_of(register, number), texts_of(register, number)
    key, first = request.query_params.get("punt"), request.query_params.get("regel", "")
    chosen = item_of(register, key) if key else None
    if chosen is not None and chosen.paper != number:
        raise NotFoundError("This sentence stands in another paper.")
    spot = chosen.spot if chosen else _spot_of(request, texts)
    named = {mention.key: one for one in points(register) for mention in one.mentions}
    return page(
        request, "register/paper.html", paper=found, chosen=chosen, stretch=stretch_of(texts, spot, _number(first) if first else None),
        checked=CHECKED, judgement=_judgement(request, chosen), repairs=repairs_said(texts.repairs),
        found=items(register, paper_id=number), named=named,
    )  # fmt: skip


def _number(text: str) -> int:
    """A number of a paper or a line: without so many digits that making a number of them is refused."""
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST and int(text) > 0):
        raise HTTPException(404)
    return int(text)


def _judgement(request: Request, chosen: Item | None) -> Judged | None:
    """What can be said of a stated figure."""
    if chosen is None or chosen.kind is not Kind.FIGURE:
        return None
    every = judged(register_of(request), registers(request).releases())
    return next((one for one in every if one.item.key == chosen.key), None)


def _spot_of(request: Request, texts: Texts) -> Spot | None:
    """The place that the address names by its offsets: of a sentence that is no item."""
    begin, end = (request.query_params.get(name, "") for name in ("begin", "eind"))
    if not all(text.isascii() and text.isdigit() and len(text) < 10 for text in (begin, end)):
        return None
    low, high = min(int(begin), len(texts.raw)), min(int(end), len(texts.raw))
    return Spot(1 + texts.raw.count("\n", 0, low), low, high)


ROUTES = (
    ("register-papers", "/register/stukken", ("GET",), papers_page),
    ("register-paper", "/register/stukken/{paper}", ("GET",), paper),
)
