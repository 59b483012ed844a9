"""The lists of holders, as a neutral mirror has them: fetched whole, kept here, and pinned.

Comes in: a holder, purpose and period. Goes out: the public key and the tags. The promise: what counts is what the holder signed; a
period has one public key, for whoever asks and from the first time on, so that a holder cannot give one asker a key of its own; from
what is fetched nobody learns about whom is asked.
"""

from __future__ import annotations

import json
import os
import threading
from base64 import b64decode
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ketenmonitor.confirmed import append_line
from ketenmonitor.errors import ServiceError, StorageError
from ketenmonitor.inquiry.asker.config import Holder
from ketenmonitor.inquiry.listed import TAG_BYTES, Listed, Tags, is_listed, place_of, tags_of
from ketenmonitor.inquiry.question import CLOCKS_SECONDS, MOST_TOKEN, Unreadable, read
from ketenmonitor.source.services import Service

ROOT = Path("/")  # of the mirror
FRESH_SECONDS = 3_600  # that a list is used before it is asked for again
PINS = "pins.jsonl"


@dataclass(frozen=True)
class List:
    """What a holder listed for a purpose and period."""

    about: Listed
    tags: Tags = field(repr=False)

    @property
    def public(self) -> bytes:
        return b64decode(self.about.public)


class Mirror:
    """The lists that this asker has, in a folder of its own. Several threads may ask."""

    def __init__(self, service: Service, folder: Path) -> None:
        self._service, self._folder = service, folder
        self._lock, self._known = threading.Lock(), dict[Path, tuple[int, List]]()
        self._pinned: dict[str, str] = {}

    def list_of(self, holder: Holder, purpose: str, period: str, now: int) -> List:
        """Raises ServiceError when there is none, or not one that may be believed."""
        place = place_of(self._folder / "lists", holder.oin, purpose, period)
        with self._lock:
            known = self._known.get(place) or self._kept(place, holder)
            if known is None or not 0 <= now - known[0] < FRESH_SECONDS:
                known = self._fetched(place, holder, purpose, period, now, known[1] if known else None)
            self._known[place] = known
        about = known[1].about
        if (about.iss, about.purpose, about.period) != (holder.oin, purpose, period):
            raise ServiceError(
                f"{self._service.road.host}: the list of {holder.name} is of another purpose or period. It is not used."
            )
        self._pin(about)
        return known[1]

    def _fetched(
        self, place: Path, holder: Holder, purpose: str, period: str, now: int, before: List | None
    ) -> tuple[int, List]:
        text = self._file(place_of(ROOT, holder.oin, purpose, period), holder)
        about = _described(text, holder)
        if about.iat > now + CLOCKS_SECONDS:
            raise ServiceError(
                f"{self._service.road.host}: the list of {holder.name} is of a later time than it is. It is not used: set the clocks right."
            )
        if before and about.iat < before.about.iat:
            raise ServiceError(
                f"{self._service.road.host}: the list of {holder.name} is older than the one before. It is not used."
            )
        if before and about.sha256 == before.about.sha256:
            return now, List(about, before.tags)
        content = self._file(tags_of(ROOT, holder.oin, purpose, period, about.sha256), holder, about.count * TAG_BYTES)
        if not is_listed(content, about):
            raise ServiceError(
                f"{self._service.road.host}: the list of {holder.name} is not the one that it signed. It is not used."
            )
        _keep(place, text, content)
        return now, List(about, np.frombuffer(content, dtype="<u8"))

    def _kept(self, place: Path, holder: Holder) -> tuple[int, List] | None:
        """The list that was fetched before."""
        try:
            about, content = _described(place.read_bytes(), holder), place.with_suffix(".tags").read_bytes()
            return (
                (int(place.stat().st_mtime), List(about, np.frombuffer(content, dtype="<u8")))
                if is_listed(content, about)
                else None
            )
        except (OSError, ServiceError):
            return None

    def _file(self, place: Path, holder: Holder, most: int = MOST_TOKEN) -> bytes:
        answer = self._service.ask("GET", place.as_posix(), most=max(most, MOST_TOKEN))
        if answer.status != 200:
            raise ServiceError(
                f"{self._service.road.host}: has no list of {holder.name} for this purpose and period. Tell who runs it."
            )
        return answer.body

    def _pin(self, about: Listed) -> None:
        """Raises ServiceError for a public key that is another one than was seen of this period before."""
        name, place = f"{about.iss}|{about.purpose}|{about.period}", self._folder / PINS
        with self._lock:
            if self._pinned.get(name) == about.public:
                return
            try:
                self._pinned = _pins_in(place)
                if name not in self._pinned:
                    append_line(place, json.dumps({"of": name, "public": about.public, "list": about.jti}).encode())
                    self._pinned[name] = about.public
            except (OSError, ValueError, KeyError):
                raise StorageError(
                    f"{place}: cannot be read or written. Without it no answer can be believed."
                ) from None
            pinned = self._pinned[name]
        if pinned != about.public:
            raise ServiceError(
                f"The public key of {about.iss} for period {about.period} changed. Nothing is asked: tell the auditor."
            )


def _pins_in(place: Path) -> dict[str, str]:
    """The first public key that was seen of each list."""
    lines = place.read_text(encoding="utf-8").splitlines() if place.is_file() else []
    return {one["of"]: one["public"] for one in map(json.loads, reversed(lines))}


def _described(text: bytes, holder: Holder) -> Listed:
    try:
        return read(Listed, text.decode("ascii"), holder.public)
    except (Unreadable, UnicodeDecodeError):
        raise ServiceError(
            f"The list of {holder.name} is not signed by it. It is not used: tell who runs the mirror."
        ) from None


def _keep(place: Path, text: bytes, content: bytes) -> None:
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        for target, what in ((place.with_suffix(".tags"), content), (place, text)):
            beside = target.with_name(target.name + ".new")
            beside.write_bytes(what)
            os.replace(beside, target)
    except OSError as error:
        raise StorageError(f"{place}: cannot be written: {(error.strerror or 'it failed').lower()}.") from None
