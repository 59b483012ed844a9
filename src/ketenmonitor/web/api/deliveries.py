"""Delivering over HTTP: a zip comes in, and when that is answered it is on disk; what became of it can be asked.

Comes in: a request of an organisation or of a partner's engineer. Goes out: the delivery as a resource. The promise: a delivery of
others is refused before anything of it is kept; the same delivery is the same resource, how often it comes; and nobody sees that of
others, or whether it is there.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
import re
from pathlib import Path as FilePath
from typing import Annotated, Any

from fastapi import Path, Query
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from ketenmonitor.api import limited, problems
from ketenmonitor.errors import NotFoundError
from ketenmonitor.inbox import Different, Entry
from ketenmonitor.store.tables import storage_errors
from ketenmonitor.web.api.delivery_shapes import DELIVERIES, Deliveries, Delivery, said_of
from ketenmonitor.web.api.route import JSON, check_type, router_of
from ketenmonitor.web.deliveries.desk import ZIP, Desk, Others, Unfit
from ketenmonitor.web.delivering import deliverer_of
from ketenmonitor.web.pages import site

ARCHIVE = "application/zip"
ALGORITHMS = {"sha-256": hashlib.sha256, "sha-512": hashlib.sha512}
DIGEST = re.compile(r"\s*([a-z0-9-]+)=:([A-Za-z0-9+/]*={0,2}):\s*")  # of RFC 9530, as RFC 8941 writes bytes
PAGE_SIZE = 100
DELIVERED = "deliveries"
OF_OTHERS = "This is not a delivery of a partner for which you deliver. Nothing of it was kept. Deliver your own, to its own chain."
Levering = Annotated[
    str, Path(pattern="^[0-9a-f]{32}$", description="De levering.", examples=["0123456789abcdef0123456789abcdef"])
]
BODY: dict[str, Any] = {
    "requestBody": {
        "required": True, "description": "Een levering: `delivery.json` en de bestanden die daarin staan, in een zip.",
        "content": {ARCHIVE: {"schema": {"type": "string", "format": "binary"}}},
    },
    "parameters": [
        {
            "name": "Content-Digest", "in": "header", "required": False, "schema": {"type": "string"},
            "description": "Hash van de zip (RFC 9530), `sha-256` of `sha-512`; klopt zij niet, dan wordt niets bewaard.",
        }
    ],
}  # fmt: skip
LOCATION = {
    "Location": {"description": "Het adres van de levering.", "schema": {"type": "string", "format": "uri-reference"}}
}
router = router_of("leveren")


@router.post(
    "/leveringen", name="api-deliver", operation_id="postLevering", summary="Een levering doen", status_code=202,
    response_model=Delivery, openapi_extra=BODY,
    responses={
        202: {"description": "Bewaard; de verwerking volgt.", "headers": LOCATION},
        200: {"description": "Deze levering was er al; dit is hoe het ermee staat.", "model": Delivery, "headers": LOCATION},
        **problems({
            408: "Het duurde te lang.", 409: "Onder deze naam is al iets anders geleverd.", 413: "De levering is te groot.",
            415: f"Alleen {ARCHIVE}.",
        }),
    },
)  # fmt: skip
async def deliver(request: Request) -> Response:
    """Doe een levering. Het antwoord komt pas als zij op schijf staat. Dezelfde levering nog eens doen verandert niets."""
    who = deliverer_of(request)
    check_type(request, ARCHIVE)
    wanted = _digests(request)
    found = desk_of(request)
    async with found.incoming() as folder:
        digests = await _written(request, folder / ZIP, wanted)
        if any(digests[name] != value for name, value in wanted.items()):
            raise _bad(
                "header", "Content-Digest", "What came has another hash than this. Nothing was kept: send it again."
            )
        try:
            entry, is_new = await asyncio.to_thread(found.hand_in, folder, digests["sha-256"].hex(), who)
        except Unfit as unfit:
            raise _bad("body", "", *unfit.reasons) from None
        except Others:
            raise HTTPException(403, OF_OTHERS) from None
        except Different:
            said = "Under this delivery_id other content was delivered. Nothing was changed: give a new delivery_id."
            raise HTTPException(409, said) from None
    found.kick()
    headers = {"Location": f"{DELIVERIES}/{entry.id}"}
    is_done = entry.outcome is not None and not is_new
    return Response(said_of(entry).model_dump_json(), 200 if is_done else 202, headers, JSON)


@router.get(
    "/leveringen", name="api-deliveries", operation_id="getLeveringen", summary="De eigen leveringen",
    response_model=Deliveries,
)  # fmt: skip
async def deliveries(
    request: Request,
    page: Annotated[int, Query(ge=1, le=100_000, description="Welke bladzijde, van 100 leveringen.")] = 1,
) -> Response:
    """De leveringen van wie u levert, de nieuwste eerst: die wachten, en die in de laatste 30 dagen zijn verwerkt."""
    found = await asyncio.to_thread(_own, request)
    some = [said_of(one) for one in found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]]
    said = Deliveries(total=len(found), page=page, deliveries=some)
    last = max(1, -(-len(found) // PAGE_SIZE))
    others = {"first": 1, "prev": page - 1, "next": page + 1, "last": last}
    links = [f'<{DELIVERIES}?page={n}>; rel="{name}"' for name, n in others.items() if 1 <= n <= last]
    return Response(said.model_dump_json(), headers={"Link": ", ".join(links)}, media_type=JSON)


@router.get(
    "/leveringen/{levering}", name="api-delivery", operation_id="getLevering", summary="Een levering",
    response_model=Delivery,
)  # fmt: skip
async def delivery(request: Request, levering: Levering) -> Response:
    """Hoe het met een levering staat: bewaard, aangenomen of geweigerd, en waarom."""
    entry = await asyncio.to_thread(desk_of(request).inbox.find, levering)
    home = site(request).home
    if entry is None or entry.chain not in home.chains():
        raise NotFoundError("There is no such delivery.")
    who = deliverer_of(request)
    if entry.partner not in who.partners_in(home.definition(entry.chain)):
        raise NotFoundError("There is no such delivery.")
    await asyncio.to_thread(who.permit, DELIVERED, entry.chain, delivery=entry.delivery_id)
    return Response(said_of(entry).model_dump_json(), media_type=JSON)


def desk_of(request: Request) -> Desk:
    """The desk of this process."""
    found: Desk = request.app.state.desk
    return found


def _own(request: Request) -> list[Entry]:
    who, home, inbox = deliverer_of(request), site(request).home, desk_of(request).inbox
    chains = [chain for chain in map(home.definition, home.chains()) if who.partners_in(chain)]
    for chain in chains:
        who.permit(DELIVERED, chain.id)
    found = [
        one for chain in chains for partner in who.partners_in(chain) for one in inbox.of_partner(chain.id, partner)
    ]
    return sorted(found, key=lambda one: (one.arrived_us, one.id), reverse=True)


async def _written(request: Request, place: FilePath, wanted: dict[str, bytes]) -> dict[str, bytes]:
    """Write what comes, and its hashes."""
    hashes = {name: ALGORITHMS[name]() for name in {"sha-256", *wanted}}

    def write(piece: bytes) -> None:
        file.write(piece)
        for one in hashes.values():
            one.update(piece)

    with storage_errors(place.parent), place.open("xb") as file:
        async for piece in limited(request, site(request).settings.upload_mb << 20).stream():
            if piece:
                await asyncio.to_thread(write, piece)
    return {name: one.digest() for name, one in hashes.items()}


def _digests(request: Request) -> dict[str, bytes]:
    """What Content-Digest says, of the hashes that we know."""
    said = ",".join(request.headers.getlist("content-digest"))
    if not said:
        return {}
    found = [DIGEST.fullmatch(one) for one in said.split(",")]
    try:
        known = {one[1]: base64.b64decode(one[2], validate=True) for one in found if one and one[1] in ALGORITHMS}
    except binascii.Error:
        known = {}
    if not known or not all(found):
        raise _bad("header", "Content-Digest", "Right is such as sha-256=:BASE64:, or sha-512 (RFC 9530).")
    return known


def _bad(where: str, name: str, *reasons: str) -> RequestValidationError:
    return RequestValidationError([{"loc": (where, name), "msg": one} for one in reasons])
