"""What a home must never let out: the secrets with which it protects and signs what it publishes.

    HOME/secrets.toml   record_key and signing_key (64 hexadecimal digits each), largest, variance, hole, least

Comes in: a home. Goes out: `PublicationSecrets`, made on first use. The promise: readable for its owner only, written
whole or not at all, and never changed or replaced by the program: with another record key every count would get other
noise, and old and new together would say more than each.
"""

from __future__ import annotations

import json
import math
import os
import secrets
import tempfile
import tomllib
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from ketenmonitor.errors import StorageError

FILE = "secrets.toml"
RELEASES = "chains/*/releases/[0-9]*.json"
BYTES = 32
PARAMETERS: dict[str, float] = {"largest": 7, "variance": 2.0, "hole": 2, "least": 30}
REMEDY = "Put it back from a backup: with another secret, new releases would undo the protection of old ones."


@dataclass(frozen=True)
class PublicationSecrets:
    """The secret of the record keys, the key that signs, and the parameters of the noise (see `disclosure`)."""

    record_key: bytes = field(repr=False)
    signing_key: bytes = field(repr=False)
    parameters: dict[str, float] = field(repr=False)

    @property
    def name(self) -> str:
        """What tells these secrets from others, and says nothing of them."""
        said = json.dumps(self.parameters, sort_keys=True).encode()
        return sha256(b"named|" + self.record_key + said).hexdigest()[:16]


def publication_secrets(home: Path, given: dict[str, str] | None = None) -> PublicationSecrets:
    """The secrets of this home, made when there are none; `given` are keys to begin with, for what is made up.

    Raises StorageError for a file that cannot be read or is not one of secrets.
    """
    place = home / FILE
    if not os.path.lexists(place):
        _make(place, given or {})
    try:
        said = tomllib.loads(place.read_text(encoding="utf-8"))["publication"]
        record_key, signing_key = (bytes.fromhex(said[name]) for name in ("record_key", "signing_key"))
        parameters = {name: type(value)(said[name]) for name, value in PARAMETERS.items()}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError):
        raise StorageError(f"{place}: this does not hold the secrets of publication. {REMEDY}") from None
    if {len(record_key), len(signing_key)} != {BYTES}:
        raise StorageError(f"{place}: a key is not {BYTES} bytes long. {REMEDY}")
    if not all(math.isfinite(value) and value > 0 for value in parameters.values()):
        raise StorageError(f"{place}: {', '.join(PARAMETERS)} are not all numbers above 0. {REMEDY}")
    return PublicationSecrets(record_key, signing_key, parameters)


def _make(place: Path, given: dict[str, str]) -> None:
    """Write the file, unless it is there by now: whoever comes second takes what the first one made."""
    if any(place.parent.glob(RELEASES)):
        raise StorageError(f"{place}: this is missing, and releases were made with it. {REMEDY}")
    keys = {name: given.get(name) or secrets.token_hex(BYTES) for name in ("record_key", "signing_key")}
    lines = ["# Never publish or change this file. It protects and signs what this monitor publishes.", "[publication]"]
    lines += [f'{name} = "{value}"' for name, value in keys.items()]
    lines += [f"{name} = {value}" for name, value in PARAMETERS.items()]
    try:
        write_secret(place, "\n".join(lines) + "\n")
    except OSError as error:
        reason = (error.strerror or "it failed").lower()
        raise StorageError(f"{place}: cannot be written: {reason}. Check free space and your rights to it.") from None


def write_secret(place: Path, text: str) -> None:
    """A file that only its owner may read, whole or not at all; one that another process made meanwhile stays. Raises OSError."""
    handle, beside = tempfile.mkstemp(prefix=f".{place.name}.", dir=place.parent)  # for its owner only
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(beside, place)  # a rename would take the place of what another process made meanwhile
        folder = os.open(place.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
    finally:
        os.unlink(beside)
