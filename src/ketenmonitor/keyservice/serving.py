"""Run a key service: one process or several, each with all of it.

Comes in: its configuration. Goes out: nothing, until it is told to stop. The promise: what is wrong is told before it listens; no
process of it leaves a core dump; no line of its own log has anything of a request but its path.
"""

from __future__ import annotations

import logging
import os
import resource
import signal
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from ketenmonitor.api import LOGGING
from ketenmonitor.errors import StorageError
from ketenmonitor.identity import uvicorn_options
from ketenmonitor.keys import open_key, passphrase
from ketenmonitor.keyservice.app import create_app
from ketenmonitor.keyservice.config import Config, read_config
from ketenmonitor.keyservice.scalars import scalars_of
from ketenmonitor.keyservice.service import Service

CONFIG = "KETENMONITOR_KEYSERVICE"  # how processes that are started know which configuration
SECONDS_TO_STOP, SECONDS_TO_START = 30, 60


def opened(config: Config) -> Service:
    """The service of a configuration, its keys opened. Raises StorageError or UsageError for what is not right."""
    receiving = open_key(config.receiving, "receiving", passphrase())
    return Service(config, receiving, scalars_of(config), lambda: time.time_ns() // 1000)


def checked(config: Config) -> Service:
    """The same, and its register has been read. Raises what is wrong with that."""
    service = opened(config)
    if lacking := service.lacking():
        raise StorageError(
            f"{config.register}: this service has no public key of {', '.join(lacking)}, for whom or by whom it must have envelopes. "
            "Add [peers.OIN] for a key service and [recipients.OIN] for a recipient."
        )
    return service


def serve(place: Path) -> None:
    """Serve until told to stop. Raises StorageError, UsageError, DefinitionError or PurposeError before it begins."""
    config = read_config(place)
    checked(config)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # keys are in memory
    os.environ[CONFIG] = str(place)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # who is told to stop and does so ends well
    server = uvicorn.Config(
        "ketenmonitor.keyservice.serving:application", factory=True, host=config.host, port=config.port, workers=config.workers,
        log_config=LOGGING, access_log=False, server_header=False, proxy_headers=False, timeout_graceful_shutdown=SECONDS_TO_STOP,
        timeout_worker_healthcheck=SECONDS_TO_START, **uvicorn_options(config.tls),
    )  # fmt: skip
    listening = server.bind_socket()
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # what is accepted from it has the same
    listening.listen(server.backlog)  # who connects while it starts waits, and is not turned away
    with suppress(KeyboardInterrupt):
        if config.workers > 1:
            Multiprocess(server, sockets=[listening]).run()
        else:
            uvicorn.Server(server).run(sockets=[listening])


def application() -> FastAPI:
    """The application of the configuration that this process was started for."""
    logging.captureWarnings(True)  # as lines of the log, like all else
    return create_app(opened(read_config(Path(os.environ[CONFIG]))))
