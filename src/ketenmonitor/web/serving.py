"""Run the application: one process or several, each with all of it.

Comes in: a home, an address and how many processes. Goes out: nothing, until it is told to stop. The promise: it stops
when what was asked is answered, and every line of its log is JSON without what is about a person.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from ketenmonitor.api import LOGGING
from ketenmonitor.errors import UsageError
from ketenmonitor.identity import uvicorn_options
from ketenmonitor.store import open_home
from ketenmonitor.web import refresh
from ketenmonitor.web.app import create_app
from ketenmonitor.web.settings import LOOPBACK, web_settings

HOME = "KETENMONITOR_HOME"  # how processes that are started know which home
SECONDS_TO_STOP = 30
SECONDS_TO_START = 60  # a process that says nothing for so long is replaced; on a busy machine starting takes a while


def serve(home: Path, host: str, port: int, workers: int, say: Callable[[str], None] = lambda _: None) -> None:
    """Serve a home until told to stop; `say` hears at which address. Raises UsageError for local accounts that others can reach."""
    monitor = open_home(home)
    settings = web_settings(monitor)
    if settings.accounts and host not in LOOPBACK:
        raise UsageError(
            f"Local accounts are for this machine only, and {host} is not. Serve on 127.0.0.1, or remove [[web.accounts]]."
        )
    options = uvicorn_options(settings.tls)  # before anything is served: files that are not right are said at once
    say(f"http{'s' if settings.tls else ''}://{host}:{port}/")
    os.environ[HOME] = str(home)
    # Who is told to stop and does so ends well; the server itself would end as if it had been killed.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with refresh.beside(monitor):
        run(
            "ketenmonitor.web.serving:application", host, port, workers, factory=True, log_config=LOGGING,
            proxy_headers=settings.is_secure, forwarded_allow_ips=settings.trusted, **options,
        )  # fmt: skip


def run(app: str, host: str, port: int, workers: int, **more: Any) -> None:
    """Serve an application until told to stop.

    Of a socket that several processes share uvicorn does not say that answers go out at once; without that a short answer
    waits 40 ms for a longer one.
    """
    config = uvicorn.Config(
        app, host=host, port=port, workers=workers, access_log=False, server_header=False,
        timeout_graceful_shutdown=SECONDS_TO_STOP, timeout_worker_healthcheck=SECONDS_TO_START, **more,
    )  # fmt: skip
    listening = config.bind_socket()
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # what is accepted from it has the same
    with suppress(KeyboardInterrupt):
        if workers > 1:
            Multiprocess(config, sockets=[listening]).run()
        else:
            uvicorn.Server(config).run(sockets=[listening])


def application() -> FastAPI:
    """The application of the home that this process was started for."""
    logging.captureWarnings(True)  # as lines of the log, like all else
    return create_app(open_home(Path(os.environ[HOME])))
