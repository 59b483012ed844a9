"""What somebody looks for in the logs.

Comes in: words of a person or a program. Goes out: a `Wanted`. The promise: nobody can ask for everything at once: a trace, an
activity or a subject is always named (extension "lezen" 0.9).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ketenmonitor.errors import UsageError
from ketenmonitor.logbook.rows import AUDIT, DECISIONS, LOGS, Row


@dataclass(frozen=True)
class Wanted:
    """Of the three first at least one; `since_ms` is included, `until_ms` is not. `logs`: of which lines are wanted.

    Lines of the decision and the audit log also count when they are of the trace of a line that does: who looked at somebody stands
    in a line that need not name them.
    """

    trace: bytes | None = None
    activity: str | None = None
    subject: bytes | None = None
    since_ms: int | None = None
    until_ms: int | None = None
    logs: tuple[str, ...] = LOGS

    def is_met_by(self, row: Row) -> bool:
        """Whether a line is wanted for what stands in it."""
        return (
            self.trace in (None, row.trace)
            and self.activity in (None, row.activity)
            and self.subject in (None, row.subject)
            and (self.since_ms is None or row.at_ms >= self.since_ms)
            and (self.until_ms is None or row.at_ms < self.until_ms)
        )


def wanted_of(
    trace: str | None, activity: str | None, subject: str | None, since_us: int | None, until_us: int | None,
    logs: tuple[str, ...] = LOGS,
) -> Wanted:  # fmt: skip
    """The same from texts and microseconds. Raises UsageError."""
    if not (trace or activity or subject):
        raise UsageError(
            "Name what you look for: a trace, an activity or a subject. Everything at once cannot be asked."
        )
    return Wanted(
        _hexadecimal("A trace", trace, 32), activity or None, _hexadecimal("A subject", subject, 64),
        None if since_us is None else -(-since_us // 1000), None if until_us is None else -(-until_us // 1000), logs,
    )  # fmt: skip


def among(rows: Iterable[Row], wanted: Wanted) -> Iterator[Row]:
    """The wanted ones of all rows, in order of time: what an index must give as well. The same line twice counts once."""
    once = {(row.log, row.trace, row.span): row for row in reversed(list(rows))}.values()
    met = [row for row in once if wanted.is_met_by(row)]
    traces = {row.trace for row in met}
    joined = {row for row in once if row.log in (AUDIT, DECISIONS) and row.trace in traces}
    yield from sorted((row for row in {*met, *joined} if row.log in wanted.logs), key=order)


def order(row: Row) -> tuple[int, int, int]:
    """By time, and of one moment as they were written."""
    return row.at_ms, LOGS.index(row.log), row.number


def _hexadecimal(what: str, said: str | None, length: int) -> bytes | None:
    if not said:
        return None
    if len(said) != length or set(said) - set("0123456789abcdef"):
        raise UsageError(
            f"{what} is {length} hexadecimal digits in lower case, as it stands in the log. What `ketenmonitor log subject` gives is "
            "the name of a person or case there."
        )
    return bytes.fromhex(said)
