"""What a record can be found by.

Comes in: a record of one of the three logs. Goes out: a `Row`. The promise: nothing is in it that is not in the record, and a record
that cannot be read is a StorageError and never skipped: what is skipped is hidden.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from ketenmonitor.errors import StorageError
from ketenmonitor.logbook.spans import ACTIVITY, SUBJECT

DECISIONS, PROCESSING, AUDIT = "decisions", "processing", "audit"
LOGS = (DECISIONS, PROCESSING, AUDIT)  # in the order of writing


class Row(NamedTuple):
    """Where a record stands and what it can be found by. `decided` and `processed`: how many lines a line of the audit log counts."""

    log: str
    number: int
    trace: bytes
    span: bytes
    at_ms: int
    activity: str | None
    subject: bytes | None
    decided: int = 0
    processed: int = 0


def row_of(log: str, number: int, record: bytes) -> Row:
    """The row of a record."""
    try:
        said = json.loads(record)
        ids = bytes.fromhex(said["trace_id"]), bytes.fromhex(said["span_id"])
        return ROWS[log](number, *ids, said)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise StorageError(
            f"log/{log}: record {number} is not one of this log. Look with `ketenmonitor log verify` who wrote it."
        ) from None


def _of_processing(number: int, trace: bytes, span: bytes, said: dict[str, Any]) -> Row:
    found = said["attributes"]
    return Row(PROCESSING, number, trace, span, said["start_time"], found.get(ACTIVITY), _keyed(found.get(SUBJECT)))


def _of_decisions(number: int, trace: bytes, span: bytes, said: dict[str, Any]) -> Row:
    action = said.get("body", {}).get("adl.core.request", {}).get("action", {})
    activity = action.get("properties", {}).get("processing_activity_id")
    subject = said.get("attributes", {}).get(SUBJECT)
    return Row(DECISIONS, number, trace, span, said["timestamp"], activity, _keyed(subject))


def _of_audit(number: int, trace: bytes, span: bytes, said: dict[str, Any]) -> Row:
    lines = said["lines"]
    return Row(
        AUDIT, number, trace, span, said["timestamp"], said.get("activity"), _keyed(said.get("object")),
        lines[DECISIONS], lines[PROCESSING],
    )  # fmt: skip


ROWS = {PROCESSING: _of_processing, DECISIONS: _of_decisions, AUDIT: _of_audit}


def _keyed(name: str | None) -> bytes | None:
    return None if name is None else bytes.fromhex(name)
