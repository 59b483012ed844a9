"""Keyed hashes of rows: what tells two extracts apart without keeping either.

Comes in: texts, and a key of 32 bytes that never leaves the partner. Goes out: 16 bytes for each text. The promise: the same text
gives the same bytes in every run, and who has no key can compute nothing from them; two different rows never make one text.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from hashlib import blake2b

import polars as pl

BYTES = 16
NOTHING = "-"


def derived(key: bytes, purpose: str) -> bytes:
    """A key of its own for each purpose."""
    return hmac.digest(key, purpose.encode(), "sha256")


def message(parts: Sequence[pl.Expr]) -> pl.Expr:
    """Several columns as one text, that no other values give: before each value its length."""
    told = [
        pl.when(one.is_null())
        .then(pl.lit(NOTHING))
        .otherwise(pl.concat_str(one.str.len_bytes().cast(pl.String), pl.lit(":"), one))
        for one in parts
    ]
    return pl.concat_str(told)


def hashed(texts: pl.Series, key: bytes) -> pl.Series:
    """The keyed hash of each text."""
    return pl.Series([blake2b(text.encode(), key=key, digest_size=BYTES).digest() for text in texts], dtype=pl.Binary)
