"""Events that come one by one: on disk before anybody hears that they were received, many in one commit.

    HOME/inbox/events.sqlite   events, marks (`the partner vouches that all that happened before is in`) and batches

Comes in: events, of any number of requests at once. Goes out: what became of each. The promise: source and id make an event: it is kept
once; and who is answered can rely on the disk. A commit waits for the disk, so that all who wait share one.
"""

from __future__ import annotations

import asyncio
import json
import queue
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any

from ketenmonitor.errors import StorageError
from ketenmonitor.inbox.alone import alone

FILE, LOCK = "events.sqlite", "events.lock"
MOST_AT_ONCE = 1000
SCHEMA = """
CREATE TABLE IF NOT EXISTS event (
  number INTEGER PRIMARY KEY, source TEXT NOT NULL, id TEXT NOT NULL, digest TEXT NOT NULL, chain TEXT NOT NULL,
  partner TEXT NOT NULL, registered_us INTEGER NOT NULL, arrived_us INTEGER NOT NULL, sender TEXT NOT NULL, transaction_id TEXT,
  event_id TEXT, moment_us INTEGER, body TEXT, batch INTEGER, UNIQUE (source, id));
CREATE INDEX IF NOT EXISTS event_waiting ON event (chain, partner, moment_us) WHERE batch IS NULL;
CREATE INDEX IF NOT EXISTS event_batch ON event (chain, partner, batch) WHERE batch IS NOT NULL;
CREATE INDEX IF NOT EXISTS event_of ON event (chain, partner, event_id);
CREATE TABLE IF NOT EXISTS mark (
  number INTEGER PRIMARY KEY, chain TEXT NOT NULL, partner TEXT NOT NULL, until_us INTEGER NOT NULL, from_us INTEGER, follows TEXT,
  arrived_us INTEGER NOT NULL, batch INTEGER);
CREATE INDEX IF NOT EXISTS mark_waiting ON mark (chain, partner) WHERE batch IS NULL;
CREATE TABLE IF NOT EXISTS batch (
  chain TEXT NOT NULL, partner TEXT NOT NULL, number INTEGER NOT NULL, delivery_id TEXT NOT NULL, follows TEXT, from_us INTEGER,
  until_us INTEGER NOT NULL, arrived_us INTEGER NOT NULL, is_placed INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (chain, partner, number));
"""


class Kept(Enum):
    """What became of an event: `DIFFERENT`: its id was used for another; `TAKEN`: by another source of the same partner;
    `UNANCHORED`: nothing says from when the first mark of a partner vouches."""

    NEW = "new"
    KNOWN = "known"
    DIFFERENT = "different"
    TAKEN = "taken"
    UNANCHORED = "unanchored"


@dataclass(frozen=True)
class Happened:
    """What happened, as a row of a delivery. `id`: of the event, by which a later one replaces it."""

    id: str
    activity: str
    moment: str
    moment_us: int
    object_id: str
    is_withdrawn: bool = False
    is_correction: bool = False
    attributes: Mapping[str, str] = field(default_factory=dict)
    links: Sequence[Mapping[str, str | None]] = ()


@dataclass(frozen=True)
class Mark:
    """All that happened before `until_us` was sent; the first says from when on, or which delivery it follows."""

    until_us: int
    from_us: int | None = None
    follows: str | None = None


@dataclass(frozen=True)
class Event:
    """One event of one partner in one chain; `registered_us`: when the partner wrote it down, and so which of two is the later."""

    source: str
    id: str
    digest: str
    chain: str
    partner: str
    registered_us: int
    arrived_us: int
    sender: str
    transaction: str | None = None
    happened: Happened | None = None
    mark: Mark | None = None


Waits = tuple[Event, "asyncio.Future[Kept]", asyncio.AbstractEventLoop]


