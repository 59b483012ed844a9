"""All data files of a release.

Comes in: `About` and the tables. Goes out: the bytes of each file by its path in the release:

    catalog.ttl                             what there is, for data portals
    data/TABLE.csv                          a table
    data/TABLE.csv-metadata.json            what its columns are
    data/TABLE.parquet                      the same, typed
    data/codes.csv, ...                     what every column and code means, as one more table
    data/CHAIN-nl.xlsx, data/CHAIN-en.xlsx  all tables, for people

The promise: every file holds the same cells, and the same tables give the same bytes, wherever and whenever.
"""

from __future__ import annotations

from collections.abc import Sequence

from ketenmonitor.release.dataset import About, Dataset
from ketenmonitor.release.formats.catalogue import CATALOGUE, Distribution, catalogue_file
from ketenmonitor.release.formats.cells import settled
from ketenmonitor.release.formats.codes import CODES, codes_of
from ketenmonitor.release.formats.columnar import parquet_file
from ketenmonitor.release.formats.separated import csv_file, csv_metadata
from ketenmonitor.release.formats.workbook import workbook_file

FOLDER = "data"
LANGUAGES = ("nl", "en")
CSV = "text/csv"
PARQUET = "application/vnd.apache.parquet"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def data_files(about: About, datasets: Sequence[Dataset]) -> dict[str, bytes]:
    """Every file by its path. Raises DisclosureError for a text that may not go out."""
    given = tuple(datasets)
    if len({CODES, *(dataset.id for dataset in given)}) != len(given) + 1:
        raise ValueError("two tables have the same id, or one has the id of the table of codes")
    tables = tuple(settled(dataset) for dataset in (*given, codes_of(given)))
    files: dict[str, bytes] = {}
    for table in tables:
        files |= _files_of(about, table)
    books = {code: f"{FOLDER}/{about.chain}-{code}.xlsx" for code in LANGUAGES}
    for code, path in books.items():
        files[path] = workbook_file(about, tables, code)
    shared = tuple(Distribution(path, XLSX, code) for code, path in books.items())
    offered = {table.id: (*_separate(table), *shared) for table in tables}
    return {CATALOGUE: catalogue_file(about, tables, offered, files), **files}


def _files_of(about: About, table: Dataset) -> dict[str, bytes]:
    path = f"{FOLDER}/{table.id}"
    return {
        f"{path}.csv": csv_file(table),
        f"{path}.csv-metadata.json": csv_metadata(about, table, f"{table.id}.csv"),
        f"{path}.parquet": parquet_file(about, table),
    }


def _separate(table: Dataset) -> tuple[Distribution, ...]:
    path = f"{FOLDER}/{table.id}"
    return Distribution(f"{path}.csv", CSV, None, f"{path}.csv-metadata.json"), Distribution(f"{path}.parquet", PARQUET)
