"""The way of all sources through all rules: each source is read once, part by part.

Comes in: a mapping and where rows are gathered. Goes out: nothing; rows are gathered and the report is filled. The promise: a column
that the mapping names and the extract does not have stops everything, with all such columns; one that the mapping does not name is
told and goes nowhere.
"""

from __future__ import annotations

import polars as pl

from ketenmonitor.errors import DeliveryError
from ketenmonitor.source.mapping import Mapping, Rule, Source
from ketenmonitor.source.pack.extracts import Extract, opened
from ketenmonitor.source.pack.gathered import Gathered
from ketenmonitor.source.pack.rows import Given, Part, made_of

Numbered = tuple[int, Rule]


def translate(mapping: Mapping, gathered: Gathered, given: Given) -> None:
    """Gather all rows of the extract. Raises DeliveryError when a source cannot be read as a whole."""
    rules = list(enumerate(rule for some in mapping.rules.values() for rule in some))
    for source in mapping.sources.values():
        mine = [(place, rule) for place, rule in rules if rule.source == source.name]
        if mine:
            with opened(source) as extract:
                _source(source, extract, mine, gathered, given)


def place_of(mapping: Mapping, number: int) -> Rule:
    """The rule of a number that `translate` gave."""
    return [rule for some in mapping.rules.values() for rule in some][number]


def _source(source: Source, extract: Extract, rules: list[Numbered], gathered: Gathered, given: Given) -> None:
    used = dict.fromkeys(name for _, rule in rules for name in rule.columns)
    _check_columns(source, extract, used)
    unused = [name for name in extract.columns if name not in used]
    n_rows = 0
    for frame in extract.parts:
        rows = pl.int_range(n_rows + 1, n_rows + 1 + frame.height, eager=True)
        part = Part(source, _stripped(frame, used), rows, extract.is_typed)
        for place, rule in rules:
            kind, made = made_of(part, rule, given)
            gathered.add(kind, place, made)
        n_rows += frame.height
    given.report.sources.append({"source": source.name, "rows": n_rows, "columns_not_used": unused})


def _check_columns(source: Source, extract: Extract, used: dict[str, None]) -> None:
    """The columns that are there are not told: without a header they are values of the first row."""
    if missing := [name for name in used if name not in extract.columns]:
        names = ", ".join(f'"{name}"' for name in missing)
        raise DeliveryError(
            f"source {source.name}: the extract has no column {names}. Capitals and spaces count. Name the columns of its "
            "first row in the mapping, and pack again; nothing was packed."
        )


def _stripped(frame: pl.DataFrame, used: dict[str, None]) -> pl.DataFrame:
    """The columns that are used, without spaces around values; null where nothing is left."""
    if not used:
        return pl.DataFrame(height=frame.height)
    stripped = frame.select(pl.col(list(used)).str.strip_chars())
    return stripped.select(pl.when(pl.all() != "").then(pl.all()))
