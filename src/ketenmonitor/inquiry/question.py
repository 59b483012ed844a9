"""What an asker signs: a question about one person, and the claim that follows a hit.

Comes in: what is asked, and the signing key of the organisation. Goes out: a JWS (RFC 7515, compact; Ed25519 of RFC 9864), and back.
The promise: nothing of it says about whom it is: an element is blinded, the escrow is closed for the auditor, and every text in it is
an OIN, a name of the register or random; what is refused is said in a sentence in which nothing of it stands.
"""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64encode
from functools import lru_cache
from typing import Annotated, TypeVar

from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from joserfc.jws import deserialize_compact, serialize_compact
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ketenmonitor.keys import Secret

ALGORITHM = "Ed25519"
CLOCKS_SECONDS = 300  # that the clocks of two organisations may differ, and in which a question counts
CLAIM_SECONDS = 3_600  # after a question in which its hit may be claimed
MOST_ESCROW, MOST_TOKEN = 4_000, 8_000  # characters
NAME = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"
Oin = Annotated[str, Field(pattern=r"^[0-9]{20}$")]
Name = Annotated[str, Field(pattern=NAME)]
Id = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
Element = Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]{43}=$")]
Moment = Annotated[int, Field(ge=0, le=2**40)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Unreadable(ValueError):
    """A question that is none, or not of who sent it. `code`: which of the reasons, for a log."""

    def __init__(self, code: str, sentence: str) -> None:
        self.code = code
        super().__init__(sentence)


class Signed(BaseModel):
    """What every signed document says: who asks whom, when, and under which number."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    jti: Id
    iss: Oin
    aud: Oin
    iat: Moment


class Question(Signed):
    """`officer`: a pseudonym of who asks; `case`: a commitment to the reference of the case; `element`: blinded, in base64.

    `listed`: the hash of the list in which the outcome will be looked up, by which it can be proved later what it was.
    """

    officer: Annotated[str, Field(pattern=r"^[0-9a-f]{40}$")]
    ground: Name
    purpose: Name
    case: Sha256
    period: Name
    listed: Sha256
    element: Element
    escrow: Annotated[str, Field(min_length=1, max_length=MOST_ESCROW, pattern=r"^[A-Za-z0-9_.-]+$")]


class Claim(Signed):
    """`question`: the number of the question that gave a hit; `tag`: 16 bytes of the output, in base64, of which 8 were listed."""

    question: Id
    tag: Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]{22}==$")]


S = TypeVar("S", bound=Signed)


def new_id() -> str:
    """A random number of a question or a claim."""
    return secrets.token_hex(16)


def signed(said: Signed, secret: Secret) -> str:
    """The document, signed by the organisation."""
    assert secret.kind == "signing"
    assert secret.public is not None
    key = _key(secret.public, secret.value)
    header = {"alg": ALGORITHM, "typ": _typ(type(said))}
    return serialize_compact(header, said.model_dump_json().encode(), key, algorithms=[ALGORITHM])


def read(kind: type[S], text: str, public: str) -> S:
    """What was signed by the holder of a public key (base64). Raises Unreadable."""
    try:
        found = deserialize_compact(text, _key(public), algorithms=[ALGORITHM])
    except (JoseError, ValueError, TypeError, KeyError, RecursionError):
        raise Unreadable("signature", "This is not signed with the key that is known of your organisation.") from None
    if found.protected != {"alg": ALGORITHM, "typ": _typ(kind)}:
        raise Unreadable("typ", f"This is not signed as a {kind.__name__.lower()}.")
    return parsed(kind, found.payload)


def parsed(kind: type[S], payload: bytes) -> S:
    """A document of which the signature is not looked at. Raises Unreadable."""
    try:
        return kind.model_validate_json(payload)
    except ValidationError as error:
        names = ", ".join(
            sorted({".".join(map(str, one["loc"])) for one in error.errors() if one["loc"]} & set(kind.model_fields))
        )
        raise Unreadable(
            "malformed", f"This is no {kind.__name__.lower()} as it should be{f': {names}' if names else ''}."
        ) from None


def _typ(kind: type[Signed]) -> str:
    return f"km-{kind.__name__.lower()}"


@lru_cache(1_024)  # of the parties that there are: to make one takes longer than to sign with it
def _key(public: str, private: bytes | None = None) -> OKPKey:
    said: dict[str, str | list[str]] = {
        "kty": "OKP",
        "crv": "Ed25519",
        "x": public.replace("+", "-").replace("/", "_").rstrip("="),
    }
    if private is not None:
        said["d"] = urlsafe_b64encode(private).rstrip(b"=").decode()
    return OKPKey.import_key(said)
