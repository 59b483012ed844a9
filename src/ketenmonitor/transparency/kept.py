"""Records on disk, each with its salt: apart from the hashes of their leaves, so that they can be erased.

    LOG/records/00000000     the first 4,096 records, each: length (4 bytes), CRC-32 (4), salt (16), record
    LOG/records/00000001     the next 4,096

Comes in: records. Goes out: bytes of a segment, and what stands in one. The promise: a record that was erased leaves its length and
nothing else, so all others stay where they are; what is not whole is told from what is damaged.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from pathlib import Path
from zlib import crc32

from ketenmonitor.errors import StorageError
from ketenmonitor.transparency import disk
from ketenmonitor.transparency.tree import HASH, leaf_hash

RECORDS, LEAVES = "records", "leaves"
PER_SEGMENT = 4096
HEAD = struct.Struct(">II")
SALT = 16
LONGEST = 1 << 24  # bytes of a record


@dataclass(frozen=True)
class End:
    """How many records there are, and where the last one ends in its segment."""

    size: int
    end: int


UNKNOWN = End(-1, -1)


@dataclass(frozen=True)
class Frame:
    """A record as it stands in a segment: from `at` to `end`. No body: erased; not `is_sound`: not what was written."""

    at: int
    end: int
    body: bytes | None
    is_sound: bool

    @property
    def record(self) -> bytes | None:
        return None if self.body is None else self.body[SALT:]

    @property
    def leaf(self) -> bytes | None:
        return None if self.body is None else leaf_of(self.body)


def segment(folder: Path, number: int) -> Path:
    """The file with record `number`."""
    return folder / RECORDS / f"{number // PER_SEGMENT:08d}"


def leaf_of(body: bytes) -> bytes:
    """The hash of a leaf: of a salt and a record one hash, so that who may check the tree need not have them."""
    return leaf_hash(sha256(body).digest())


def packed(records: Sequence[bytes]) -> tuple[bytes, bytes]:
    """Records as they are written, and the hashes of their leaves. A salt is never used twice."""
    salts = os.urandom(SALT * len(records))
    bodies = [salts[at * SALT : (at + 1) * SALT] + record for at, record in enumerate(records)]
    frames = [HEAD.pack(len(body) - SALT, crc32(body)) + body for body in bodies]
    return b"".join(frames), b"".join([leaf_of(body) for body in bodies])


def frames(content: bytes, at: int = 0) -> Iterator[Frame]:
    """What stands in a segment, from `at` on, up to the first record that is not whole."""
    return (frame(content, start, end) for start, end in spans(content, at))


def spans(content: bytes, at: int = 0) -> Iterator[tuple[int, int]]:
    """Where each record begins and ends."""
    last = len(content) - HEAD.size - SALT
    while at <= last:
        length, _ = HEAD.unpack_from(content, at)
        end = at + HEAD.size + SALT + length
        if length > LONGEST or end > len(content):
            return
        yield at, end
        at = end


def frame(content: bytes, at: int, end: int) -> Frame:
    """The record that stands there."""
    _, check = HEAD.unpack_from(content, at)
    body = content[at + HEAD.size : end]
    if check == 0 and not any(body):
        return Frame(at, end, None, True)
    return Frame(at, end, body, crc32(body) == check)


def is_half(content: bytes, at: int) -> bool:
    """Whether what stands from `at` on is what a crash can leave: a record of which the end is not there, or room without one."""
    rest = content[at:]
    if len(rest) < HEAD.size or not any(rest):
        return True
    length, _ = HEAD.unpack_from(rest)
    return length <= LONGEST and len(rest) < HEAD.size + SALT + length


def read(folder: Path, start: int, end: int) -> Iterator[tuple[int, Frame]]:
    """Records with their numbers. Raises StorageError where they are not as they were written."""
    for first in range(start - start % PER_SEGMENT, end, PER_SEGMENT):
        content, number = content_of(segment(folder, first)), first
        for at, to in islice(spans(content), min(PER_SEGMENT, end - first)):
            if number >= start:
                found = frame(content, at, to)
                yield number, found if found.is_sound else _again(folder, number, found)
            number += 1
        if number < min(first + PER_SEGMENT, end):
            raise unreadable(folder, number)


def _again(folder: Path, number: int, found: Frame) -> Frame:
    """Read a record once more when nobody writes: it may be one that was just being erased."""
    try:
        with disk.alone(folder):
            again = frame(content_of(segment(folder, number)), found.at, found.end)
    except OSError:  # where this process may not write, nobody's writing can be waited for
        again = found
    if not again.is_sound:
        raise unreadable(folder, number)
    return again


def unreadable(folder: Path, number: int) -> StorageError:
    """What is said of a record that is not as it was written, or not there."""
    return StorageError(
        f"{folder}: record {number} cannot be read. Run `ketenmonitor log verify` to see what is wrong."
    )


def blank(frame: Frame) -> tuple[int, bytes]:
    """What erases a record: where, and bytes."""
    return frame.at + 4, bytes(frame.end - frame.at - 4)


def leaves(folder: Path, start: int, end: int) -> bytes:
    """The hashes of leaves `start` up to `end`; fewer when they are not there."""
    try:
        with (folder / LEAVES).open("rb") as file:
            file.seek(start * HASH)
            return file.read((end - start) * HASH)
    except FileNotFoundError:
        return b""


def content_of(place: Path, start: int = 0) -> bytes:
    """What is in a file, from `start` on; nothing of one that is not there."""
    try:
        with place.open("rb") as file:
            file.seek(start)
            return file.read()
    except FileNotFoundError:
        return b""
