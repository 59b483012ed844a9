"""What a home must never let out: the secrets with which it protects and signs what it publishes.

    HOME/secrets.toml   record_key and signing_key (64 hexadecimal digits each), largest, variance, hole, least

Comes in: a home. Goes out: `Secrets of publication`, made on first use. The promise: readable for its owner only, written
whole or not at all, and never changed by the program: with another record key every count would get other noise, and old
and new together would say more than each.
"""

from __future__ import annotations

import os
import secrets
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from ketenmonitor.errors import StorageError

FILE = "secrets.toml"
BYTES = 32
PARAMETERS: dict[str, float] = {"largest": 5, "variance": 2.0, "hole": 2, "least": 30}
REMEDY = "Put it back from a backup: with another secret, new releases would undo the protection of old ones."


@dataclass(frozen=True)
class PublicationSecrets:
    """The secret of the record keys, the key that signs, and the parameters of the noise (see `disclosure`)."""

    record_key: bytes = field(repr=False)
    signing_key: bytes = field(repr=False)
    parameters: dict[str, float] = field(repr=False)


def publication_secrets(home: Path, given: dict[str, str] | None = None) -> PublicationSecrets:
    """The secrets of this home, made when there are none; `given` are keys to begin with, for what is made up.

    Raises StorageError for a file that cannot be read or is not one of secrets.
    """
    place = home / FILE
    if not place.exists():
        _make(place, given or {})
    try:
        said = tomllib.loads(place.read_text(encoding="utf-8"))["publication"]
        record_key, signing_key = (bytes.fromhex(said[name]) for name in ("record_key", "signing_key"))
        parameters = {name: type(value)(said[name]) for name, value in PARAMETERS.items()}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError):
        raise StorageError(f"{place}: this does not hold the secrets of publication. {REMEDY}") from None
    if {len(record_key), len(signing_key)} != {BYTES}:
        raise StorageError(f"{place}: a key is not {BYTES} bytes long. {REMEDY}")
    return PublicationSecrets(record_key, signing_key, parameters)


def _make(place: Path, given: dict[str, str]) -> None:
    keys = {name: given.get(name) or secrets.token_hex(BYTES) for name in ("record_key", "signing_key")}
    lines = ["# Never publish or change this file. It protects and signs what this monitor publishes.", "[publication]"]
    lines += [f'{name} = "{value}"' for name, value in keys.items()]
    lines += [f"{name} = {value}" for name, value in PARAMETERS.items()]
    beside = place.with_name(f".{place.name}")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
        file.flush()
        os.fsync(file.fileno())
    beside.replace(place)
