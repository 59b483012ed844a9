"""Read a log of separated values (CSV) into a table of texts: one row per event, in the order of the file.

Comes in: a path. Goes out: a table of texts, null where a cell is empty. The promise: nothing is guessed about a value
(007 and NA stay), the separator is the one of the header, and a file that cannot be read is told by its line.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.csv

from ketenmonitor.logs.faults import LogError

SEPARATORS = (",", ";", "\t")
UTF_8 = "UTF-8"
CHUNK = 1 << 20
BLOCK = 16 << 20  # no row is larger


def read_separated(path: Path) -> pl.DataFrame:
    """The rows of a CSV file, all as text. Raises `LogError`."""
    parts = list(separated_batches(path))
    return pl.concat(parts) if any(part.height for part in parts) else pl.DataFrame()


def separated_batches(path: Path, separator: str | None = None, encoding: str = UTF_8) -> Iterator[pl.DataFrame]:
    """The rows a part at a time, all as text; the first part may have none. Raises `LogError`.

    Without `separator` it is the one of the header.
    """
    header = _header(path, encoding)
    separator = separator or max(SEPARATORS, key=lambda s: len(_split(header, s)))
    names = _split(header, separator)
    if len(set(names)) < len(names):
        raise LogError("two columns have the same name", "Each column has a name of its own", "Rename or remove one")
    yield pl.DataFrame(schema=dict.fromkeys(names, pl.String))
    try:
        for batch in _reader(path, separator, encoding, names):
            part = pl.DataFrame(pa.Table.from_batches([batch]))
            part.columns = names  # Polars gives a column without a name one
            yield part
    except pa.ArrowInvalid as error:
        if "Empty CSV" not in str(error):
            raise _of_row(str(error)) from None


def _reader(path: Path, separator: str, encoding: str, names: list[str]) -> pyarrow.csv.CSVStreamingReader:
    return pyarrow.csv.open_csv(
        path,
        # Without threads an error tells its row.
        read_options=pyarrow.csv.ReadOptions(
            use_threads=False, block_size=BLOCK, encoding="utf8" if encoding == UTF_8 else encoding
        ),
        parse_options=pyarrow.csv.ParseOptions(delimiter=separator, newlines_in_values=True),
        convert_options=pyarrow.csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()),
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
        ),
    )


def _header(path: Path, encoding: str) -> str:
    """The first line. Looks at every byte of the file on the way, so that a wrong encoding is told by its line."""
    decoder = codecs.getincrementaldecoder("utf-8-sig" if encoding == UTF_8 else encoding)()
    lines, head = 1, ""
    with path.open("rb") as file:
        while True:
            chunk = file.read(CHUNK)
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                line = lines + error.object[: error.start].count(b"\n")
                raise _not_in(encoding, f"line {line} is not {encoding}") from None
            if "\x00" in text:
                raise _not_in(encoding, "it holds zero bytes", "UTF-16")
            head = head or text
            lines += text.count("\n")
            if not chunk:
                return re.split(r"[\r\n]", head, maxsplit=1)[0]


def _not_in(encoding: str, what: str, perhaps: str = "Windows-1252") -> LogError:
    return LogError(f"{what} (it may be {perhaps})", f"A CSV log is {encoding}", f"Save the file as {encoding}")


def _split(header: str, separator: str) -> list[str]:
    return next(csv.reader([header], delimiter=separator), [])


def _of_row(told: str) -> LogError:
    """Arrow quotes the row, which may be about a person: only its number is taken over (the header is row 1)."""
    row = re.search(r"Row #(\d+)", told)
    what = f"row {int(row.group(1)) - 1} has another number of cells than the header" if row else "a row cannot be read"
    right = "A row has one cell for each column, and a text with a separator or line break stands between double quotes"
    return LogError(what, right, "Mend the row")
