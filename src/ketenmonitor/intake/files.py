"""The files of a delivery as tables of text: every fault of a file as a whole is found here.

Comes in: a folder and what its manifest says of the files. Goes out: an Ibis table per file, all columns text, with
the row number, or the reasons for refusal. The promise: a file that passes can be read to its last row, and no
reason holds a value from it. Everything is text at the gate, so CSV and Parquet are judged by the same rules.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from pathlib import Path

import duckdb
import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq

from ketenmonitor.definition import COLUMNS, RESERVED, Definition
from ketenmonitor.errors import StorageError
from ketenmonitor.intake.manifest import PSEUDONYMS, File
from ketenmonitor.source import sha256_of
from ketenmonitor.store import Engine

OF_ATTRIBUTE = "="  # no name begins so
OPTIONAL = ("withdrawn", "date", "period")
OF_PSEUDONYMS = ("batch", "first", "count", "evaluations", "blinds")
IDENTIFIERS = {"event_id", "object_id", "from_id", "to_id"}
CHUNK = 1 << 20
# A file of a few kilobytes can say the same thing a thousand million times, or hold a value of gigabytes. What a source writes:
# a row group of less than a megabyte for each batch of 10,000 tokens.
MOST_BATCHES = 10_000
MOST_OF_ROW_GROUP = 64 << 20  # bytes, unpacked


def column_of(name: str) -> str:
    """What a column of a delivery is called here: that of an attribute as nothing that is computed beside it can be."""
    return name if name in RESERVED else OF_ATTRIBUTE + name


def columns_of(kind: str, definition: Definition, partner: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The required and the optional columns of a kind of file, for one partner."""
    if kind == PSEUDONYMS:
        return OF_PSEUDONYMS, ()
    of_events = [a.attributes for a in definition.activities.values() if a.partner == partner]
    of_objects = [o.attributes for o in definition.objects.values() if o.partner == partner]
    attributes = {
        "events": tuple(dict.fromkeys(name for names in of_events for name in names)),
        "objects": tuple(dict.fromkeys(name for names in of_objects for name in names)),
        "figures": tuple(definition.attributes),
        "links": (),
    }[kind]
    required = tuple(c for c in COLUMNS[kind] if c not in OPTIONAL)
    optional = tuple(c for c in COLUMNS[kind] if c in OPTIONAL)
    return required, (*optional, *attributes)


def faults_of_file(path: Path, file: File, columns: tuple[tuple[str, ...], tuple[str, ...]]) -> list[str]:
    """Why this file cannot be taken as a whole: all reasons, or none."""
    if not path.is_file():
        return [f"{file.name}: named in the manifest but not in the delivery. Add it, or leave it out of the manifest."]
    if path.stat().st_size == 0:
        return [f"{file.name}: empty. A file without rows still has its header (CSV) or schema (Parquet)."]
    reasons = []
    if sha256_of(path) != file.sha256:
        reasons.append(
            f"{file.name}: its SHA-256 is not the one in the manifest. Send the file that was hashed, or hash again."
        )
    names, unreadable = _names(path) if path.suffix == ".parquet" else _header(path)
    if unreadable:
        return [*reasons, f"{file.name}: {unreadable}"]
    return reasons + _of_columns(file.name, names, columns)


def _of_columns(name: str, found: list[str], columns: tuple[tuple[str, ...], tuple[str, ...]]) -> list[str]:
    required, optional = columns
    allowed = (*required, *optional)
    right = f"Columns are: {', '.join(required)}" + (
        f"; and, where they apply: {', '.join(optional)}." if optional else "."
    )
    reasons = [f"{name}: column {column} is missing. {right}" for column in required if column not in found]
    for place, column in enumerate(found, start=1):
        if column not in allowed:
            # A name could itself hold something about a person (a file without header): name the place only.
            hint = next((f" Did you mean {a}?" for a in allowed if a.lower() == column.lower().strip()), "")
            reasons.append(
                f"{name}: column {place} is not declared in the definition.{hint} {right} Leave it out or declare it."
            )
    if len(set(found)) < len(found):
        reasons.append(f"{name}: a column occurs twice. Send each column once.")
    return reasons


def _names(path: Path) -> tuple[list[str], str]:
    """The columns of a Parquet file, or why it cannot be read."""
    try:
        schema = pq.read_schema(path)
    except (pa.ArrowException, OSError):
        return [], "not a whole Parquet file (cut off or damaged). Write and send it again."
    for field in schema:
        if pa.types.is_nested(field.type) or pa.types.is_binary(field.type):
            return (
                [],
                f"column {field.name} holds lists, structures or bytes. Right is one text, number, time or truth value.",
            )
        if field.name in IDENTIFIERS and (pa.types.is_floating(field.type) or pa.types.is_decimal(field.type)):
            return [], f"column {field.name} holds decimal numbers. An identifier is a text or a whole number."
    return schema.names, ""


