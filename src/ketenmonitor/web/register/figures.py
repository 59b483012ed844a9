"""The stated figures: what papers say in numbers, and whether that agrees with the releases and with each other.

Comes in: a request. Goes out: a page. The promise: every figure has a verdict and why; each leads to its sentence in one step.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from ketenmonitor.register.records import Register, papers
from ketenmonitor.web.pages import language, page
from ketenmonitor.web.register.asked import number_of, one_of
from ketenmonitor.web.register.judged import VERDICTS, Judged, judged
from ketenmonitor.web.register.looked_up import known_now, until_said
from ketenmonitor.web.register.opened import registers

ROWS = 50
NAMES = ("verdict", "paper", "page")


@dataclass(frozen=True)
class FiguresAsked:
    """Which figures; `said`: the same as it stands in the address."""

    verdict: str
    paper: int | None
    page: int
    said: Mapping[str, str]

    def query(self, **other: str) -> str:
        """The same query with other values for some names, and the first page unless another is named."""
        kept = {name: value for name, value in self.said.items() if name != "page"} | other
        return urlencode([(name, value) for name, value in kept.items() if value])


def figures_asked(query: QueryParams) -> FiguresAsked:
    """What is asked. Raises UsageError."""
    for name in query:
        one_of("query parameter", name, NAMES)
    said = {name: value for name in NAMES if (value := query.get(name, "").strip())}
    verdict = one_of("verdict", said["verdict"], VERDICTS) if "verdict" in said else ""
    return FiguresAsked(verdict, number_of("paper", said) or None, number_of("page", said) or 1, said)


def chosen(register: Register, request: Request, asked: FiguresAsked) -> tuple[tuple[Judged, ...], list[Judged]]:
    """The figures of the papers that are asked, and those of them with the verdict that is asked: what differs first."""
    every = judged(register, registers(request).releases())
    of_paper = tuple(one for one in every if asked.paper is None or one.item.paper == asked.paper)
    found = (one for one in of_paper if not asked.verdict or one.verdict == asked.verdict)
    return of_paper, sorted(found, key=lambda one: VERDICTS.index(one.verdict))


async def figures(request: Request) -> Response:
    """Every stated figure with its verdict."""
    register = registers(request).get()
    if register is None:
        return page(request, "register/empty.html")
    return await asyncio.to_thread(_figures, request, register)


def _figures(request: Request, register: Register) -> Response:
    asked = figures_asked(request.query_params)
    of_paper, found = chosen(register, request, asked)
    pages, first = max(1, -(-len(found) // ROWS)), (asked.page - 1) * ROWS
    if asked.page > pages:
        raise HTTPException(404)
    return page(
        request, "register/figures.html", figures=found[first : first + ROWS], total=len(found), pages=pages, asked=asked,
        counts=Counter(one.verdict for one in of_paper), verdicts=VERDICTS, papers=papers(register),
        until=until_said(known_now(register), language(request)),
    )  # fmt: skip


ROUTES = (("register-figures", "/register/cijfers", ("GET",), figures),)
