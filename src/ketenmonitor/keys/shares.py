"""A key in three shares, of which any two make it again and one says nothing (Shamir 1979, in GF(2^8), byte by byte).

Comes in: three places and passphrases, or two shares. Goes out: three sealed files, or the key. The promise: the key itself is never on
disk; each share opens with the passphrase of who has it; shares of two different keys are told, not joined.

    share n = key + n x line        in which `line` is random, so that one share is as likely of any key
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from pathlib import Path

from ketenmonitor.errors import UsageError
from ketenmonitor.keys.sealed import BYTES, SHARE, Secret, keep_key, open_key, secret_of

SHARES, NEEDED = 3, 2
POLYNOMIAL = 0x11B  # of the field of AES


def make_shares(places: Sequence[Path], kind: str, phrases: Sequence[bytes]) -> str | None:
    """Three shares of a new key; its public half. Raises UsageError for a file that is there, before any is made."""
    if len(places) != SHARES or len(phrases) != SHARES:
        raise UsageError(f"A key is divided into {SHARES} shares, each with a passphrase of its own.")
    if there := [place for place in places if place.exists()]:
        raise UsageError(f"{there[0]}: there is a file here already. A key is never written over: name another file.")
    value, line = secrets.token_bytes(BYTES), secrets.token_bytes(BYTES)
    made = secret_of(kind, value)
    for number, (place, phrase) in enumerate(zip(places, phrases, strict=True), start=1):
        share = bytes(one ^ _times(number, other) for one, other in zip(value, line, strict=True))
        keep_key(place, Secret(SHARE, f"{number}|{kind}|{made.public}", share), phrase)
    return made.public


def open_shares(places: Sequence[Path], phrases: Sequence[bytes]) -> Secret:
    """The key of which these are two shares. Raises StorageError for what does not open, UsageError for shares of two keys."""
    opened = [open_key(place, SHARE, phrase) for place, phrase in zip(places, phrases, strict=True)]
    said = [(one.public or "").split("|") for one in opened]
    if len(opened) != NEEDED or len({one[0] for one in said}) != NEEDED or len({tuple(one[1:]) for one in said}) != 1:
        raise UsageError(f"Right are {NEEDED} different shares of one key. Name those.")
    (i, one), (j, other) = ((int(words[0]), share.value) for words, share in zip(said, opened, strict=True))
    found = secret_of(said[0][1], bytes(_at_zero(i, a, j, b) for a, b in zip(one, other, strict=True)))
    assert found.public == said[0][2], "what is sealed with a share is what was divided"
    return found


def _at_zero(i: int, a: int, j: int, b: int) -> int:
    """Where the line through two points begins."""
    return a ^ _times(i, _times(a ^ b, _inverse(i ^ j)))


def _times(one: int, other: int) -> int:
    found = 0
    while other:
        found ^= one if other & 1 else 0
        one = one << 1 ^ (POLYNOMIAL if one & 0x80 else 0)
        other >>= 1
    return found


def _inverse(one: int) -> int:
    return next(other for other in range(1, 256) if _times(one, other) == 1)
