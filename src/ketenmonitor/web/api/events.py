"""Events over HTTP, one a request: on disk when it is answered, and in the figures when their partner vouches for them.

Comes in: a CloudEvent of an organisation or of a partner's engineer. Goes out: that it was received. The promise: its source is who
sends it, and what happened is an activity of a partner for which that may deliver; the same event again changes nothing.
"""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Any

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ketenmonitor.api import limited, problems
from ketenmonitor.definition import Definition
from ketenmonitor.errors import StorageError
from ketenmonitor.inbox import Event, Happened, Kept, Mark, streams
from ketenmonitor.instants import from_us
from ketenmonitor.web.api.deliveries import desk_of
from ketenmonitor.web.api.event_rules import Fault, Faulty, Said, said_in, us_of
from ketenmonitor.web.api.event_shapes import Koppeling, Reported, Streaming, Streams, data_schema
from ketenmonitor.web.api.route import JSON, SHORT, check_type, router_of
from ketenmonitor.web.deliveries.desk import RECEIVE, RETRY
from ketenmonitor.web.delivering import Deliverer, deliverer_of, why_not_by_event
from ketenmonitor.web.pages import site

log = logging.getLogger("ketenmonitor.web")
CLOUDEVENT = "application/cloudevents+json"
MOST_BYTES = 64 * 1024
SCHEMA = "gebeurtenis-v1"
OF_OTHERS = "This is not an event of a partner for which you deliver. Nothing of it was kept."
REFUSED = {
    Kept.DIFFERENT: "An event with this source and id was received, with other content. Nothing was changed: give a correction an id of "
    "its own, and the id of what it replaces as data.gebeurtenisId.",
    Kept.TAKEN: "Another source of this partner used this id. Nothing was changed: give ids that are unique within the organisation.",
}
BODY: dict[str, Any] = {
    "requestBody": {
        "required": True, "description": "Eén gebeurtenis, gestructureerd, van ten hoogste 64 KB.",
        "content": {CLOUDEVENT: {"schema": {"$ref": "#/components/schemas/CloudEvent"}}},
    }
}  # fmt: skip
router = router_of("leveren")


@router.post(
    "/gebeurtenissen", name="api-report", operation_id="postGebeurtenis", summary="Een gebeurtenis melden", status_code=202,
    response_model=Reported, openapi_extra=BODY,
    responses={
        202: {"description": "Bewaard."}, 200: {"description": "Deze gebeurtenis was er al.", "model": Reported},
        **problems({
            408: "Het duurde te lang.", 409: "Deze `id` is voor een andere gebeurtenis gebruikt.", 413: "Groter dan 64 KB.",
            415: f"Alleen {CLOUDEVENT}.",
        }),
    },
)  # fmt: skip
async def report(request: Request) -> Response:
    """Meld een gebeurtenis (NL GOV-profiel voor CloudEvents 1.1). Het antwoord komt pas als zij op schijf staat.

    Zij telt mee zodra een gebeurtenis van dezelfde partner zegt dat alles tot na dat moment is gemeld (`volledigTot`).
    """
    who = deliverer_of(request)
    check_type(request, CLOUDEVENT)
    try:
        said = said_in(await limited(request, MOST_BYTES).body())
        event = _event(request, who, said)
        await asyncio.to_thread(who.permit, RECEIVE, event.chain)
        kept = await desk_of(request).events.put(event)
    except Faulty as faulty:
        raise _bad(faulty.faults) from None
    except StorageError as error:
        log.warning("event not kept", exc_info=error)
        raise HTTPException(503, "This cannot be kept now, and was not. Try again later.", headers=RETRY) from None
    if kept is Kept.UNANCHORED:
        raise _bad(
            [
                (
                    "data.volledigVanaf",
                    "This is missing: the first time has to say from when on, or volgt which delivery.",
                )
            ]
        )
    if kept in REFUSED:
        raise HTTPException(409, REFUSED[kept])
    if event.mark and kept is Kept.NEW:
        desk_of(request).kick()
    answer = Reported(id=said.id, source=said.source, status="received" if kept is Kept.NEW else "known")
    return Response(answer.model_dump_json(), 202 if kept is Kept.NEW else 200, media_type=JSON)


@router.get(
    "/gebeurtenissen", name="api-reported", operation_id="getGebeurtenissen", summary="Hoe het met de gebeurtenissen staat",
    response_model=Streams,
)  # fmt: skip
async def reported(request: Request) -> Response:
    """Per keten en partner: tot wanneer alles is gemeld, en hoeveel gebeurtenissen nog wachten."""
    home, who = site(request).home, deliverer_of(request)
    own = {(chain, partner) for chain in home.chains() for partner in who.partners_in(home.definition(chain))}
    found = await asyncio.to_thread(streams, desk_of(request).events)
    said = [
        Streaming(
            chain=one.chain, partner=one.partner, waiting=one.waiting, delivery_id=one.delivery_id,
            complete_until=None if one.until_us is None else from_us(one.until_us),
        )
        for one in found
        if (one.chain, one.partner) in own
    ]  # fmt: skip
    return Response(Streams(streams=said).model_dump_json(), media_type=JSON)


