"""All rows that a mapping makes of an extract: sealed in a file each, and their keyed hashes in a database beside them.

Comes in: frames of rows (`rows`), part by part. Goes out: a `Gathered` that `differences` compares with what was sent. The promise:
memory does not grow with the extract; in the database are hashes, declared attributes and row numbers, and no identifier.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl

from ketenmonitor.source.pack.hashes import derived, hashed, message
from ketenmonitor.source.pack.spool import Spool

MEMORY = "1GB"
# What makes two rows of one kind speak of the same thing; of events it is their key.
IDENTITY = {
    "events": ("key",),
    "links": ("from_type", "from", "to_type", "to"),
    "objects": ("type", "object"),
    "figures": ("measure", "id", "field", "date", "period"),
}
# What else they say; attributes come to it.
CONTENT = {"events": ("activity", "time", "object"), "links": ("time",), "objects": (), "figures": ("value",)}

# A row of events says each time anew of which case it is: what was said in the same words is no news.
OFTEN = ("links", "objects")


class Gathered:
    """The rows of one pack, by kind of file. `attributes`: by kind the columns of attributes."""

    def __init__(self, work: Path, key: bytes, attributes: dict[str, tuple[str, ...]]) -> None:
        self.attributes = attributes
        self.spools = {kind: Spool(work / f"{kind}.sealed") for kind in IDENTITY}
        self.database = duckdb.connect()  # what does not fit in its memory goes to `spill`
        self.database.execute(f"SET memory_limit = '{MEMORY}'; SET temp_directory = '{_quoted(work / 'spill')}'")
        self.database.execute("SET preserve_insertion_order = false")
        self._keys = {kind: derived(key, kind) for kind in IDENTITY}
        for kind in IDENTITY:
            more = "".join(f", {column_of(i)} VARCHAR" for i in range(len(self._merged(kind))))
            self.database.execute(
                f"CREATE TABLE {kind} (ordinal BIGINT, place SMALLINT, row BIGINT, identity BLOB, content BLOB{more})"
            )

    def add(self, kind: str, place: int, frame: pl.DataFrame) -> None:
        """Take in some rows, which the rule number `place` made."""
        if kind in OFTEN:
            frame = frame.unique(pl.exclude("row"), keep="first", maintain_order=True)
        if not frame.height:
            return
        spool, key, names = self.spools[kind], self._keys[kind], self.attributes[kind]
        # Of a figure the attributes say which one it is; of the others they are what is said.
        identity = (*IDENTITY[kind], *(names if kind == "figures" else ()))
        content = (*CONTENT[kind], *(() if kind in ("figures", "objects") else names))
        hashes = pl.DataFrame(
            {
                "ordinal": pl.int_range(spool.height, spool.height + frame.height, eager=True),
                "place": pl.repeat(place, frame.height, dtype=pl.Int16, eager=True),
                "row": frame["row"],
                "identity": hashed(texts_of(frame, identity), key),
                "content": hashed(texts_of(frame, content), key),
                **{column_of(i): frame[name] for i, name in enumerate(self._merged(kind))},
            }
        )
        arrow = hashes.to_arrow()
        self.database.register("part", arrow)
        self.database.execute(f"INSERT INTO {kind} SELECT * FROM part")
        self.database.unregister("part")
        spool.add(frame.drop([name for name in ("row", "key") if name in frame.columns]))

    def content_of(self, kind: str, frame: pl.DataFrame) -> pl.Series:
        """The keyed hash of what rows say, for rows that were put together afterwards."""
        return hashed(texts_of(frame, tuple(frame.columns)), self._keys[kind])

    def close(self) -> None:
        """Let go of the files."""
        self.database.close()

    def _merged(self, kind: str) -> tuple[str, ...]:
        """The columns that several rows of one object say together."""
        return self.attributes[kind] if kind == "objects" else ()


def column_of(place: int) -> str:
    """What the column of an attribute is called in the database, whatever its own name."""
    return f"a{place}"


def texts_of(frame: pl.DataFrame, columns: tuple[str, ...]) -> pl.Series:
    """Each row as one text."""
    told = frame.select(message([pl.col(name) for name in columns]).alias("text")) if columns else None
    return told["text"] if told is not None else pl.repeat("", frame.height, eager=True, dtype=pl.String)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
