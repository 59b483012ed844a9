"""Run the application: one process or several, each with all of it.

Comes in: a home, an address and how many processes. Goes out: nothing, until it is told to stop. The promise: it stops
when what was asked is answered, and every line of its log is JSON without what is about a person.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from ketenmonitor.errors import UsageError
from ketenmonitor.store import open_home
from ketenmonitor.web import refresh
from ketenmonitor.web.app import create_app
from ketenmonitor.web.deliveries.uploads import remove_left
from ketenmonitor.web.lines import LOGGING
from ketenmonitor.web.settings import LOOPBACK, web_settings

HOME = "KETENMONITOR_HOME"  # how processes that are started know which home
SECONDS_TO_STOP = 30
SECONDS_TO_START = 60  # a process that says nothing for so long is replaced; on a busy machine starting takes a while


def serve(home: Path, host: str, port: int, workers: int) -> None:
    """Serve a home until told to stop. Raises UsageError for local accounts on an address that others can reach."""
    monitor = open_home(home)
    settings = web_settings(monitor)
    if settings.accounts and host not in LOOPBACK:
        raise UsageError(
            f"Local accounts are for this machine only, and {host} is not. Serve on 127.0.0.1, or remove [[web.accounts]]."
        )
    os.environ[HOME] = str(home)
    # Who is told to stop and does so ends well; the server itself would end as if it had been killed.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    remove_left(monitor)
    with refresh.beside(monitor):
        uvicorn.run(
            "ketenmonitor.web.serving:application", factory=True, host=host, port=port, workers=workers, log_config=LOGGING,
            access_log=False, server_header=False, timeout_graceful_shutdown=SECONDS_TO_STOP,
            timeout_worker_healthcheck=SECONDS_TO_START, proxy_headers=settings.is_secure,
            forwarded_allow_ips=settings.trusted,
        )  # fmt: skip


def application() -> FastAPI:
    """The application of the home that this process was started for."""
    logging.captureWarnings(True)  # as lines of the log, like all else
    return create_app(open_home(Path(os.environ[HOME])))
