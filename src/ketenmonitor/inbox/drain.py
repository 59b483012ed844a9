"""Take what waits in the inbox through the gate: one process at a time does it for a home, in order of arrival.

Comes in: an inbox. Goes out: entries with their outcome. The promise: killed at any moment, each delivery is received once: what was
received and not noted yet the gate knows, and then its receipt says what became of it.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterable
from dataclasses import replace

from filelock import FileLock, Timeout

from ketenmonitor.errors import DeliveryError, StorageError
from ketenmonitor.inbox.box import REFUSED, Inbox
from ketenmonitor.inbox.entries import Entry
from ketenmonitor.intake import Outcome, receive, waiting
from ketenmonitor.store import Home, ledger

log = logging.getLogger("ketenmonitor.inbox")
ACCEPTED, KNOWN = "accepted", "known"


class Drain:
    """What one process does of it. `told` hears of each entry that is finished; `prepare` is asked for more before each look."""

    def __init__(
        self, home: Home, inbox: Inbox, told: Callable[[Entry, Outcome], None] = lambda *_: None,
        prepare: Callable[[int], None] = lambda _: None,
    ) -> None:  # fmt: skip
        self._home, self._inbox, self._told, self._prepare = home, inbox, told, prepare
        self._lock = FileLock(inbox.root / "drain.lock", timeout=0)
        self.is_stuck = False  # whether something was left that could not be received

    def run(self, now: Callable[[], int], is_stopped: Callable[[], bool] = lambda: False) -> bool:
        """Receive until nothing waits that can be received; False when another process is at it.

        What cannot be received now, as the disk is full or another command is writing, waits for the next time; one that cannot
        while others can, as it takes more memory than there is, does not hold up those.
        """
        try:
            with self._lock:
                self.is_stuck = not self._run(now, is_stopped)
                return True
        except Timeout:
            return False

    def _run(self, now: Callable[[], int], is_stopped: Callable[[], bool]) -> bool:
        """Whether nothing is left."""
        put_off: set[str] = set()
        troubles = 0  # in a row: of the second the delivery is not the cause
        while not is_stopped():
            try:
                entry = None
                self._prepare(now())
                entry = next_of(one for one in self._inbox.waiting() if one.id not in put_off)
                if entry is None:
                    break
                self._take(entry, now)
                troubles = 0
            except StorageError as error:
                log.warning("not received yet", exc_info=error)
                troubles += 1
                if entry is None or troubles > 1:
                    return False
                put_off.add(entry.id)
            except Exception as error:  # of ours: the others need not wait for it
                if entry is None or entry.id in put_off:
                    raise
                extra = {"number": secrets.token_hex(4), "chain": entry.chain}
                log.error("a delivery that cannot be received", extra=extra, exc_info=error)
                put_off.add(entry.id)
        return not put_off

    def _take(self, entry: Entry, now: Callable[[], int]) -> None:
        """One through the gate; of one that has been through only the move is left."""
        outcome = entry.outcome or received(self._home, self._inbox, entry, now())
        if entry.outcome is None:
            self._inbox.finish(entry, outcome, now())
        else:
            self._inbox.settle(entry)
        self._told(entry, outcome)


def next_of(entries: Iterable[Entry]) -> Entry | None:
    """The first that came; before it the one that it follows, when that waits as well."""
    found = list(entries)
    by_name = {(one.chain, one.partner, one.delivery_id): one for one in found}
    one, seen = (found[0], set[str]()) if found else (None, set())
    while one and one.id not in seen:
        seen.add(one.id)
        before = by_name.get((one.chain, one.partner, one.follows or ""))
        if before is None:
            break
        one = before
    return one


def received(home: Home, inbox: Inbox, entry: Entry, now_us: int) -> Outcome:
    """What the gate says of one that waits."""
    try:
        outcome = receive(home, inbox.delivery(entry), now_us, entry.by, entry.arrived_us)
    except DeliveryError as error:
        return Outcome(entry.delivery_id, entry.partner, REFUSED, (str(error),))
    return _ours(home, entry, outcome) if outcome.status == KNOWN else outcome


def _ours(home: Home, entry: Entry, outcome: Outcome) -> Outcome:
    """One that is known since it waits here was received by a process that was killed before it could say so."""
    receipts = ledger.read(home.tables_path(entry.chain))
    own = [one for one in receipts if (one.partner, one.delivery_id) == (entry.partner, entry.delivery_id)]
    receipt = next((one for one in own if one.kind != ledger.RETRY and one.received_at_us >= entry.arrived_us), None)
    if receipt is None:
        return outcome
    apart = waiting(home, of_chain=entry.chain, of_partner=entry.partner)
    rows = tuple(
        {"file": one.file, "row": one.row, "column": one.column, "reason": one.reason}
        for one in apart
        if one.delivery_id == entry.delivery_id
    )
    return replace(outcome, status=ACCEPTED, findings=receipt.findings, quarantined=rows)
