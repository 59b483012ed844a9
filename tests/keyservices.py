"""Two key services on this machine, over HTTP: what a rotation asks, for who tests the recipient."""

from __future__ import annotations

import json
import threading
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from ketenmonitor.keys import Secret
from ketenmonitor.pseudonyms import batches, keyed
from tests.pseudonymous import MASTERS


@dataclass
class Asked:
    """What services were asked, in order, and what they do meanwhile: any of it may be wrong on purpose."""

    bodies: list[dict[str, Any]] = field(default_factory=list)
    masters: list[Secret] = field(default_factory=lambda: list(MASTERS))
    meanwhile: Callable[[int], None] = lambda n: None  # told how many requests there were before this one
    answers: Callable[[bytes], bytes] = lambda elements: elements  # what becomes of a right answer of the second
    status: int = 200
    changes: bool = True  # whether the keys of two periods are not the same


@contextmanager
def key_services(asked: Asked) -> Iterator[tuple[str, str]]:
    """The addresses of both services."""
    servers = [ThreadingHTTPServer(("127.0.0.1", 0), _handler(asked, n)) for n in (0, 1)]
    threads = [threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True) for server in servers]
    for thread in threads:
        thread.start()
    first, second = (f"http://127.0.0.1:{server.server_port}" for server in servers)
    try:
        yield first, second
    finally:
        for server, thread in zip(servers, threads, strict=True):
            server.shutdown()
            thread.join()
            server.server_close()


def _handler(asked: Asked, n: int) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            assert self.path == "/v1/rotaties"
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.meanwhile(len(asked.bodies))
            asked.bodies.append({"service": n, **body})
            mac = keyed.mac_of(asked.masters[n])
            old, new = (keyed.scalar_for(mac, body["recipient"], body["purpose"], body[p]) for p in ("from", "to"))
            change = keyed.change_of(old, new) if asked.changes else (1).to_bytes(32, "little")
            elements = batches.evaluated(b64decode(body["elements"]), change)
            elements = asked.answers(elements) if n == 1 else elements
            said = {"elements": b64encode(elements).decode()} if asked.status == 200 else {"title": "Niet toegestaan"}
            text = json.dumps(said).encode()
            self.send_response(asked.status)
            self.send_header("API-Version", "1.0.0")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_: Any) -> None:
            pass

    return Handler
