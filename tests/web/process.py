"""A server that is a process of its own: `ketenmonitor serve` on a free port of this machine."""

from __future__ import annotations

import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from ketenmonitor.store import Home
from ketenmonitor.web import password_of
from ketenmonitor.web.visitor import Role
from tests.unit.web.sites import PASSWORD

SRC = Path(__file__).parents[2] / "src"
SOON = 30.0  # seconds in which anything that is to happen has happened


@dataclass
class Server:
    """One that runs. `log`: the file with its lines. `tls`: whom a visitor believes, when it is served over TLS."""

    process: subprocess.Popen[bytes]
    address: str
    log: Path
    tls: ssl.SSLContext | bool = True

    def visitor(self, role: str | None = None) -> httpx.Client:
        """Somebody, with a connection of their own for each request, logged in with the account of a role."""
        limits = httpx.Limits(max_keepalive_connections=0)
        client = httpx.Client(base_url=self.address, timeout=SOON, limits=limits, verify=self.tls)
        if role is not None:
            answer = client.post("/inloggen", data={"name": role, "password": PASSWORD, "to": "/"})
            assert answer.status_code == 303, answer.text
        return client

    def connection(self) -> socket.socket:
        """A bare connection, to send what no client would."""
        host, port = self.address.partition("://")[2].split(":")
        return socket.create_connection((host, int(port)), timeout=SOON)

    def workers(self) -> list[int]:
        """The processes that answer, when there are several."""
        place = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        children = [int(one) for one in place.read_text(encoding="ascii").split()]
        return [one for one in children if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()]

    def kill(self) -> None:
        """End it as the power does, with all that it started."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(SOON)

    def lines(self) -> list[dict[str, Any]]:
        """What it wrote to its log."""
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines()]


def with_accounts(home: Home, *settings: str, partner: str = "politie") -> None:
    """A local account for each role, and more settings of the web."""
    kept = password_of(PASSWORD)
    accounts = [
        f'[[web.accounts]]\nname = "{r}"\npassword = "{kept}"\nroles = ["{r}"]\npartner = "{partner}"' for r in Role
    ]
    with (home.path / "monitor.toml").open("a", encoding="utf-8") as file:
        file.write("\n".join(["[web]", *settings, *accounts, ""]))


@contextmanager
def served(home: Home, workers: int = 1, tls: ssl.SSLContext | None = None, **environment: str) -> Iterator[Server]:
    """A home that is served; at the end the server is gone, however that went."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = home.path.parent / f"server-{port}.log"
    command = [sys.executable, "-W", "ignore", "-m", "ketenmonitor", "serve", str(home.path)]
    with log.open("wb") as lines:
        process = subprocess.Popen(
            [*command, "--port", str(port), "--workers", str(workers)], stdout=subprocess.DEVNULL, stderr=lines,
            env={**os.environ, "PYTHONPATH": str(SRC), **environment}, start_new_session=True,
        )  # fmt: skip
    server = Server(process, f"http{'s' if tls else ''}://127.0.0.1:{port}", log, tls or True)
    try:
        wait_until(lambda: _answers(server), server)
        wait_until(lambda: workers == 1 or len(server.workers()) == workers, server)
        yield server
    finally:
        server.kill()


def wait_until(holds: Any, server: Server | None = None) -> None:
    """Wait until something holds, which it does soon, or never when the server ended."""
    until = time.monotonic() + SOON
    while not holds():
        assert time.monotonic() < until, "it did not come to that"
        assert server is None or server.process.poll() is None, server.log.read_text(encoding="utf-8")
        time.sleep(0.01)


def _answers(server: Server) -> bool:
    try:
        return httpx.get(f"{server.address}/health", timeout=SOON, verify=server.tls).status_code == 200
    except httpx.TransportError:
        return False
