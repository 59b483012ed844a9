"""The lines of the log: each a JSON object, for a program to read.

Comes in: a record of `logging`. Goes out: a line. The promise: what is about a person is not in it: no query of an address, and
of a mistake only its kind and where in our code it was.
"""

from __future__ import annotations

import json
import logging
from pathlib import Path

ABOUT = ("number", "path", "chain", "how", "oin", "transaction")  # what a line may say besides


class Lines(logging.Formatter):
    """A line of the log as a JSON object: when, how bad, what; of a mistake its number and where in our code it was."""

    def format(self, record: logging.LogRecord) -> str:
        said = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "what": record.getMessage(),
        }
        said |= {name: getattr(record, name) for name in ABOUT if hasattr(record, name)}
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
    "formatters": {"lines": {"()": "ketenmonitor.api.lines.Lines"}},
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["out"], "level": "INFO"},
    "loggers": {"httpx": {"level": "WARNING"}},  # it says of each request to a provider that it was made
}
