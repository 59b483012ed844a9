"""Erasing records from a log that only grows: the record and its salt go, the leaf stays, and the log says which went.

    LOG/erasing    spans of numbers (JSON), there from before the first byte is erased until the last one is

Comes in: numbers. Goes out: the record that lists them. The promise: first the list is confirmed, then bytes are overwritten, so
an erased record that no list names was not erased by this program; a crash in between is finished by the next who writes.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from ketenmonitor.transparency import disk, kept

FILE = "erasing"
MARK = b'{"erased from this log": '
Spans = list[list[int]]


def spans_of(numbers: Iterable[int]) -> Spans:
    """Numbers as first and last of each row of them."""
    spans: Spans = []
    for number in sorted(set(numbers)):
        if spans and spans[-1][1] == number - 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return spans


def told(spans: Spans) -> bytes:
    """Spans as bytes."""
    return json.dumps(spans).encode()


def read(folder: Path) -> Spans:
    """What must be erased still."""
    spans: Spans = json.loads((folder / FILE).read_bytes())
    return spans


def listing(spans: Spans) -> bytes:
    """The record that says what was erased."""
    return MARK + told(spans) + b"}"


def listed(record: bytes) -> Spans:
    """What a record says to be erased; nothing when it is no such list."""
    if not record.startswith(MARK):
        return []
    try:
        return [[int(first), int(last)] for first, last in json.loads(record[len(MARK) : -1])]
    except (ValueError, TypeError):
        return []


def carry_out(folder: Path, spans: Spans) -> None:
    """Overwrite the records; the caller holds the lock. Lists of what was erased stay."""
    disk.sync(folder / kept.LEAVES)  # a leaf can no longer be made of what is gone
    wanted: dict[int, set[int]] = defaultdict(set)
    for first, last in spans:
        for number in range(first, last + 1):
            wanted[number // kept.PER_SEGMENT].add(number % kept.PER_SEGMENT)
    for which, within in sorted(wanted.items()):
        place = kept.segment(folder, which * kept.PER_SEGMENT)
        content = kept.content_of(place)
        found = [kept.frame(content, *span) for n, span in enumerate(kept.spans(content)) if n in within]
        gone = [kept.blank(frame) for frame in found if not (frame.record or b"").startswith(MARK)]
        disk.overwrite(place, gone)
    (folder / FILE).unlink()
    disk.keep_names(folder)
