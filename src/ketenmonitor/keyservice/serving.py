"""Run a key service.

Comes in: its configuration. Goes out: nothing, until it is told to stop. The promise: what is wrong is told before it listens.
"""

from __future__ import annotations

import logging
import time
from pathlib import Path

from fastapi import FastAPI

from ketenmonitor.errors import StorageError
from ketenmonitor.hosting.serving import config_place, run
from ketenmonitor.keys import open_key, passphrase
from ketenmonitor.keyservice.app import create_app
from ketenmonitor.keyservice.config import Config, read_config
from ketenmonitor.keyservice.scalars import scalars_of
from ketenmonitor.keyservice.service import Service


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
    run("ketenmonitor.keyservice.serving:application", place, config)


def application() -> FastAPI:
    """The application of the configuration that this process was started for."""
    logging.captureWarnings(True)  # as lines of the log, like all else
    return create_app(opened(read_config(config_place())))
