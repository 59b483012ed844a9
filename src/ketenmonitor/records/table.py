"""Rows of a file as persons that can be compared: one column for each thing that two registers may agree on.

Comes in: rows by the names of the settings. Goes out: an Arrow table with the columns of `COLUMNS`, in the order of the
own identifiers. The promise: the same rows in another order give the same table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import pyarrow as pa

from ketenmonitor.records.persons.births import FORMS, birth
from ketenmonitor.records.persons.given import given
from ketenmonitor.records.persons.places import house_number, number_in, place, postcode, sex
from ketenmonitor.records.persons.sounds import sound
from ketenmonitor.records.persons.surnames import surname

# What each column is made of, in the words of the settings.
COLUMNS: dict[str, tuple[str, ...]] = {
    "surname": ("surname", "partner_surname"),
    "surnames": ("surname", "partner_surname"),
    "surname_sound": ("surname", "partner_surname"),
    "prefix": ("surname", "prefix"),
    "given": ("given", "initials"),
    "given_root": ("given", "initials"),
    "given_sound": ("given", "initials"),
    "initials": ("given", "initials"),
    "initial": ("given", "initials"),
    "birth_date": ("birth",),
    "birth_year": ("birth",),
    "birth_key": ("birth",),
    "place": ("place",),
    "postcode": ("postcode",),
    "address": ("postcode", "house_number", "address"),
    "sex": ("sex",),
}
LISTS = ("surnames",)
SCHEMA = pa.schema(
    [("unique_id", pa.int64())] + [(name, pa.list_(pa.string()) if name in LISTS else pa.string()) for name in COLUMNS]
)
Row = Mapping[str, str | None]


def persons(rows: Sequence[Row], forms: tuple[str, ...] = FORMS) -> tuple[pa.Table, list[str]]:
    """The table, and the own identifier of each of its rows: row n has `unique_id` n."""
    ordered = sorted(rows, key=lambda row: row["id"] or "")
    # Values come back often; each is taken apart once
    read_birth = lru_cache(maxsize=None)(lambda text: birth(text, forms))
    columns: dict[str, list[Any]] = {name: [] for name in COLUMNS}
    for row in ordered:
        for name, value in _person(row, read_birth).items():
            columns[name].append(value)
    arrays = {"unique_id": list(range(len(ordered))), **columns}
    return pa.table(arrays, schema=SCHEMA), [row["id"] or "" for row in ordered]


def _person(row: Row, read_birth: Callable[[str | None], Any]) -> dict[str, Any]:
    family = _surname(row.get("surname"), row.get("prefix"), row.get("partner_surname"))
    own = _given(row.get("given"), row.get("initials"))
    born = read_birth(row.get("birth"))
    code = postcode(row.get("postcode"))
    number = house_number(row.get("house_number")) or number_in(row.get("address"))
    return {
        "surname": family.core,
        "surnames": list(family.parts) or None,
        "surname_sound": _sound(family.core),
        "prefix": family.prefix,
        "given": own.name,
        "given_root": own.root,
        "given_sound": _sound(own.root),
        "initials": own.initials,
        "initial": own.initials[0] if own.initials else None,
        "birth_date": born.day,
        "birth_year": born.year,
        "birth_key": born.key,
        "place": _place(row.get("place")),
        "postcode": code,
        "address": f"{code} {number}" if code and number else None,
        "sex": sex(row.get("sex")),
    }


_surname = lru_cache(maxsize=200_000)(surname)
_given = lru_cache(maxsize=200_000)(given)
_sound = lru_cache(maxsize=200_000)(sound)
_place = lru_cache(maxsize=50_000)(place)
