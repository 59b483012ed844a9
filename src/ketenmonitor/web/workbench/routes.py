"""The pages of the workbench: which chains and measures there are, and the figures of one measure.

Comes in: a request. Goes out: a page that says that it is internal. The promise: what was asked is in the log before it is
answered; what is on the page can be fetched as data from the same address with `format`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from ketenmonitor.charts import MEASURES as DRAWN
from ketenmonitor.charts import sheet_of, svg_of
from ketenmonitor.definition import Definition
from ketenmonitor.measures import MEASURES, ids_of
from ketenmonitor.measures.as_data import csv_text, json_text
from ketenmonitor.web.behind import behind_of
from ketenmonitor.web.pages import html_of, language, page, site
from ketenmonitor.web.permitting import permitted
from ketenmonitor.web.workbench.answers import Answer
from ketenmonitor.web.workbench.question import Question, query_of, question_of
from ketenmonitor.web.workbench.shown import counted_of, moves_of, table_of
from ketenmonitor.wording import Language, Speaker, effects_of

PERIODS = ("month", "quarter", "year")
MOST_ROWS = 400  # on a page; all of them are in the data
MOST_PANELS = 12
DATA = {"json": "application/json", "csv": "text/csv; charset=utf-8"}


async def chains(request: Request) -> Response:
    """All chains."""
    home = site(request).home
    found = [home.definition(name) for name in home.chains()]
    return page(request, "chains.html", chains=found, room="workbench")


async def chain(request: Request) -> Response:
    """What can be asked of one chain."""
    definition = site(request).home.definition(request.path_params["chain"])
    measures = {name: ids_of(name, definition) for name in MEASURES}
    behind = await asyncio.to_thread(behind_of, site(request).home, definition.id)
    return page(request, "workbench/chain.html", chain=definition, measures=measures, behind=behind)


async def measure(request: Request) -> Response:
    """The figures of one measure, as a chart and a table."""
    names = request.path_params
    definition = site(request).home.definition(names["chain"])
    question = question_of(definition, names["measure"], request.query_params)
    answer = await asyncio.to_thread(answered, request, question)
    records = answer.figures.records
    if request.query_params.get("format") in DATA:
        return _data(request, question, records)
    moved = answer.moves.records if answer.moves else ()
    moves = moves_of(moved[:MOST_ROWS], definition, question.measure, language(request)) if answer.moves else None
    chart, table = await asyncio.to_thread(_shown, definition, question, answer, language(request))
    return page(
        request, "workbench/measure.html", chain=definition, question=question, table=table, moves=moves, rows=len(records),
        is_cut=len(records) > MOST_ROWS, chart=chart, ids=ids_of(question.measure, definition), periods=PERIODS,
        record=records[0] if records else None, query=query_of(request.query_params, format=None), chosen=request.query_params,
        behind=Speaker(definition, language(request)).behind(records),
        effects=effects_of(records[:MOST_ROWS], definition, language(request)),
        counted=counted_of(definition, question.measure, question.id, request.state.language),
    )  # fmt: skip


def _data(request: Request, question: Question, records: Sequence[Mapping[str, Any]]) -> Response:
    """The same as data, under a name that says what it is."""
    kind = request.query_params["format"]
    content = json_text(records) if kind == "json" else csv_text(records)
    name = f"intern-{question.chain}-{question.measure}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=DATA[kind], headers=headers)


def answered(request: Request, question: Question) -> Answer:
    """The answer to a question, for who may ask it."""
    permitted(request, "measure", question.chain, measure=question.measure, id=question.id)
    found: Answer = request.app.state.answers.answer(question)
    return found


def _shown(definition: Definition, question: Question, answer: Answer, said: Language) -> tuple[Markup, Markup]:
    """The picture, empty when it could not be read, and the table: made once of each answer."""
    if said.code not in answer.pages:
        table = table_of(answer.figures.records[:MOST_ROWS], definition, question.measure, said)
        answer.pages[said.code] = _drawn(definition, question, answer, said), html_of(table)
    chart, html = answer.pages[said.code]
    return Markup(chart), Markup(html)  # our own: their texts were escaped when they were made


def _drawn(definition: Definition, question: Question, answer: Answer, said: Language) -> str:
    if question.measure not in DRAWN or not answer.figures.records:
        return ""
    sheet = sheet_of([*answer.figures.records, *answer.curves], definition, said)
    return svg_of(sheet, said) if len(sheet.panels) <= MOST_PANELS else ""  # not of a hundred groups


ROUTES = (
    ("workbench", "/werkbank", ("GET",), chains),
    ("workbench-chain", "/werkbank/{chain}", ("GET",), chain),
    ("workbench-measure", "/werkbank/{chain}/{measure}", ("GET",), measure),
)
