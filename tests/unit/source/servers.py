"""Real servers of the tests, on this machine: two key services and a receiver, and what goes wrong with them when it is told to."""

from __future__ import annotations

import json
import ssl
import threading
import time
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ketenmonitor.keys import Secret
from ketenmonitor.pseudonyms import batches, keyed
from ketenmonitor.pseudonyms.envelopes import EVALUATION, Claims, new_id, opened, sealed_for

BROKEN_OFF = -1  # as a status: the connection ends in the middle of an answer


@dataclass
class Trouble:
    """Answers that are given, one a request, before the server does what it is for: a status and headers."""

    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def next(self) -> tuple[int, dict[str, str]] | None:
        with self.lock:
            return self.answers.pop(0) if self.answers else None


@dataclass
class Running:
    """A server that runs. `seen`: method, path and headers of what was asked, in order."""

    url: str = ""
    trouble: Trouble = field(default_factory=Trouble)
    seen: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)

    def asked(self, method: str) -> int:
        return sum(1 for one, _, _ in self.seen if one == method)


@dataclass(frozen=True)
class KeyService:
    """A key service: who it is, its master key, its receiving key, and for whom it closes what it evaluated."""

    oin: str
    master: Secret
    receiving: Secret
    to_oin: str
    to_public: str

    def answer(self, said: dict[str, Any], source: str) -> dict[str, Any]:
        now = int(time.time())
        if "elements" in said:
            elements = b64decode(said["elements"])
        else:
            _, elements = opened(self.receiving, said["envelope"], typ=EVALUATION, aud=self.oin, now=now)
        about = {name: said[name] for name in ("purpose", "period", "batch")}
        scalar = keyed.scalar_for(keyed.mac_of(self.master), said["recipient"], said["purpose"], said["period"])
        claims = Claims(
            typ=EVALUATION, iss=self.oin, aud=self.to_oin, sub=source, count=len(elements) // 32, iat=now, exp=now + 3_600,
            jti=new_id(), **about,
        )  # fmt: skip
        seed = b64decode(said["seed"]) if "seed" in said else None
        return {"envelope": sealed_for(self.to_public, batches.evaluated(elements, scalar, seed), claims)}


@dataclass
class Receiver:
    """A receiver: answers after `delay` questions, with what is next in `outcomes`, and always the same for the same bytes."""

    delay: int = 1
    outcomes: list[dict[str, Any]] = field(default_factory=list)
    taken: dict[bytes, str] = field(default_factory=dict)
    questions: dict[str, int] = field(default_factory=dict)

    def take(self, body: bytes) -> str:
        return self.taken.setdefault(body, f"n{len(self.taken) + 1}")

    def tell(self, number: str) -> dict[str, Any]:
        self.questions[number] = self.questions.get(number, 0) + 1
        if self.questions[number] <= self.delay:
            return {"status": "received"}
        place = int(number[1:]) - 1
        return self.outcomes[place] if place < len(self.outcomes) else {"status": "accepted", "reasons": []}


def key_service_app(service: KeyService, source: str, running: Running) -> Starlette:
    def evaluate(said: dict[str, Any]) -> Response:
        return JSONResponse(service.answer(said, source), headers={"API-Version": "1.0.0"})

    return _app(running, [("POST", "/v1/evaluaties", lambda request, body: evaluate(json.loads(body)))])


def receiver_app(receiver: Receiver, running: Running) -> Starlette:
    def take(request: Request, body: bytes) -> Response:
        number = receiver.take(body)
        headers = {"Location": f"/v1/leveringen/{number}", "API-Version": "1.0.0"}
        return JSONResponse({"status": "received"}, 202, headers)

    def tell(request: Request, body: bytes) -> Response:
        return JSONResponse(receiver.tell(request.path_params["number"]))

    return _app(running, [("POST", "/v1/leveringen", take), ("GET", "/v1/leveringen/{number}", tell)])


def _app(running: Running, roads: list[tuple[str, str, Any]]) -> Starlette:
    def handler(work: Any) -> Any:
        async def handle(request: Request) -> Response:
            body = await request.body()
            running.seen.append((request.method, request.url.path, dict(request.headers)))
            running.bodies.append(body)
            if (trouble := running.trouble.next()) is None:
                return work(request, body)
            status, headers = trouble
            if status == BROKEN_OFF:
                return Response(b"x", headers={"Content-Length": "1000"})
            said = {"title": "Not now", "detail": f"This is number {status}.", "status": status}
            return JSONResponse(said, status, {**headers}, media_type="application/problem+json")

        return handle

    return Starlette(routes=[Route(path, handler(work), methods=[method]) for method, path, work in roads])


@contextmanager
def served(app: Any, running: Running, tls: tuple[Path, Path, Path | None] | None = None) -> Iterator[Running]:
    """Serve on a free port. `tls`: certificate, key, and the authorities of those who may come in."""
    options: dict[str, Any] = {}
    if tls:
        certificate, key, clients = tls
        options = {"ssl_certfile": certificate, "ssl_keyfile": key}
        if clients:
            options |= {"ssl_ca_certs": clients, "ssl_cert_reqs": ssl.CERT_REQUIRED}
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="critical", lifespan="off", **options)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    running.url = f"{'https' if tls else 'http'}://localhost:{port}"
    try:
        yield running
    finally:
        server.should_exit = True
        thread.join(timeout=10)


def replaced(service: KeyService, **other: Any) -> KeyService:
    """The same service, with something else."""
    return replace(service, **other)
