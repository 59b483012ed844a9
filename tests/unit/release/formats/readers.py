"""Files of a release read back with software that did not write them: every cell a value or a `State`."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import polars

from ketenmonitor.release.dataset import Dataset, State
from ketenmonitor.release.formats.names import labels
from ketenmonitor.release.formats.words import language

Rows = list[tuple[Any, ...]]
OF_TEXT: dict[str, Callable[[str], Any]] = {
    "string": str,
    "integer": int,
    "decimal": float,
    "date": date.fromisoformat,
}


def of_csv(content: bytes, metadata: bytes) -> Rows:
    """As the description says: the tokens of null, then the datatype."""
    columns = json.loads(metadata)["tableSchema"]["columns"]
    head, *rows = csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True)
    assert head == [column["name"] for column in columns]

    def cell(column: dict[str, Any], text: str) -> Any:
        return State(text) if text in column.get("null", ()) else OF_TEXT[column["datatype"]](text)

    return [tuple(cell(c, text) for c, text in zip(columns, row, strict=True)) for row in rows]


def of_duckdb(path: Path) -> Rows:
    read = duckdb.execute("SELECT * FROM read_parquet(?)", [str(path)])
    return _joined([name for name, *_ in read.description or ()], read.fetchall())


def of_polars(path: Path) -> Rows:
    frame = polars.read_parquet(path)
    return _joined(frame.columns, frame.rows())


def _joined(names: list[str], rows: list[tuple[Any, ...]]) -> Rows:
    """Values with their states put together again; exactly one of both says something."""
    values = [name for name in names if not name.endswith("__state")]
    found = []
    for row in rows:
        said = dict(zip(names, row, strict=True))
        states = [said.get(f"{name}__state", "value") for name in values]
        for name, state in zip(values, states, strict=True):
            assert (said[name] is not None) == (state == "value")
        pairs = zip(values, states, strict=True)
        found.append(tuple(said[name] if state == "value" else State(state) for name, state in pairs))
    return found


def of_workbook(content: bytes, dataset: Dataset, code: str, sheet: int = 1) -> Rows:
    """Words become codes again; a state is known by its slant, never by its words alone."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    _, *lines = book.worksheets[sheet].iter_rows()
    back = []
    for index, column in enumerate(dataset.columns):
        said = labels(column, [row[index] for row in dataset.rows], language(code))
        back.append({word: text for text, word in said.items()})
        assert len(back[-1]) == len(said)

    def cell(index: int, found: Any) -> Any:
        kind = dataset.columns[index].datatype
        if found.font.i:
            return State(back[index][found.value])
        assert found.data_type == {"string": "s", "date": "d"}.get(kind, "n")
        if kind == "string":
            return back[index][found.value]
        return found.value.date() if isinstance(found.value, datetime) else found.value

    return [tuple(cell(index, found) for index, found in enumerate(line)) for line in lines]
