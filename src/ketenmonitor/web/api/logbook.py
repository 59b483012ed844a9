"""The processing log for a privacy officer: the rule of asking of the extension "lezen" 0.9 of Logboek Dataverwerkingen.

Comes in: a request of a privacy officer. Goes out: lines of the processing log. The promise: nobody asks for everything at once; that
somebody asked, and for which purpose, is in the log before it is answered, and in no processing log; no answer says who looked.
"""

from __future__ import annotations

import asyncio
from itertools import islice
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import Query
from starlette.requests import Request
from starlette.responses import Response

from ketenmonitor.access import OF_LOGS
from ketenmonitor.errors import NotFoundError, UsageError
from ketenmonitor.instants import parse_instant, to_iso
from ketenmonitor.logbook import Logbook, is_begun_in, wanted_of
from ketenmonitor.web.api.logbook_shapes import LogbookAsked, LogbookOf, LogbookSaid, ProcessingLine
from ketenmonitor.web.api.route import JSON, router_of
from ketenmonitor.web.pages import site
from ketenmonitor.web.permitting import permitted

router = router_of("logboek")
PROCESSING = "processing"
MOST = 1_000  # lines in one answer
UTC = ZoneInfo("UTC")


@router.get(
    "/logboek", name="api-logbook", operation_id="getLogboek", summary="Regels van het verwerkingenlogboek", response_model=LogbookSaid
)  # fmt: skip
async def lines(request: Request, asked: Annotated[LogbookAsked, Query()]) -> Response:
    """De regels van een trace, een verwerkingsactiviteit of een betrokkene; zonder een van die drie is het antwoord 400.

    Hooguit 1.000 regels. Elke vraag staat in het log voordat zij wordt beantwoord.
    """
    found = await asyncio.to_thread(_found, request, asked)
    return Response(found.model_dump_json(by_alias=True, exclude_none=True), media_type=JSON)


def _found(request: Request, asked: LogbookAsked) -> LogbookSaid:
    home = site(request).home
    since, until = _moment("startTime", asked.since), _moment("endTime", asked.until)
    wanted_of(asked.trace, asked.activity, asked.subject, since, until)
    permitted(request, OF_LOGS, None, name=asked.subject, activity=asked.activity, trace=asked.trace)
    if not is_begun_in(home):
        raise NotFoundError(f"{home.path}: there are no logs of processing: there is no register of purposes.")
    logbook = Logbook(home)
    some = logbook.query(
        trace=asked.trace, activity=asked.activity, subject=asked.subject, since=since, until=until, logs=(PROCESSING,), most=MOST + 1
    )  # fmt: skip
    shown = [_line(one["record"]) for one in islice(some, MOST)]
    is_complete = next(some, None) is None
    about = LogbookOf(logbook_id=logbook.logs[PROCESSING].origin)
    return LogbookSaid(metadata=about, processing_activities=shown, is_complete=is_complete)


def _line(record: dict[str, Any]) -> ProcessingLine:
    """A line with times as RFC 3339 writes them; the log has milliseconds."""
    times = {name: to_iso(record[name] * 1000, UTC) for name in ("start_time", "end_time")}
    return ProcessingLine(**{**record, **times})


def _moment(name: str, said: str | None) -> int | None:
    try:
        return None if said is None else parse_instant(said, UTC)
    except ValueError:
        raise UsageError(f"{name} is not a time. Right is RFC 3339, such as 2026-01-31T12:00:00+01:00.") from None
