"""From events to deliveries: when a partner vouches that all that happened before a moment is in, that becomes an increment.

Comes in: kept events and marks. Goes out: deliveries in the inbox, which go through the gate like any other. The promise: how far a
partner is complete is what it says itself and is never guessed; what happened after its last mark waits; killed at any moment,
each event comes into one increment, and of two that replace each other the one that was registered last counts.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any

import pyarrow as pa

from ketenmonitor.inbox.box import KEPT_DAYS, Different, Inbox
from ketenmonitor.inbox.entries import ZIP, entry_of
from ketenmonitor.inbox.events import Events
from ketenmonitor.instants import DAY_US, to_iso
from ketenmonitor.source import Manifest, sha256_of, write_delivery
from ketenmonitor.store import Home

SENDER = "stroom"
FIXED = ("event_id", "activity", "time", "object_id", "withdrawn")
OF_LINK = ("from_type", "from_id", "to_type", "to_id", "time", "withdrawn")
COLUMNS = "number, delivery_id, follows, from_us, until_us, arrived_us"
# Of events with the same id the one that was registered last; what an increment before this one brought counts too.
LATEST = """
SELECT body FROM event e WHERE chain = ? AND partner = ? AND batch = ? AND NOT EXISTS (
  SELECT 1 FROM event o WHERE o.chain = e.chain AND o.partner = e.partner AND o.event_id = e.event_id
  AND o.batch IS NOT NULL AND o.batch <= e.batch AND (o.registered_us, o.number) > (e.registered_us, e.number))
ORDER BY registered_us, number
"""


@dataclass(frozen=True)
class Stream:
    """How far the events of one partner are: `waiting` are in no increment yet; complete until `until_us`, by `delivery_id`."""

    chain: str
    partner: str
    waiting: int
    until_us: int | None
    delivery_id: str | None


@dataclass(frozen=True)
class _Batch:
    number: int
    delivery_id: str
    follows: str | None
    from_us: int | None
    until_us: int
    arrived_us: int


def hand_over(home: Home, inbox: Inbox, events: Events) -> None:
    """Make an increment for each partner that vouched for more, and put it in the inbox."""
    with events.opened() as rows:
        for own in rows.execute("SELECT DISTINCT chain, partner FROM mark WHERE batch IS NULL").fetchall():
            is_more = True
            while is_more:
                with events.changed(rows):
                    is_more = _close(rows, own)
        for chain, partner in rows.execute("SELECT DISTINCT chain, partner FROM batch WHERE NOT is_placed").fetchall():
            wanted = f"SELECT {COLUMNS} FROM batch WHERE chain = ? AND partner = ? AND NOT is_placed ORDER BY number"
            for found in rows.execute(wanted, (chain, partner)).fetchall():
                _place(home, inbox, rows, (chain, partner), _Batch(*found))
                with events.changed(rows):
                    key = (chain, partner, found[0])
                    rows.execute("UPDATE batch SET is_placed = 1 WHERE chain = ? AND partner = ? AND number = ?", key)


def any_due(events: Events) -> bool:
    """Whether there is an increment to make."""
    wanted = (
        "SELECT EXISTS (SELECT 1 FROM mark WHERE batch IS NULL) OR EXISTS (SELECT 1 FROM batch WHERE NOT is_placed)"
    )
    with events.opened() as rows:
        return bool(rows.execute(wanted).fetchone()[0])


def forget(events: Events, now_us: int) -> None:
    """Forget events that have long been in an increment: their rows are in the tables."""
    before = now_us - KEPT_DAYS * DAY_US
    with events.opened() as rows, events.changed(rows):
        rows.execute("DELETE FROM event WHERE arrived_us < ? AND (batch IS NOT NULL OR event_id IS NULL)", (before,))
        rows.execute("DELETE FROM mark WHERE arrived_us < ? AND batch IS NOT NULL", (before,))


def streams(events: Events) -> list[Stream]:
    """How far each partner's events are, in each chain."""
    wanted = """
      SELECT e.chain, e.partner, SUM(e.batch IS NULL AND e.event_id IS NOT NULL) FROM event e GROUP BY 1, 2
      UNION SELECT chain, partner, 0 FROM batch b WHERE NOT EXISTS
        (SELECT 1 FROM event e WHERE e.chain = b.chain AND e.partner = b.partner)
      ORDER BY 1, 2"""
    last = "SELECT until_us, delivery_id FROM batch WHERE chain = ? AND partner = ? ORDER BY number DESC LIMIT 1"
    with events.opened() as rows:
        return [
            Stream(chain, partner, n, *(rows.execute(last, (chain, partner)).fetchone() or (None, None)))
            for chain, partner, n in rows.execute(wanted).fetchall()
        ]


