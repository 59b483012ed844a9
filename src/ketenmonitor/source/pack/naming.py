"""What stands in a delivery for an identifier: the pseudonym it is already, a keyed hash, or a token (`tokens`).

Comes in: columns of texts that stand for identifiers. Goes out: columns of what is delivered. The promise: an identifier never
stands in a delivery, unless it is a pseudonym already.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import duckdb
import polars as pl

from ketenmonitor.errors import UsageError
from ketenmonitor.keys import open_key, passphrase
from ketenmonitor.source.mapping import HMAC, OPRF, Mapping


class Naming(Protocol):
    """How identifiers are named. `n_tokens`: how many there are, where that is known."""

    n_tokens: int | None

    def names(self, texts: pl.Series) -> pl.Series:
        """What is delivered for each text."""

    def finish(self) -> None:
        """There are no more."""


class Given:
    """The extract holds pseudonyms already."""

    n_tokens: int | None = None

    def names(self, texts: pl.Series) -> pl.Series:
        """What is delivered for each text."""
        return texts

    def finish(self) -> None:
        """Nothing waits."""


class Keyed:
    """Keyed hashes by one trusted party, whose key this partner was lent."""

    n_tokens: int | None = None

    def __init__(self, mapping: Mapping) -> None:
        said = mapping.pseudonyms
        assert said.key is not None, "checked with the mapping"
        from ketenmonitor.pseudonyms.keyed import (  # only here: with it comes the library of the group
            mac_of,
            pseudonyms_for,
        )

        secret = open_key(said.key, "hashing", passphrase())
        self._pseudonym = pseudonyms_for(mac_of(secret), said.recipient, said.purpose, said.period)

    @property
    def mark(self) -> str:
        """By what a key is known again, which says nothing of it."""
        return self._pseudonym("mark")

    def names(self, texts: pl.Series) -> pl.Series:
        """The pseudonym of each text. Each that occurs is computed once."""
        distinct = texts.drop_nulls().unique().to_list()
        made = {one: self._pseudonym(one) for one in distinct}
        return texts.replace_strict(made, default=None, return_dtype=pl.String)

    def finish(self) -> None:
        """Nothing waits."""


def naming_of(mapping: Mapping, folder: Path, database: duckdb.DuckDBPyConnection, now_us: int) -> Naming:
    """How identifiers are named in one delivery."""
    if mapping.pseudonyms.mode == OPRF:
        from ketenmonitor.source.pack.tokens import Tokens  # only here: with it comes the library of the group

        return Tokens(mapping, folder, database, now_us)
    return Keyed(mapping) if mapping.pseudonyms.mode == HMAC else Given()


def settings_of(mapping: Mapping) -> str:
    """What the pseudonyms of a partner depend on: when it changes, everything has another name and must be sent anew.

    With mode oprf not the period: the recipient changes the names of a new period into those that it has.
    """
    said = mapping.pseudonyms
    # Another key under the same name makes other pseudonyms: what it gives for a text that is no identifier tells them apart.
    of_key = [said.period, Keyed(mapping).mark] if said.mode == HMAC else [""]
    parts = [said.mode, said.recipient, said.purpose, *of_key]
    return "|".join([*parts, *(f"{name}={kind}" for name, kind in sorted(mapping.kinds.items()))])


def checked_zip(mapping: Mapping, zipped: bool) -> None:
    """Raises UsageError when a zip is asked of a delivery that still needs pseudonyms."""
    if zipped and mapping.pseudonyms.mode == OPRF:
        raise UsageError(
            "--zip: this delivery still needs its pseudonyms. Pack a folder, and let `ketenmonitor pseudonymise` finish it."
        )