class Events:
    """The events of a home; any number of processes may have them open."""

    def __init__(self, root: Path, most_at_once: int = MOST_AT_ONCE) -> None:
        self.root, self._most = root, most_at_once
        self._queue: queue.SimpleQueue[Waits] = queue.SimpleQueue()
        self._writer: threading.Thread | None = None
        with alone(root / LOCK), self.opened() as rows:
            rows.execute("PRAGMA journal_mode=WAL")
            rows.executescript(SCHEMA)
        (root / FILE).chmod(0o600)

    @contextmanager
    def opened(self) -> Iterator[sqlite3.Connection]:
        """The rows. Every commit is on disk when it returns. Raises StorageError for what cannot be read or written."""
        try:
            rows = sqlite3.connect(self.root / FILE, timeout=60, isolation_level=None)
            try:
                rows.execute("PRAGMA synchronous=FULL")
                yield rows
            finally:
                rows.close()
        except sqlite3.Error as error:
            raise self._trouble(error) from error

    def _trouble(self, error: Exception) -> StorageError:
        return StorageError(
            f"{self.root / FILE}: cannot be read or written ({type(error).__name__}). Nothing was kept. Check free space and the disk."
        )

    @contextmanager
    def changed(self, rows: sqlite3.Connection) -> Iterator[None]:
        """All of it or nothing, when the others are done."""
        with alone(self.root / LOCK):
            rows.execute("BEGIN IMMEDIATE")
            try:
                yield
                rows.execute("COMMIT")
            except BaseException:
                if rows.in_transaction:
                    rows.execute("ROLLBACK")
                raise

    async def put(self, event: Event) -> Kept:
        """Keep one event; when this returns it is on disk. Raises StorageError."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Kept] = loop.create_future()
        self._queue.put((event, future, loop))
        if self._writer is None or not self._writer.is_alive():
            self._writer = threading.Thread(target=self._write, name="events", daemon=True)
            self._writer.start()
        return await future

    def put_now(self, events: Sequence[Event]) -> list[Kept]:
        """Keep these in one commit."""
        with self.opened() as rows, self.changed(rows):
            return [_put(rows, event) for event in events]

    def _write(self) -> None:
        with self.opened() as rows:
            while True:
                waiting = [self._queue.get()]
                while len(waiting) < self._most and not self._queue.empty():
                    waiting.append(self._queue.get())
                try:
                    with self.changed(rows):
                        found: list[Kept] | StorageError = [_put(rows, event) for event, *_ in waiting]
                except (sqlite3.Error, OSError) as error:
                    found = self._trouble(error)
                _tell(waiting, found)


def _tell(waiting: list[Waits], found: list[Kept] | StorageError) -> None:
    """Say to each loop what became of its events, at once."""

    def settle(some: list[tuple[asyncio.Future[Kept], Kept | StorageError]]) -> None:
        for future, kept in some:
            if not future.done():
                future.set_exception(kept) if isinstance(kept, StorageError) else future.set_result(kept)

    by_loop: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Kept], Kept | StorageError]]] = {}
    for place, (_, future, loop) in enumerate(waiting):
        kept = found if isinstance(found, StorageError) else found[place]
        by_loop.setdefault(loop, []).append((future, kept))
    for loop, some in by_loop.items():
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, some)


def _put(rows: sqlite3.Connection, event: Event) -> Kept:
    known = rows.execute("SELECT digest FROM event WHERE source = ? AND id = ?", (event.source, event.id)).fetchone()
    if known:
        return Kept.KNOWN if known[0] == event.digest else Kept.DIFFERENT
    own = (event.chain, event.partner)
    happened, mark = event.happened, event.mark
    if happened and not happened.is_correction:
        wanted = "SELECT 1 FROM event WHERE chain = ? AND partner = ? AND event_id = ? AND source <> ?"
        if rows.execute(wanted, (*own, happened.id, event.source)).fetchone():
            return Kept.TAKEN
    if mark and mark.from_us is None and mark.follows is None and not _has_mark(rows, own):
        return Kept.UNANCHORED
    rows.execute(
        "INSERT INTO event (source, id, digest, chain, partner, registered_us, arrived_us, sender, transaction_id, event_id,"
        " moment_us, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            event.source, event.id, event.digest, *own, event.registered_us, event.arrived_us, event.sender, event.transaction,
            *((happened.id, happened.moment_us, _body(happened)) if happened else (None, None, None)),
        ),
    )  # fmt: skip
    if mark:
        rows.execute(
            "INSERT INTO mark (chain, partner, until_us, from_us, follows, arrived_us) VALUES (?, ?, ?, ?, ?, ?)",
            (*own, mark.until_us, mark.from_us, mark.follows, event.arrived_us),
        )
    return Kept.NEW


def _has_mark(rows: sqlite3.Connection, own: tuple[str, str]) -> bool:
    wanted = "SELECT EXISTS (SELECT 1 FROM mark WHERE chain = ? AND partner = ?) OR EXISTS (SELECT 1 FROM batch WHERE chain = ? AND partner = ?)"
    return bool(rows.execute(wanted, (*own, *own)).fetchone()[0])


def _body(happened: Happened) -> str:
    """The row, as the batch reads it."""
    said: dict[str, Any] = {
        "event_id": happened.id, "activity": happened.activity, "time": happened.moment, "object_id": happened.object_id,
        "withdrawn": "true" if happened.is_withdrawn else None, "attributes": dict(happened.attributes),
        "links": [dict(one) for one in happened.links],
    }  # fmt: skip
    return json.dumps(said, ensure_ascii=False)
