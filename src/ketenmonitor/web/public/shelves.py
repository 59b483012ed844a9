"""The releases that were let out, and their files.

    FOLDER/CHAIN/DAY/   a release, as it was sealed

Comes in: a folder and the key that this monitor signs with. Goes out: files of releases. The promise: a release of which
the seal does not hold is not there; of one that is there each file is held against the manifest when it is read, so that what
was changed afterwards is not served either.
"""

from __future__ import annotations

import json
import time
import tomllib
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from ketenmonitor.errors import KetenmonitorError
from ketenmonitor.release import MANIFEST, PAGE_VALUES, SEAL, faults_of_seal, manifest_of, read_folder
from ketenmonitor.web.public.shown import values_of

LOOK_AGAIN = 5.0  # seconds after which a folder is looked into again
DEFINITION = "definition.toml"
NO_VALUES: dict[str, Any] = {"sections": [], "tables": [], "map": None}
KEPT_BYTES = 64_000_000  # of files in memory


@dataclass(frozen=True)
class Released:
    """One release: its chain and what that is called by language, its day, when it was made, the hash of each file by path."""

    chain: str
    titles: dict[str, str]
    as_of: str
    made_at: str
    place: Path
    hashes: dict[str, str] = field(repr=False)

    @property
    def day(self) -> date:
        return date.fromisoformat(self.as_of)

    def title(self, code: str) -> str:
        return self.titles[code]

    def has(self, path: str) -> bool:
        return path in self.hashes


class Shelves:
    """All releases below a folder that were signed with a key."""

    def __init__(self, folder: Path, public_key: str) -> None:
        self._folder, self._public_key = folder, public_key
        self._looked = float("-inf")
        self._state = 0
        self._judged: dict[Path, tuple[int, Released | None]] = {}
        self._found: dict[str, tuple[Released, ...]] = {}
        self._values: dict[tuple[Path, str], tuple[str, dict[str, Any]]] = {}
        self._files: OrderedDict[tuple[Path, str, str], bytes] = OrderedDict()
        self._size = 0

    def all(self) -> dict[str, tuple[Released, ...]]:
        """Of each chain its releases, the latest day first."""
        self.state()
        return self._found

    def state(self) -> int:
        """A number that is another one when other releases are there."""
        if time.monotonic() - self._looked > LOOK_AGAIN:
            self._look()
        return self._state

    def find(self, chain: str, as_of: str) -> Released | None:
        """The release of a chain and a day."""
        return next((one for one in self.all().get(chain, ()) if one.as_of == as_of), None)

    def file(self, released: Released, path: str) -> bytes | None:
        """A file of a release; None when it has none of this name, or it is no longer as it was sealed."""
        wanted = released.hashes.get(path)
        if wanted is None:
            return None
        key = (released.place, path, wanted)  # with its hash: in this place another release may come
        if key in self._files:
            self._files.move_to_end(key)
            return self._files[key]
        try:
            content = (released.place / path).read_bytes()
        except OSError:
            return None
        if sha256(content).hexdigest() != wanted:
            return None
        self._keep(key, content)
        return content

    def values(self, released: Released, code: str) -> dict[str, Any]:
        """What a release says of itself in a language; without chapters for one that was made without such a file."""
        path = PAGE_VALUES.format(code=code)
        content = self.file(released, path)
        if content is None:
            return NO_VALUES
        key, tag = (released.place, code), released.hashes[path]
        if key not in self._values or self._values[key][0] != tag:
            self._values[key] = (tag, values_of(content))
        return self._values[key][1]

    def _keep(self, key: tuple[Path, str, str], content: bytes) -> None:
        if len(content) > KEPT_BYTES // 8:
            return
        self._files[key] = content
        self._size += len(content)
        while self._size > KEPT_BYTES:
            _, gone = self._files.popitem(last=False)
            self._size -= len(gone)

    def _look(self) -> None:
        places = dict(_written(self._folder))
        judged = {
            place: known
            if (known := self._judged.get(place)) and known[0] == at
            else (at, _judge(place, self._public_key))
            for place, at in places.items()
            if not place.name.startswith(".")
        }
        self._state += judged != self._judged
        self._judged = judged
        found: dict[str, list[Released]] = {}
        for _, released in judged.values():
            if released:
                found.setdefault(released.chain, []).append(released)
        self._found = {
            chain: tuple(sorted(some, key=lambda r: r.as_of, reverse=True)) for chain, some in sorted(found.items())
        }
        self._looked = time.monotonic()


def _written(folder: Path) -> Iterator[tuple[Path, int]]:
    """Each release and when its manifest was written; not one that is being taken away while we look."""
    for place in folder.glob(f"*/*/{MANIFEST}"):
        with suppress(OSError):
            yield place.parent, place.stat().st_mtime_ns


def _judge(place: Path, public_key: str) -> Released | None:
    """The release in a folder, when it is whole, of this monitor, and of the chain and day that the folder says."""
    try:
        files = read_folder(place)
    except KetenmonitorError:
        return None
    said: dict[str, Any] = manifest_of(files)
    if faults_of_seal(files, public_key) or (said["chain"], said["as_of"]) != (place.parent.name, place.name):
        return None
    hashes = {path: one["sha256"] for path, one in json.loads(files[MANIFEST])["files"].items()}
    hashes |= {path: sha256(files[path]).hexdigest() for path in SEAL}
    titles = _titles(files[DEFINITION], said["chain"])
    return Released(said["chain"], titles, said["as_of"], said["made_at"], place, hashes)


def _titles(definition: bytes, chain: str) -> dict[str, str]:
    """What the definition calls the chain: one text for both languages, or one each."""
    said = tomllib.loads(definition.decode())["chain"].get("title", chain)
    return dict(said) if isinstance(said, dict) else {"nl": str(said), "en": str(said)}
