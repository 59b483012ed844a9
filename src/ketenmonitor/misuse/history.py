"""The review queue on disk: what was assessed, by whom each item was judged, and how.

    LOG                        what happened, a record each: runs with their new items, steps, and who was shown what (`transparency`)
    FOLDER/items/000001.jsonl  of one item, who looked at whom and why it is here; then what reviewers wrote
    FOLDER/secret              by which the log names a pair, and what stands in the files of items, without saying who they are
    FOLDER/lock                held by whoever writes

Comes in: the two folders. Goes out: lines. The promise: a line is in the log before anything is shown of it, and the log shows when one
was changed, left out or put elsewhere, by `ketenmonitor log verify` and each time that this is opened. Each line has the keyed
hash of what it puts in the file of an item, so that a reason cannot be changed either. The log names no officer who was assessed and
no person: an item's file can be removed when its term is over, and the figures stay.
"""

from __future__ import annotations

import hmac
import json
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from ketenmonitor.confirmed import append_line
from ketenmonitor.errors import StorageError, UsageError
from ketenmonitor.transparency import Log, verify

ITEMS, SECRET, ORIGIN = "items", "secret", "origin"
SECONDS = 5.0
CHANGED = (
    "Nothing is shown. Keep the folder as it is, run `ketenmonitor log verify`, and find out who could write here."
)
Line = dict[str, Any]


@dataclass
class History:
    """The lines there are, and a way to add one. Only to be had from `open_history`."""

    folder: Path
    log: Log
    lines: list[Line]
    _noted: list[tuple[int, str]] = field(default_factory=list)

    def pair(self, user: str, person: str) -> str:
        """What the log calls a pair."""
        return self._keyed(json.dumps([user, person]).encode())[:32]

    def add(self, line: Line) -> None:
        """One line more, in the log, with what was noted about items since the last one."""
        whole = {**line, "notes": self._noted} if self._noted else line
        self.log.confirm([json.dumps(whole, ensure_ascii=False).encode()])
        self.lines, self._noted = [*self.lines, whole], []

    def note(self, item: int, said: Mapping[str, Any]) -> None:
        """Something about an item, in its own file. It counts when the next line is there."""
        place, content = self._place_of(item), json.dumps(said, ensure_ascii=False).encode()
        is_new = not place.exists()
        try:
            append_line(place, content)
            if is_new:
                place.chmod(_mode(self.folder))
        except OSError as error:
            reason = (error.strerror or "it failed").lower()
            raise StorageError(
                f"{place}: cannot be written: {reason}. Nothing is shown or decided that is not on disk. Check free space and "
                "your rights, and give the command again."
            ) from None
        self._noted.append((item, self._keyed(content)))

    def notes(self, item: int) -> list[Line]:
        """What stands in the file of an item: who and why first; nothing when it was removed."""
        place = self._place_of(item)
        if not place.exists():
            return []
        found = {self._keyed(content): content for content in place.read_bytes().split(b"\n")}
        wanted = [said for line in self.lines for number, said in line.get("notes", ()) if number == item]
        if not found.keys() >= set(wanted):
            raise StorageError(f"{place}: this is not what the log of the review says that was written. {CHANGED}")
        return [json.loads(found[one]) for one in wanted]

    def drop_unfinished(self, known: set[int]) -> None:
        """Remove files of items that no line of the log has: their run was cut off."""
        for place in (self.folder / ITEMS).glob("*.jsonl"):
            if int(place.stem) not in known:
                place.unlink()

    def _place_of(self, item: int) -> Path:
        return self.folder / ITEMS / f"{item:06d}.jsonl"

    def _keyed(self, content: bytes) -> str:
        return hmac.digest((self.folder / SECRET).read_bytes(), content, "sha256").hex()


@contextmanager
def open_history(folder: Path, log: Path) -> Iterator[History]:
    """The history of a queue, which is made when it is not there, for one writer at a time."""
    try:
        _make_folder(folder, 0o700)
        _make_folder(folder / ITEMS, folder.stat().st_mode & 0o7777)
        with FileLock(folder / "lock", timeout=SECONDS, mode=_mode(folder)):
            opened = _log(folder, log)
            _make_secret(folder / SECRET)
            try:
                yield History(folder, opened, _lines(opened))
            finally:
                _share(folder, log)
    except Timeout:
        raise UsageError(f"{folder}: somebody writes in this queue now. Try again in a while.") from None
    except OSError as error:
        reason = (error.strerror or "it failed").lower()
        raise StorageError(f"{folder}: the review queue cannot be used: {reason}. Check your rights to it.") from None


def _make_folder(folder: Path, mode: int) -> None:
    """A folder that is there keeps its rights: that of several reviewers has a group, and is writable for that."""
    if not folder.exists():
        folder.mkdir(parents=True)
        folder.chmod(mode)


def _log(folder: Path, log: Path) -> Log:
    """The log of a queue. One that was begun is not begun again: without its log no decision would be known any more."""
    if (log / ORIGIN).exists():
        return Log(log)
    if (folder / SECRET).exists():
        raise StorageError(
            f"{log}: the log of the review is not there, and {folder} says that there was one. {CHANGED}"
        )
    return Log(log, f"ketenmonitor/{secrets.token_hex(8)}/review")


def _lines(log: Log) -> list[Line]:
    """All lines of a log in which nothing was changed since it was written."""
    if findings := verify(log.folder, ()).findings:
        raise StorageError(f"{log.folder}: {findings[0]} {CHANGED}")
    records = [record for _, record in log.records()]
    return [json.loads(record) for record in records if record is not None]


def _share(folder: Path, log: Path) -> None:
    """Give the log to the group of the reviewers, when the folder is theirs: who writes in a log makes it for themselves alone."""
    if folder.stat().st_mode & 0o020:
        for place in (log, *log.rglob("*")):
            if place.stat().st_uid == os.getuid():
                place.chmod(folder.stat().st_mode & 0o7777 if place.is_dir() else _mode(folder))


def _mode(folder: Path) -> int:
    """Files are for who made them, or for the group when the folder is."""
    return 0o660 if folder.stat().st_mode & 0o020 else 0o600


def _make_secret(place: Path) -> None:
    if place.exists():
        return
    beside = place.with_name(f"{SECRET}.new")
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(secrets.token_bytes(32))
        os.fchmod(file.fileno(), _mode(place.parent))
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, place)
