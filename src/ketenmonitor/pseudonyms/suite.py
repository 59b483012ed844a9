"""The group behind pseudonyms: RFC 9497 in mode OPRF with ristretto255 and SHA-512.

Comes in: texts and 32-byte values. Goes out: group elements and scalars, each 32 bytes. The promise: the same values as the
vectors of the RFC (appendix A.1.1); the group itself is libsodium's, through `rbcl`. Another mode is another `context`, so that
nothing of one has a meaning in the other (`verifiable`).

    element = H(identifier) x blind                 the source blinds
    element = element x key                         the first key service evaluates, and learns nothing of the identifier
    element = element x key x mask                  the last one also masks, with numbers that the source sent to it alone
    element / (blind x mask) = H(identifier) x keys who has that product, and neither factor, takes both off

Source: RFC 9497 (sections 3.2.1, 3.3.1, 4.1), RFC 9380 (section 5.3.1, expand_message_xmd), RFC 9496 (ristretto255).
"""

from __future__ import annotations

import hashlib

import rbcl

BYTES = 32  # of an element and of a scalar
CONTEXT = b"OPRFV1-\x00-ristretto255-SHA512"
_BLOCK, _DIGEST = 128, 64  # of SHA-512


class NotAnElement(ValueError):
    """32 bytes that are no element of the group, or the one that hides nothing."""


def expanded(message: bytes, tag: bytes, n: int = _DIGEST) -> bytes:
    """`n` uniform bytes of a message: expand_message_xmd with SHA-512 (RFC 9380, section 5.3.1)."""
    domain = tag + bytes([len(tag)])
    first = hashlib.sha512(bytes(_BLOCK) + message + n.to_bytes(2, "big") + b"\x00" + domain).digest()
    found = last = hashlib.sha512(first + b"\x01" + domain).digest()
    for block in range(2, -(-n // _DIGEST) + 1):
        mixed = bytes(one ^ other for one, other in zip(first, last, strict=True))
        last = hashlib.sha512(mixed + bytes([block]) + domain).digest()
        found += last
    return found[:n]


def hashed_to_group(message: bytes, context: bytes = CONTEXT) -> bytes:
    """The element of a message, of which nobody knows the logarithm."""
    return bytes(rbcl.crypto_core_ristretto255_from_hash(expanded(message, b"HashToGroup-" + context)))


def hashed_to_scalar(message: bytes, tag: bytes, context: bytes = CONTEXT) -> bytes:
    """The scalar of a message."""
    return bytes(rbcl.crypto_core_ristretto255_scalar_reduce(expanded(message, tag + context)))


def derived_key(seed: bytes, info: bytes, context: bytes = CONTEXT) -> bytes:
    """The private key that follows from a seed of 32 bytes and what the key is for: DeriveKeyPair (section 3.2.1)."""
    message = seed + len(info).to_bytes(2, "big") + info
    for counter in range(256):
        scalar = hashed_to_scalar(message + bytes([counter]), b"DeriveKeyPair", context)
        if any(scalar):
            return scalar
    raise AssertionError("256 zero scalars in a row: that does not happen")


def random_scalar() -> bytes:
    """A blind: uniform, never zero."""
    return bytes(rbcl.crypto_core_ristretto255_scalar_random())


def masks(seed: bytes, count: int) -> list[bytes]:
    """The masks of a batch: uniform scalars that follow from a seed of 32 bytes and are random to who does not have it."""
    stream = hashlib.shake_256(b"ketenmonitor masks" + seed).digest(count * _DIGEST)
    parts = (stream[at : at + _DIGEST] for at in range(0, len(stream), _DIGEST))
    return [bytes(rbcl.crypto_core_ristretto255_scalar_reduce(part)) for part in parts]


def inverse(scalar: bytes) -> bytes:
    """The scalar that undoes another."""
    return bytes(rbcl.crypto_core_ristretto255_scalar_invert(scalar))


def product(one: bytes, other: bytes) -> bytes:
    """Two scalars after each other."""
    return bytes(rbcl.crypto_core_ristretto255_scalar_mul(one, other))


def multiplied(element: bytes, scalar: bytes) -> bytes:
    """An element times a scalar: blinding, evaluating and taking a blind off (with its inverse) are all this.

    Raises NotAnElement for bytes that are none, or for the identity, which would give the same for everybody.
    """
    try:
        return bytes(rbcl.crypto_scalarmult_ristretto255(scalar, element))
    except Exception as error:  # rbcl raises what it happens to find: ValueError, RuntimeError
        raise NotAnElement("not an element of ristretto255") from error


def blinded(message: bytes, blind: bytes) -> bytes:
    """Blind (section 3.3.1): the element of a message times a blind."""
    return multiplied(hashed_to_group(message), blind)


def finalized(message: bytes, element: bytes) -> bytes:
    """Finalize (section 3.3.1) after the blind was taken off: for who holds the message, and for the vectors."""
    parts = (len(message).to_bytes(2, "big"), message, len(element).to_bytes(2, "big"), element, b"Finalize")
    return hashlib.sha512(b"".join(parts)).digest()
