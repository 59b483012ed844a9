"""Parquet: types, states beside values, and what the file says of itself."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import pyarrow.parquet

from ketenmonitor.release.formats.cells import settled
from ketenmonitor.release.formats.columnar import parquet_file
from tests.unit.release.formats.drawn import ABOUT, TABLE


def opened() -> pyarrow.parquet.ParquetFile:
    return pyarrow.parquet.ParquetFile(io.BytesIO(parquet_file(ABOUT, settled(TABLE))))


def test_keys_have_no_state_and_every_other_column_has() -> None:
    types = {field.name: (str(field.type), field.nullable) for field in opened().schema_arrow}
    assert types == {
        "period": ("string", False),
        "age": ("string", False),
        "cases": ("int64", True),
        "cases__state": ("string", False),
        "median_days": ("double", True),
        "median_days__state": ("string", False),
        "within_norm": ("double", True),
        "within_norm__state": ("string", False),
        "until": ("date32[day]", True),
        "until__state": ("string", False),
        "remark": ("string", True),
        "remark__state": ("string", False),
    }


def test_the_file_says_what_it_is() -> None:
    said = {key.decode(): value.decode() for key, value in opened().metadata.metadata.items()}
    assert said["title_nl"] == "Doorlooptijden"
    assert said["as_of"] == "2026-07-01"
    assert said["method"] == "cell-key"
    assert "tellen mee" in said["notes_nl"]
    assert json.loads(said["columns"])["median_days"] == {
        "nl": "Mediaan in dagen",
        "en": "Median in days",
        "unit": "days",
    }
    assert opened().schema_arrow.field("within_norm").metadata[b"unit"] == b"share"


def test_it_is_not_compressed_so_that_the_bytes_do_not_depend_on_the_processor() -> None:
    group = opened().metadata.row_group(0)
    assert opened().metadata.num_row_groups == 1
    assert {group.column(index).compression for index in range(group.num_columns)} == {"UNCOMPRESSED"}


def test_a_table_without_rows_has_its_columns() -> None:
    table = settled(replace(TABLE, rows=()))
    read = pyarrow.parquet.read_table(io.BytesIO(parquet_file(ABOUT, table)))
    assert (read.num_rows, read.num_columns) == (0, 12)
