"""The signature of a delivery: a small file beside the manifest, which has the hashes of all other files.

    delivery.sig   {"key": "<public key, base64>", "signature": "<Ed25519 over the exact bytes of delivery.json, base64>"}

Comes in: the folder of a delivery, and the keys that monitor.toml lists for its partner. Goes out: faults and findings. The
promise: a partner whose keys are listed is believed only when one of them signed exactly these bytes, and this file is written
in the one way that there is: a changed bit that means nothing is a change too.

    [signatures]
    PARTNER = ["<base64>"]    # several while the partner changes from one key to another; the same for every chain

"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Any

from ketenmonitor.errors import StorageError
from ketenmonitor.intake.manifest import NAME, SIGNATURE
from ketenmonitor.intake.outcome import Fault
from ketenmonitor.keys import is_signed_by
from ketenmonitor.store import SETTINGS_FILE, Home

TABLE = "signatures"
NOT_CHECKED = "signature-not-checked"
MOST_BYTES = 10_000  # 200 are usual
RIGHT = f'Right is {{"key": "<base64>", "signature": "<base64>"}}, as `ketenmonitor pack` writes it. Sign {NAME} again.'


def keys_of(home: Home, partner: str) -> tuple[str, ...]:
    """The public keys with which a partner may sign; none when it need not."""
    said = home.said(TABLE).get(partner, [])
    if not isinstance(said, list) or not all(_is_key(key) for key in said):
        raise StorageError(
            f"{home.path / SETTINGS_FILE}: [{TABLE}] {partner} is not a list of public keys. Right is a list of texts, each 32 "
            'bytes in base64: ["..."]. Nothing was taken in: mend it, and offer the delivery again.'
        )
    return tuple(said)


def check(home: Home, folder: Path, partner: str) -> tuple[list[Fault], dict[str, int]]:
    """Why the signature of a delivery of this partner is not right, and what is odd about it."""
    keys, place = keys_of(home, partner), folder / SIGNATURE
    if not keys:
        return [], {NOT_CHECKED: 1} if place.is_file() else {}
    if not place.is_file():
        return [Fault("not-signed", f"{SIGNATURE} is missing, and this partner signs its deliveries. Sign {NAME}.")], {}
    with place.open("rb") as file:
        key, signature = _said(file.read(MOST_BYTES))
    if not key:
        return [Fault("wrong-signature", f"{SIGNATURE}: not written as a signature is. {RIGHT}")], {}
    if key not in keys:
        sentence = (
            f"{SIGNATURE}: signed with a key that is not known here. Sign with a key whose public half who runs this monitor "
            f"lists for this partner, or have the new one listed first."
        )
        return [Fault("unknown-key", sentence)], {}
    if not is_signed_by(key, (folder / NAME).read_bytes(), signature):
        sentence = f"{SIGNATURE}: not a signature of this {NAME}: one of the two was changed. {RIGHT}"
        return [Fault("wrong-signature", sentence)], {}
    return [], {}


def _said(text: bytes) -> tuple[str, str]:
    """The key and the signature in a file; empty texts when it is not written as it should be."""
    try:
        said: Any = json.loads(text)
        key, signature = said["key"], said["signature"]
        is_right = _is_key(key) and len(_bytes(signature)) == 64 and text in _written(key, signature)
    except (ValueError, KeyError, TypeError, RecursionError):
        is_right = False
    return (key, signature) if is_right else ("", "")


def _written(key: str, signature: str) -> list[bytes]:
    """The ways in which programs write the file: on one line or two fields each on their own, with or without a last newline."""
    said = {"key": key, "signature": signature}
    forms = [
        json.dumps(said),
        json.dumps(said, separators=(",", ":")),
        *(json.dumps(said, indent=n) for n in (1, 2, 4)),
    ]
    return [f"{form}{end}".encode() for form in forms for end in ("", "\n")]


def _is_key(said: Any) -> bool:
    try:
        return len(_bytes(said)) == 32
    except (ValueError, TypeError):
        return False


def _bytes(said: str) -> bytes:
    """Of base64, in the one way in which it is written: bits that mean nothing are 0."""
    value = b64decode(said, validate=True)
    if b64encode(value).decode() != said:
        raise ValueError
    return value
