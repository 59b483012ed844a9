"""The escrow of a question: who was asked about and in which case, closed for the auditor, who can prove what was asked.

Comes in: an identifier, its blind, and the reference of a case. Goes out: a JWE (RFC 7516; ECDH-ES with X25519 and A256GCM) in the
question, and its contents again for the auditor. The promise: the holder reads nothing in it, not even of which length it is; contents
that are not what was asked are told from those that are by one multiplication, and by one hash for the case.

    element = H(identifier) x blind          in the question, signed
    case    = SHA-256(salt | reference)      in the question, signed: the same for one case, so that it can be counted
"""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import b64decode, b64encode, urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict, dataclass, field

from joserfc.errors import JoseError
from joserfc.jwe import JWERegistry, decrypt_compact, encrypt_compact
from joserfc.jwk import OKPKey

from ketenmonitor.inquiry.question import Question
from ketenmonitor.keys import Secret
from ketenmonitor.pseudonyms import verifiable
from ketenmonitor.pseudonyms.suite import NotAnElement

ALGORITHMS = {"alg": "ECDH-ES", "enc": "A256GCM"}
ALL_OF_ONE_LENGTH = 512  # bytes, or a whole number of times that
MOST_CONTENTS = 2_048


class FalseEscrow(ValueError):
    """An escrow that does not hold what was asked. `code`: which of the reasons; who signed it cannot deny it."""

    def __init__(self, code: str, sentence: str) -> None:
        self.code = code
        super().__init__(sentence)


@dataclass(frozen=True)
class Contents:
    """`text`: the identifier as it is hashed; `blind`, `salt`: in hexadecimal."""

    text: str = field(repr=False)
    blind: str = field(repr=False)
    reference: str = field(repr=False)
    salt: str = field(repr=False)


def case_of(secret: Secret, reference: str) -> tuple[str, str]:
    """The commitment to a case, and the salt that opens it: of this case only, and the same each time."""
    salt = hmac.digest(secret.value, f"ketenmonitor|v1|case|{reference}".encode(), "sha256").hex()
    return _commitment(salt, reference), salt


def officer_of(secret: Secret, name: str) -> str:
    """The pseudonym of an officer, which only their own organisation can tell whose it is."""
    return hmac.digest(secret.value, f"ketenmonitor|v1|officer|{name}".encode(), "sha256").hex()[:40]


def sealed(public: str, contents: Contents, jti: str) -> str:
    """The contents, closed for the holder of the key with this public half (base64), for the question with this number."""
    text = json.dumps(asdict(contents), ensure_ascii=True).encode()
    assert len(text) <= MOST_CONTENTS, "an identifier or reference that is too long"
    padded = text.ljust(-(-len(text) // ALL_OF_ONE_LENGTH) * ALL_OF_ONE_LENGTH)
    return encrypt_compact({**ALGORITHMS, "kid": public, "jti": jti}, padded, _key(public), registry=_registry())


def is_for(escrow: str, public: str, jti: str) -> bool:
    """Whether it says to be for this key and this question: all that a holder can see of it."""
    try:
        head = escrow.split(".")[0]
        said = json.loads(urlsafe_b64decode(head + "=" * (-len(head) % 4)))
        known = {**ALGORITHMS, "kid": public, "jti": jti}
        return (
            escrow.count(".") == 4
            and {name: said.get(name) for name in known} == known
            and set(said) == {*known, "epk"}
        )
    except (ValueError, AttributeError, TypeError, RecursionError):
        return False


def opened(secret: Secret, question: Question) -> Contents:
    """What was asked, proved. Raises FalseEscrow for contents that are not those of the question."""
    assert secret.kind == "receiving"
    assert secret.public is not None
    try:
        found = decrypt_compact(question.escrow, _key(secret.public, secret.value), registry=_registry()).plaintext
        contents = Contents(**json.loads(found or b""))
        blind = bytes.fromhex(contents.blind)
        text = contents.text.encode()
    except (JoseError, ValueError, AssertionError, TypeError, KeyError, AttributeError, RecursionError):
        raise FalseEscrow(
            "does-not-open", "The escrow does not open with the key of the auditor, or holds something else."
        ) from None
    try:
        element = verifiable.blinded(text, blind)
    except NotAnElement:
        element = b""
    if b64encode(element).decode() != question.element:
        raise FalseEscrow("of-another-person", "The escrow does not hold the person about whom was asked.")
    if _commitment(contents.salt, contents.reference) != question.case:
        raise FalseEscrow("of-another-case", "The escrow does not hold the case in which was asked.")
    return contents


def _commitment(salt: str, reference: str) -> str:
    return hashlib.sha256(f"{salt}|{reference}".encode()).hexdigest()


def _registry() -> JWERegistry:
    return JWERegistry(algorithms=list(ALGORITHMS.values()), strict_check_header=False)


def _key(public: str, private: bytes | None = None) -> OKPKey:
    x = urlsafe_b64encode(b64decode(public, validate=True)).rstrip(b"=").decode()
    said: dict[str, str | list[str]] = {"kty": "OKP", "crv": "X25519", "x": x}
    if private is not None:
        said["d"] = urlsafe_b64encode(private).rstrip(b"=").decode()
    return OKPKey.import_key(said)
