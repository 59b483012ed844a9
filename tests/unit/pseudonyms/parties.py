"""The parties of the tests: made-up numbers of organisations (prefix 00000099), keys and what they claim."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from ketenmonitor.keys import Secret
from ketenmonitor.pseudonyms.envelopes import EVALUATION, Claims

SOURCE, RECIPIENT = "00000099000000001000", "00000099000000002000"
FIRST, SECOND = "00000099000000003000", "00000099000000004000"
NOW = 1_800_000_000


def receiving_key() -> Secret:
    """A key as an opened file holds it."""
    key = X25519PrivateKey.generate()
    return Secret("receiving", b64encode(key.public_key().public_bytes_raw()).decode(), key.private_bytes_raw())


def claims(**other: Any) -> Claims:
    """What an envelope of the second service to the recipient says, or something else."""
    usual = Claims(
        typ=EVALUATION, iss=SECOND, aud=RECIPIENT, sub=SOURCE, purpose="keten", period="2026", batch="ab" * 16,
        count=2, iat=NOW, exp=NOW + 3_600, jti="cd" * 16,
    )  # fmt: skip
    return replace(usual, **other)
