"""The table of codes: what every table, column and code of a release means, in Dutch and English.

Comes in: the tables of a release. Goes out: one more `Dataset`. The promise: it is written as any other table, and every
state, every column and every declared code of a column has a row.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketenmonitor.definition import Title
from ketenmonitor.release.dataset import Column, Dataset, State, Value
from ketenmonitor.release.formats.words import METHODS, SPECIAL, in_both, meaning, method

CODES = "codes"
ANY = "*"
NONE = State.NOT_APPLICABLE
KEYS = ("kind", "table", "column", "code")
OTHERS = ("datatype", "unit", "nl", "en", "meaning_nl", "meaning_en")
THEMSELVES = tuple((code, Title(code, code)) for code in SPECIAL)  # here the code is what one looks for
UNITS = ("cases", "days", "share", "ratio")
Row = tuple[Value, ...]


def codes_of(datasets: tuple[Dataset, ...]) -> Dataset:
    """The rows that hold for all tables first, then those of each table, in its own order."""
    columns = [
        Column(
            name, in_both(f"codes_{name}"), "string", is_key=name in KEYS, words=THEMSELVES if name == "code" else ()
        )
        for name in (*KEYS, *OTHERS)
    ]
    rows = [*_of_all(), *(row for dataset in datasets for row in _of_table(dataset))]
    return Dataset(CODES, in_both("codes"), tuple(columns), tuple(rows), "", (in_both("codes_note"),))


def _of_all() -> Iterator[Row]:
    for state in State:
        yield _row("state", ANY, ANY, state, in_both(state), meaning(state))
    for code, word in SPECIAL.items():
        yield _row("group", ANY, ANY, code, in_both(word))
    for unit in UNITS:
        yield _row("unit", ANY, ANY, unit, in_both(f"unit_{unit}"))
    for code in METHODS:
        yield _row("method", ANY, ANY, code, method(code))


def _of_table(dataset: Dataset) -> Iterator[Row]:
    yield _row("table", dataset.id, ANY, ANY, dataset.title)
    for column in dataset.columns:
        yield _row("column", dataset.id, column.name, ANY, column.title, None, column.datatype, column.unit)
        for code, word in column.words:
            yield _row("value", dataset.id, column.name, code, word)


def _row(
    kind: str,
    table: str,
    column: str,
    code: str,
    said: Title,
    more: Title | None = None,
    datatype: str | None = None,
    unit: str | None = None,
) -> Row:
    sentences = (more.nl, more.en) if more else (NONE, NONE)
    return (kind, table, column, str(code), datatype or NONE, unit or NONE, said.nl, said.en, *sentences)
