"""Everything that stands in a log, read once, and what is wrong with it without knowing what was signed.

Comes in: the folder of a log. Goes out: its leaves, the leaves that its records would have, and faults with their numbers. The
promise: nothing is written, and a log to which records are being added is read as it was at one moment.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ketenmonitor.transparency import disk, erasing, kept
from ketenmonitor.transparency.tree import HASH

ATTEMPTS = 3
MOST_SPANS = 20  # that are named, of one kind of fault


@dataclass
class Read:
    """What was read. `computed`: leaves made of the records, or as they stand where there is no record."""

    origin: str
    leaves: bytes
    computed: bytearray = field(default_factory=bytearray)
    faults: list[tuple[str, str]] = field(default_factory=list)
    edited: list[int] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    missing: list[int] = field(default_factory=list)
    listed: set[int] = field(default_factory=set)
    unconfirmed: int = 0

    @property
    def size(self) -> int:
        return len(self.leaves) // HASH

    @property
    def erased(self) -> int:
        return len(self.gone)


def read_log(folder: Path) -> Read:
    """Read a log whole; again when something is wrong while others write: what was being erased is then listed."""
    for _ in range(ATTEMPTS):
        read = _read_once(folder)
        if not (read.faults or read.edited) or disk.size_of(folder / kept.LEAVES) == len(read.leaves):
            break
    return read


def _read_once(folder: Path) -> Read:
    origin, end, rest = kept.content_of(folder / "origin").decode(errors="replace").partition("\n")
    total = disk.size_of(folder / kept.LEAVES)
    read = Read(origin, kept.leaves(folder, 0, total // HASH))
    read.unconfirmed = total % HASH
    if not origin or not end or rest:
        read.faults.append(("other-origin", "the file origin"))
    last = kept.segment(folder, read.size)
    for number in range(0, read.size + 1, kept.PER_SEGMENT):
        _read_segment(read, kept.segment(folder, number), number)
    others = sorted(
        p.name for p in (folder / kept.RECORDS).glob("*") if p.name > last.name or len(p.name) != len(last.name)
    )
    read.faults += [("damaged", f"the file {name}, which is no part of the log") for name in others]
    unlisted = [number for number in read.gone if number not in read.listed]
    present = sorted(read.listed - set(read.gone))
    read.edited = [number for number in read.edited if number not in read.listed]  # an erasure that is under way
    for code, numbers in (
        ("record-missing", read.missing),
        ("erased-unlisted", unlisted),
        ("erasure-unfinished", present),
    ):
        read.faults += [(code, where) for where in spans_said(numbers)]
    return read


def spans_said(numbers: Iterable[int]) -> list[str]:
    """Numbers in words, rows of them together; of many the first ones."""
    spans = erasing.spans_of(numbers)
    said = [f"record {first}" if first == last else f"records {first} to {last}" for first, last in spans[:MOST_SPANS]]
    return said if len(spans) <= MOST_SPANS else [*said, f"and {len(spans) - MOST_SPANS} rows of records more"]


def _read_segment(read: Read, place: Path, number: int) -> None:
    """Read one segment, of which the first record has this number."""
    content = kept.content_of(place)
    wanted, is_last = min(kept.PER_SEGMENT, read.size - number), read.size - number < kept.PER_SEGMENT
    found = list(kept.frames(content))
    for at, frame in enumerate(found[:wanted]):
        _read_frame(read, frame, number + at)
    missing = range(number + len(found), number + wanted)
    read.missing += missing
    read.computed += read.leaves[missing.start * HASH : missing.stop * HASH] if missing else b""
    waiting = found[wanted:]
    end = waiting[0].at if waiting else found[-1].end if found else 0
    is_whole = all(frame.is_sound for frame in waiting) and kept.is_half(content, found[-1].end if found else 0)
    if end < len(content) and (missing or not is_last or not is_whole):
        read.faults.append(("damaged", f"the file {place.name}, from byte {end} on"))
    else:
        read.unconfirmed += len(content) - end


def _read_frame(read: Read, frame: kept.Frame, number: int) -> None:
    stands = read.leaves[number * HASH : (number + 1) * HASH]
    leaf = frame.leaf
    if frame.body is None:
        read.gone.append(number)
    elif not frame.is_sound or leaf != stands:
        read.edited.append(number)
    elif spans := erasing.listed(frame.body[kept.SALT :]):
        read.listed.update(n for first, last in spans for n in range(first, min(last + 1, number)))
    read.computed += leaf or stands
