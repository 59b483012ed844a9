"""The same group in mode VOPRF: who evaluates also proves with which key, so that nobody can be given an answer of a key of its own.

Comes in: texts, elements and the public half of a key. Goes out: what was evaluated with its proof, and after checking that the
output of 64 bytes. The promise: the values of the vectors of the RFC (appendix A.1.2); what is not proved gives no output.

    blinded   = H(identifier) x blind                  who asks
    evaluated = blinded x key, and proof that log(public) = log(evaluated, base blinded)     who answers
    output    = SHA-512(identifier, evaluated / blind) who asked; the same for everybody, and for who holds the key

Source: RFC 9497 (sections 2.2, 3.3.2), the proof of Chaum and Pedersen made of one turn by hashing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import rbcl

from ketenmonitor.pseudonyms import suite
from ketenmonitor.pseudonyms.suite import BYTES, NotAnElement

CONTEXT = b"OPRFV1-\x01-ristretto255-SHA512"
PROOF_BYTES = 2 * BYTES
ORDER = 2**252 + 27742317777372353535851937790883648493  # of the group: scalars are below it


class NotProved(ValueError):
    """An evaluation that was not made with the key of which the public half is known."""


def derived_key(seed: bytes, info: bytes) -> bytes:
    """The private key that follows from a seed of 32 bytes and what the key is for."""
    return suite.derived_key(seed, info, CONTEXT)


def public_of(key: bytes) -> bytes:
    """The public half of a key."""
    return bytes(rbcl.crypto_scalarmult_ristretto255_base(key))


def blinded(message: bytes, blind: bytes) -> bytes:
    """Blind: the element of a message times a blind."""
    return suite.multiplied(suite.hashed_to_group(message, CONTEXT), blind)


def evaluated(elements: Sequence[bytes], key: bytes, random: bytes | None = None) -> tuple[list[bytes], bytes]:
    """BlindEvaluate: the elements times the key, and one proof for all. Raises NotAnElement. `random`: for the vectors only."""
    found = [suite.multiplied(element, key) for element in elements]
    public = public_of(key)
    base, _ = _composites(public, elements, found)
    r = random or suite.random_scalar()
    c = _challenge(
        public, base, suite.multiplied(base, key), bytes(rbcl.crypto_scalarmult_ristretto255_base(r)),
        suite.multiplied(base, r),
    )  # fmt: skip
    s = bytes(rbcl.crypto_core_ristretto255_scalar_sub(r, suite.product(c, key)))
    return found, c + s


def check(public: bytes, elements: Sequence[bytes], found: Sequence[bytes], proof: bytes) -> None:
    """VerifyProof. Raises NotProved, and NotAnElement for bytes that are none."""
    if len(proof) != PROOF_BYTES or len(elements) != len(found):
        raise NotProved("there is no proof for each of these elements")
    c, s = proof[:BYTES], proof[BYTES:]
    if int.from_bytes(s, "little") >= ORDER:
        raise NotProved("the proof is not written in the one way that there is")
    base, made = _composites(public, elements, found)
    try:
        of_base = _sum(rbcl.crypto_scalarmult_ristretto255_base(s), suite.multiplied(public, c))
        of_made = _sum(suite.multiplied(base, s), suite.multiplied(made, c))
    except (NotAnElement, RuntimeError, ValueError):  # a scalar of 0, which no proof has
        raise NotProved("the proof is none") from None
    if _challenge(public, base, made, of_base, of_made) != c:
        raise NotProved("this was evaluated with another key than the one that was published")


def output(message: bytes, blind: bytes, found: bytes) -> bytes:
    """Finalize, after `check`: 64 bytes that only who holds the key could have given for this message."""
    return suite.finalized(message, suite.multiplied(found, suite.inverse(blind)))


def output_by(key: bytes, message: bytes) -> bytes:
    """Evaluate: the same, for who holds the key and the message."""
    return suite.finalized(message, suite.multiplied(suite.hashed_to_group(message, CONTEXT), key))


def _composites(public: bytes, elements: Sequence[bytes], found: Sequence[bytes]) -> tuple[bytes, bytes]:
    """One pair of elements for all pairs, each weighed by what follows from all of them."""
    seed = hashlib.sha512(_framed(public, b"Seed-" + CONTEXT)).digest()
    base = made = None
    for place, (element, other) in enumerate(zip(elements, found, strict=True)):
        text = _framed(seed) + place.to_bytes(2, "big") + _framed(element, other) + b"Composite"
        weight = suite.hashed_to_scalar(text, b"HashToScalar-", CONTEXT)
        one, two = suite.multiplied(element, weight), suite.multiplied(other, weight)
        base, made = (one, two) if base is None or made is None else (_sum(base, one), _sum(made, two))
    if base is None or made is None:
        raise NotProved("there is nothing to prove")
    return base, made


def _challenge(*elements: bytes) -> bytes:
    return suite.hashed_to_scalar(_framed(*elements) + b"Challenge", b"HashToScalar-", CONTEXT)


def _framed(*parts: bytes) -> bytes:
    return b"".join(len(part).to_bytes(2, "big") + part for part in parts)


def _sum(one: bytes, other: bytes) -> bytes:
    return bytes(rbcl.crypto_core_ristretto255_add(one, other))