def _close(rows: sqlite3.Connection, own: tuple[str, str]) -> bool:
    """Decide what the next increment of a partner holds: from then on it is the same, whatever comes. False when there is none.

    Marks that only go on from the one before share an increment; one that says where it begins, or what it follows, begins another.
    """
    marks = rows.execute(
        "SELECT number, until_us, from_us, follows, arrived_us FROM mark WHERE chain = ? AND partner = ? AND batch IS NULL"
        " ORDER BY number", own,
    ).fetchall()  # fmt: skip
    if not marks:
        return False
    marks = [marks[0], *takewhile(lambda one: one[2] is None and not one[3], marks[1:])]
    before = rows.execute(
        f"SELECT {COLUMNS} FROM batch WHERE chain = ? AND partner = ? ORDER BY number DESC LIMIT 1", own
    ).fetchone()
    last = _Batch(*before) if before else None
    until = max([one[1] for one in marks] + ([last.until_us] if last else []))
    follows = marks[0][3] or (last.delivery_id if last else None)
    number = last.number + 1 if last else 1
    held = "UPDATE event SET batch = ? WHERE chain = ? AND partner = ? AND batch IS NULL AND moment_us < ?"
    rows.execute(held, (number, *own, until))
    is_empty = not rows.execute("SELECT changes()").fetchone()[0] and last is not None and until <= last.until_us
    used = "UPDATE mark SET batch = ? WHERE chain = ? AND partner = ? AND batch IS NULL AND number <= ?"
    rows.execute(used, (0 if is_empty else number, *own, marks[-1][0]))
    if not is_empty:
        made = (*own, number, f"{SENDER}-{number:06d}", follows, marks[0][2], until, marks[-1][4])
        rows.execute(f"INSERT INTO batch (chain, partner, {COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", made)
    return True


def _place(home: Home, inbox: Inbox, rows: sqlite3.Connection, own: tuple[str, str], batch: _Batch) -> None:
    """Put the delivery of a batch in the inbox; a crash may have come after that was done."""
    chain, partner = own
    definition = home.definition(chain)
    manifest = Manifest(
        batch.delivery_id, partner, chain, definition.version, "increment",
        delivered_until=to_iso(batch.until_us, definition.zone), made_at=to_iso(batch.arrived_us, definition.zone),
        follows=batch.follows, delivered_from=None if batch.from_us is None else to_iso(batch.from_us, definition.zone),
    )  # fmt: skip
    found = [json.loads(body) for (body,) in rows.execute(LATEST, (chain, partner, batch.number))]
    with inbox.incoming() as folder:
        place = write_delivery(folder / "delivery", manifest, _tables(found))
        said = json.loads((place / "delivery.json").read_text(encoding="utf-8"))
        _zip(place, folder / ZIP)
        shutil.rmtree(place)
        digest = sha256_of(folder / ZIP)
        try:
            inbox.place(folder, entry_of(said, digest, SENDER, batch.arrived_us))
        except Different:  # made by another version of this program, before a crash
            return


def _zip(place: Path, archive: Path) -> None:
    with zipfile.ZipFile(archive, "w") as file:
        for path in sorted(place.iterdir()):
            file.write(path, path.name)


def _tables(found: list[dict[str, Any]]) -> dict[str, pa.Table]:
    """The files of a delivery, all text as at every gate."""
    names = dict.fromkeys(name for one in found for name in one["attributes"])
    events = {name: [one[name] for one in found] for name in FIXED}
    events |= {name: [one["attributes"].get(name) for one in found] for name in names}
    links = {tuple(one[name] for name in OF_LINK[:4]): one for row in found for one in row["links"]}
    linked = {name: [one[name] for one in links.values()] for name in OF_LINK}
    tables = {"events": _texts(events)}
    return tables | ({"links": _texts(linked)} if links else {})


def _texts(columns: dict[str, list[str | None]]) -> pa.Table:
    fields: Iterable[pa.Array] = [pa.array(values, pa.string()) for values in columns.values()]
    return pa.Table.from_arrays(list(fields), names=list(columns))
