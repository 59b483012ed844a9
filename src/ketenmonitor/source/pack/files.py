"""Write the data files of a delivery, part by part, and what the state must know of them.

Comes in: what was gathered and compared, and how identifiers are named. Goes out: `KIND.parquet` in a folder, and the hashes of all
that will have been sent. The promise: memory does not grow with the delivery; a row stands in the order of the extract.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ketenmonitor.definition import COLUMNS
from ketenmonitor.source.pack.gathered import Gathered, column_of
from ketenmonitor.source.pack.hashes import derived
from ketenmonitor.source.pack.naming import Naming

SEAL, NONCE, APART = "seal", 12, "\x1f"
AT_ONCE = 50_000
KEPT = {"events": ("identity", "content"), "links": ("identity", "content", "sealed"),
        "objects": ("identity", "content", "filled"), "figures": ("identity", "content")}  # fmt: skip


@dataclass
class File:
    """One file that grows; it has its columns also when it has no rows."""

    path: Path
    schema: pa.Schema
    rows: int = 0
    _writer: pq.ParquetWriter = field(init=False)

    def __post_init__(self) -> None:
        self._writer = pq.ParquetWriter(self.path, self.schema, compression="zstd")

    def add(self, frame: pl.DataFrame) -> None:
        """Put rows behind those that are there; columns that they do not have are empty."""
        if frame.height:
            empty = [pl.lit(None, pl.String).alias(n) for n in self.schema.names if n not in frame.columns]
            table = frame.with_columns(empty).select(self.schema.names).to_arrow().cast(self.schema)
            self._writer.write_table(table)
            self.rows += frame.height

    def close(self) -> None:
        """Write its end."""
        self._writer.close()


def write_files(
    folder: Path, rows: Path, gathered: Gathered, naming: Naming, key: bytes, kinds: tuple[str, ...]
) -> dict[str, int]:
    """The data files of a delivery in `folder`, and the state's in `rows`; gives how many rows each data file has."""
    cipher = AESGCM(derived(key, SEAL))
    counts = {}
    for kind in kinds:
        names = (*COLUMNS[kind], *gathered.attributes[kind])
        file = File(folder / f"{kind}.parquet", pa.schema([(name, pa.string()) for name in names]))
        sealed = File(rows / "sealed.parquet", pa.schema([("identity", pa.binary()), ("sealed", pa.binary())]))
        for part in _sent(gathered, kind):
            file.add(_delivered(kind, part, naming))
            if kind == "links":
                sealed.add(part.select("identity", sealed=_sealed(part, cipher)))
        for part in _gone(gathered, kind, cipher):
            file.add(_delivered(kind, part, naming).with_columns(withdrawn=pl.lit("true")))
        file.close()
        sealed.close()
        _keep(gathered, kind, rows)
        counts[file.path.name] = file.rows
    naming.finish()
    return counts


def _sent(gathered: Gathered, kind: str) -> Iterator[pl.DataFrame]:
    """The rows to send, with their identity; of an object with all that is said of it."""
    spool, low = gathered.spools[kind], 0
    names = gathered.attributes[kind] if kind == "objects" else ()
    more = "".join(f", {column_of(i)}" for i in range(len(names)))
    for frame in spool.frames():
        high = low + frame.height
        chosen = gathered.database.execute(
            f"SELECT ordinal, identity{more} FROM sent_{kind} WHERE ordinal >= ? AND ordinal < ? ORDER BY ordinal",
            [low, high],
        ).pl()
        if chosen.height:
            part = frame.drop(names)[chosen["ordinal"] - low]
            said = chosen.drop("ordinal").rename({column_of(i): name for i, name in enumerate(names)})
            yield part.hstack(said.get_columns())
        low = high


def _gone(gathered: Gathered, kind: str, cipher: AESGCM) -> Iterator[pl.DataFrame]:
    """What is taken back: of an event its id, of a link its ends. Objects and figures cannot be taken back."""
    if kind not in ("events", "links"):
        return
    column = "identity" if kind == "events" else "identity, sealed"
    reader = gathered.database.cursor().execute(f"SELECT {column} FROM gone_{kind} ORDER BY identity")
    for batch in reader.to_arrow_reader(AT_ONCE):
        frame = pl.DataFrame(batch)
        yield frame if kind == "events" else _opened(frame["sealed"], cipher)


def _delivered(kind: str, part: pl.DataFrame, naming: Naming) -> pl.DataFrame:
    """Rows as the contract has them."""
    if kind == "events":
        named = part.with_columns(event_id=pl.col("identity").bin.encode("hex"))
        return (
            named.with_columns(naming.names(part["object"]).alias("object_id")) if "object" in part.columns else named
        )
    if kind == "links":
        both = naming.names(pl.concat([part["from"], part["to"]]))
        ends = {"from_id": both.head(part.height), "to_id": both.tail(part.height)}
        return part.with_columns(**ends)
    if kind == "objects":
        return part.with_columns(naming.names(part["object"]).alias("object_id")).rename({"type": "object_type"})
    return part


def _sealed(part: pl.DataFrame, cipher: AESGCM) -> pl.Series:
    """What takes each link back, so that only this state can read it."""
    told = part.select("from_type", "from", "to_type", "to").rows()
    nonces = [secrets.token_bytes(NONCE) for _ in told]
    sealed = [n + cipher.encrypt(n, APART.join(ends).encode(), None) for n, ends in zip(nonces, told, strict=True)]
    return pl.Series(sealed, dtype=pl.Binary)


def _opened(sealed: pl.Series, cipher: AESGCM) -> pl.DataFrame:
    told = [cipher.decrypt(one[:NONCE], one[NONCE:], None).decode().split(APART) for one in sealed]
    schema = dict.fromkeys(("from_type", "from", "to_type", "to"), pl.String)
    return pl.DataFrame(told, schema=schema, orient="row")


def _keep(gathered: Gathered, kind: str, rows: Path) -> None:
    """The hashes of all that will have been sent; what takes a link back is new for what is sent, and as it was for the rest."""
    path, part = str(rows / f"{kind}.parquet").replace("'", "''"), rows / "sealed.parquet"
    question = f"SELECT {', '.join(KEPT[kind])} FROM kept_{kind}"
    if kind == "links":
        place = str(part).replace("'", "''")
        question = f"""SELECT k.identity, k.content, coalesce(n.sealed, o.sealed) AS sealed FROM kept_links k
                       LEFT JOIN read_parquet('{place}') n USING (identity) LEFT JOIN old_links o USING (identity)"""
    gathered.database.execute(f"COPY ({question}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)")
    part.unlink()
