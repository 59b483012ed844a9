"""Record keys: a secret number for each counted object, the same in every release.

Comes in: cases, a secret. Goes out: the same cases with record keys. The promise: a key follows from the secret and the
identity of the object in this monitor alone, so the noise of a count changes only when what it counts does.

    record key = the first 32 bits of HMAC-SHA256(secret, "ckm-v1|" + object type + "|" + object id)

Identity: the pseudonym under which the monitor first knew an object. Source: Handbook on Statistical Disclosure Control,
chapter on the cell-key method; RFC 2104 for HMAC.
"""

from __future__ import annotations

import hmac
from typing import Any

import ibis
import pyarrow as pa

from ketenmonitor.linking import Cases

VERSION = "ckm-v1"


def record_key(secret: bytes, object_type: str, object_id: str) -> int:
    """The record key of one object, from 0 up to 2^32."""
    said = f"{VERSION}|{object_type}|{object_id}".encode()
    return int.from_bytes(hmac.digest(secret, said, "sha256")[:4], "big")


def with_record_keys(cases: Cases, secret: bytes) -> Cases:
    """The same cases, of which every count has the sum of the record keys beside it. The engine never sees the secret."""

    @ibis.udf.scalar.pyarrow
    def key_of(object_type: str, object_id: str) -> int:
        columns: tuple[Any, ...] = (object_type, object_id)  # the types say what is in them: they are columns of Arrow
        pairs = zip(*(column.to_pylist() for column in columns), strict=True)
        return pa.array([record_key(secret, *pair) for pair in pairs], pa.int64())

    objects = cases.objects
    keys = objects.select("object", record_key=key_of(objects.object_type, objects.object_id))
    # Keys go by the numbers of these objects; counted anew, objects may get other numbers, and each other's keys.
    known = {**(cases.view.prepared if cases.given is None else cases.given), **cases.found}
    return Cases(cases.view, known, cases.view.engine.keep(keys))
