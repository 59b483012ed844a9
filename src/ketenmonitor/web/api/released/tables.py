"""The tables of a release, read from the sealed files themselves.

Comes in: a release and the shelves that it stands on. Goes out: what its tables are, and their rows. The promise: nothing is
computed; a cell is what stands in the sealed CSV file, with the type that the sealed description of that file says.
"""

from __future__ import annotations

import csv
import io
import json
from functools import lru_cache
from typing import Any

from ketenmonitor.web.api.released.shapes import Column, Row, Table
from ketenmonitor.web.api.shape import Text
from ketenmonitor.web.public import Released, Shelves

FOLDER, CSV, DESCRIPTION = "data/", ".csv", ".csv-metadata.json"
NAMES = {"decimal": "number"}  # what CSV on the Web calls otherwise than releases do
TYPES = {"integer": int, "number": float}
KEPT, KEPT_DESCRIPTIONS = 8, 500  # in memory
Rows = tuple[dict[str, str], ...]


def tables_of(shelves: Shelves, released: Released, address: str) -> list[Table]:
    """What each table of a release is, in order of name; `address` is that of all tables together."""
    names = [p.removeprefix(FOLDER).removesuffix(DESCRIPTION) for p in released.hashes if p.endswith(DESCRIPTION)]
    found = (table_of(shelves, released, address, name) for name in sorted(names))
    return [one for one in found if one]


def table_of(shelves: Shelves, released: Released, address: str, name: str) -> Table | None:
    """What one table is; None when there is none of this name."""
    said = shelves.file(released, f"{FOLDER}{name}{DESCRIPTION}")
    return _table(name, said, address) if said else None


@lru_cache(KEPT_DESCRIPTIONS)
def _table(id: str, content: bytes, address: str) -> Table:
    """From CSV on the Web to our own words."""
    said: dict[str, Any] = json.loads(content)
    keys, license = said["tableSchema"].get("primaryKey", ()), said["dc:license"]
    columns = [
        Column(
            name=one["name"], title=Text(nl=one["titles"]["nl"], en=one["titles"]["en"]),
            type=NAMES.get(one["datatype"], one["datatype"]), unit=one.get("schema:unitText"), is_key=one["name"] in keys,
        )
        for one in said["tableSchema"]["columns"]
    ]  # fmt: skip
    return Table(
        id=id, title=Text(**{one["@language"]: one["@value"] for one in said["dc:title"]}), columns=columns,
        publisher=said["dc:publisher"], license=license["@id"] if isinstance(license, dict) else license,
        links={"self": f"{address}/{id}"},
    )  # fmt: skip


def sealed_csv(table: str) -> str:
    """Where the sealed file of a table is in a release."""
    return f"{FOLDER}{table}{CSV}"


@lru_cache(KEPT)
def lines_of(content: bytes) -> Rows:
    """The rows of a CSV file, as texts."""
    return tuple(csv.DictReader(io.StringIO(content.decode(), newline="")))


def row_of(line: dict[str, str], table: Table, states: frozenset[str]) -> Row:
    """A row with values of their own types, and why the others are missing."""
    missing = {c.name: line[c.name] for c in table.columns if not c.is_key and line[c.name] in states}
    values = {c.name: None if c.name in missing else TYPES.get(c.type, str)(line[c.name]) for c in table.columns}
    return Row.model_construct(values=values, missing=missing)  # sealed: nothing to check again
