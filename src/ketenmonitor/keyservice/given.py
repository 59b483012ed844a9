"""What came with a question, as bytes: elements, and the seed of masks.

Comes in: text in base64. Goes out: bytes, or Refused. The promise: what is multiplied by a key is an element, and none is the one
that would give the same for everybody; no sentence has a value.
"""

from __future__ import annotations

import binascii
from base64 import b64decode

import rbcl

from ketenmonitor.hosting import Refused
from ketenmonitor.pseudonyms.batches import SEED_BYTES
from ketenmonitor.pseudonyms.envelopes import MOST

BYTES = 32


def elements(text: str) -> bytes:
    """The elements in a text. Raises Refused."""
    try:
        found = b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Refused(400, "elements-malformed", "`elements` is not base64.") from None
    if not found or len(found) % BYTES:
        raise Refused(400, "elements-malformed", f"`elements` is not one or more times {BYTES} bytes.")
    if len(found) > MOST * BYTES:
        raise Refused(400, "batch-too-large", f"A batch has at most {MOST:,} elements. Send it as several.")
    check_elements(found)
    return found


def seed(text: str | None, is_last: bool) -> bytes | None:
    """The seed of the masks, for the last service and no other. Raises Refused."""
    if not is_last:
        if text is not None:
            raise Refused(
                400, "seed-unwanted", "Only the last key service may know the seed. Make another, and pack again."
            )
        return None
    try:
        found = b64decode(text or "", validate=True)
    except (binascii.Error, ValueError):
        found = b""
    if len(found) != SEED_BYTES:
        sentence = f"This is the last key service: send the `seed` of this batch, {SEED_BYTES} bytes in base64."
        raise Refused(400, "seed-missing", sentence)
    return found


def check_elements(found: bytes) -> None:
    """Raises Refused when one of the values may not be multiplied."""
    parts = [found[at : at + BYTES] for at in range(0, len(found), BYTES)]
    if not all(any(part) and rbcl.crypto_core_ristretto255_is_valid_point(part) for part in parts):
        raise Refused(400, "not-an-element", "A value is no element of ristretto255 other than the identity.")
