"""A log of records in one folder: what was confirmed stays, and a change of it shows.

    LOG/origin            what the log is called, in all checkpoints of it
    LOG/records/          the records with their salts (`kept`)
    LOG/leaves            the hash of each leaf, 32 bytes after 32 bytes
    LOG/checkpoints/SIZE  each checkpoint that was signed, with its signatures
    LOG/erasing           numbers of records that are being erased: there only meanwhile
    LOG/lock              held by the one who writes

Comes in: records, as bytes. Goes out: their numbers, and proofs. The promise: `confirm` returns when the records are on disk, or
raises StorageError; threads that confirm at the same time share one write, and processes wait for each other. A crash leaves at
most records of which nobody was told that they are there.

The order of writing is what the promise rests on: records (waited for), then leaves (which can be made of them again). So what
has a leaf was whole, and only what has none may be half.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from ketenmonitor.errors import NotFoundError, StorageError
from ketenmonitor.keys import Signer
from ketenmonitor.transparency import disk, erasing, kept
from ketenmonitor.transparency.checkpoints import Checkpoint, keep, kept_last, signed
from ketenmonitor.transparency.notes import NAME
from ketenmonitor.transparency.settling import settled
from ketenmonitor.transparency.tree import HASH, Tree

ORIGIN = "origin"
T = TypeVar("T")


class Log:
    """The log in a folder. Threads may share the object; processes share the folder."""

    def __init__(self, folder: Path, origin: str | None = None) -> None:
        """Open a log, or begin one with this origin. Raises StorageError for another origin, or where it cannot be written."""
        self.folder = folder
        self._queue, self._writing, self._growing = threading.Lock(), threading.Lock(), threading.Lock()
        self._waiting: list[_Batch] = []
        self._end = kept.UNKNOWN
        self._tree = Tree()
        self.origin = self._do(lambda: _origin(folder, origin))
        self._do(self._settle)

    def confirm(self, records: Sequence[bytes]) -> range:
        """Add records; returns their numbers when all are on disk."""
        for record in records:
            assert len(record) <= kept.LONGEST, "longer than a record may be"
            assert not record.startswith(erasing.MARK), "only the log itself writes what was erased"
        batch = _Batch(records)
        with self._queue:
            self._waiting.append(batch)
        with self._writing:
            if not batch.is_done:  # or who wrote before me took mine along
                with self._queue:
                    together, self._waiting = self._waiting, []
                self._write(together)
        if batch.first is None:
            raise StorageError(batch.fault)
        return range(batch.first, batch.first + len(records))

    def size(self) -> int:
        """How many records there are."""
        return disk.size_of(self.folder / kept.LEAVES) // HASH

    def record(self, number: int) -> bytes | None:
        """A record; None when it was erased."""
        return next(self._read(number, number + 1))[1]

    def records(self, start: int = 0) -> Iterator[tuple[int, bytes | None]]:
        """Each record with its number, from `start` on; what the log itself wrote of erasures is left out."""
        for number, record in self._read(start, self.size()):
            if record is None or not record.startswith(erasing.MARK):
                yield number, record

    def body(self, number: int) -> bytes | None:
        """A record after its salt: what a third party needs to see that it is this leaf."""
        frame = next(kept.read(self.folder, number, number + 1))[1]
        return frame.body

    def erase(self, numbers: Iterable[int]) -> None:
        """Take records and their salts away; that it was done is itself a record. Their leaves stay, so all proofs hold."""
        spans = erasing.spans_of(numbers)
        if spans and spans[-1][1] >= self.size():
            raise StorageError(f"{self.folder}: there is no record {spans[-1][1]}. Nothing was erased.")

        def work() -> None:
            with disk.alone(self.folder):
                self._settled()  # what another began to erase first
                disk.write_whole(self.folder / erasing.FILE, erasing.told(spans))
                self._settled()

        if spans:
            with self._writing:
                self._do(work)

    def checkpoint(self, signer: Signer) -> str:
        """Sign what the log holds now, and keep that in the log. Raises StorageError when it is not what was signed before."""
        with self._writing:
            return self._do(lambda: self._signed(signer))

    def root(self, size: int) -> bytes:
        """The root of the first `size` leaves."""
        return self._grown(size).root(size)

    def inclusion(self, number: int, size: int) -> list[bytes]:
        """The path that proves leaf `number` to be among the first `size`."""
        return self._grown(size).inclusion(number, size)

    def consistency(self, old: int, new: int) -> list[bytes]:
        """The path that proves the first `old` leaves to be the beginning of the first `new`."""
        return self._grown(new).consistency(old, new)

    def _write(self, together: list[_Batch]) -> None:
        """Write what several threads ask, with one wait for the disk; each is told its numbers or why not."""
        try:
            with disk.alone(self.folder):
                self._settled()
                first = self._append([record for batch in together for record in batch.records])
            for batch in together:
                batch.first, first = first, first + len(batch.records)
        except OSError as error:
            _fail(together, _unwritable(self.folder, error))
        except StorageError as error:
            _fail(together, str(error))
        finally:
            for batch in together:
                batch.is_done = True

    def _append(self, records: Sequence[bytes]) -> int:
        """Put records at the end, segment by segment. The caller holds the lock, and knows the end."""
        first = size = self._end.size
        at = 0
        while at < len(records):
            part = records[at : at + kept.PER_SEGMENT - size % kept.PER_SEGMENT]
            frames, leaves = kept.packed(part)
            end = self._end.end if size % kept.PER_SEGMENT else 0
            disk.append(kept.segment(self.folder, size), end, frames)
            disk.append(self.folder / kept.LEAVES, size * HASH, leaves, is_last_step=True)
            size, at = size + len(part), at + len(part)
            self._end = kept.End(size, end + len(frames))
        return first

    def _settle(self) -> None:
        with disk.alone(self.folder):
            self._settled()

    def _settled(self) -> None:
        """Mend what a crash left, of this process or another; the caller holds the lock."""
        self._end = settled(self.folder, self._end)
        if (self.folder / erasing.FILE).exists():
            spans = erasing.read(self.folder)
            self._append([erasing.listing(spans)])
            erasing.carry_out(self.folder, spans)

    def _signed(self, signer: Signer) -> str:
        with disk.alone(self.folder):
            self._settled()
            disk.sync(self.folder / kept.LEAVES)
        size, last = self._end.size, kept_last(self.folder)
        if last and (last.size > size or self.root(last.size) != last.root):
            raise StorageError(
                f"{self.folder}: the log does not begin with what was signed at {last.size} records, so nothing was signed. "
                "Run `ketenmonitor log verify`, and keep the folder as it is."
            )
        return keep(self.folder, signed(Checkpoint(self.origin, size, self.root(size)), signer))

    def _grown(self, size: int) -> Tree:
        """The tree with at least so many leaves."""
        with self._growing:
            missing = size - len(self._tree)
            if missing > 0:
                leaves = self._do(lambda: kept.leaves(self.folder, len(self._tree), size))
                if len(leaves) < missing * HASH:
                    raise StorageError(f"{self.folder}: the log has fewer than {size} records.")
                self._tree.extend(leaves)
            return self._tree

    def _read(self, start: int, end: int) -> Iterator[tuple[int, bytes | None]]:
        return ((number, frame.record) for number, frame in kept.read(self.folder, start, end))

    def _do(self, work: Callable[[], T]) -> T:
        try:
            return work()
        except OSError as error:
            raise StorageError(_unwritable(self.folder, error)) from None


class _Batch:
    """What one call of `confirm` waits for."""

    def __init__(self, records: Sequence[bytes]) -> None:
        self.records = records
        self.is_done = False
        self.first: int | None = None
        self.fault = "The write was broken off."


def _fail(together: list[_Batch], fault: str) -> None:
    for batch in together:
        batch.fault = fault


def logs_in(place: Path) -> list[Path]:
    """The folder itself when it is a log, or the logs of a home. Raises NotFoundError when there is none."""
    found = (
        [place]
        if (place / kept.LEAVES).exists()
        else sorted(p.parent for p in (place / "log").glob(f"*/{kept.LEAVES}"))
    )
    if not found:
        raise NotFoundError(f"{place}: there is no log here. Name the folder of a log, or of a monitor that has logs.")
    return found


def _origin(folder: Path, origin: str | None) -> str:
    """What the log is called. One that is begun gets its folders and its name."""
    place = folder / ORIGIN
    said = kept.content_of(place).decode(errors="replace").rstrip("\n")
    if not said and origin is None:
        raise StorageError(f"{folder}: this is not a log: it has no file named {ORIGIN}.")
    if said and origin not in (None, said):
        raise StorageError(f"{folder}: this is the log of another origin than was asked for. Name its own folder.")
    if not said:
        assert NAME.fullmatch(str(origin)), "an origin is an address without scheme, spaces or plus"
        (folder / kept.RECORDS).mkdir(parents=True, exist_ok=True)
        with disk.alone(folder):
            (folder / kept.LEAVES).touch(0o600)
            disk.write_whole(place, f"{origin}\n".encode())
        disk.keep_names(folder.parent)
    return said or str(origin)


def _unwritable(folder: Path, error: OSError) -> str:
    reason = (error.strerror or "it failed").lower()
    return (
        f"{folder}: the log cannot be written: {reason}. What must be logged is done only when that is on disk, so nothing was done."
        " Check free space and your rights to this folder, and try again."
    )
