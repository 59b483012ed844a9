"""Send deliveries to the monitor, and hear what became of them.

Comes in: deliveries (folders or zips), and where to. Goes out: for each what the receiver answered. The promise: a delivery goes over
the line until it is acknowledged, and then never again; what is refused is said in the words of the receiver, and goes again when
one asks for it; a run that was killed is gone on with, from what stands in the outbox.

    POST {url}/v1/leveringen    a zip  ->  202 with Location: taken, and not yet dealt with; 200: known, or dealt with
    GET  {url}/v1/leveringen/{last part of Location}   until its status is accepted, refused or known
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ketenmonitor.errors import ServiceError
from ketenmonitor.source.outbox import FINAL, Letter, digest_of, keep, put_in_outbox, zipped
from ketenmonitor.source.services import Answer, Service

PATH = "/v1/leveringen"


@dataclass(frozen=True)
class Polling:
    """How often is asked what became of a delivery, at first and at most, and for how long, in seconds."""

    first: float = 0.2
    most: float = 10.0
    patience: float = 900.0
    sleep: Callable[[float], None] = time.sleep


def send(delivery: Path, state: Path, receiver: Service, polling: Polling | None = None) -> Letter:
    """What the receiver answered to a delivery. Raises a KetenmonitorError when there is no answer; then try again."""
    letter = put_in_outbox(delivery, state, receiver.road.url)
    if letter.status == "sending":
        letter = _posted(letter, state, receiver)
    if not letter.is_answered:
        letter = _heard(letter, state, receiver, polling or Polling())
    return letter


def reasons_of(letter: Letter) -> tuple[str, ...]:
    """Why a delivery was refused, in the words of the receiver."""
    said = letter.answer.get("reasons")
    return tuple(str(one) for one in said) if isinstance(said, list) else ()


def _posted(letter: Letter, state: Path, receiver: Service) -> Letter:
    place = zipped(state, letter)
    headers = {"Content-Type": "application/zip", "Content-Digest": digest_of(place)}
    answer = receiver.ask("POST", PATH, place, headers)
    if answer.status not in (200, 201, 202):
        raise _refused(receiver, answer)
    status = answer.said.get("status")
    if status in FINAL:
        return _kept(replace(letter, status=str(status), answer=answer.said), state)
    number = urlsplit(answer.headers.get("Location", "")).path.rpartition("/")[2]
    if not number:
        raise ServiceError(
            f"{receiver.road.host}: took the delivery and does not say where its answer will be. Tell who runs it."
        )
    return _kept(replace(letter, status="acknowledged", location=f"{PATH}/{number}"), state)


def _heard(letter: Letter, state: Path, receiver: Service, polling: Polling) -> Letter:
    """Ask until there is an answer."""
    assert letter.location is not None
    until, wait = time.monotonic() + polling.patience, polling.first
    while True:
        answer = receiver.ask("GET", letter.location)
        if answer.status != 200:
            raise _refused(receiver, answer)
        status = answer.said.get("status")
        if status in FINAL:
            return _kept(replace(letter, status=str(status), answer=answer.said), state)
        if time.monotonic() + wait > until:
            raise ServiceError(
                f"{receiver.road.host}: has the delivery, and has not dealt with it yet. Give the same command later to hear "
                "what became of it."
            )
        polling.sleep(wait)
        wait = min(2 * wait, polling.most)


def _kept(letter: Letter, state: Path) -> Letter:
    keep(state, letter)
    return letter


def _refused(receiver: Service, answer: Answer) -> ServiceError:
    """What a receiver says that does not even take the delivery to look at it."""
    parts: Any = answer.said.get("errors") or answer.said.get("reasons") or []
    more = (
        [str(part.get("detail", "") if isinstance(part, dict) else part) for part in parts if part]
        if isinstance(parts, list)
        else []
    )
    return ServiceError(" ".join([f"{receiver.road.host}: does not take the delivery: {answer.sentence}", *more]))
