"""How much one visitor may ask, and how large and how slow what they send may be.

Comes in: a request. Goes out: the same, or 429, 413 or 408 as a page. The promise: guessing passwords stops after a few
attempts, nothing that is sent is read beyond its limit, and whoever asks whether all is well always gets an answer.

Counted in the memory of each process: with two workers somebody may ask twice as much at most. How long an address and its
headers may be uvicorn decides: what is not whole after 16 KB gets 400.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ketenmonitor.web.pages import visitor
from ketenmonitor.web.settings import WebSettings
from ketenmonitor.web.troubles import of_http

FORM_BYTES = 64 * 1024
MINUTE, LOGIN_SECONDS = 60, 300
MOST_KEYS = 50_000
LOGIN, HEALTH, EVENTS = "/inloggen", "/health", "/v1/gebeurtenissen"


class Allowance:
    """For everybody so many in so many seconds; what is used comes back evenly. None at all when `most` is 0: no limit."""

    def __init__(self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._each, self._seconds, self._clock = seconds / most if most else 0.0, seconds, clock
        self._full_at: OrderedDict[str, float] = OrderedDict()  # when all of it has come back

    def take(self, key: str) -> float:
        """0 when there was one left, and it is used; else after how many seconds there is."""
        now = self._clock()
        full_at = max(self._full_at.pop(key, now), now) + self._each
        wait = full_at - self._seconds - now
        is_left = wait <= 1e-9
        self._full_at[key] = full_at if is_left else full_at - self._each
        while len(self._full_at) > MOST_KEYS:
            self._full_at.popitem(last=False)  # who was here longest ago
        return 0.0 if is_left else wait

    def give_back(self, key: str) -> None:
        """It was not used after all."""
        if key in self._full_at:
            self._full_at[key] -= self._each


class Limits:
    """Says no, for a while, to who asks too much: everybody who is not logged in counts by where they come from."""

    def __init__(self, app: ASGIApp, settings: WebSettings) -> None:
        self._app = app
        self._requests = Allowance(settings.requests_a_minute, MINUTE)
        self._events = Allowance(settings.events_a_minute, MINUTE)
        self._logins = Allowance(settings.login_attempts, LOGIN_SECONDS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] == HEALTH:
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        place = place_of(request)
        is_event = request.method == "POST" and request.state.path == EVENTS and visitor(request).is_known
        wait = (self._events if is_event else self._requests).take(visitor(request).subject or place)
        is_login = request.method == "POST" and request.state.path == LOGIN
        if not wait and is_login:
            wait = self._logins.take(place)
            send = self._giving_back(place, send)
        if wait:
            refused = HTTPException(429, headers={"Retry-After": str(ceil(wait))})
            await (await of_http(request, refused))(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _giving_back(self, place: str, send: Send) -> Send:
        """Only an attempt that did not succeed counts; while it is not known, it counts."""

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 303:
                self._logins.give_back(place)
            await send(message)

        return sent


def place_of(request: Request) -> str:
    """Where a request comes from: an address, or of IPv6 the network in which one machine may choose its own."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    # A socket for both kinds says IPv4 as IPv6, all of it in one network.
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return str(ip_network((address, 64), strict=False)) if isinstance(address, IPv6Address) else str(address)
