"""A key file: 32 secret bytes, sealed by a passphrase.

    {"kind": "signing", "public": "<base64 or null>", "kdf": "scrypt", "n": 32768, "r": 8, "p": 1,
     "salt": "<base64>", "nonce": "<base64>", "sealed": "<base64>"}

Comes in: a path, a kind and a passphrase. Goes out: a `Secret`. The promise: a key never stands on disk in the clear, is
never part of a message or of the `repr` of anything, and a file that was changed by one bit does not open.

Kinds: `signing` (Ed25519), `receiving` (X25519, what is encrypted to an organisation), `evaluating` (from which a key
service derives its keys), `hashing` (keyed hashes, of one trusted party), `vault` (seals what a monitor keeps of pseudonyms),
`share` (one of three, of which two make a key: `shares`).
"""

from __future__ import annotations

import json
import os
import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from ketenmonitor.errors import StorageError, UsageError

KINDS = ("signing", "receiving", "evaluating", "hashing", "vault")  # that somebody makes by themselves
SHARE = "share"
BYTES = 32
COST = {"n": 1 << 15, "r": 8, "p": 1}  # 0.1 s and 32 MB a guess
MOST_COST = {"n": 1 << 20, "r": 16, "p": 4}  # of a file that anybody may have written
LEAST = 12  # characters of a passphrase
PASSPHRASE, PASSPHRASE_FILE = "KETENMONITOR_PASSPHRASE", "KETENMONITOR_PASSPHRASE_FILE"


@dataclass(frozen=True)
class Secret:
    """An opened key. `public` is what others may know of it (base64), where there is such a half."""

    kind: str
    public: str | None
    value: bytes = field(repr=False)


def passphrase() -> bytes:
    """What opens the key files of this process: KETENMONITOR_PASSPHRASE_FILE (a path), or KETENMONITOR_PASSPHRASE."""
    place = os.environ.get(PASSPHRASE_FILE)
    return passphrase_in(Path(place)) if place else _long_enough(os.environ.get(PASSPHRASE, ""))


def passphrase_in(place: Path) -> bytes:
    """The passphrase in a file."""
    try:
        return _long_enough(place.read_text(encoding="utf-8").strip())
    except (OSError, UnicodeDecodeError):
        raise StorageError(
            f"{place}: this file with a passphrase cannot be read. Name one that this user may read."
        ) from None


def _long_enough(said: str) -> bytes:
    if len(said) < LEAST:
        raise UsageError(
            f"There is no passphrase of at least {LEAST} characters for the key files. Write it in a file that only you may read, "
            f"and name that in {PASSPHRASE_FILE}; or set {PASSPHRASE}."
        )
    return said.encode()


def make_key(place: Path, kind: str, phrase: bytes) -> Secret:
    """A new key in a new file. Raises UsageError for a file that is there: keys are never written over."""
    secret = secret_of(kind, secrets.token_bytes(BYTES))
    keep_key(place, secret, phrase)
    return secret


def keep_key(place: Path, secret: Secret, phrase: bytes) -> None:
    """Seal a key in a new file. Raises UsageError for a file that is there."""
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    sealed = AESGCM(_derived(phrase, salt, COST)).encrypt(nonce, secret.value, _about(secret.kind, secret.public))
    texts = {name: b64encode(value).decode() for name, value in (("salt", salt), ("nonce", nonce), ("sealed", sealed))}
    body = {"kind": secret.kind, "public": secret.public, "kdf": "scrypt", **COST, **texts}
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise UsageError(
            f"{place}: there is a file here already. A key is never written over: name another file."
        ) from None
    except OSError as error:
        raise StorageError(
            f"{place}: cannot be written: {(error.strerror or 'it failed').lower()}. Nothing was made."
        ) from None
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(json.dumps(body, indent=1) + "\n")
        file.flush()
        os.fsync(file.fileno())


def open_key(place: Path, kind: str, phrase: bytes) -> Secret:
    """The key in a file. Raises StorageError for a file that is none, of another kind, changed, or of another passphrase."""
    try:
        said: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
        found, public, cost = said["kind"], said["public"], {name: int(said[name]) for name in COST}
        salt, nonce, sealed = (b64decode(said[name], validate=True) for name in ("salt", "nonce", "sealed"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise StorageError(
            f"{place}: this is not a key file that can be read. Make one with `ketenmonitor key new`."
        ) from None
    if found != kind:
        raise StorageError(f"{place}: this key is not of the kind {kind}. Name the file of such a key.")
    if any(not 1 <= cost[name] <= MOST_COST[name] for name in COST):
        raise StorageError(
            f"{place}: the file was changed: its costs are not those of a key file. Put it back from a backup."
        )
    try:
        value = AESGCM(_derived(phrase, salt, cost)).decrypt(nonce, sealed, _about(kind, public))
    except (InvalidTag, ValueError):
        raise StorageError(
            f"{place}: this key file does not open: the passphrase is another one, or the file was changed. Nothing was done."
        ) from None
    return Secret(kind, public, value)


def kind_of(place: Path) -> str:
    """What a key file says that it is for. Raises StorageError for a file that is none."""
    try:
        kind = json.loads(place.read_text(encoding="utf-8"))["kind"]
    except (OSError, ValueError, KeyError, TypeError):
        kind = None
    if kind not in (*KINDS, SHARE):
        raise StorageError(f"{place}: this is not a key file that can be read. Make one with `ketenmonitor key new`.")
    return str(kind)


def secret_of(kind: str, value: bytes) -> Secret:
    """A key of these bytes, with its public half."""
    assert kind in KINDS, kind
    public: bytes | None = None
    if kind == "signing":
        public = Ed25519PrivateKey.from_private_bytes(value).public_key().public_bytes_raw()
    elif kind == "receiving":
        public = X25519PrivateKey.from_private_bytes(value).public_key().public_bytes_raw()
    return Secret(kind, None if public is None else b64encode(public).decode(), value)


def _derived(phrase: bytes, salt: bytes, cost: dict[str, int]) -> bytes:
    return Scrypt(salt=salt, length=BYTES, **cost).derive(phrase)


def _about(kind: str, public: str | None) -> bytes:
    """What is sealed together with the secret, so that nobody can change what is said of it."""
    return f"ketenmonitor key|{kind}|{public or ''}".encode()
