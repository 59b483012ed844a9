"""Looks in the logs: by the index, or by reading all of them.

Comes in: the logs and what is wanted. Goes out: {"log", "number", "record"}, in order of time. The promise: both ways give the same;
what the index says is looked up in the log, and when a line there is another one, the index is made again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ketenmonitor.errors import StorageError
from ketenmonitor.logbook.index import Index
from ketenmonitor.logbook.rows import Row, row_of
from ketenmonitor.logbook.wanted import Wanted, among
from ketenmonitor.transparency import Log

Logs = Mapping[str, Log]


def find(folder: Path, logs: Logs, wanted: Wanted, most: int | None = None) -> list[dict[str, Any]]:
    """By the index."""
    index = Index(folder, logs)
    for _ in range(2):
        found = [(row, logs[row.log].record(row.number)) for row in index.find(wanted, most)]
        if all(record is None or row_of(row.log, row.number, record) == row for row, record in found):
            return [_shown(row, record) for row, record in found if record is not None]
        index.forget()
    raise StorageError(f"{folder}: the logs change while they are read. Ask again.")


def read(logs: Logs, wanted: Wanted) -> list[dict[str, Any]]:
    """By reading all of it: slow, and resting on nothing but the logs."""
    rows = list(among(_rows(logs), wanted))
    found = ((row, logs[row.log].record(row.number)) for row in rows)
    return [_shown(row, record) for row, record in found if record is not None]


def _rows(logs: Logs) -> Iterator[Row]:
    for name, log in logs.items():
        yield from (row_of(name, number, record) for number, record in log.records() if record is not None)


def _shown(row: Row, record: bytes) -> dict[str, Any]:
    return {"log": row.log, "number": row.number, "record": json.loads(record)}
