"""The tables of a release as plain values, before any format: what CSV, XLSX, Parquet and the catalogue are made of.

Comes in: nothing. Goes out: `Dataset` and its parts. The promise: a cell is a value or a `State` that says why there is
none; never empty, and never 0 for what is not known. Every format writes the same cells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ketenmonitor.definition import Title


class State(StrEnum):
    """Why a cell has no value. The text is its code in every format that machines read."""

    NOT_DELIVERED = "not-delivered"
    NOT_APPLICABLE = "not-applicable"
    NOT_REACHED = "not-reached"
    NOT_YET_KNOWN = "not-yet-known"
    SUPPRESSED = "suppressed"


Value = str | int | float | date | State

# In a key column, in place of a value of an attribute: the figure of all together, and of those of which it is unknown.
TOTAL, UNKNOWN = "_total", "_unknown"
NAME_OF_COLUMN = re.compile(r"[a-z](?:_?[a-z0-9])*")


@dataclass(frozen=True)
class Column:
    """A column: its `name` for machines, its title for people, what is in it.

    `datatype`: `string`, `integer`, `number` or `date`. `unit`: `cases`, `days`, `share` (0 to 1) or `ratio` (from 0, also above
    1), none for others.
    `is_key`: one of the columns that together name a row; these have no `State`.
    `words`: what the codes in a column of text mean, for people.
    """

    name: str
    title: Title
    datatype: str
    unit: str | None = None
    is_key: bool = False
    words: tuple[tuple[str, Title], ...] = ()


@dataclass(frozen=True)
class Dataset:
    """One table. `method`: how it was protected, a code; `notes` and `source`: sentences for people."""

    id: str
    title: Title
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    method: str
    notes: tuple[Title, ...] = ()
    source: Title | None = None


@dataclass(frozen=True)
class About:
    """What a release says of itself: who publishes it, when it is of, and under which licence.

    `as_of`: what was known at the start of this local day is in it. `address`: where it will stand, "" when not known.
    """

    chain: str
    title: Title
    description: Title
    as_of: date
    publisher: str
    contact: str
    licence: str
    address: str = ""
    periodicity: str = ""
