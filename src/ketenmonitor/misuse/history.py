"""The review queue on disk: what was assessed, by whom each item was judged, and how.

    FOLDER/history.jsonl       what happened, a line each: runs with their new items, steps, and who was shown what
    FOLDER/items/0001.jsonl    of one item, who looked at whom and why it is here; then what reviewers wrote
    FOLDER/secret              by which the history names a pair without saying who they are
    FOLDER/lock                held by whoever writes

Comes in: a folder. Goes out: lines. The promise: a line is on disk before anything is shown of it; lines are only added, and each holds
the hash of the one before, so that one that was changed or taken out is noticed. The history names no officer who was assessed and no
person: an item's file can be removed when its term is over, and the figures stay.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from ketenmonitor.confirmed import append_line
from ketenmonitor.errors import StorageError, UsageError

FILE, ITEMS, SECRET = "history.jsonl", "items", "secret"
SECONDS = 5.0
BEGIN = "0" * 64
Line = dict[str, Any]


@dataclass(frozen=True)
class History:
    """The lines there are, and a way to add one. Only to be had from `open_history`."""

    folder: Path
    lines: list[Line]
    last: str

    def pair(self, user: str, person: str) -> str:
        """What the history calls a pair."""
        secret = (self.folder / SECRET).read_bytes()
        said = json.dumps([user, person]).encode()
        return hmac.digest(secret, said, "sha256").hex()[:32]

    def add(self, line: Line) -> History:
        """One line more, on disk."""
        content = json.dumps({**line, "before": self.last}, ensure_ascii=False).encode()
        self._append(self.folder / FILE, content)
        return History(self.folder, [*self.lines, line], hashlib.sha256(content).hexdigest())

    def note(self, item: int, said: Mapping[str, Any]) -> None:
        """Something about an item, in its own file."""
        self._append(self.place_of(item), json.dumps(said, ensure_ascii=False).encode())

    def notes(self, item: int) -> list[Line]:
        """What stands in the file of an item: who and why first; nothing when it was removed."""
        try:
            return [line for _, line in _lines(self.place_of(item))]
        except FileNotFoundError:
            return []

    def place_of(self, item: int) -> Path:
        return self.folder / ITEMS / f"{item:06d}.jsonl"

    def drop_unfinished(self, known: set[int]) -> None:
        """Remove files of items that no line of the history has: their run was cut off."""
        for place in (self.folder / ITEMS).glob("*.jsonl"):
            if int(place.stem) not in known:
                place.unlink()

    def _append(self, place: Path, content: bytes) -> None:
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


@contextmanager
def open_history(folder: Path) -> Iterator[History]:
    """The history of a folder, which is made when it is not there, for one writer at a time."""
    try:
        _make_folders(folder)
        with FileLock(folder / "lock", timeout=SECONDS, mode=_mode(folder)):
            _make_secret(folder / SECRET)
            yield _read(folder)
    except Timeout:
        raise UsageError(f"{folder}: somebody writes in this queue now. Try again in a while.") from None
    except OSError as error:
        reason = (error.strerror or "it failed").lower()
        raise StorageError(f"{folder}: the review queue cannot be used: {reason}. Check your rights to it.") from None


def _make_folders(folder: Path) -> None:
    """A folder that is there keeps its rights: that of several reviewers has a group, and is writable for that."""
    if not folder.exists():
        folder.mkdir(parents=True)
        folder.chmod(0o700)
    if not (folder / ITEMS).exists():
        (folder / ITEMS).mkdir()
        (folder / ITEMS).chmod(folder.stat().st_mode & 0o7777)


def _mode(folder: Path) -> int:
    """Files are for who made them, or for the group when the folder is."""
    return 0o660 if folder.stat().st_mode & 0o020 else 0o600


def _read(folder: Path) -> History:
    last = BEGIN
    lines: list[Line] = []
    place = folder / FILE
    for content, line in _lines(place) if place.exists() else ():
        if line.pop("before", None) != last:
            raise StorageError(
                f"{place}: a line before or at number {len(lines) + 1} was changed or taken out. Nothing is shown. Put back a backup, "
                "and find out who could write here."
            )
        last = hashlib.sha256(content).hexdigest()
        lines.append(line)
    return History(folder, lines, last)


def _lines(place: Path) -> Iterator[tuple[bytes, Line]]:
    """Whole lines; what a crash left half was never confirmed, and the hashes tell when it was more than that."""
    for content in place.read_bytes().split(b"\n"):
        try:
            line = json.loads(content)
        except ValueError:
            continue
        if isinstance(line, dict):
            yield content, line


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
