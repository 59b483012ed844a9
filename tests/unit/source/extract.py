"""An extract of the small chain of `tests.chain` at one partner, and its mapping: what most tests of packing begin with."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from ketenmonitor.source.mapping import Mapping, read_mapping
from ketenmonitor.source.pack import Packed, confirmed, pack
from tests.chain import DEFINITION, instant

PHRASE = "een lange wachtwoordzin"
NOW = "2024-03-01T06:00:00+01:00"
UNTIL = "2024-02-29T00:00:00+01:00"

OM = """
[delivery]
definition = "definition.toml"
partner = "om"
contact = "data@om.example"
from = "2024-01-01"
state = "state"
out = "out"

[pseudonyms]
mode = "none"

[sources.zaken]
file = "zaken.csv"
delimiter = ";"
formats = ["%d-%m-%Y %H:%M"]

[[events]]
source = "zaken"
activity = { column = "code", codes = { I1 = "inschrijving", B1 = "besluit", B2 = "besluit" }, ignore = ["X"] }
time = "tijd"
object = "zaak"
id = ["nr"]

[[links]]
source = "zaken"
from = { type = "melding", column = "melding" }
to = { type = "strafzaak", column = "zaak" }

[[objects]]
source = "zaken"
type = "strafzaak"
object = "zaak"
attributes = { minderjarig = { column = "jeugd", codes = { J = "true", N = "false" } } }
"""
COLUMNS = ("nr", "code", "tijd", "zaak", "melding", "jeugd")
ROWS: list[tuple[Any, ...]] = [
    ("1", "I1", "02-01-2024 09:30", "z1", "m1", "J"),
    ("2", "B2", "20-01-2024 10:00", "z1", "m1", "J"),
    ("3", "I1", "05-02-2024 11:15", "z2", "m2", "N"),
]


def mapping_of(folder: Path, text: str = OM, definition: str = DEFINITION) -> Mapping:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "definition.toml").write_text(definition, encoding="utf-8")
    (folder / "mapping.toml").write_text(text, encoding="utf-8")
    return read_mapping(folder / "mapping.toml")


def write_rows(
    path: Path, rows: list[tuple[Any, ...]], columns: tuple[str, ...] = COLUMNS, delimiter: str = ";"
) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
    return path


def packed(
    mapping: Mapping, *, now: str = NOW, until: str | None = UNTIL, accepted: bool = False, **asked: Any
) -> Packed:
    made = pack(mapping, instant(now), until_us=None if until is None else instant(until), **asked)
    if accepted:
        confirmed(mapping.state, made.delivery_id)
    return made


def rows_of(made: Packed, kind: str) -> list[dict[str, Any]]:
    table = pq.read_table(made.place / f"{kind}.parquet")
    return [dict(row) for row in table.to_pylist()]
