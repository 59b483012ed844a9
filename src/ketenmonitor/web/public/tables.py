"""A table of a release on a page: the rows that were asked for, with the words of its codes.

Comes in: a sealed table with its description, and the filters of an address. Goes out: cells. The promise: each cell is the
one that was sealed; its kind says how people write it, and a code has its words.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ketenmonitor.errors import UsageError

MOST_ROWS = 500
MOST_CHOICES = 200  # more is not a list to choose from
CODES = "data/codes.csv"
# How a value is written, by its unit, and for what has none by its type.
KINDS = {
    "share": "share", "ratio": "ratio", "days": "days", "integer": "number", "decimal": "number", "number": "number", "date": "date",
}  # fmt: skip
Words = Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class Cell:
    """A value. `kind`: `number`, `days`, `share`, `ratio`, `date`, `period` or `text`; `missing` is the reason why there is none."""

    kind: str
    value: Any


@dataclass(frozen=True)
class Column:
    """A column with its title. `kind`: that of its cells. `choices`: what it can be filtered on, by code."""

    name: str
    title: str
    kind: str
    choices: dict[str, str]


@dataclass(frozen=True)
class Shown:
    """The rows that were asked for, or the first of very many; `count` is of all of them.

    `filters`: the columns on which rows can be chosen. `columns`: those that are shown, without those of which one value was
    chosen.
    """

    title: str
    notes: tuple[str, ...]
    filters: tuple[Column, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    count: int


def table_of(
    file: Callable[[str], bytes | None], id: str, asked: Mapping[str, str], code: str, figures: Collection[str] = ()
) -> Shown | None:
    """A table by its id in a language; None when the release has no such table.

    `figures` can be asked for also when there is no row of them: their pages lead here.

    Raises UsageError for a filter on a column or a value that it does not have.
    """
    content, described, codes = file(f"data/{id}.csv"), file(f"data/{id}.csv-metadata.json"), file(CODES)
    if content is None or described is None or codes is None:
        return None
    said = json.loads(described)
    rows, words = _rows(content), _words(_rows(codes), id, code)
    keys = said["tableSchema"].get("primaryKey", [])
    columns = tuple(_column(one, rows, keys, words, code) for one in said["tableSchema"]["columns"])
    _check({name: value for name, value in asked.items() if name != "id" or value not in figures}, columns)
    found = [row for row in rows if all(row[name] == value for name, value in asked.items())]
    visible = tuple(column for column in columns if column.name not in asked)
    return Shown(
        _in(said["dc:title"], code)[0],
        _in(said.get("notes", []), code),
        tuple(column for column in columns if column.choices),
        visible,
        tuple(tuple(_cell(row[c.name], c, words) for c in visible) for row in found[:MOST_ROWS]),
        len(found),
    )


def _rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


def _in(texts: list[dict[str, str]], code: str) -> tuple[str, ...]:
    return tuple(text["@value"] for text in texts if text["@language"] == code)


def _words(codes: list[dict[str, str]], id: str, code: str) -> Words:
    """What codes mean, by column and code; under no column those of all."""
    general = {("", row["code"]): row[code] for row in codes if row["kind"] in ("state", "group")}
    own = {(row["column"], row["code"]): row[code] for row in codes if row["kind"] == "value" and row["table"] == id}
    return general | own


def _column(said: dict[str, Any], rows: list[dict[str, str]], keys: list[str], words: Words, code: str) -> Column:
    name = said["name"]
    kind = KINDS.get(said.get("schema:unitText", "")) or KINDS.get(said["datatype"], "text")
    found = {row[name] for row in rows} if name in keys and kind == "text" else set()
    order = [known for column, known in words if column == name]  # as in the definition
    values = sorted(found, key=lambda value: (order.index(value) if value in order else len(order), value))
    if len(values) > MOST_CHOICES:
        values = []
    choices = {value: words.get((name, value)) or words.get(("", value)) or value for value in values}
    return Column(name, said["titles"][code], "period" if name == "period" else kind, choices)


def _check(asked: Mapping[str, str], columns: tuple[Column, ...]) -> None:
    choices = {column.name: column.choices for column in columns if column.choices}
    for name, value in asked.items():
        if name not in choices:
            raise UsageError(f"{name}: this table has no such filter. Right are: {', '.join(choices) or 'none'}.")
        if value not in choices[name]:
            raise UsageError(f"{name}: no row of this table has this value. Right are: {', '.join(choices[name])}.")


def _cell(value: str, column: Column, words: Words) -> Cell:
    if column.kind == "period" and value not in ("", "_unknown"):
        return Cell("period", value)
    if column.choices:
        return Cell("text", column.choices[value])
    if ("", value) in words:
        return Cell("missing", words["", value])
    if column.kind == "date":
        return Cell("date", date.fromisoformat(value))
    return Cell(column.kind, value if column.kind == "text" else float(value))
