"""Look at what waits, from a command.

Comes in: a home. Goes out: the deliveries that wait, and how far the events of each partner are. The promise: a home without an inbox
gets none by being looked at.
"""

from __future__ import annotations

from ketenmonitor.inbox.batches import Stream, streams
from ketenmonitor.inbox.box import FOLDER, Inbox
from ketenmonitor.inbox.entries import Entry
from ketenmonitor.inbox.events import FILE, Events
from ketenmonitor.store import Home


def waiting_in(home: Home) -> tuple[list[Entry], list[Stream]]:
    """The deliveries in order of arrival, and the events by chain and partner."""
    root = home.path / FOLDER
    entries = [one for one in Inbox(home).waiting() if one.outcome is None] if root.is_dir() else []
    return entries, streams(Events(root)) if (root / FILE).is_file() else []
