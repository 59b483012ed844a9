"""Run a service: one process or several, each with all of it.

Comes in: what makes the application, and where it listens. Goes out: nothing, until it is told to stop. The promise: no process of it
leaves a core dump; no line of its own log has anything of a request but its path.
"""

from __future__ import annotations

import os
import resource
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import uvicorn
from uvicorn.supervisors import Multiprocess

from ketenmonitor.api import LOGGING
from ketenmonitor.identity import Tls, uvicorn_options

CONFIG = "KETENMONITOR_SERVICE"  # how processes that are started know which configuration
SECONDS_TO_STOP, SECONDS_TO_START = 30, 60


class Settings(Protocol):
    """Where a service listens, by how many processes, and with what it proves itself."""

    @property
    def host(self) -> str: ...
    @property
    def port(self) -> int: ...
    @property
    def workers(self) -> int: ...
    @property
    def tls(self) -> Tls | None: ...


def config_place() -> Path:
    """The configuration that this process was started for."""
    return Path(os.environ[CONFIG])


def run(factory: str, place: Path, settings: Settings) -> None:
    """Serve what `factory` ("module:function") makes of the configuration at `place`, until told to stop."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # keys are in memory
    os.environ[CONFIG] = str(place)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # who is told to stop and does so ends well
    server = uvicorn.Config(
        factory, factory=True, host=settings.host, port=settings.port, workers=settings.workers,
        log_config=LOGGING, access_log=False, server_header=False, proxy_headers=False, timeout_graceful_shutdown=SECONDS_TO_STOP,
        timeout_worker_healthcheck=SECONDS_TO_START, **uvicorn_options(settings.tls),
    )  # fmt: skip
    listening = server.bind_socket()
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # what is accepted from it has the same
    listening.listen(server.backlog)  # who connects while it starts waits, and is not turned away
    with suppress(KeyboardInterrupt):
        if settings.workers > 1:
            Multiprocess(server, sockets=[listening]).run()
        else:
            uvicorn.Server(server).run(sockets=[listening])
