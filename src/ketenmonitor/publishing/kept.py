"""The releases that a home made: kept, so that the next one can say what changed and be held against all earlier ones.

    HOME/chains/CHAIN/releases/0001/          the release as it was written, with manifest and signature
    HOME/chains/CHAIN/releases/0001.json      its day, its fingerprint, its tables, and what it showed of which cases

Comes in: the folder of a chain's releases. Goes out: `Kept` releases. The promise: the tables file is written last and
decides; what a crash left without it is not a release and is written over.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import takewhile
from pathlib import Path
from typing import Any

from ketenmonitor.errors import StorageError
from ketenmonitor.instants import to_us
from ketenmonitor.release import PROVENANCE, State, Value, write_folder

NAMES = "[0-9]*.json"
HEAD = re.compile(r'\{"as_of": "(?P<as_of>\d{4}-\d\d-\d\d)", "fingerprint": "(?P<fingerprint>[0-9a-f]{64})"')
HEAD_LENGTH = 200
STATE, DATE = "state", "date"
Rows = list[tuple[int, int, int | None]]  # how many cases, their cell key, and the number that was shown
Cells = dict[tuple[str, tuple[Value, ...], str], Value]


@dataclass(frozen=True)
class Kept:
    """One release: its number, of which day it is, and what names everything that it was made from."""

    number: int
    as_of: date
    fingerprint: str
    place: Path

    @property
    def folder(self) -> Path:
        """Where its files are."""
        return self.place.with_suffix("")

    @property
    def provenance(self) -> dict[str, Any]:
        """What it was made from."""
        return _read(self.folder / PROVENANCE, "deliveries")

    @property
    def known_at_us(self) -> int:
        """What was known at this moment is in it."""
        return to_us(datetime.fromisoformat(self.provenance["known_at"]))

    def cells(self) -> Cells:
        """Every cell by its place."""
        said = _read(self.place, "cells")["cells"]
        return {(table, tuple(map(_value, key)), column): _value(value) for table, key, column, value in said}

    def shown(self, method: str) -> Rows:
        """What was shown until then of the cases of stocks by this method, see `disclosure.Shown`."""
        return self.told().get(method, [])

    def told(self) -> dict[str, Rows]:
        """The same by method."""
        said = _read(self.place, "shown")["shown"]
        return {method: [(count, key, number) for count, key, number in rows] for method, rows in said.items()}

    @cached_property
    def stock_methods(self) -> set[str]:
        """How its stocks were protected; nothing when it has none."""
        return set(_read(self.place, "shown")["shown"])


def kept_releases(folder: Path) -> tuple[Kept, ...]:
    """All releases, in the order in which they were made."""
    found = []
    for place in sorted(place for place in folder.glob(NAMES) if place.stem.isdecimal()):
        found.append(Kept(int(place.stem), *_head(place), place))
    return tuple(found)


def _head(place: Path) -> tuple[date, str]:
    """Of which day a release is and its fingerprint: what stands first, for of a large chain the rest is megabytes."""
    with suppress(OSError, UnicodeDecodeError), place.open(encoding="utf-8") as file:
        if head := HEAD.match(file.read(HEAD_LENGTH)):
            return date.fromisoformat(head["as_of"]), head["fingerprint"]
    said = _read(place, "fingerprint")
    return date.fromisoformat(said["as_of"]), said["fingerprint"]


def _read(place: Path, key: str) -> dict[str, Any]:
    """What a file of this room holds, in which this key is one."""
    try:
        said = json.loads(place.read_text(encoding="utf-8"))
        said[key]
    except (OSError, ValueError, LookupError, TypeError):
        raise StorageError(
            f"{place}: this file of an earlier release is missing or damaged. Put it back from a backup."
        ) from None
    return dict(said)


def before(made: Iterable[Kept], as_of: date) -> Kept | None:
    """The release that a release of this day follows: of those made before it the last one of this day or earlier."""
    found = None
    for one in made:
        if one.as_of <= as_of and (found is None or one.as_of >= found.as_of):
            found = one
    return found


def made_before(releases: Iterable[Kept], as_of: date, fingerprint: str) -> tuple[Kept, ...]:
    """The releases that were made before this one, of whichever day; all when it was not made yet."""
    return tuple(takewhile(lambda one: (one.as_of, one.fingerprint) != (as_of, fingerprint), releases))


def names_of(made: Iterable[Kept]) -> tuple[str, ...]:
    """What tells these releases from any others."""
    return tuple(f"{one.number} {one.as_of} {one.fingerprint}" for one in made)


def shown_in(made: Sequence[Kept], method: str) -> Rows:
    """What these releases showed of which cases by a method; each kept what was shown till then."""
    return next((rows for one in reversed(made) if (rows := one.shown(method))), [])


def known_before(releases: Iterable[Kept], as_of: date) -> int | None:
    """The knowledge of the first release of this day, so that it can be made again; None when there was none."""
    return next((one.known_at_us for one in releases if one.as_of == as_of), None)


def keep(
    folder: Path, as_of: date, fingerprint: str, files: Mapping[str, bytes], cells: Cells, shown: Mapping[str, Any]
) -> Path | None:
    """Keep a release; its place, or None when it was there already. `shown`: by method what `Kept.shown` gives.

    Raises StorageError when it cannot be written.
    """
    releases = kept_releases(folder)
    if any((one.as_of, one.fingerprint) == (as_of, fingerprint) for one in releases):
        return None
    place = folder / f"{max((one.number for one in releases), default=0) + 1:04d}.json"
    write_kept(place, as_of, fingerprint, files, cells, shown)
    return place


def write_kept(
    place: Path, as_of: date, fingerprint: str, files: Mapping[str, bytes], cells: Cells, shown: Mapping[str, Any]
) -> None:
    """Write all that is kept of a release, over what a crash left; whole, or nothing. Raises StorageError."""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(place.with_suffix(""), ignore_errors=True)
        write_folder(place.with_suffix(""), files)
        head = {"as_of": as_of.isoformat(), "fingerprint": fingerprint, "shown": dict(shown)}
        replace_json(place, {**head, "cells": _rows(cells)})
    except OSError as error:
        drop(place)
        reason = (error.strerror or "it failed").lower()
        raise StorageError(
            f"{place}: the release cannot be kept: {reason}. Nothing was left here. Try again."
        ) from None


def drop(place: Path) -> None:
    """Forget a release of which nothing went out; the file that decides first."""
    place.unlink(missing_ok=True)
    place.with_name(f".{place.name}").unlink(missing_ok=True)
    shutil.rmtree(place.with_suffix(""), ignore_errors=True)


def replace_json(place: Path, said: Mapping[str, Any]) -> None:
    """Write a file beside its place and move it into it: the old or the new is there."""
    beside = place.with_name(f".{place.name}")
    with beside.open("w", encoding="utf-8") as file:
        file.write(json.dumps(said, ensure_ascii=False))
        file.flush()
        os.fsync(file.fileno())
    beside.replace(place)


def _rows(cells: Cells) -> list[Any]:
    return [[table, [_said(v) for v in key], column, _said(value)] for (table, key, column), value in cells.items()]


def _said(value: Value) -> Any:
    if isinstance(value, State):
        return {STATE: str(value)}
    return {DATE: value.isoformat()} if isinstance(value, date) else value


def _value(said: Any) -> Value:
    if isinstance(said, dict):
        return State(said[STATE]) if STATE in said else date.fromisoformat(said[DATE])
    return said  # a text or a number
