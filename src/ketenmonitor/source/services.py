"""Asking a service of another organisation: the one HTTP client.

Comes in: where it is, and a request. Goes out: its answer. The promise: what may pass by itself (no connection, too busy, out
of order) is tried again, ever more slowly and not before the service said, until patience is over; what will not pass is told
at once. A request that was sent twice does no more than one, so only such requests are sent. No redirect is followed, no
proxy is taken from the environment, no answer is read that is too large.

Behind an outway of FSC the address is that of the outway, and `grant` says by which contract.
"""

from __future__ import annotations

import json
import random
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from math import inf
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import httpx

from ketenmonitor.errors import ServiceError, UsageError
from ketenmonitor.source.tls import Identity, context_of, trouble_of

BUSY = {
    429: "it is asked too much",
    502: "it is out of order",
    503: "it is out of order",
    504: "it does not answer in time",
}
MAJOR = "1"  # of the interfaces that are spoken here
MOST_BYTES = 16 << 20  # of an answer
PIECE = 1 << 16  # of a file that is sent
ONLY_HERE = ("localhost", "127.0.0.1", "::1")
NO_ANSWER = " before it answered, as one does that does not take our certificate"
SECONDS_TO_CONNECT = 10


@dataclass(frozen=True)
class Road:
    """How a service is reached."""

    url: str
    identity: Identity = field(default_factory=Identity)
    grant: str | None = None

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or self.url


@dataclass(frozen=True)
class Pace:
    """How long is waited between tries, at first and at most, and for how long is tried, in seconds.

    `silence`: how long a service may give no sign of life; `whole`: how long an answer may take, sign of life or not.
    """

    first: float = 0.5
    most: float = 30.0
    patience: float = 600.0
    silence: float = 120.0
    whole: float = inf
    sleep: Callable[[float], None] | None = None  # for tests


@dataclass(frozen=True)
class Answer:
    """What a service said."""

    status: int
    headers: httpx.Headers
    body: bytes = field(repr=False)

    @property
    def said(self) -> dict[str, Any]:
        """The object of JSON that it said; empty when it is none."""
        try:
            found = json.loads(self.body)
        except (ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}

    @property
    def sentence(self) -> str:
        """What a problem document says, for people."""
        said = [self.said.get(name) for name in ("title", "detail")]
        texts = [text.strip().rstrip(".") for text in said if isinstance(text, str) and text.strip()]
        return f"{'. '.join(texts)[:2_000]}." if texts else f"It answered {self.status} without saying why."


class Service:
    """A service, with connections that are used again. Several threads may ask at once."""

    def __init__(self, road: Road, pace: Pace | None = None) -> None:
        parts = urlsplit(road.url)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in ONLY_HERE):
            raise UsageError(
                f"{road.url}: an address begins with https://, or with http:// on this machine. Mend it in the mapping."
            )
        self.road, self._pace, self._is_stopped = road, pace or Pace(), threading.Event()
        headers = {
            "User-Agent": "ketenmonitor",
            "Accept": "application/json, application/problem+json",
            "Accept-Encoding": "identity",
        }
        timeout = httpx.Timeout(self._pace.silence, connect=SECONDS_TO_CONNECT)
        self._client = httpx.Client(
            verify=context_of(road.identity), trust_env=False, follow_redirects=False, timeout=timeout, headers=headers
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def stop(self) -> None:
        """Wait for nothing any more, for who asks from other threads."""
        self._is_stopped.set()

    def ask(
        self, method: str, path: str, body: bytes | Path = b"", headers: dict[str, str] | None = None, most: int = MOST_BYTES
    ) -> Answer:  # fmt: skip
        """The answer, also when it is a refusal. Raises ServiceError when there is none after much patience, or one of over `most` bytes."""
        until, wait = time.monotonic() + self._pace.patience, self._pace.first
        while True:
            answer, why = self._try(method, path, body, headers or {}, most)
            if answer is not None and answer.status not in BUSY:
                return self._checked(answer)
            asked = _retry_after(answer.headers.get("Retry-After")) if answer is not None else None
            pause = asked if asked is not None else wait * random.uniform(0.5, 1)
            if time.monotonic() + pause > until:
                later = f", and may be asked again in {pause:.0f} s" if asked is not None else ""
                raise ServiceError(
                    f"{self.road.host}: {why}{later}. What was done is kept: give the same command again."
                )
            (self._pace.sleep or self._is_stopped.wait)(pause)
            if self._is_stopped.is_set():
                raise ServiceError(f"{self.road.host}: {why}. What was done is kept: give the same command again.")
            wait = min(2 * wait, self._pace.most)

    def _try(
        self, method: str, path: str, body: bytes | Path, headers: dict[str, str], most: int
    ) -> tuple[Answer | None, str]:
        """One try: an answer, or why there was none."""
        try:
            with self._client.stream(
                method,
                self._address(path),
                content=_pieces(body),
                headers={**headers, **_length(body), **self._of_fsc()},
            ) as answer:
                found = Answer(answer.status_code, answer.headers, self._read(answer, most))
        except httpx.TransportError as error:
            trouble = trouble_of(error, self.road.host)
            if trouble:
                raise ServiceError(trouble) from None
            is_shut = isinstance(error, httpx.RemoteProtocolError) and self.road.url.startswith("https")
            return None, "it cannot be reached, or broke off" + (NO_ANSWER if is_shut else "")
        return found, BUSY.get(found.status, "")

    def _address(self, path: str) -> str:
        return self.road.url.rstrip("/") + path

    def _read(self, answer: httpx.Response, most: int) -> bytes:
        found, until = bytearray(), time.monotonic() + self._pace.whole
        for piece in answer.iter_raw():
            found += piece
            if time.monotonic() > until:
                raise ServiceError(f"{self.road.host}: the answer comes too slowly. Ask again later.")
            if len(found) > most:
                raise ServiceError(
                    f"{self.road.host}: the answer is too large to be one. Look whether the address is right."
                )
        return bytes(found)

    def _checked(self, answer: Answer) -> Answer:
        version = answer.headers.get("API-Version", "")
        if version and version.split(".")[0] != MAJOR:
            raise ServiceError(
                f"{self.road.host}: speaks version {version[:20]}, and this program {MAJOR}. Install a newer one."
            )
        if 300 <= answer.status < 400:
            raise ServiceError(
                f"{self.road.host}: sends us elsewhere, and we do not go. Put the right address in the mapping."
            )
        return answer

    def _of_fsc(self) -> dict[str, str]:
        if not self.road.grant:
            return {}
        return {"Fsc-Grant-Hash": self.road.grant, "Fsc-Transaction-Id": _uuid7()}


def _pieces(body: bytes | Path) -> bytes | Iterator[bytes]:
    return _read_in_pieces(body) if isinstance(body, Path) else body


def _read_in_pieces(place: Path) -> Iterator[bytes]:
    with place.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def _length(body: bytes | Path) -> dict[str, str]:
    return {"Content-Length": str(body.stat().st_size)} if isinstance(body, Path) else {}


def _retry_after(said: str | None) -> float | None:
    """Seconds to wait, from a number or a date; None when nothing useful was said."""
    if not said:
        return None
    if said.strip().isdecimal():
        return float(said)
    try:
        return max(0.0, (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None


def _uuid7() -> str:
    """An id of a transaction, as an outway of FSC wants it: sorted by time (RFC 9562)."""
    value = (time.time_ns() // 1_000_000) << 80 | 7 << 76 | secrets.randbits(12) << 64 | 2 << 62 | secrets.randbits(62)
    text = f"{value:032x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))
