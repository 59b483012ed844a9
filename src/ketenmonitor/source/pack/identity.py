"""Identifiers of an extract, part by part: written in one way, or the reason why a row has none.

Comes in: a column of texts and the object type. Goes out: the text that will be made a pseudonym, and a reason where there is
none. The promise: with mode none, where the extract must hold pseudonyms, what has the form of an identifier does not leave.
"""

from __future__ import annotations

import polars as pl

from ketenmonitor.source.identifiers import OF_KIND, normalised, plain
from ketenmonitor.source.mapping import NONE, Mapping

PLACEHOLDER, NOT_A_PSEUDONYM = "placeholder", "identifier-not-pseudonym"
READ = {"given": pl.String, "text": pl.String, "reason": pl.String}


class Identifiers:
    """How the identifiers of one mapping are read."""

    def __init__(self, mapping: Mapping) -> None:
        self._kinds = mapping.kinds
        self._is_pseudonym = mapping.pseudonyms.mode == NONE
        self._placeholders = {name: {plain(one) for one in some} for name, some in mapping.placeholders.items()}

    def read(self, object_type: str, given: pl.Series) -> tuple[pl.Series, pl.Series]:
        """Texts and reasons, in the order of the rows. Each identifier that occurs is read once."""
        distinct = given.unique()
        found = [(one, *self._one(object_type, one)) for one in distinct]
        table = pl.DataFrame(found, schema=READ, orient="row")
        joined = (
            given.alias("given").to_frame().join(table, on="given", how="left", nulls_equal=True, maintain_order="left")
        )
        return joined["text"], joined["reason"]

    def _one(self, object_type: str, given: str | None) -> tuple[str | None, str | None]:
        placeholders = self._placeholders.get(object_type)
        if placeholders and given is not None and plain(given) in placeholders:
            return None, PLACEHOLDER
        kind = self._kinds[object_type]
        text, reason = normalised(kind, given)
        if not self._is_pseudonym:
            return (None, reason) if text is None else (f"NL:{kind}:{text}", None)
        if kind in OF_KIND and text is not None:
            return None, NOT_A_PSEUDONYM
        return (given.strip(), None) if given and given.strip() else (None, reason)
