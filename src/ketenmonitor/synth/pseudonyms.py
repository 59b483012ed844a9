"""Identifiers that tell nothing: the n-th piece of a keyed stream.

Comes in: a key and how many. Goes out: hexadecimal texts. The promise: the same key gives the same identifiers, and
a longer list begins with the shorter one.
"""

from __future__ import annotations

import hashlib

import numpy as np
import pyarrow as pa

BYTES = 10
HEX = 2 * BYTES


def pseudonyms(seed: int, purpose: str, count: int) -> pa.Array:
    """`count` identifiers; 80 bits, so that two are never the same in practice."""
    stream = hashlib.shake_256(f"ketenmonitor synth/{seed}/{purpose}".encode()).digest(BYTES * count).hex()
    offsets = np.arange(count + 1, dtype=np.int64) * HEX
    buffers = pa.py_buffer(offsets), pa.py_buffer(stream.encode())
    return pa.LargeStringArray.from_buffers(count, *buffers).cast(pa.string())
