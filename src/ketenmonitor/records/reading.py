"""A file of persons as rows by the names of the settings: CSV, Parquet or XLSX.

Comes in: a path and which column holds what. Goes out: rows of texts. The promise: only the columns that the settings name
are kept; every row has an own identifier that no other row has, and that no spreadsheet would compute, as outputs have it as it
is; no message says what stands in a cell.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ketenmonitor.errors import RecordsError
from ketenmonitor.records.settings import Side
from ketenmonitor.spreadsheets import holds_a_formula

Row = dict[str, str | None]


def read_rows(path: Path, side: Side) -> list[Row]:
    """All rows of a file; raises `RecordsError` when it does not serve."""
    if not path.is_file():
        raise RecordsError(f"{path}: there is no such file. Check the path.")
    names = {"id": side.id, **side.columns}
    kind = path.suffix.lower()
    if kind not in READERS:
        raise RecordsError(f"{path}: the name ends with none of {', '.join(READERS)}. Save it as one of these.")
    header, cells = READERS[kind](path, side)
    _refuse_missing(path, header, names)
    places = {name: header.index(column) for name, column in names.items()}
    rows = [{name: _filled(row[at]) for name, at in places.items()} for row in cells]
    _refuse_unnamed(path, side.id, rows)
    return rows


def _refuse_missing(path: Path, header: list[str], names: dict[str, str]) -> None:
    missing = [column for column in names.values() if column not in header]
    if missing:
        # Without any name that was asked for, the first line may well be a person
        is_head = len(missing) < len(names)
        has = f"The file has: {', '.join(header)}." if is_head else "Its first line holds none of these names."
        raise RecordsError(
            f"{path}: columns missing: {', '.join(missing)}.\n{has}\n"
            "Name its columns in the settings as the first line of the file does."
        )


def _refuse_unnamed(path: Path, column: str, rows: list[Row]) -> None:
    if not rows:
        raise RecordsError(f"{path}: there are no rows below the names of the columns. Give a file with persons.")
    if formulas := sum(holds_a_formula(row["id"] or "") for row in rows):
        raise RecordsError(
            f"{path}: column {column} holds {formulas} identifiers that begin like a formula, which a spreadsheet would compute.\n"
            "Outputs hold identifiers as they are, and people open them in one. Mend these at the source, or number the rows."
        )
    counts = Counter(row["id"] for row in rows)
    empty, again = counts.pop(None, 0), sum(n - 1 for n in counts.values())
    if empty or again:
        raise RecordsError(
            f"{path}: column {column} is empty in {empty} rows, and {again} rows repeat the identifier of another.\n"
            "Each row is one person with an identifier of its own: links are told by it. Number the rows, or take each once."
        )


def _filled(text: str | None) -> str | None:
    return text.strip() or None if text else None


def _from_csv(path: Path, _: Side) -> tuple[list[str], Iterable[list[str]]]:
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")  # what spreadsheets on Windows write
    first = text.partition("\n")[0]
    separator = max(",;\t|", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    header = [name.strip() for name in next(rows, [])]
    return header, list(_even(path, rows, len(header)))


def _even(path: Path, rows: Any, width: int) -> Iterator[list[str]]:
    try:
        for row in rows:
            if len(row) == width:
                yield row
            elif row:
                raise RecordsError(
                    f"{path}:{rows.line_num}: this row has {len(row)} cells, and the first line {width}.\n"
                    "Put cells that hold the separator or a line break between double quotes."
                )
    except csv.Error:
        raise RecordsError(f"{path}:{rows.line_num}: this row cannot be read as CSV. Save the file again.") from None


def _from_parquet(path: Path, side: Side) -> tuple[list[str], Iterable[list[str | None]]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        header = pq.read_schema(path).names
        wanted = [name for name in header if name in {side.id, *side.columns.values()}]
        table = pq.read_table(path, columns=wanted)
    except pa.ArrowException:
        raise RecordsError(f"{path}: this is no whole Parquet file. Write it again.") from None
    columns = [[_text(value) for value in table[name].to_pylist()] for name in wanted]
    missing = [name for name in (side.id, *side.columns.values()) if name not in wanted]
    return (header if missing else wanted), list(map(list, zip(*columns, strict=True)))


def _from_workbook(path: Path, side: Side) -> tuple[list[str], Iterable[list[str | None]]]:
    try:
        import python_calamine
    except ImportError:
        raise RecordsError(
            f"{path}: reading workbooks needs python-calamine: pip install 'ketenmonitor[source]'."
        ) from None
    try:
        book = python_calamine.load_workbook(path)
    except (python_calamine.CalamineError, OSError):
        raise RecordsError(
            f"{path}: this is no workbook that can be read, or it has a password. Save it again."
        ) from None
    sheet = side.sheet or book.sheet_names[0]
    if sheet not in book.sheet_names:
        raise RecordsError(f"{path}: there is no sheet {sheet}. It has: {', '.join(book.sheet_names)}.")
    header, *rows = [[_text(cell) for cell in row] for row in book.get_sheet_by_name(sheet).to_python()] or [[]]
    return [name or "" for name in header], [row for row in rows if any(row)]


def _text(value: Any) -> str | None:
    """A cell as it would stand in a CSV file: dates by ISO, whole numbers without a point."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


Reader = Callable[[Path, Side], tuple[list[str], Iterable[Sequence[str | None]]]]
READERS: dict[str, Reader] = {".csv": _from_csv, ".parquet": _from_parquet, ".xlsx": _from_workbook}
