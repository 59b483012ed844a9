"""What answers the routes of a service: who calls, what the register permits now, and a refusal that stands in the log.

Comes in: its settings and a clock. Goes out: a base for what decides. The promise: nothing is decided by a register that is not signed or
is older than one seen before; who calls is known, and counted, before anything is looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from ketenmonitor.hosting.calling import Authenticate, Requests, identified
from ketenmonitor.hosting.config import Settings
from ketenmonitor.hosting.ledger import Entry, Ledger, Line
from ketenmonitor.identity import Caller, caller_of
from ketenmonitor.instants import from_us
from ketenmonitor.lawful import Register, Standing

ZONE = ZoneInfo("Europe/Amsterdam")  # of the days of a register, and of limits of a day


class Service:
    """`line`, in all of it: what is known of a request, which the log of each decision begins with."""

    def __init__(self, settings: Settings, now_us: Callable[[], int], authenticate: Authenticate | None = None) -> None:
        self.ledger = Ledger(settings.folder, settings.oin)
        self._now_us = now_us
        self._standing = Standing(settings.register, settings.signers, self.ledger.see)
        self._requests = Requests(settings.requests_a_minute)
        self._authenticate = authenticate or (lambda scope, now: caller_of(scope, settings.trust, now))

    def register(self) -> Register:
        """What is permitted now. Raises DefinitionError, PurposeError or StorageError for a register on which nothing may rest."""
        return self._standing.now()

    def begin(self, scope: Mapping[str, Any], line: dict[str, object]) -> Caller:
        """Who calls, which counts as a request of them. Raises Refused."""
        return identified(scope, line, self._now_us(), self._authenticate, self._requests)

    def refuse(self, line: Line, code: str) -> None:
        """Write down that nothing was done. Raises StorageError."""
        self.ledger.confirm(Entry({**line, "decision": "refuse", "reason": code}, self._now()))

    def _now(self) -> int:
        """In seconds."""
        return self._now_us() // 1_000_000

    def _local(self) -> datetime:
        return from_us(self._now_us()).astimezone(ZONE)


def seconds_of_day(now: datetime) -> int:
    """How many seconds of this day are left, after which a limit of a day is there again."""
    midnight = datetime.combine(now.date() + timedelta(days=1), time(), ZONE)
    return int((midnight - now).total_seconds()) + 1
