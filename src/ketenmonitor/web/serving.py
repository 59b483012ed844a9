"""Run the application: one process or several, each with all of it.

Comes in: a home, an address and how many processes. Goes out: nothing, until it is told to stop. The promise: it stops
when what was asked is answered, and every line of its log is JSON without what is about a person.
"""

from __future__ import annotations

import json
import logging
import os
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from ketenmonitor.errors import UsageError
from ketenmonitor.store import open_home
from ketenmonitor.web.app import create_app
from ketenmonitor.web.settings import LOOPBACK, web_settings

HOME = "KETENMONITOR_HOME"  # how processes that are started know which home
SECONDS_TO_STOP = 30


class Lines(logging.Formatter):
    """A line of the log as a JSON object: when, how bad, what; of a mistake its number and where in our code it was."""

    def format(self, record: logging.LogRecord) -> str:
        said = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "what": record.getMessage(),
        }
        said |= {name: getattr(record, name) for name in ("number", "path") if hasattr(record, name)}
        if record.exc_info and record.exc_info[1] is not None:
            error, trace = record.exc_info[1], record.exc_info[2]
            said["error"] = type(error).__name__  # its text may hold a value
            while trace and trace.tb_next:
                trace = trace.tb_next
            if trace:
                said["where"] = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
        return json.dumps(said, ensure_ascii=False)


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "ketenmonitor.web.serving.Lines"}},
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["out"], "level": "INFO"},
    "loggers": {"httpx": {"level": "WARNING"}},  # it says of each request to a provider that it was made
}


def serve(home: Path, host: str, port: int, workers: int) -> None:
    """Serve a home until told to stop. Raises UsageError for local accounts on an address that others can reach."""
    settings = web_settings(open_home(home))
    if settings.accounts and host not in LOOPBACK:
        raise UsageError(
            f"Local accounts are for this machine only, and {host} is not. Serve on 127.0.0.1, or remove [[web.accounts]]."
        )
    os.environ[HOME] = str(home)
    uvicorn.run(
        "ketenmonitor.web.serving:application", factory=True, host=host, port=port, workers=workers, log_config=LOGGING,
        access_log=False, server_header=False, timeout_graceful_shutdown=SECONDS_TO_STOP, proxy_headers=settings.is_secure,
    )  # fmt: skip


def application() -> FastAPI:
    """The application of the home that this process was started for."""
    return create_app(open_home(Path(os.environ[HOME])))
