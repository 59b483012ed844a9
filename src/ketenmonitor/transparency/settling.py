"""What a crash left at the end of a log, made whole again.

Comes in: the folder of a log, under its lock. Goes out: where it ends. The promise: a record that was confirmed stays; what is cut
off was never whole; and what is not half but wrong is left as it is, because that is no crash.
"""

from __future__ import annotations

from pathlib import Path

from ketenmonitor.errors import StorageError
from ketenmonitor.transparency import disk, kept
from ketenmonitor.transparency.tree import HASH


def settled(folder: Path, known: kept.End) -> kept.End:
    """Where the log ends: what `known` says when nobody wrote since. Raises StorageError for what no crash can have done."""
    total = disk.size_of(folder / kept.LEAVES)
    if total % HASH:
        disk.cut(folder / kept.LEAVES, total - total % HASH)
    size = total // HASH
    if size < known.size:
        raise _damaged(folder, "has fewer records than when this process last looked")
    while True:
        place = kept.segment(folder, size)
        if known == kept.End(size, disk.size_of(place)):
            return known
        adopted, end = _adopt(folder, place, size, _start(known, size, place))
        size += adopted
        if not adopted or size % kept.PER_SEGMENT:
            return kept.End(size, end)


def _start(known: kept.End, size: int, place: Path) -> kept.End:
    """From where on a segment must be read: its begin, or where this process saw it end before."""
    first = size - size % kept.PER_SEGMENT
    is_there = first < known.size <= size and known.end <= disk.size_of(place)
    return known if is_there else kept.End(first, 0)


def _adopt(folder: Path, place: Path, size: int, start: kept.End) -> tuple[int, int]:
    """Give whole records without a leaf theirs, and cut off what is half: how many, and where the segment then ends."""
    content = kept.content_of(place, start.end)
    found = list(kept.spans(content))
    within = size - start.size
    new = [kept.frame(content, at, end) for at, end in found[within:]]
    end = found[-1][1] if found else 0
    if len(found) < within or len(found) > kept.PER_SEGMENT - start.size % kept.PER_SEGMENT:
        raise _damaged(folder, "has not as many records as leaves")
    while new and new[-1].body is None:  # room that a crash left empty: nothing without a leaf was ever erased
        end = new.pop().at
    if any(frame.leaf is None or not frame.is_sound for frame in new):
        raise _damaged(folder, "has a record at the end that is whole, but not as it was written")
    if not kept.is_half(content, end):
        raise _damaged(folder, "has something at the end that is no record")
    if end < len(content):
        disk.cut(place, start.end + end)
    if new:
        disk.sync(place)
        leaves = b"".join(frame.leaf or b"" for frame in new)
        disk.append(folder / kept.LEAVES, size * HASH, leaves, is_last_step=True)
    return len(new), start.end + end


def _damaged(folder: Path, what: str) -> StorageError:
    return StorageError(
        f"{folder}: the log {what}. This is not what a crash leaves, so nothing was mended and nothing can be logged. "
        "Run `ketenmonitor log verify`, and keep the folder as it is."
    )
