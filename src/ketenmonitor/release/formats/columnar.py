"""Parquet, for who computes with a release.

Comes in: a settled `Dataset` and `About`. Goes out: bytes. The promise: a column that may have states is two: its values,
typed and null where there is none, and `NAME__state`, never null, which says `value` or the code of the state. What the
table and its columns are stands in the file's metadata, which every reader can show.

Not compressed: what Snappy and Zstandard give may differ between processors and versions, and Parquet's own dictionaries
already make the file small (a third larger than with Snappy, for ten thousand rows). One row group, no pandas.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.parquet

from ketenmonitor.release.dataset import About, Column, Dataset, State, Value
from ketenmonitor.release.formats.words import notes_of

HAS_VALUE = "value"
TYPES = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "date": pa.date32()}


def parquet_file(about: About, dataset: Dataset) -> bytes:
    """The table, with its titles, units and method in the metadata."""
    arrays, fields = [], []
    for index, column in enumerate(dataset.columns):
        cells = [row[index] for row in dataset.rows]
        arrays.append(_values(column, cells))
        fields.append(_field(column))
        if not column.is_key:
            states = [str(cell) if isinstance(cell, State) else HAS_VALUE for cell in cells]
            arrays.append(pa.array(states, pa.string()))
            fields.append(pa.field(f"{column.name}__state", pa.string(), nullable=False))
    table = pa.Table.from_arrays(arrays, schema=pa.schema(fields, _metadata(about, dataset)))
    file = io.BytesIO()
    rows = max(1, table.num_rows)
    pyarrow.parquet.write_table(table, file, compression="none", version="2.6", row_group_size=rows)
    return file.getvalue()


def _values(column: Column, cells: Sequence[Value]) -> pa.Array:
    return pa.array([None if isinstance(cell, State) else cell for cell in cells], TYPES[column.datatype])


def _field(column: Column) -> pa.Field:
    said = {"title_nl": column.title.nl, "title_en": column.title.en, "unit": column.unit or ""}
    return pa.field(column.name, TYPES[column.datatype], nullable=not column.is_key, metadata=said)


def _metadata(about: About, dataset: Dataset) -> dict[str, str]:
    """Readers other than Arrow do not show what belongs to one column, so `columns` says it again, in JSON."""
    columns = {c.name: {"nl": c.title.nl, "en": c.title.en, "unit": c.unit} for c in dataset.columns}
    return {
        "title_nl": dataset.title.nl,
        "title_en": dataset.title.en,
        "release_nl": about.title.nl,
        "release_en": about.title.en,
        "as_of": about.as_of.isoformat(),
        "publisher": about.publisher,
        "licence": about.licence,
        "method": dataset.method,
        "notes_nl": "\n".join(note.nl for note in notes_of(dataset)),
        "notes_en": "\n".join(note.en for note in notes_of(dataset)),
        "columns": json.dumps(columns, ensure_ascii=False),
    }
