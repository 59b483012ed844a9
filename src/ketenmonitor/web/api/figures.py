"""The figures that analysts ask: those of the workbench and of `ketenmonitor measure`, as data.

Comes in: a request of an analyst. Goes out: records. The promise: the JSON and the CSV are, byte for byte, what the command
prints, and what was asked is in the log before it is answered. These figures are internal: they were not protected.
"""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import Query
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from ketenmonitor.definition import Definition, Title
from ketenmonitor.errors import UsageError
from ketenmonitor.measures import MEASURES, ids_of
from ketenmonitor.measures.as_data import csv_text, json_text
from ketenmonitor.web.api import PREFIX
from ketenmonitor.web.api.figure_shapes import RECORDS, Asked, Breakdown, Maat, Measure, Measures, Named
from ketenmonitor.web.api.route import CSV, Keten, router_of
from ketenmonitor.web.api.shape import Text
from ketenmonitor.web.pages import page_words, site
from ketenmonitor.web.workbench.question import Question, question_of
from ketenmonitor.web.workbench.routes import DATA, answered

router = router_of("intern")


@router.get(
    "/ketens/{keten}/maten",
    name="api-measures",
    operation_id="getMaten",
    summary="Wat van een keten gevraagd kan worden",
)
async def measures(request: Request, keten: Keten) -> Measures:
    """De maten van een keten, waarnaar ze uitgesplitst kunnen worden, en de thema's. Intern: niet voor publicatie."""
    chain = _definition(request, keten)
    return Measures(
        chain=chain.id, title=_text(chain.title), definition_version=chain.version,
        measures=[_measure(chain, name) for name in MEASURES],
        breakdowns=[
            Breakdown(id=one.id, title=_text(one.title), type=one.type, values=list(one.values))
            for one in chain.attributes.values()
        ],
        themes=[Named(id=id, title=_text(one.title)) for id, one in chain.themes.items()],
    )  # fmt: skip


@router.get(
    "/ketens/{keten}/maten/{maat}",
    name="api-figures", operation_id="getCijfers", summary="Cijfers van een maat",
    response_model=RECORDS, responses={200: {"content": {CSV: {"schema": {"type": "string"}}}}},
)  # fmt: skip
async def figures(request: Request, keten: Keten, maat: Maat, asked: Annotated[Asked, Query()]) -> Response:
    """De cijfers zoals `ketenmonitor measure --format json` ze geeft, of `csv`. Met `compareTo`: wat sindsdien anders is.

    Intern: niet voor publicatie. Elke vraag staat in het logboek voordat zij wordt beantwoord.
    """
    question = question_of(_definition(request, keten), maat, request.query_params)
    _check_moments(question)
    answer = await asyncio.to_thread(answered, request, question)
    records = list((answer.moves or answer.figures).records)
    is_csv = request.state.media_type == CSV
    kind = "csv" if is_csv else "json"
    name = f"intern-{question.chain}-{question.measure}.{kind}"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return Response(csv_text(records) if is_csv else json_text(records), media_type=DATA[kind], headers=headers)


def _check_moments(question: Question) -> None:
    """Raises UsageError for a moment before 1970: clocks then had offsets with seconds, which RFC 3339 cannot write."""
    for name, at_us in (("asKnownAt", question.known_at_us), ("compareTo", question.compare_to_us)):
        if at_us is not None and at_us < 0:
            raise UsageError(f"{name} lies before 1970, when no monitor knew anything. Right is a later moment.")


def _definition(request: Request, keten: str) -> Definition:
    if keten not in site(request).home.chains():
        raise HTTPException(404)
    return site(request).home.definition(keten)


def _measure(chain: Definition, name: str) -> Measure:
    table = MEASURES[name][1]
    ids = [Named(id=id, title=_text(getattr(chain, table)[id].title)) for id in ids_of(name, chain)] if table else []
    nl, en = page_words("nl"), page_words("en")
    return Measure(
        id=name, title=Text(nl=nl.say(f"measure_{name}"), en=en.say(f"measure_{name}")),
        about=Text(nl=nl.say(f"about_{name}"), en=en.say(f"about_{name}")), ids=ids,
        links={"self": f"{PREFIX}/ketens/{chain.id}/maten/{name}"},
    )  # fmt: skip


def _text(title: Title) -> Text:
    return Text(nl=title.nl, en=title.en)
