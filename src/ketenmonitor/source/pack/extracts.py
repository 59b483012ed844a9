"""Read the tables of an extract, a part at a time: CSV, Parquet, XLSX, XES, or what a database answers.

Comes in: a `Source`. Goes out: an `Extract`: its columns, and frames of texts in the order of the rows, null where a cell is
empty. The promise: an extract of any size needs the memory of one part (of a workbook or XES: of the whole file); what cannot be
read is told by source and row, and never with what stood in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from ketenmonitor.errors import DeliveryError
from ketenmonitor.logs import LogError, read_xes_file, separated_batches
from ketenmonitor.source.mapping import Source

PART = 50_000  # rows
MOST_WHOLE = 2**53  # beyond it a number of a workbook is not exact
UTC_TEXT = "%Y-%m-%dT%H:%M:%S%.6fZ"
LOCAL_TEXT = "%Y-%m-%dT%H:%M:%S%.6f"


@dataclass(frozen=True)
class Extract:
    """One table. `is_typed`: the system itself knows what is a time, so that those come in ISO 8601."""

    columns: tuple[str, ...]
    parts: Iterator[pl.DataFrame]
    is_typed: bool


@contextmanager
def _told(source: Source) -> Iterator[None]:
    """Whatever is wrong with a source as a whole is a `DeliveryError` that names it."""
    place = f"source {source.name}" + (f" ({source.file.name})" if source.file else "")
    try:
        yield
    except LogError as error:
        clauses = error.clauses.replace("A CSV log", "A CSV file").replace("A log", "An extract")
        raise DeliveryError(f"{place}: {clauses}, and pack again; nothing was packed.") from None
    except OSError as error:
        reason = (error.strerror or "it failed").lower()
        raise DeliveryError(
            f"{place}: cannot be read: {reason}. Give a file that this user may read, and pack again; nothing was packed."
        ) from None


@contextmanager
def opened(source: Source) -> Iterator[Extract]:
    """The table of a source, for as long as it is open. Raises `DeliveryError`, also while its parts are read."""
    with _told(source):
        if source.file is None:
            from ketenmonitor.source.pack.databases import asked  # loaded only here: files need no databases

            with asked(source) as (columns, rows):
                yield Extract(columns, _texts(columns, rows), is_typed=True)
        else:
            name = source.file.name.lower()
            yield next(read for end, read in READERS.items() if name.endswith(end))(source.file, source)


def _csv(path: Path, source: Source) -> Extract:
    parts = separated_batches(path, source.delimiter, source.encoding)
    head = next(parts)
    return Extract(tuple(head.columns), _sliced(parts), is_typed=False)


def _sliced(parts: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    for part in parts:
        yield from part.iter_slices(PART)


def _xes(path: Path, source: Source) -> Extract:
    rows, _ = read_xes_file(path)
    return Extract(tuple(rows.columns), rows.iter_slices(PART), is_typed=False)


def _parquet(path: Path, source: Source) -> Extract:
    try:
        file = pq.ParquetFile(path)
    except pa.ArrowException:
        raise LogError("not a whole Parquet file", "An extract is whole", "Export it anew") from None
    for field in file.schema_arrow:
        if pa.types.is_nested(field.type) or pa.types.is_binary(field.type) or pa.types.is_large_binary(field.type):
            what = f'column "{field.name}" holds lists, structures or bytes'
            raise LogError(what, "Right is one text, number, time or truth value", "Export it so")
    return Extract(tuple(file.schema_arrow.names), _of_parquet(file), is_typed=True)


def _of_parquet(file: pq.ParquetFile) -> Iterator[pl.DataFrame]:
    try:
        for batch in file.iter_batches(batch_size=PART):
            frame = pl.DataFrame(pa.Table.from_batches([batch]))
            yield frame.select(_text(name, kind) for name, kind in frame.schema.items())
    except pa.ArrowException:
        raise LogError("damaged: it cannot be read to its end", "An extract is whole", "Export it anew") from None


def _text(name: str, kind: pl.DataType) -> pl.Expr:
    """A typed column as texts: times in ISO 8601, whole numbers without a point."""
    value = pl.col(name)
    if isinstance(kind, pl.Datetime):
        return (
            value.dt.convert_time_zone("UTC").dt.strftime(UTC_TEXT) if kind.time_zone else value.dt.strftime(LOCAL_TEXT)
        )
    if kind.is_float():
        is_whole = (value == value.floor()) & (value.abs() < MOST_WHOLE)
        return (
            pl.when(is_whole).then(value.cast(pl.Int64, strict=False).cast(pl.String)).otherwise(value.cast(pl.String))
        )
    return value.cast(pl.String)


def _xlsx(path: Path, source: Source) -> Extract:
    from python_calamine import CalamineError, CalamineWorkbook  # loaded only here: few extracts are workbooks

    try:
        book = CalamineWorkbook.from_path(path)
        names = book.sheet_names
        if source.sheet not in names:
            what = f"it has no sheet of that name: it has {len(names)} others"
            raise LogError(what, "Capitals and spaces count", "Name another sheet")
        rows = iter(book.get_sheet_by_name(source.sheet).to_python(skip_empty_area=False))
    except CalamineError:
        raise LogError("not a workbook that can be read", "An extract is whole", "Save it as .xlsx anew") from None
    head = [_cell_text(cell) or "" for cell in next(rows, [])]
    while head and not head[-1]:
        head.pop()
    if len(set(head)) < len(head):
        raise LogError("two columns have the same name, or none", "Each has a name of its own", "Rename or remove one")
    return Extract(tuple(head), _texts(tuple(head), rows), is_typed=True)


def _texts(columns: tuple[str, ...], rows: Iterable[Any]) -> Iterator[pl.DataFrame]:
    """Rows of values as frames of texts."""
    schema = dict.fromkeys(columns, pl.String)
    part: list[list[str | None]] = []
    for row in rows:
        part.append([_cell_text(cell) for cell in row[: len(columns)]])
        if len(part) == PART:
            yield pl.DataFrame(part, schema=schema, orient="row")
            part = []
    if part:
        yield pl.DataFrame(part, schema=schema, orient="row")


def _cell_text(cell: Any) -> str | None:
    if cell is None or cell == "":
        return None
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < MOST_WHOLE else repr(cell)
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    if isinstance(cell, bytes | memoryview):
        raise LogError("a column holds bytes", "Right is one text, number, time or truth value", "Leave it out")
    return str(cell)


READERS: dict[str, Callable[[Path, Source], Extract]] = {
    ".csv": _csv,
    ".parquet": _parquet,
    ".xlsx": _xlsx,
    ".xes.gz": _xes,
    ".xes": _xes,
}