def _header(path: Path) -> tuple[list[str], str]:
    """The columns of a CSV file, or why it cannot be read: also looks at every byte of it."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    lines, head = 1, ""
    with path.open("rb") as file:
        chunk = b"."
        while chunk:
            chunk = file.read(CHUNK)
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                line = lines + error.object[: error.start].count(b"\n")
                return (
                    [],
                    f"line {line} is not UTF-8 (it may be Windows-1252). Save the file as UTF-8 and send it again.",
                )
            head = head or text
            lines += text.count("\n")
    if "\x00" in head:
        return [], "holds zero bytes, so it is not a CSV file. Save it as UTF-8 text with commas."
    try:
        names = next(csv.reader(io.StringIO(head)), [""])
    except csv.Error:
        return (
            [],
            "its first line is not a header: a quote is not closed, or lines end in CR alone. Save it as CSV again.",
        )
    if len(names) == 1 and (";" in names[0] or "\t" in names[0]):
        return [], "columns are not separated by commas. Save it with a comma between columns."
    return names, ""


def stores_numbers(path: Path) -> bool:
    """Whether a Parquet file has whole numbers for identifiers: they are read as their digits."""
    if path.suffix != ".parquet":
        return False
    return any(field.name in IDENTIFIERS and pa.types.is_integer(field.type) for field in pq.read_schema(path))


def read(engine: Engine, path: Path, columns: tuple[tuple[str, ...], tuple[str, ...]]) -> ir.Table:
    """All rows as text, with `row` counted from 1, in columns as `column_of` calls them; null where one is absent.

    Raises `Unreadable` when the file turns out not to be readable to its end.
    """
    try:
        if path.suffix == ".parquet":
            table = engine.connection.read_parquet(path)
        else:
            # Nothing is left to DuckDB's sniffer: it skips lines that it does not understand.
            columns_found = dict.fromkeys(_header(path)[0], "VARCHAR")
            table = engine.connection.read_csv(
                path, columns=columns_found, auto_detect=False, header=True, delim=",", quote='"', escape='"'
            )
        texts = {column_of(name): table[name].cast("string").nullif("") for name in table.columns}
        absent = {column_of(n): ibis.null("string") for group in columns for n in group if n not in table.columns}
        kept = engine.keep(table.select(**texts, **absent))
        return kept.mutate(row=kept.rowid() + 1)
    except (duckdb.Error, StorageError) as error:
        if isinstance(error, StorageError) and str(path) not in str(error.__cause__):
            raise  # it is not about this file: there is no room
        line = re.search(r"(?:Line|line):? (\d+)", str(error))
        where = f" at line {line.group(1)}" if line else ""
        raise Unreadable(
            f"{path.name}: cannot be read to its end{where}: a row has another number of columns than the header, or "
            "the file is damaged. Put texts with commas or line breaks between double quotes, and send it again."
        ) from None


def rows_of_parquet(path: Path) -> int:
    """How many rows the file of pseudonyms has, which the engine does not read: all are looked at, one in memory at a time.

    Raises `Unreadable` when it cannot be read to its end, a text in it is none, or it says that it is larger than one can be.
    """
    n_rows = 0
    try:
        _check_size(path, pq.read_metadata(path))
        for part in pq.ParquetFile(path, pre_buffer=False, buffer_size=CHUNK).iter_batches(batch_size=1):
            part.validate(full=True)
            n_rows += part.num_rows
    except (pa.ArrowException, OSError):
        raise Unreadable(
            f"{path.name}: cannot be read to its end, or holds a text that is not UTF-8. Write it again, and send that."
        ) from None
    return n_rows


def _check_size(path: Path, said: pq.FileMetaData) -> None:
    if said.num_rows > MOST_BATCHES:
        raise Unreadable(
            f"{path.name}: has {said.num_rows} batches, and a delivery at most {MOST_BATCHES}. Fill each, or make two deliveries."
        )
    if any(said.row_group(n).total_byte_size > MOST_OF_ROW_GROUP for n in range(said.num_row_groups)):
        raise Unreadable(
            f"{path.name}: a row group unpacks to more than {MOST_OF_ROW_GROUP >> 20} MB. Write one for each batch, as "
            "`ketenmonitor pseudonymise` does."
        )


class Unreadable(Exception):
    """A file that cannot be read; the message is the reason for refusal."""
