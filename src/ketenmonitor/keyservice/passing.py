"""Envelopes between key services: the next one opens what the one before it made, and nothing else.

Comes in: elements, and what they are. Goes out: an envelope for the next key service or for the recipient; or elements again. The
promise: what a service evaluates further, the service before it has made for the same source, recipient, purpose, period and batch.

A source carries the envelope, and everybody can close one for a public key. So its id is a MAC over all that is said of it, the
recipient and the payload, by a key that only these two services have (X25519 of their receiving keys): without it a source could
go round the first service and its register, its limits and its log.
"""

from __future__ import annotations

import hmac
import json
from base64 import b64decode
from dataclasses import asdict, replace

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ketenmonitor.keys import Secret
from ketenmonitor.pseudonyms import envelopes
from ketenmonitor.pseudonyms.envelopes import EVALUATION, Claims, Unopened

BYTES = 32


def for_recipient(public: str, payload: bytes, claims: Claims) -> str:
    """What the last service makes."""
    said = replace(claims, exp=claims.iat + envelopes.KEPT_SECONDS, jti=envelopes.new_id())
    return envelopes.sealed_for(public, payload, said)


def for_next(secret: Secret, public: str, payload: bytes, claims: Claims, recipient: str) -> str:
    """What a service makes for the next one."""
    said = replace(claims, exp=claims.iat + envelopes.HOP_SECONDS)
    return envelopes.sealed_for(public, payload, replace(said, jti=_mac(secret, public, payload, said, recipient)))


def from_previous(
    secret: Secret, public: str, text: str, expected: Claims, recipient: str, now: int
) -> tuple[Claims, bytes]:
    """What the service before made. Raises Unopened. Of `expected` counts all that is known before it is opened."""
    claims, payload = envelopes.opened(secret, text, typ=EVALUATION, aud=expected.aud, now=now)
    for name in ("iss", "sub", "purpose", "period", "batch"):
        if getattr(claims, name) != getattr(expected, name):
            raise Unopened(
                name, f"{name} on this envelope is not what was asked with it. Send the envelope of this batch."
            )
    proof = _mac(secret, public, payload, claims, recipient)
    if not hmac.compare_digest(proof.encode(), claims.jti.encode(errors="replace")):
        raise Unopened("not-of-service", "The key service before this one did not make this envelope. Ask it for one.")
    return claims, payload


def _mac(secret: Secret, public: str, payload: bytes, claims: Claims, recipient: str) -> str:
    shared = X25519PrivateKey.from_private_bytes(secret.value).exchange(
        X25519PublicKey.from_public_bytes(b64decode(public))
    )
    info = f"ketenmonitor|v1|passing|{claims.iss}|{claims.aud}".encode()
    key = HKDF(SHA256(), BYTES, salt=None, info=info).derive(shared)
    said = json.dumps(
        [recipient, {name: value for name, value in asdict(claims).items() if name != "jti"}], sort_keys=True
    )
    return hmac.digest(key, len(said).to_bytes(4, "big") + said.encode() + payload, "sha256").hex()
