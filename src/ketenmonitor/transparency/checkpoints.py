"""Checkpoints (c2sp.org/tlog-checkpoint): what a log held at a moment, in three lines, signed.

Comes in: an origin, a size and a root. Goes out: a signed note, and what one says. The promise: what is no checkpoint is None,
never an exception; a log keeps each that it signed, and signatures that others put under it.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from binascii import Error
from dataclasses import dataclass
from pathlib import Path

from ketenmonitor.errors import StorageError
from ketenmonitor.keys import Signer
from ketenmonitor.transparency import disk
from ketenmonitor.transparency.notes import Note, read_note, sign, signed_by
from ketenmonitor.transparency.tree import HASH

FOLDER = "checkpoints"
SIZE = re.compile(r"0|[1-9][0-9]{0,15}")


@dataclass(frozen=True)
class Checkpoint:
    """What the log `origin` held: `size` records, under one root."""

    origin: str
    size: int
    root: bytes

    def __str__(self) -> str:
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"


def signed(checkpoint: Checkpoint, signer: Signer) -> Note:
    """A checkpoint as the log signs it."""
    return Note(str(checkpoint), (sign(str(checkpoint), checkpoint.origin, signer),))


def said_in(note: Note) -> Checkpoint | None:
    """What a note says of a log; None when it is no checkpoint. Lines after the third are allowed by the form, and not ours."""
    lines = note.text.removesuffix("\n").split("\n")
    try:
        origin, size, root = lines[0], lines[1], b64decode(lines[2], validate=True)
    except (IndexError, Error, ValueError):
        return None
    is_fit = origin and SIZE.fullmatch(size) and len(root) == HASH and all(lines)
    return Checkpoint(origin, int(size), root) if is_fit else None


def keep(folder: Path, note: Note) -> str:
    """Keep a checkpoint in the log; of the same text the signatures are put together. Returns it as it is kept."""
    checkpoint = said_in(note)
    assert checkpoint is not None
    place = folder / FOLDER / f"{checkpoint.size:016d}"
    there = read_note(place.read_text(encoding="utf-8")) if place.exists() else None
    if there and there.text == note.text:
        lines = {signed_by(line): line for line in (*there.signatures, *note.signatures)}  # of a key only the last one
        note = Note(note.text, tuple(lines.values()))
    disk.write_whole(place, str(note).encode())
    return str(note)


def kept_last(folder: Path) -> Checkpoint | None:
    """The last checkpoint that is kept. Raises StorageError when it cannot be read: then nothing is known of what was signed."""
    note = kept_note(folder)
    checkpoint = said_in(note) if note else None
    if note and not checkpoint:
        raise _unreadable(folder)
    return checkpoint


def kept_note(folder: Path) -> Note | None:
    """The last checkpoint that is kept, with who signed it. Raises StorageError when it cannot be read."""
    places = sorted((folder / FOLDER).glob("[0-9]*"))
    if not places:
        return None
    note = read_note(places[-1].read_text(encoding="utf-8", errors="replace"))
    if note is None:
        raise _unreadable(folder)
    return note


def _unreadable(folder: Path) -> StorageError:
    return StorageError(
        f"{folder}: the last checkpoint is not one any more. Nothing was signed. Put it back from a copy, and find out who changed it."
    )
