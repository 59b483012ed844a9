"""The three logs of one organisation, written together.

    HOME/log/decisions/, processing/, audit/   a transparency log each; a record is a JSON object

Comes in: what is processed, what was decided, who asks. Goes out: the trace that joins the lines of the three logs. The promise:
when `confirm` returns, all of it is on disk; when it does not, the line of the audit log is not there, and nothing may be shown.

The order is decision, processing (and the copy of it, where there is a receiver), audit. The line of the audit log comes last and
counts the lines of the others: a trace without one was cut off before anything was answered, and one with it is whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any

from opentelemetry.trace import format_span_id, format_trace_id

from ketenmonitor.errors import StorageError
from ketenmonitor.logbook.finding import find, read
from ketenmonitor.logbook.index import Index
from ketenmonitor.logbook.otlp import receiver_of
from ketenmonitor.logbook.records import Audit, Decision, Processing, audit_record, decision_record
from ketenmonitor.logbook.rows import AUDIT, DECISIONS, LOGS, PROCESSING
from ketenmonitor.logbook.spans import NUMBERS, record_of, spans_of
from ketenmonitor.logbook.traces import ForeignOperation, Traced
from ketenmonitor.logbook.wanted import wanted_of
from ketenmonitor.store import Home, subject_key
from ketenmonitor.transparency import ORIGIN, Log

FOLDER = "log"


class Logbook:
    """The logs of a home. Threads and processes may share it: the logs order what they write."""

    def __init__(self, home: Home, *, is_begun: bool = False) -> None:
        """Open the logs, or begin them. Raises StorageError; `is_begun`: also when they are not there, as when their disk is gone."""
        self.home, self._folder = home, home.path / FOLDER
        if is_begun and not is_begun_in(home):
            raise StorageError(
                f"{self._folder}: the logs of this monitor are not all there, and they were begun. Put the folder back from a backup. If"
                " it is lost for good, take [purposes] out of monitor.toml and give `ketenmonitor purposes setup` again: that begins new ones."
            )
        key = subject_key(home.path)  # before there are logs: that there are none says that it may be made
        self._receiver = receiver_of(home.said("logbook"))
        own = sha256(b"origin|" + key).hexdigest()[:16]  # so that no two monitors have logs of one name
        self.logs = {name: Log(self._folder / name, f"ketenmonitor/{own}/{name}") for name in LOGS}

    def confirm(
        self, processing: Sequence[Processing], decision: Decision | None, audit: Audit, *,
        above: ForeignOperation | Traced | None = None,
    ) -> str:  # fmt: skip
        """The trace of what is now on disk. Raises StorageError: then nothing may be shown.

        `above`: the action that this one serves: of another application, or an earlier one of our own (`act`) in the same question, such
        as when it failed after all.
        """
        return self.act(processing, decision, audit, above=above).trace_id

    def act(
        self, processing: Sequence[Processing], decision: Decision | None, audit: Audit, *,
        above: ForeignOperation | Traced | None = None,
    ) -> Traced:  # fmt: skip
        """As `confirm`; what it gives also makes the header for questions to others that serve this action."""
        caller = above.context if above else None
        spans = spans_of(processing, above)
        lines = [record_of(span) for span in spans]
        trace_id = (
            lines[0]["trace_id"]
            if lines
            else format_trace_id(caller.trace_id if caller else NUMBERS.generate_trace_id())
        )
        own = lines[0]["span_id"] if lines else _number()
        parent = format_span_id(caller.span_id) if caller else None
        decided = [decision_record(decision, trace_id, _number(), parent)] if decision else []
        self._write(DECISIONS, decided)
        self._write(PROCESSING, lines)
        if self._receiver and spans:
            self._receiver.confirm(spans)
        self._write(AUDIT, [audit_record(audit, trace_id, own, {DECISIONS: len(decided), PROCESSING: len(lines)})])
        return Traced(trace_id, own)

    def query(
        self, *, trace: str | None = None, activity: str | None = None, subject: str | None = None, since: int | None = None,
        until: int | None = None, logs: tuple[str, ...] = LOGS, most: int | None = None, from_log: bool = False,
    ) -> Iterator[dict[str, Any]]:  # fmt: skip
        """The lines that are wanted, as {"log", "number", "record"}, in order of time. Raises UsageError when none of the three is named.

        Lines of the decision and the audit log come along with the trace of a line that is wanted. `since` is
        included, `until` is not: microseconds. `from_log`: without the index.
        """
        wanted = wanted_of(trace, activity, subject, since, until, logs)
        found = read(self.logs, wanted)[:most] if from_log else find(self._folder, self.logs, wanted, most)
        return iter(found)

    def cut_off(self) -> list[str]:
        """The traces of which something was written and nothing was ever answered: the audit log does not count their lines."""
        return [trace.hex() for trace in Index(self._folder, self.logs).cut_off()]

    def gone(self) -> dict[str, int]:
        """How many lines of each log the audit log counts that are not there, beyond those that were erased: somebody took them out."""
        first, again = (
            Index(self._folder, self.logs).gone() for _ in range(2)
        )  # what is being written meanwhile is there then
        kept = [again[trace] for trace in first.keys() & again.keys()]
        found = {}
        for log, missing in zip((DECISIONS, PROCESSING), map(sum, zip(*kept, strict=True)), strict=False):
            found[log] = missing - sum(record is None for _, record in self.logs[log].records())
        return {log: count for log, count in found.items() if count > 0}

    def erase(self, log: str, numbers: Sequence[int]) -> None:
        """Remove lines whose time is over: from the log, of which the hashes stay, and from what was made of it."""
        self.logs[log].erase(numbers)
        Index(self._folder, self.logs).forget()

    def _write(self, log: str, records: Iterable[dict[str, Any]]) -> None:
        if lines := [encoded(one) for one in records]:
            self.logs[log].confirm(lines)


def is_begun_in(home: Home) -> bool:
    """Whether a home has all three logs."""
    return all((home.path / FOLDER / name / ORIGIN).exists() for name in LOGS)


def encoded(record: dict[str, Any]) -> bytes:
    """A record as it stands in a log: one line."""
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()


def _number() -> str:
    return format_span_id(NUMBERS.generate_span_id())
