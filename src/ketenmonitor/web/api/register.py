"""The register for programs: its points, as its pages show them, and its papers.

Comes in: a request of anybody. Goes out: points with every sentence and its place. The promise: what the monitor concluded, what a
minister declared and what Parliament recorded are three fields; no decision says who took it. The same points with the field names of
Parliament are files of the register itself (`/register/export`).
"""

from __future__ import annotations

import asyncio
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import Path, Query
from starlette.requests import Request
from starlette.responses import Response

from ketenmonitor.register.exports import Entry, Source
from ketenmonitor.register.matching import Fulfilment
from ketenmonitor.register.overview import Row
from ketenmonitor.register.records import KeptPaper, Register, papers
from ketenmonitor.web.api import PREFIX
from ketenmonitor.web.api.register_shapes import (
    ClaimSaid,
    PaperSaid,
    PapersSaid,
    PerhapsSaid,
    PointSaid,
    PointsAsked,
    PointsSaid,
    ReadSaid,
    ReportedSaid,
    SlipSaid,
    SourceSaid,
    TermSaid,
)
from ketenmonitor.web.api.route import JSON, SHORT, router_of
from ketenmonitor.web.register.entries import entry_of, source_of, term_of
from ketenmonitor.web.register.history import put_offs_of
from ketenmonitor.web.register.looked_up import all_of, base_of, known_now, one_of_key
from ketenmonitor.web.register.opened import register_of, registers

router = router_of("register")
Sleutel = Annotated[
    str, Path(pattern="^[A-Z]-[0-9a-f]{4,40}$", description="De sleutel van een punt.", examples=["T-0123abcd"])
]
PAGE_SIZE = 100


@router.get(
    "/register/punten", name="api-register-points", operation_id="getPunten", summary="Punten van het register",
    response_model=PointsSaid,
)  # fmt: skip
async def points(request: Request, asked: Annotated[PointsAsked, Query()]) -> Response:
    """Moties, toezeggingen en vragen uit gelezen Kamerstukken, met termijn, stand en bronnen. Wat het eerst moet, staat bovenaan."""
    found = await asyncio.to_thread(_points, request, asked)
    answer = Response(found.model_dump_json(by_alias=True), media_type=JSON, headers=SHORT)
    answer.headers["Link"] = ", ".join(links_of(request, "punten", found.page, found.total))
    return answer


def _points(request: Request, asked: PointsAsked) -> PointsSaid:
    if registers(request).get() is None:
        return PointsSaid(total=0, page=asked.page, page_size=PAGE_SIZE, read=read_of(None), points=[])
    rows = all_of(request, register_of(request))[-1]
    first = (asked.page - 1) * PAGE_SIZE
    some = [_point(request, row) for row in rows[first : first + PAGE_SIZE]]
    return PointsSaid(
        total=len(rows), page=asked.page, page_size=PAGE_SIZE, read=read_of(register_of(request)), points=some
    )


@router.get(
    "/register/punten/{sleutel}", name="api-register-point", operation_id="getPunt", summary="Een punt van het register"
)
async def point(request: Request, sleutel: Sleutel) -> PointSaid:
    """Een punt, gevonden met de sleutel van een van zijn vermeldingen."""
    return await asyncio.to_thread(lambda: _point(request, one_of_key(request, sleutel)))


@router.get("/register/stukken", name="api-register-papers", operation_id="getStukken", summary="Gelezen Kamerstukken")
async def papers_read(request: Request) -> PapersSaid:
    """De Kamerstukken die zijn gelezen, het oudste eerst."""
    register = registers(request).get()
    found = await asyncio.to_thread(papers, register) if register else ()
    return PapersSaid(papers=[_paper(one, base_of(request)) for one in found])


def _paper(one: KeptPaper, base: str) -> PaperSaid:
    return PaperSaid(
        id=one.id, source=one.source, kind=one.kind, date=one.date, sha256=one.sha256, notes=list(one.notes),
        counts=dict(one.counts), address=f"{base}/register/stukken/{one.id}",
    )  # fmt: skip


