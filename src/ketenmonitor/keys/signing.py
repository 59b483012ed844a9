"""Ed25519 signatures: of deliveries, and of registers that others must be able to trust.

Comes in: bytes. Goes out: a signature, or whether one is right. The promise: what is not right is False, never an exception.
"""

from __future__ import annotations

from base64 import b64decode, b64encode

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ketenmonitor.keys.sealed import Secret


class Signer:
    """Signs with a key of the kind `signing`."""

    def __init__(self, secret: Secret) -> None:
        assert secret.kind == "signing", secret.kind
        assert secret.public is not None
        self.public = secret.public
        self._key = Ed25519PrivateKey.from_private_bytes(secret.value)

    def sign(self, said: bytes) -> str:
        """The signature, in base64."""
        return b64encode(self._key.sign(said)).decode()


def is_signed_by(public: str, said: bytes, signature: str) -> bool:
    """Whether the holder of the public key (base64) signed exactly this."""
    try:
        key = Ed25519PublicKey.from_public_bytes(b64decode(public, validate=True))
        key.verify(b64decode(signature, validate=True), said)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True
