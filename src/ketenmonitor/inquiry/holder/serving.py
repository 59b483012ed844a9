"""Run the node of a holder, and publish its lists.

Comes in: its configuration. Goes out: nothing, until it is told to stop. The promise: what is wrong is told before it listens.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from fastapi import FastAPI

from ketenmonitor.hosting.serving import config_place, run
from ketenmonitor.inquiry.holder import publish as publishing
from ketenmonitor.inquiry.holder.app import create_app
from ketenmonitor.inquiry.holder.config import Config, read_config
from ketenmonitor.inquiry.holder.keys import PeriodKeys
from ketenmonitor.inquiry.holder.service import Node
from ketenmonitor.keys import open_key, passphrase


def opened(config: Config) -> Node:
    """The node of a configuration. Raises StorageError or UsageError for what is not right."""
    return Node(config, PeriodKeys(config.periods, config.oin, passphrase()), lambda: time.time_ns() // 1000)


def checked(config: Config) -> Node:
    """The same, and its register has been read, and each list of today that may be asked about has its key."""
    node = opened(config)
    node.register()
    return node


def serve(place: Path) -> None:
    """Serve until told to stop. Raises StorageError, UsageError, DefinitionError or PurposeError before it begins."""
    config = read_config(place)
    checked(config)
    run("ketenmonitor.inquiry.holder.serving:application", place, config)


def application() -> FastAPI:
    """The application of the configuration that this process was started for."""
    logging.captureWarnings(True)  # as lines of the log, like all else
    return create_app(opened(read_config(config_place())))


def publish(config: Config, extract: Path, done: Callable[[int, int], None]) -> list[publishing.Published]:
    """The lists of an extract, for the mirror."""
    phrase = passphrase()
    secrets = open_key(config.signing, "signing", phrase), open_key(config.hashing, "hashing", phrase)
    keys = PeriodKeys(config.periods, config.oin, phrase)
    return publishing.publish(extract, opened(config), keys, secrets, datetime.now(UTC), done)
