"""Tokens of one delivery, and the identifiers behind them blinded for key services: a pair of files for each batch.

    blinded/0000.elements     count x 32 bytes: the tokens of the first batch, from t0 on
    blinded/0000.seed         32 bytes from which the masks of the batch follow, for the second key service
    blinded/0000.blinds       the envelope with their masked blinds, for the recipient

Comes in: columns of texts that stand for identifiers. Goes out: columns of tokens, and those files. The promise: the number of a
token says nothing of its identifier but the order of the rows; memory does not grow with the number of identifiers.
"""

from __future__ import annotations

import secrets
from pathlib import Path

import duckdb
import polars as pl

from ketenmonitor.pseudonyms.batches import blinded_batches
from ketenmonitor.pseudonyms.envelopes import BLINDS, KEPT_SECONDS, MOST, Claims
from ketenmonitor.source.mapping import Mapping
from ketenmonitor.source.pack.hashes import hashed

BLINDED = "blinded"


class Tokens:
    """Tokens of this delivery only, and their identifiers blinded for the key services."""

    def __init__(self, mapping: Mapping, folder: Path, database: duckdb.DuckDBPyConnection, now_us: int) -> None:
        said = mapping.pseudonyms
        assert said.recipient_key is not None, "checked with the mapping"
        assert mapping.oin is not None, "checked with the mapping"
        self._public = said.recipient_key
        at = now_us // 1_000_000
        self._claims = Claims(
            typ=BLINDS, iss=mapping.oin, aud=said.recipient, sub=mapping.oin, purpose=said.purpose, period=said.period,
            batch="", count=0, iat=at, exp=at + KEPT_SECONDS, jti="",
        )  # fmt: skip
        self._folder = folder / BLINDED
        self._folder.mkdir(mode=0o700)
        self._database = database
        database.execute("CREATE OR REPLACE TABLE tokens (subject BLOB, number BIGINT)")
        self._key = secrets.token_bytes(32)  # of this run: tokens are of one delivery
        self._waiting: list[str] = []
        self._n_batches = 0
        self.n_tokens: int | None = 0

    def names(self, texts: pl.Series) -> pl.Series:
        """The token of each text; a text that is new gets the next."""
        distinct = texts.drop_nulls().unique(maintain_order=True)
        subjects = pl.DataFrame({"text": distinct, "subject": hashed(distinct, self._key)})
        self._database.register("asked", subjects.select("subject").to_arrow())
        known = self._database.execute("SELECT subject, number FROM tokens SEMI JOIN asked USING (subject)").pl()
        self._database.unregister("asked")
        subjects = subjects.join(known, on="subject", how="left", maintain_order="left")
        new = subjects.filter(pl.col("number").is_null())
        new = new.with_columns(number=pl.int_range(pl.len(), dtype=pl.Int64) + self.n_tokens)
        self._add(new)
        every = pl.concat([subjects.filter(pl.col("number").is_not_null()), new])
        tokens = every.select(pl.col("text"), token=pl.lit("t") + pl.col("number").cast(pl.String))
        return texts.alias("text").to_frame().join(tokens, on="text", how="left", maintain_order="left")["token"]

    def _add(self, new: pl.DataFrame) -> None:
        if not new.height:
            return
        self._database.register("new", new.select("subject", "number").to_arrow())
        self._database.execute("INSERT INTO tokens SELECT * FROM new")
        self._database.unregister("new")
        self.n_tokens = (self.n_tokens or 0) + new.height
        self._waiting += new["text"].to_list()
        whole = len(self._waiting) // MOST * MOST
        self._blind(self._waiting[:whole])
        del self._waiting[:whole]

    def finish(self) -> None:
        """Blind what waits for a whole batch."""
        self._blind(self._waiting)
        self._waiting.clear()

    def _blind(self, texts: list[str]) -> None:
        for batch in blinded_batches(texts, self._public, self._claims):
            (self._folder / f"{self._n_batches:04d}.elements").write_bytes(batch.elements)
            (self._folder / f"{self._n_batches:04d}.seed").write_bytes(batch.seed)
            (self._folder / f"{self._n_batches:04d}.blinds").write_text(batch.blinds, encoding="utf-8")
            self._n_batches += 1
