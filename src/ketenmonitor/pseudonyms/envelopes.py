"""Envelopes: what one party sends another through a third, which must not be able to read it.

Comes in: n x 32 bytes and what they are. Goes out: a JWE (RFC 7516, compact; ECDH-ES with X25519 and A256GCM), and back. The
promise: whoever opens one knows that it was meant for them, for this purpose, period and batch, and is not cut, changed or too
old; there is one way to write an envelope, so that not even a bit without meaning can be changed; what is refused is said in
a sentence in which nothing of the payload stands.

An envelope is not signed: anybody can close one for a public key. One between key services has a `jti` that only these two can
make (`keyservice.passing`); one to a recipient comes in a delivery, and the signature of that counts.
"""

from __future__ import annotations

import json
import secrets
from base64 import b64decode, urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict, dataclass, fields
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwe import JWERegistry, decrypt_compact, encrypt_compact
from joserfc.jwk import OKPKey

from ketenmonitor.keys import Secret

EVALUATION, BLINDS = "km-evaluation", "km-blinds"
BYTES = 32  # of an element or a blind
MOST = 10_000  # of them in a batch
HOP_SECONDS = 3_600  # how long the second key service may be shown what the first one made
KEPT_SECONDS = 90 * 86_400  # how long a recipient may open what is in a delivery: a partner may be cut off for weeks
ALGORITHMS = {"alg": "ECDH-ES", "enc": "A256GCM"}
_MOST_TEXT = 4 * MOST * BYTES // 3 + 4_096  # characters: payload and header
_CLOCKS = 300  # seconds that the clocks of two organisations may differ
_MEANT_FOR_OTHERS = "Send it to the organisation that it is addressed to."


class Unopened(ValueError):
    """An envelope that does not open, or is not what is expected. `code`: which of the reasons, for a log."""

    def __init__(self, code: str, sentence: str) -> None:
        self.code = code
        super().__init__(sentence)


@dataclass(frozen=True)
class Claims:
    """What stands on an envelope: not secret, and not to be changed. Times are whole seconds since 1970.

    `typ`: EVALUATION or BLINDS; `iss`: the OIN of who closed it; `aud`: of who may open it; `sub`: of the source; `batch`: a
    random id of the source; `count`: how many times 32 bytes there are; `jti`: another one for each envelope.
    """

    typ: str
    iss: str
    aud: str
    sub: str
    purpose: str
    period: str
    batch: str
    count: int
    iat: int
    exp: int
    jti: str


def new_id() -> str:
    """A random id of a batch or an envelope."""
    return secrets.token_hex(16)


def sealed_for(public: str, payload: bytes, claims: Claims) -> str:
    """An envelope that only the holder of the key with this public half (base64) can open."""
    assert len(payload) == claims.count * BYTES, "the count is not that of the payload"
    assert claims.count <= MOST, "a batch that is too large"
    key = OKPKey.import_key({"kty": "OKP", "crv": "X25519", "x": _text_of(b64decode(public, validate=True))})
    return encrypt_compact({**ALGORITHMS, **asdict(claims)}, payload, key, registry=_registry())


def claims_of(text: str) -> Claims:
    """What is written on an envelope, by whoever wrote it: nothing is proved before it is opened. Raises Unopened."""
    parts = text.split(".")
    if len(text) > _MOST_TEXT or len(parts) != 5 or parts[1] or not all(map(_is_canonical, parts)):
        raise Unopened("envelope", "This is not an envelope, or it was cut or changed. Ask for it again.")
    try:
        said: dict[str, Any] = json.loads(_bytes_of(parts[0]))
        claims = Claims(**{field.name: said[field.name] for field in fields(Claims)})
        known = {name: said[name] for name in ALGORITHMS}
        json.dumps(said, ensure_ascii=False).encode()  # JSON can name halves of characters, which no text can hold
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Unopened("envelope", "What is written on this envelope cannot be read. Ask for it again.") from None
    if known != ALGORITHMS:
        raise Unopened(
            "algorithm", "An envelope is closed by ECDH-ES and A256GCM; this one is not. Ask for one that is."
        )
    if set(said) != {*ALGORITHMS, *asdict(claims), "epk"}:
        raise Unopened("envelope", "There is more written on this envelope than there should be. Ask for it again.")
    for field in fields(Claims):
        if type(getattr(claims, field.name)) is not (int if field.type == "int" else str):
            raise Unopened("envelope", f"{field.name} on this envelope is not of the type that it should be.")
    return claims


def opened(secret: Secret, text: str, *, typ: str, aud: str, now: int) -> tuple[Claims, bytes]:
    """What is on an envelope, and in it, for `aud` at the moment `now` (seconds since 1970). Raises Unopened.

    Who it is from, its purpose, period and batch are for the caller to compare: only they know what was asked.
    """
    assert secret.kind == "receiving", secret.kind
    claims = claims_of(text)
    _check(claims, typ, aud, now)
    assert secret.public is not None
    d, x = _text_of(secret.value), _text_of(b64decode(secret.public))
    key = OKPKey.import_key({"kty": "OKP", "crv": "X25519", "x": x, "d": d})
    try:
        payload = decrypt_compact(text, key, registry=_registry()).plaintext
    except (JoseError, ValueError, AssertionError, TypeError, KeyError):
        raise Unopened(
            "sealed", "This envelope does not open: it was changed, or closed for another key. Ask for it again."
        ) from None
    if payload is None or len(payload) != claims.count * BYTES:
        raise Unopened("count", "There are not as many values in this envelope as it says. Ask for it again.")
    return claims, payload


def _check(claims: Claims, typ: str, aud: str, now: int) -> None:
    if claims.typ != typ:
        raise Unopened("typ", f"This envelope is not of the kind {typ}. Send the one that is.")
    if claims.aud != aud:
        raise Unopened("aud", f"This envelope is not for {aud}. {_MEANT_FOR_OTHERS}")
    if not 0 < claims.count <= MOST:
        raise Unopened("count", f"An envelope holds 1 to {MOST:,} values; this one does not.")
    if claims.exp < now:
        raise Unopened("exp", "This envelope may not be opened any more: it is too old. Ask for it again.")
    if claims.iat > now + _CLOCKS:
        raise Unopened("iat", "This envelope is from the future. Set the clocks of both organisations right.")


def _registry() -> JWERegistry:
    """The one way in which envelopes are closed; what is on them is checked above."""
    registry = JWERegistry(algorithms=list(ALGORITHMS.values()), strict_check_header=False)
    registry.max_ciphertext_length = _MOST_TEXT
    return registry


def _is_canonical(part: str) -> bool:
    """Whether base64 could not have been written otherwise: bits that mean nothing must be 0."""
    try:
        return _text_of(_bytes_of(part)) == part
    except ValueError:
        return False


def _bytes_of(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _text_of(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()
