"""The desk where deliveries are handed in: the inbox of the home, and a thread that takes what lies there through the gate.

Comes in: a home. Goes out: entries of the inbox. The promise: nothing is kept that is not of whom it may be, who brought what is in
the log before it is kept, and one process of all that serve this home is at the gate, while the others go on answering.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException

from ketenmonitor.errors import StorageError
from ketenmonitor.inbox import Different, Drain, Entry, Events, Inbox, any_due, entry_of, forget, hand_over
from ketenmonitor.intake import Outcome, announced
from ketenmonitor.store import Home
from ketenmonitor.web.delivering import Deliverer
from ketenmonitor.web.refresh import Refresh

log = logging.getLogger("ketenmonitor.web")
ZIP = "delivery.zip"
MOST_AT_ONCE = 32  # in one process: each takes room on disk while it comes
RETRY = {"Retry-After": "5"}
SECONDS_TO_LOOK = 2.0  # for what another process put there and nobody takes
SECONDS_TO_REST = 30.0  # when something could not be received
LONGEST_NAME = 200
RECEIVE = "receive"
HOUR_US = 3_600_000_000


class Unfit(Exception):
    """What was brought is no delivery; `reasons` are all of them."""

    def __init__(self, *reasons: str) -> None:
        self.reasons = reasons
        super().__init__(" ".join(reasons))


class Others(Exception):
    """A delivery of others than who brought it; or of a chain or partner that is not there, which is not said."""


class Desk:
    """The desk of one process."""

    def __init__(self, home: Home, refresh: Refresh) -> None:
        self.home, self.inbox, self._refresh = home, Inbox(home), refresh
        self.events = Events(self.inbox.root)
        self._drain = Drain(home, self.inbox, self._told, self._prepare)
        self._forgot_us = 0
        self._n, self._turn = 0, threading.Lock()
        self._thread: threading.Thread | None = None
        self._is_asked = self._is_stopped = False
        self._loop: asyncio.AbstractEventLoop | None = None

    @asynccontextmanager
    async def incoming(self) -> AsyncIterator[Path]:
        """A folder for one delivery, for as long as it comes in. Raises HTTPException 503 when there are many already."""
        if self._n >= MOST_AT_ONCE:
            raise HTTPException(503, "Many deliveries come in at this moment. Try again later.", headers=RETRY)
        self._n += 1
        try:
            folder = self.inbox.incoming()
            place = await asyncio.to_thread(folder.__enter__)
            try:
                yield place
            finally:
                await asyncio.to_thread(folder.__exit__, None, None, None)
        except StorageError as error:
            log.warning("not taken in", exc_info=error)
            raise HTTPException(503, "This cannot be kept now, and was not. Try again later.", headers=RETRY) from None
        finally:
            self._n -= 1

    def hand_in(self, folder: Path, digest: str, who: Deliverer, only_chain: str | None = None) -> tuple[Entry, bool]:
        """Put what is in the folder in the inbox; True when it is new there. Raises Unfit, Others, Different or PurposeError."""
        now_us = time.time_ns() // 1000
        said, reasons = announced(folder / ZIP)
        if reasons:
            who.refused(RECEIVE, only_chain or "", reasons[0])
            raise Unfit(*reasons)
        chain, name = said.get("chain"), said.get("delivery_id")
        chains = self.home.chains() if only_chain is None else (only_chain,)
        if chain not in chains or said.get("partner") not in who.partners_in(self.home.definition(chain)):
            who.refused(RECEIVE, only_chain or "", "a delivery of others")
            raise Others
        if not isinstance(name, str) or not 0 < len(name) <= LONGEST_NAME:
            who.refused(RECEIVE, chain, "no delivery_id")
            raise Unfit(f"delivery.json: delivery_id is not a text of at most {LONGEST_NAME} characters. Give it one.")
        who.permit(RECEIVE, chain, delivery=name)
        entry = entry_of(said, digest, who.who.subject, now_us, who.transaction)
        try:
            return self.inbox.place(folder, entry)
        except Different:
            who.refused(RECEIVE, chain, "other content than before", delivery=name)
            raise

    def kick(self) -> None:
        """See that what waits is received, now or when those before it are."""
        with self._turn:
            self._is_asked = True
            if self._thread is None and not self._is_stopped:
                # Not a daemon: a server that is told to stop finishes the delivery that it is receiving.
                self._thread = threading.Thread(target=self._work, name="inbox")
                self._thread.start()

    async def finished(self, entry: Entry, seconds: float) -> Entry:
        """The same when it is finished, or as it is after so many seconds."""
        until, wait = time.monotonic() + seconds, 0.01
        while entry.outcome is None and time.monotonic() < until:
            await asyncio.sleep(wait)
            wait = min(wait * 1.5, 0.5)
            found = await asyncio.to_thread(self.inbox.find, entry.id)
            entry = found or entry
        return entry

    @asynccontextmanager
    async def open(self, _app: Any) -> AsyncIterator[None]:
        """For as long as the application runs: what a killed server left is taken up, and what others put there too."""
        self._loop = asyncio.get_running_loop()
        await asyncio.to_thread(self.inbox.remove_left)
        looking = asyncio.create_task(self._look())
        try:
            yield
        finally:
            self._is_stopped = True
            looking.cancel()

    async def _look(self) -> None:
        while True:
            if await asyncio.to_thread(self._has_work):
                self.kick()
            await asyncio.sleep(SECONDS_TO_REST if self._drain.is_stuck else SECONDS_TO_LOOK)

    def _has_work(self) -> bool:
        try:
            return bool(self.inbox.waiting()) or any_due(self.events)
        except (OSError, StorageError):
            return False

    def _work(self) -> None:
        while True:
            self._is_asked = False
            try:
                self._drain.run(lambda: time.time_ns() // 1000, lambda: self._is_stopped)
            except Exception as error:  # whatever it was, the next look begins anew
                log.error("trouble in the inbox", exc_info=error)
            with self._turn:
                if not self._is_asked or self._is_stopped:
                    self._thread = None
                    return

    def _prepare(self, now_us: int) -> None:
        """What events make deliveries now, and what is old enough to be forgotten."""
        hand_over(self.home, self.inbox, self.events)
        if now_us - self._forgot_us > HOUR_US:
            self._forgot_us = now_us
            self.inbox.remove_old(now_us)
            forget(self.events, now_us)

    def _told(self, entry: Entry, outcome: Outcome) -> None:
        """One more was received: what is prepared of its chain is not up to date."""
        log.info(f"delivery {outcome.status}", extra={"chain": entry.chain})
        if self._loop and outcome.status == "accepted":
            with suppress(RuntimeError):  # it has ended
                self._loop.call_soon_threadsafe(self._refresh.soon, entry.chain)
