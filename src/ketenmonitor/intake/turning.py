"""Let key services turn elements from one period to another, without seeing what they could know again.

Comes in: elements, and which service is asked what. Goes out: what became of them. The promise: each element has a fresh number r
while services see it; and one element that is the same in each batch shows whether they kept to their keys.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Sequence
from pathlib import Path

from ketenmonitor.errors import ServiceError
from ketenmonitor.intake.recipient import Recipient
from ketenmonitor.pseudonyms import batches, suite
from ketenmonitor.pseudonyms.envelopes import BYTES
from ketenmonitor.source.services import Road, Service
from ketenmonitor.source.tls import Identity

PATH = "/v1/rotaties"
SAME = suite.hashed_to_group(b"ketenmonitor rotation")  # of no identifier: those begin with NL:
KEPT = "What was done is kept: give the same command again when it is mended."


def service_of(recipient: Recipient, place: int) -> Service:
    """The first (0) or the second key service."""
    files = (Path(name) if name else None for name in (recipient.certificate, recipient.key, recipient.authorities))
    return Service(Road(recipient.services[place], Identity(*files)))


class Blinding:
    """Elements on their way along services."""

    def __init__(self, elements: Sequence[bytes]) -> None:
        self._blinds = [suite.random_scalar() for _ in elements]
        self._values = batches.unblinded(b"".join(elements), b"".join(self._blinds))

    def ask(self, service: Service, recipient: Recipient, old: str, new: str) -> None:
        """Let a service turn them from one period to another. Raises ServiceError."""
        about = {"recipient": recipient.recipient, "purpose": recipient.purpose, "from": old, "to": new}
        body = json.dumps({**about, "elements": b64encode(self._values).decode()}).encode()
        answer = service.ask("POST", PATH, body, {"Content-Type": "application/json"})
        if answer.status != 200:
            raise ServiceError(f"{service.road.host}: refuses to rotate: {answer.sentence} {KEPT}")
        try:
            found = b64decode(answer.said["elements"], validate=True)
        except (KeyError, TypeError, ValueError):
            found = b""
        if len(found) != len(self._values):
            raise ServiceError(f"{service.road.host}: did not answer with as many elements as it was sent. {KEPT}")
        self._values = found

    def elements(self, last: Service) -> list[bytes]:
        """What became of them. `last`: who was asked last. Raises ServiceError when that is no elements."""
        try:
            found = batches.unblinded(self._values, b"".join(batches.inverses(self._blinds)))
        except suite.NotAnElement:
            raise ServiceError(f"{last.road.host}: answered with what is no element of the group. {KEPT}") from None
        return [found[at : at + BYTES] for at in range(0, len(found), BYTES)]
