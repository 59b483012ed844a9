"""The inbox of a home: what was handed in over HTTP lies here, on disk, before anybody hears that it was received.

    HOME/inbox/incoming/NUMBER/delivery.zip   one that is coming in
    HOME/inbox/waiting/ID/                    received: delivery.zip, and about.json with whose it is
    HOME/inbox/done/ID/                       been through the gate: about.json, and outcome.json with what became of it

Comes in: a zip and whose it is. Goes out: its `Entry`. The promise: a rename puts an entry in its place whole; the same delivery is
one entry however often and from wherever it comes; and what a process that was killed left half is removed by the next.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

from ketenmonitor.inbox.alone import alone
from ketenmonitor.inbox.entries import ZIP, Entry, beginning_of, read, sync, with_outcome, write_about, write_outcome
from ketenmonitor.instants import DAY_US
from ketenmonitor.intake import OF_OUR_SETTINGS, Outcome
from ketenmonitor.store import Home
from ketenmonitor.store.tables import storage_errors

FOLDER = "inbox"
INCOMING, WAITING, DONE = "incoming", "waiting", "done"
KEPT_DAYS = 30  # so long it can be asked what became of a delivery
REFUSED = "refused"


class Different(Exception):
    """A delivery of this delivery_id, with other content, is in or waits already."""


class Inbox:
    """The inbox of one home; any number of processes may have one."""

    def __init__(self, home: Home) -> None:
        self.root = home.path / FOLDER
        self._known: dict[
            tuple[str, int], Entry
        ] = {}  # of those that wait, by the number of their folder: they do not change
        with storage_errors(home.path):
            for name in (INCOMING, WAITING, DONE):
                (self.root / name).mkdir(mode=0o700, parents=True, exist_ok=True)
            self.root.chmod(0o700)
            sync(home.path)
            sync(self.root)

    @contextmanager
    def incoming(self) -> Iterator[Path]:
        """A folder to write one delivery in. It is locked for as long as this process lives: by that others know it is in use."""
        with storage_errors(self.root), alone(self.root / INCOMING / "lock"):
            self._remove_left()
            folder = Path(tempfile.mkdtemp(dir=self.root / INCOMING))
            held = _locked(folder)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            if held is not None:
                os.close(held)

    def remove_left(self) -> None:
        """Remove what processes that were killed left half."""
        with storage_errors(self.root), alone(self.root / INCOMING / "lock"):
            self._remove_left()

    def _remove_left(self) -> None:
        for folder in (self.root / INCOMING).iterdir():
            if folder.is_dir() and (held := _locked(folder)) is not None:
                shutil.rmtree(folder, ignore_errors=True)
                os.close(held)

    def place(self, folder: Path, entry: Entry) -> tuple[Entry, bool]:
        """Make what is in a folder of `incoming` an entry; True when it was not there. When this returns it is on disk.

        Raises `Different`. What was refused may come again mended; the very same zip is refused once and stays so, unless it was
        refused for what is set here alone: that may be otherwise now.
        """
        with storage_errors(self.root):
            _sync_file(folder / ZIP)
            write_about(folder, entry)
            with self._turn():
                found = self.find(entry.id)
                if found and found.status == REFUSED and (found.digest != entry.digest or _for_our_settings(found)):
                    found = None
                if found is None:
                    os.rename(folder, self.root / WAITING / entry.id)
                    sync(self.root / WAITING)
                    return entry, True
        if found.status != REFUSED and found.content != entry.content:
            raise Different
        return found, False

    def find(self, id: str) -> Entry | None:
        """The entry of this id."""
        for name in (WAITING, DONE, WAITING):  # it may be moved while one looks
            if found := read(self.root / name / id):
                return found
        return None

    def waiting(self) -> list[Entry]:
        """What waits for the gate, in order of arrival; also what was received and not moved yet."""
        with os.scandir(self.root / WAITING) as folders:
            names = [(one.name, one.inode()) for one in folders]
        place, known = self.root / WAITING, self._known
        self._known = {key: one for key in names if (one := known.get(key) or read(place / key[0]))}
        found = [with_outcome(place / one.id, one) for one in self._known.values()]
        return sorted(found, key=lambda one: (one.arrived_us, one.id))

    def of_partner(self, chain: str, partner: str) -> list[Entry]:
        """All entries of one partner in one chain, the latest first."""
        own = beginning_of(chain, partner)
        names = {name for place in (WAITING, DONE) for name in os.listdir(self.root / place) if name.startswith(own)}
        found = [one for name in names if (one := self.find(name))]
        return sorted(found, key=lambda one: (one.arrived_us, one.id), reverse=True)

    def delivery(self, entry: Entry) -> Path:
        """The zip of one that waits."""
        return self.root / WAITING / entry.id / ZIP

    def finish(self, entry: Entry, outcome: Outcome, now_us: int) -> None:
        """Keep what became of one that waited. Its zip is not needed any more: its rows are in, or it is with the refused ones."""
        write_outcome(self.root / WAITING / entry.id, outcome, now_us)
        self.settle(entry)

    def settle(self, entry: Entry) -> None:
        """Move one of which the outcome is known; a crash may have come between."""
        there, done = self.root / WAITING / entry.id, self.root / DONE / entry.id
        with storage_errors(self.root), self._turn():
            (there / ZIP).unlink(missing_ok=True)
            if done.exists():  # it was refused before, and came again
                shutil.rmtree(done)
            os.rename(there, done)
            sync(self.root / DONE)
            sync(self.root / WAITING)

    def remove_old(self, now_us: int) -> None:
        """Forget what became of deliveries long ago."""
        for folder in (self.root / DONE).iterdir():
            with suppress(OSError):
                if folder.stat().st_mtime_ns // 1000 < now_us - KEPT_DAYS * DAY_US:
                    shutil.rmtree(folder)

    def _turn(self) -> AbstractContextManager[None]:
        """One at a time decides what is there already."""
        return alone(self.root / "lock")


def _for_our_settings(entry: Entry) -> bool:
    codes = entry.outcome.codes if entry.outcome else ()
    return bool(codes) and OF_OUR_SETTINGS.issuperset(codes)


def _locked(folder: Path) -> int | None:
    """The lock on a folder, which the kernel frees when its process ends; None when another process has it."""
    try:
        held = os.open(folder, os.O_RDONLY)
    except FileNotFoundError:  # moved into its place meanwhile
        return None
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(held)
        return None
    return held


def _sync_file(place: Path) -> None:
    with place.open("rb") as file:
        os.fsync(file.fileno())