@router.get(
    f"/schemas/{SCHEMA}", name="api-schema-event", operation_id="getSchemaGebeurtenis", summary="Het schema van een gebeurtenis",
    response_model=dict[str, Any],
)  # fmt: skip
async def schema(request: Request) -> Response:
    """Het schema (JSON Schema) van `data` van een gebeurtenis."""
    address = f"{site(request).settings.address.rstrip('/')}{request.state.path}"
    return JSONResponse(data_schema(address), headers=SHORT)


def _event(request: Request, who: Deliverer, said: Said) -> Event:
    """What to keep of it. Raises HTTPException 403 for what is not theirs to say, and Faulty."""
    home, now_us = site(request).home, time.time_ns() // 1000
    chain = home.definition(said.chain) if said.chain in home.chains() else None
    partner = _partner(chain, who, said) if chain else None
    why = None if partner else OF_OTHERS
    if chain and partner:
        why = why_not_by_event(site(request).settings, chain.id, partner) or _why_not_source(chain, partner, who, said)
    if chain is None or partner is None or why:
        who.refused(RECEIVE, chain.id if chain and partner else "", why or "")
        raise HTTPException(403, why)
    faults = list(_of_chain(chain, said, now_us))
    if faults:
        raise Faulty(faults)
    mark, data = None, said.data
    if data.volledig_tot:
        mark = Mark(us_of(data.volledig_tot), us_of(data.volledig_vanaf) if data.volledig_vanaf else None, data.volgt)
    return Event(
        said.source, said.id, said.digest, chain.id, partner, said.registered_us, now_us, who.who.subject, who.transaction,
        _happened(said), mark,
    )  # fmt: skip


def _partner(chain: Definition, who: Deliverer, said: Said) -> str | None:
    """Whose event it is, when they may deliver for that partner."""
    mine = who.partners_in(chain)
    activity = chain.activities.get(said.activity or "")
    if activity is None and said.activity is None:
        named = {said.data.partner} if said.data.partner else mine
        return next(iter(named & mine)) if len(named & mine) == 1 and len(named) == 1 else None
    if activity is None:  # of nobody: say so to whoever may deliver at all
        return min(mine, default=None)
    return activity.partner if activity.partner in mine else None


def _why_not_source(chain: Definition, partner: str, who: Deliverer, said: Said) -> str | None:
    if said.oin in (who.principal, chain.partners[partner].oin):
        return None
    return "source has another OIN than that of who sends it or of the partner. Nothing of it was kept."


def _of_chain(chain: Definition, said: Said, now_us: int) -> list[Fault]:
    """What does not fit the definition of the chain, or the clock."""
    faults: list[Fault] = []
    activity = chain.activities.get(said.activity or "")
    if said.activity is not None and activity is None:
        faults.append(
            ("data.activiteit", "This is not an activity of the chain. The data dictionary has those that are.")
        )
    if activity and not set(said.data.kenmerken) <= set(activity.attributes):
        right = ", ".join(activity.attributes) or "none"
        faults.append(("data.kenmerken", f"Not all are declared for this activity. Declared are: {right}."))
    if said.data.volledig_tot and us_of(said.data.volledig_tot) > now_us:
        faults.append(("data.volledigTot", "This lies in the future. Nobody knows everything that will happen."))
    return faults


def _happened(said: Said) -> Happened | None:
    data = said.data
    if said.activity is None or data.gebeurtenis_moment is None or data.object_id is None:
        return None
    attributes = {name: _text(value) for name, value in data.kenmerken.items() if value is not None}
    return Happened(
        data.gebeurtenis_id or said.id, said.activity, data.gebeurtenis_moment, us_of(data.gebeurtenis_moment), data.object_id,
        data.ingetrokken, data.gebeurtenis_id is not None, attributes, [_link(one) for one in data.koppelingen],
    )  # fmt: skip


def _link(one: Koppeling) -> dict[str, str | None]:
    return {
        "from_type": one.van_soort, "from_id": one.van, "to_type": one.naar_soort, "to_id": one.naar, "time": one.moment,
        "withdrawn": "true" if one.ingetrokken else None,
    }  # fmt: skip


def _text(value: str | bool | int | float) -> str:
    """As a delivery would write it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _bad(faults: list[Fault]) -> RequestValidationError:
    return RequestValidationError([{"loc": ("body", name), "msg": text} for name, text in faults])
