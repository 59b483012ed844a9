"""What a holder keeps of its own list: which tag leads to which contact point, and what the log calls that person.

    STATE/index/<purpose>/<period>.npy     a row for each identifier, by tag; no identifier is in it

Comes in: rows, or a tag of 16 bytes. Goes out: a file, or what is known of that tag. The promise: eight bytes that anybody may have from
the list lead nowhere; who claims has the eight that follow, so has asked.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ketenmonitor.errors import StorageError

ROW = np.dtype([("tag", "<u8"), ("proof", "<u8"), ("subject", "S40"), ("contact", "<u4"), ("canary", "?")])
Rows = npt.NDArray[np.void]
TAG_BYTES = 16


@dataclass(frozen=True)
class Known:
    """What a tag leads to. `subjects`: what the log calls the person; `is_canary`: made up, so nobody has a reason to ask."""

    contacts: tuple[str, ...]
    subjects: tuple[str, ...]
    is_canary: bool


class Index:
    """Of one purpose and period."""

    def __init__(self, rows: Rows, names: list[str]) -> None:
        self._rows, self._tags, self._names = rows, np.ascontiguousarray(rows["tag"]), names

    def find(self, tag: bytes, contacts: Mapping[str, str]) -> Known | None:
        """What is known of a tag, with the texts of contact points."""
        first, proof = (np.uint64(int.from_bytes(tag[at : at + 8], "little")) for at in (0, 8))
        begin, end = (int(np.searchsorted(self._tags, first, side)) for side in ("left", "right"))
        found = [row for row in self._rows[begin:end] if row["proof"] == proof]
        if not found:
            return None
        names = sorted({self._names[row["contact"]] for row in found})
        subjects = sorted({row["subject"].decode() for row in found})
        return Known(
            tuple(contacts.get(name, name) for name in names),
            tuple(subjects),
            any(bool(row["canary"]) for row in found),
        )


def place_of(folder: Path, purpose: str, period: str) -> Path:
    """Where an index is."""
    return folder / "index" / purpose / f"{period}.npy"


def write_index(folder: Path, purpose: str, period: str, rows: Rows, names: list[str]) -> None:
    """Put an index in place of the one before. Raises StorageError."""
    place = place_of(folder, purpose, period)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        beside = place.with_name(place.name + ".new")
        with beside.open("wb") as file:
            np.save(file, np.sort(rows, order="tag"))
            file.write(json.dumps(names).encode())
        os.replace(beside, place)
    except OSError as error:
        raise StorageError(f"{place}: cannot be written: {(error.strerror or 'it failed').lower()}.") from None


def open_index(folder: Path, purpose: str, period: str) -> Index:
    """An index. Raises StorageError when there is none."""
    place = place_of(folder, purpose, period)
    try:
        with place.open("rb") as file:
            rows = np.load(file, allow_pickle=False)
            return Index(rows, json.loads(file.read()))
    except (OSError, ValueError):
        raise StorageError(
            f"{place}: there is no list for this purpose and period. Make one: `ketenmonitor node publish CONFIG EXTRACT`."
        ) from None
