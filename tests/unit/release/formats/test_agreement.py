"""All formats say the same of every cell: the value, or the same reason why there is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from ketenmonitor.release.dataset import Dataset, State
from ketenmonitor.release.formats import data_files
from ketenmonitor.release.formats.cells import settled
from ketenmonitor.release.formats.columnar import parquet_file
from ketenmonitor.release.formats.separated import csv_file, csv_metadata
from ketenmonitor.release.formats.workbook import workbook_file
from tests.unit.release.formats.drawn import ABOUT, TABLE, datasets
from tests.unit.release.formats.readers import Rows, of_csv, of_duckdb, of_polars, of_workbook


def read_back(dataset: Dataset, path: Path) -> dict[str, Rows]:
    table = settled(dataset)
    path.write_bytes(parquet_file(ABOUT, table))
    books = {code: workbook_file(ABOUT, (table,), code) for code in ("nl", "en")}
    return {
        "csv": of_csv(csv_file(table), csv_metadata(ABOUT, table, "table.csv")),
        "parquet by DuckDB": of_duckdb(path),
        "parquet by Polars": of_polars(path),
        "workbook in Dutch": of_workbook(books["nl"], table, "nl"),
        "workbook in English": of_workbook(books["en"], table, "en"),
    }


def same(dataset: Dataset, path: Path) -> None:
    expected = list(settled(dataset).rows)
    for name, rows in read_back(dataset, path).items():
        assert rows == expected, name
        for row, right in zip(rows, expected, strict=True):
            # A state equals its text, so that is looked at too.
            assert [isinstance(c, State) for c in row] == [isinstance(c, State) for c in right], name


def test_a_table_with_every_kind_of_cell_is_the_same_in_every_format(tmp_path: Path) -> None:
    same(TABLE, tmp_path / "table.parquet")


@given(dataset=datasets())
@settings(max_examples=30, deadline=None)
def test_any_table_is_the_same_in_every_format(dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> None:
    same(dataset, tmp_path_factory.mktemp("drawn") / "table.parquet")


def test_every_state_has_a_code_and_words_of_its_own_in_each_language() -> None:
    files = data_files(ABOUT, [TABLE])
    rows = [row for row in of_csv(files["data/codes.csv"], files["data/codes.csv-metadata.json"]) if row[0] == "state"]
    assert [row[3] for row in rows] == list(State)
    for column in (6, 7, 8, 9):
        said = [row[column] for row in rows]
        assert len(set(said)) == len(State)
        assert not any(isinstance(words, State) for words in said)
