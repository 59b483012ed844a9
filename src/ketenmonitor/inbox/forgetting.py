"""Events that came one by one and name what may not be kept: these leave the inbox.

Comes in: a home, a chain, and what tells which identifiers must go. Goes out: how many events went. The promise: what was deleted is in
no page of the file, nor in what SQLite writes beside it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator

import ibis.expr.types as ir
import pyarrow as pa

from ketenmonitor.errors import StorageError
from ketenmonitor.inbox.box import FOLDER, INCOMING, WAITING, Inbox
from ketenmonitor.inbox.events import FILE, Events
from ketenmonitor.store import Engine, Home

NAMED = pa.schema([("number", pa.int64()), ("object_id", pa.string())])
AT_ONCE = 10_000
MustGo = Callable[[ir.Table], ir.Table]  # of identifiers (a column `object_id`) those that must go


def check_nothing_waits(home: Home, chain: str) -> None:
    """Raises StorageError when a delivery to this chain waits: it may name what must go, and nobody has looked in it."""
    root = home.path / FOLDER
    if not (root / WAITING).is_dir() or not any((root / WAITING).iterdir()):
        return
    if waiting := [one for one in Inbox(home).waiting() if one.chain == chain]:
        raise StorageError(
            f"{root / WAITING}: {len(waiting)} deliveries to {chain} wait for the gate. Nothing was changed. The service "
            "(`ketenmonitor serve`) receives them: wait until `ketenmonitor inbox` shows none, and give the same command again."
        )


def forget_objects(home: Home, chain: str, engine: Engine, must_go: MustGo) -> int:
    """Delete the events that name what must go, and what a process that was killed left half."""
    root = home.path / FOLDER
    if (root / INCOMING).is_dir():
        Inbox(home).remove_left()
    if not (root / FILE).is_file():
        return 0
    events = Events(root)
    with events.opened() as rows:
        named = engine.gathered(_named(rows, chain), NAMED)
        out = must_go(named.select("object_id").distinct())
        numbers = engine.run(named.semi_join(out, "object_id").select("number").distinct())["number"].to_pylist()
        if numbers:
            rows.execute("PRAGMA secure_delete = ON")
            with events.changed(rows):
                rows.executemany("DELETE FROM event WHERE number = ?", [(number,) for number in numbers])
        rows.execute("VACUUM")
        rows.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return len(numbers)


def _named(rows: sqlite3.Connection, chain: str) -> Iterator[pa.Table]:
    """What each event names: its object, and both ends of its links."""
    found = rows.execute("SELECT number, body FROM event WHERE chain = ? AND body IS NOT NULL", (chain,))
    while some := found.fetchmany(AT_ONCE):
        pairs = [(number, id) for number, body in some for id in _ids(json.loads(body))]
        yield pa.table([[n for n, _ in pairs], [id for _, id in pairs]], schema=NAMED)


def _ids(said: dict[str, object]) -> set[str]:
    links = said.get("links")
    ends = [one[end] for one in links for end in ("from_id", "to_id")] if isinstance(links, list) else []
    return {str(id) for id in (said.get("object_id"), *ends) if id is not None}