def _point(request: Request, row: Row) -> PointSaid:
    base = base_of(request)
    entry = entry_of(row, lambda path: f"{base}{path}")
    standing, slips = entry.standing, row.standing.slips
    term = _term(entry)
    claim = source_said(standing.claim) if standing.claim else None
    return PointSaid(
        key=entry.key, kind=_kind(entry), title=entry.title, text=entry.text, who=entry.who, party=entry.party,
        addressees=list(entry.addressees), themes=list(row.themes), first_said=entry.made, term=term,
        state=standing.derived, days_late=row.standing.days_late, declared_settled=ClaimSaid(said=claim) if claim else None,
        official=dict(entry.official) or None, carried_out=[one.what for one in row.standing.carried_out],
        reported=_reported(row, base), put_off=[text for text, _ in put_offs_of(row)],
        possibly_fulfilled_by=[_perhaps(one, base) for one in row.fulfilments],
        slips=[
            SlipSaid(before=_said(slip.before), after=_said(slip.after), days=slip.days) for slip in slips
        ],
        times=row.point.times, rule=entry.rule, confidence=entry.confidence, is_checked=entry.is_confirmed,
        sources=[source_said(one) for one in entry.sources], links={"self": f"{PREFIX}/register/punten/{entry.key}", "page": entry.address},
    )  # fmt: skip


def _reported(row: Row, base: str) -> ReportedSaid | None:
    if row.standing.reported is None:
        return None
    status, said = row.standing.reported
    return ReportedSaid(status=status, said=source_said(source_of(said, lambda path: f"{base}{path}")))  # type: ignore[arg-type]  # one of two


def _perhaps(one: Fulfilment, base: str) -> PerhapsSaid:
    return PerhapsSaid(
        document=one.source, date=one.date, line=one.spot.line, text=one.text, rule=one.rule, confidence=one.confidence,
        address=f"{base}/register/stukken/{one.paper}?begin={one.spot.begin}&eind={one.spot.end}#zin",
    )  # fmt: skip


def _kind(entry: Entry) -> Literal["motion", "commitment", "question"]:
    return "motion" if entry.sort == "motion" else "question" if entry.sort == "question" else "commitment"


def _term(entry: Entry) -> TermSaid | None:
    term = entry.term
    if term is None:
        return None
    return TermSaid(
        text=term.text, relation=term.relation, earliest=term.earliest, latest=term.latest, precision=term.precision,
        rule=term.rule, anchor=term.anchor, assumptions=list(term.assumptions),
    )  # fmt: skip


def _said(named: object) -> str:
    """A moment that moved, in the words of its paper."""
    term = term_of(named)  # type: ignore[arg-type]  # a slip has moments only
    return term.text if term else ""


def source_said(one: Source) -> SourceSaid:
    """A sentence and its place."""
    return SourceSaid(
        document=one.document, date=one.date, page=one.page, line=one.line, begin=one.begin, end=one.end, text=one.sentence,
        address=one.address,
    )  # fmt: skip


def read_of(register: Register | None) -> ReadSaid:
    """Up to when papers were read."""
    if register is None:
        return ReadSaid(papers=0, last=None, undated=0)
    known = known_now(register)
    return ReadSaid(papers=known.papers, last=known.last, undated=known.undated)


def links_of(request: Request, what: str, page: int, total: int) -> list[str]:
    """Where the other pages are (RFC 8288)."""
    last = -(-total // PAGE_SIZE) or 1
    others = {"first": 1, "prev": page - 1, "next": page + 1, "last": last}
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "page"]
    return [
        f'<{PREFIX}/register/{what}?{urlencode([*kept, ("page", number)])}>; rel="{name}"'
        for name, number in others.items()
        if 1 <= number <= last
    ]
