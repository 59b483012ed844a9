"""The stated figures of the register for programs, with the verdict about each.

Comes in: a request of anybody. Goes out: figures, as the page of them shows them. The promise: every figure has a verdict and why.
"""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import Query
from starlette.requests import Request
from starlette.responses import Response

from ketenmonitor.register.standing import saying
from ketenmonitor.web.api.register import PAGE_SIZE, links_of, read_of, source_said
from ketenmonitor.web.api.register_figure_shapes import ComparedSaid, FiguresStated, FiguresStatedAsked, FigureStated
from ketenmonitor.web.api.route import JSON, SHORT, router_of
from ketenmonitor.web.register.entries import source_of
from ketenmonitor.web.register.figures import chosen, figures_asked
from ketenmonitor.web.register.judged import Beside, Judged
from ketenmonitor.web.register.looked_up import base_of
from ketenmonitor.web.register.opened import registers

router = router_of("register")


@router.get(
    "/register/cijfers", name="api-register-figures", operation_id="getCijfersUitStukken", summary="Cijfers die stukken noemen",
    response_model=FiguresStated,
)  # fmt: skip
async def figures(request: Request, asked: Annotated[FiguresStatedAsked, Query()]) -> Response:
    """Cijfers uit gelezen Kamerstukken, met het oordeel: klopt, wijkt af of niet te vergelijken, en waarom."""
    found = await asyncio.to_thread(_figures, request, asked)
    answer = Response(found.model_dump_json(by_alias=True), media_type=JSON, headers=SHORT)
    answer.headers["Link"] = ", ".join(links_of(request, "cijfers", found.page, found.total))
    return answer


def _figures(request: Request, asked: FiguresStatedAsked) -> FiguresStated:
    register, first = registers(request).get(), (asked.page - 1) * PAGE_SIZE
    found = chosen(register, request, figures_asked(request.query_params))[1] if register else []
    base = base_of(request)
    return FiguresStated(
        total=len(found), page=asked.page, page_size=PAGE_SIZE, read=read_of(register),
        figures=[_figure(one, base) for one in found[first : first + PAGE_SIZE]],
    )  # fmt: skip


def _figure(one: Judged, base: str) -> FigureStated:
    body = one.item.body
    source = source_of(saying(one.item), lambda path: f"{base}{path}")
    return FigureStated(
        key=one.item.key, value=float(body["value"]), unit=body.get("unit"), period=body.get("period"), about=body.get("about"),
        verdict=one.verdict, beside=[_beside(each) for each in one.beside], said=source_said(source),  # type: ignore[arg-type]  # one of three
    )  # fmt: skip


def _beside(one: Beside) -> ComparedSaid:
    check = one.check
    return ComparedSaid(
        compared=check.compared, other=check.other, difference=check.difference, tolerance=check.tolerance, why=check.why or None,
        keys=[other.key for other in one.others],
    )  # fmt: skip
