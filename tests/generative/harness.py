"""From drawn deliveries to folders that the gate can receive.

Comes in: deliveries as the strategies draw them. Goes out: a folder for each, in the order received. The promise: the
rows and their order are kept; the same delivery drawn twice gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from ketenmonitor.source import Manifest, write_delivery

Table = dict[str, Any]
NOT_IN_MANIFEST = ("received_at_us", "events", "links", "objects")
COLUMNS = {
    "events": ("event_id", "activity", "time", "object_id"),
    "links": ("from_type", "from_id", "to_type", "to_id", "time"),
    "objects": ("object_type", "object_id"),
}
ARROW = {bool: pa.bool_(), int: pa.int64(), float: pa.float64(), date: pa.date32(), str: pa.string()}


def write_deliveries(folder: Path, deliveries: list[Table], form: str = "parquet") -> list[Path]:
    """Write each delivery into its own folder, numbered in the order received; `form` is "parquet" or "csv"."""
    written = []
    for number, delivery in enumerate(deliveries):
        manifest = Manifest(**{name: said for name, said in delivery.items() if name not in NOT_IN_MANIFEST})
        tables = {kind: table_of(kind, delivery[kind]) for kind in COLUMNS if kind in delivery}
        place = folder / f"{number:03}-{delivery['delivery_id']}"
        written.append(write_delivery(place, manifest, tables, form))
    return written


def table_of(kind: str, rows: list[Table]) -> pa.Table:
    """The rows of one file: the columns that it must have, and after these what any row has besides."""
    names = list(dict.fromkeys([*COLUMNS[kind], *(name for row in rows for name in row)]))
    cells = {name: [row.get(name) for row in rows] for name in names}
    return pa.table({name: pa.array(values, type_of(values)) for name, values in cells.items()})


def type_of(values: Iterable[Any]) -> pa.DataType:
    """The Arrow type of a column's values; text when there are none."""
    return ARROW[next((type(value) for value in values if value is not None), str)]
