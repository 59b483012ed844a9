"""What may not come back: a keyed hash for every object that was destroyed, and the objects behind the gatekeeper by name.

    tombstones   HMAC-SHA256 of `TYPE|IDENTIFIER`, the first 32 hexadecimal digits, with a key that follows from secrets.toml

Comes in: the identifiers of a delivery. Goes out: those that are kept out, and why. The promise: who has the tables without
secrets.toml cannot even try whether somebody was in them; the hashes are computed where the rows are, in the engine; and blanks around an
identifier, as in columns of a fixed width, let nobody back in.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir
import pyarrow as pa

from ketenmonitor.store import tables
from ketenmonitor.store.departures import DESTROYED_BY_POLICY, REMOVED_BY_POLICY
from ketenmonitor.store.engine import Engine
from ketenmonitor.store.gatekeeper import latest
from ketenmonitor.store.home import Home
from ketenmonitor.store.secrets import publication_secrets

DIGITS = 32
BLOCK = 64  # bytes of a block of SHA-256, as RFC 2104 has it
BLANKS = " \t\r\n\u00a0\u200b\ufeff"
AROUND = f"^[{BLANKS}]+|[{BLANKS}]+$"
INNER, OUTER = 0x36, 0x5C


# DuckDB's own functions, by their names there; the bodies are never run.
@ibis.udf.scalar.builtin(name="sha256", signature=((dt.binary,), dt.string))
def _sha256(content: ir.BinaryValue) -> ir.StringValue:
    """The hash of bytes, in hexadecimal."""


@ibis.udf.scalar.builtin(name="from_hex", signature=((dt.string,), dt.binary))
def _from_hex(digits: ir.StringValue) -> ir.BinaryValue:
    """Bytes of hexadecimal digits."""


@ibis.udf.scalar.builtin(name="encode", signature=((dt.string,), dt.binary))
def _encode(text: ir.StringValue) -> ir.BinaryValue:
    """The bytes of a text in UTF-8."""


@ibis.udf.scalar.builtin(name="hex", signature=((dt.binary,), dt.string))
def _hex(content: ir.BinaryValue) -> ir.StringValue:
    """Bytes as hexadecimal digits."""


def tombstone(home: Home, chain: str, object_type: ir.StringValue, object_id: ir.StringValue) -> ir.StringValue:
    """The keyed hash of an object, as an expression for DuckDB."""
    key = _key(home, chain).ljust(BLOCK, b"\0")
    inner, outer = (bytes(byte ^ pad for byte in key).hex() for pad in (INNER, OUTER))
    said = _hex(_encode(object_type + "|" + bare(object_id)))
    within = _sha256(_from_hex(ibis.literal(inner) + said))
    return _sha256(_from_hex(ibis.literal(outer) + within)).substr(0, DIGITS)


def tombstone_of(home: Home, chain: str, object_type: str, object_id: str) -> str:
    """The same of one object."""
    return hmac.digest(_key(home, chain), f"{object_type}|{object_id.strip(BLANKS)}".encode(), "sha256").hex()[:DIGITS]


def bare(object_id: ir.StringValue) -> ir.StringValue:
    """An identifier without the blanks around it."""
    return object_id.re_replace(AROUND, "")


def _key(home: Home, chain: str) -> bytes:
    return hmac.digest(publication_secrets(home.path).record_key, f"tombstones|{chain}".encode(), "sha256")


def kept_out(home: Home, chain: str, engine: Engine, ids: ir.Table, types: Iterable[str]) -> ir.Table | None:
    """Which of these identifiers (a column `object_id`) may not come in as objects of these types, and why.

    object_type, object_id, why. None in the usual case: nothing ever left this chain.
    """
    root = home.tables_path(chain)
    if tables.version_of(root, "departures") is None:
        return None
    known = (
        ids.filter(ids.object_id.notnull()).distinct().cross_join(ibis.memtable(pa.table({"object_type": list(types)})))
    )
    known = engine.keep(known.mutate(tombstone=tombstone(home, chain, known.object_type, known.object_id)))
    destroyed = known.semi_join(latest(root, engine, "tombstones"), "tombstone")
    behind = latest(root, engine, "removed")
    removed = known.semi_join(
        behind, [known.object_type == behind.object_type, bare(known.object_id) == bare(behind.object_id)]
    )
    parts = [(destroyed, DESTROYED_BY_POLICY), (removed, REMOVED_BY_POLICY)]
    found = ibis.union(*(part.select("object_type", "object_id", why=ibis.literal(why)) for part, why in parts))
    return engine.keep(found)
