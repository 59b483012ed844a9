"""Requests to see something that is behind the gatekeeper: who asked why, and what a second person decided.

    HOME/chains/CHAIN/retention/requests.jsonl    a JSON object a line: number, state, at_us, by, object_type, object, reason, until_us

Comes in: what somebody asks or decides, and when. Goes out: a `Request`. The promise: a line is on disk before anything is shown; the
object is named by its keyed hash only; nobody decides on a request of their own; and what was granted is granted for that
object, to who asked, until a moment.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from enum import StrEnum

from ketenmonitor.confirmed import append_line
from ketenmonitor.errors import NotFoundError, PurposeError, UsageError
from ketenmonitor.instants import DAY_US
from ketenmonitor.retention.adopted import folder_of
from ketenmonitor.store import Home, tombstone_of, words_of
from ketenmonitor.store.tables import storage_errors

FILE = "requests.jsonl"
MOST_DAYS = 90  # that one decision lets somebody look
LONGEST = 500  # of a reason
NAMED = "The identifier stands in the reason. The reason is kept in the clear: write it without."


class State(StrEnum):
    """What became of a request. One that was granted is over at its moment, without anybody doing anything."""

    ASKED = "asked"
    GRANTED = "granted"
    DENIED = "denied"


NEXT: dict[State, frozenset[State]] = {
    State.ASKED: frozenset({State.GRANTED, State.DENIED}),
    State.GRANTED: frozenset(),
    State.DENIED: frozenset(),
}


@dataclass(frozen=True)
class Request:
    """One request as it stands. `object`: the keyed hash of what it is about. `decided_by`: None while nobody did."""

    number: int
    state: State
    at_us: int
    by: str
    object_type: str
    object: str
    reason: str
    decided_by: str | None = None
    decision: str | None = None
    until_us: int | None = None


def requests_of(home: Home, chain: str) -> tuple[Request, ...]:
    """All requests of a chain as they stand now, in order."""
    place = folder_of(home, chain) / FILE
    found: dict[int, Request] = {}
    with storage_errors(place):
        lines = place.read_text(encoding="utf-8").splitlines() if place.is_file() else []
    for line in filter(None, lines):
        said = json.loads(line)
        found[said["number"]] = Request(**{**said, "state": State(said["state"])})
    return tuple(found[number] for number in sorted(found))


def ask(home: Home, chain: str, object_type: str, object_id: str, reason: str, by: str, now_us: int) -> Request:
    """Ask to see an object. Whether it is behind the gatekeeper is not told to who asks."""
    check_asked(home, chain, object_type, object_id, reason)
    with home.writing():
        number = len(requests_of(home, chain)) + 1
        name = tombstone_of(home, chain, object_type, object_id)
        request = Request(number, State.ASKED, now_us, by, object_type, name, reason.strip())
        _write(home, chain, request)
    return request


def check_asked(home: Home, chain: str, object_type: str, object_id: str, reason: str) -> None:
    """Raises UsageError for what cannot be asked."""
    definition = home.definition(chain)
    if object_type not in definition.objects:
        raise UsageError(f"Not an object type of {chain}. Object types are: {', '.join(definition.objects)}.")
    _check(reason)
    if object_id in reason:
        raise UsageError(NAMED)


def decide(
    home: Home, chain: str, number: int, by: str, now_us: int, *, grant: bool, decision: str, days: int
) -> Request:
    """Grant or deny a request of somebody else. Raises UsageError for what may not be, NotFoundError for what is not there."""
    _check(decision)
    if not 1 <= days <= MOST_DAYS:
        raise UsageError(f"--days is from 1 to {MOST_DAYS}: so long who asked may look.")
    with home.writing():
        request = request_of(home, chain, number)
        state = State.GRANTED if grant else State.DENIED
        if state not in NEXT[request.state]:
            raise UsageError(
                f"Request {number} was decided already: {request.state}. Ask again if it has to be seen again."
            )
        if by == request.by:
            raise UsageError(f"Request {number} is your own. Somebody else has to decide on it.")
        if any(tombstone_of(home, chain, request.object_type, word) == request.object for word in words_of(decision)):
            raise UsageError(NAMED)
        until = now_us + days * DAY_US if grant else None
        request = replace(request, state=state, decided_by=by, decision=decision.strip(), until_us=until)
        _write(home, chain, request)
    return request


def request_of(home: Home, chain: str, number: int) -> Request:
    """The request with this number."""
    found = {request.number: request for request in requests_of(home, chain)}
    if number not in found:
        raise NotFoundError(f"{chain}: there is no request {number}. `ketenmonitor retention requests` lists them.")
    return found[number]


def check_granted(home: Home, chain: str, number: int, object_id: str, by: str, now_us: int) -> Request:
    """The request, when this person may see this object now. Raises PurposeError when not."""
    request = request_of(home, chain, number)
    is_it = request.object == tombstone_of(home, chain, request.object_type, object_id)
    is_now = request.until_us is not None and now_us < request.until_us
    if request.state != State.GRANTED or not is_now or not is_it or by != request.by:
        raise PurposeError(
            f"Request {number} does not let you see this now: it must be yours, be about this object, be granted by a second person, "
            "and not be over. Nothing was shown."
        )
    return request


def _check(text: str) -> None:
    if not text.strip() or len(text) > LONGEST or not text.isprintable():
        raise UsageError(f"Give a reason: a sentence of at most {LONGEST} characters on one line.")


def _write(home: Home, chain: str, request: Request) -> None:
    place = folder_of(home, chain) / FILE
    with storage_errors(place):
        append_line(place, json.dumps(asdict(request), ensure_ascii=False).encode())
