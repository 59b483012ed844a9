"""From protected figures to the tables of a release, before any format.

Comes in: the chain, and what was asked with the protected figures that answer it. Goes out: a `Dataset` each. The promise:
every record is a row, every field of it a cell, and a field that is null says which of the reasons it is.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from ketenmonitor.definition import Attribute, Definition, Title
from ketenmonitor.disclosure import ProtectedFigures, Question
from ketenmonitor.errors import UsageError
from ketenmonitor.release.dataset import NAME_OF_COLUMN, TOTAL, UNKNOWN, Column, Dataset, State, Value
from ketenmonitor.wording import Speaker, language_of

Record = Mapping[str, Any]
Row = tuple[Value, ...]
TABLES = {
    "lead-time": "lead_times", "lead-time-curve": "lead_times", "stock": "stocks", "flow": "stocks",
    "handover": "handovers", "term": "terms",
}  # fmt: skip
CURVE = "lead-time-curve"
INTERVAL = {"ci95_low": 0, "ci95_high": 1}


def columns_of(measure: str) -> tuple[Column, ...]:
    """The columns of every table of a measure, without those that name a row; none for a measure that is not published."""
    said = _said().get(measure, {"columns": []})
    return tuple(Column(name, Title(nl, en), kind, unit) for name, kind, unit, nl, en in said["columns"])


def dataset_of(chain: Definition, question: Question, figures: ProtectedFigures) -> Dataset:
    """The table of one question. Raises UsageError when it has no room for an attribute that it is broken down by."""
    values = columns_of(question.measure)
    keys = _keys(chain, question)
    _check_names(question, (*keys, *values))
    rows = [row for record in figures.records for row in _rows(record, keys, values)]
    notes = _behind(chain, figures.records)
    return Dataset(question.id, _title(chain, question), (*keys, *values), tuple(rows), figures.method, notes)


def _behind(chain: Definition, records: Sequence[Record]) -> tuple[Title, ...]:
    """A sentence for each partner that is behind and that these figures rest on."""
    nl, en = (Speaker(chain, language_of(code)).behind(records) for code in ("nl", "en"))
    return tuple(Title(*pair) for pair in zip(nl, en, strict=True))


def _check_names(question: Question, columns: Sequence[Column]) -> None:
    names = [column.name for column in columns]
    for name in question.by:
        if names.count(name) > 1 or not NAME_OF_COLUMN.fullmatch(name):
            raise UsageError(
                f'table {question.id}: attribute "{name}" cannot be one of its columns. Columns of published tables have '
                "lower case letters, digits and single underscores, and no two have one name. In a new version of the "
                "definition, give the attribute another id, or leave it out of the breakdowns of [publication]."
            )


def _title(chain: Definition, question: Question) -> Title:
    words, title = _said()["keys"], _said()[question.measure]["title"]

    def one(language: str) -> str:
        parts = [chain.attributes[name].title.in_language(language).lower() for name in question.by]
        parts += [words[question.period][language]] if question.period else []
        parts += [words["days"][language]] if question.at else []
        return " ".join([title[language], *(f"{words['by'][language]} {part}" for part in parts)])

    return Title(one("nl"), one("en"))


def _keys(chain: Definition, question: Question) -> list[Column]:
    """The columns that together name a row."""
    table = getattr(chain, TABLES[question.measure])
    words = tuple((id, entry.title) for id, entry in table.items())
    keys = [Column("id", _word("id"), "string", is_key=True, words=words)]
    if question.period:
        keys.append(Column("period", _word("period"), "string", is_key=True))
    keys += [
        Column(name, chain.attributes[name].title, "string", is_key=True, words=_words(chain.attributes[name]))
        for name in question.by
    ]
    if question.measure == "stock":
        keys.append(Column("date", _word("date"), "date", is_key=question.at is not None))
    if question.measure == CURVE:
        keys.append(Column("days", _word("after"), "integer", "days", is_key=True))
    return keys


def _words(attribute: Attribute) -> tuple[tuple[str, Title], ...]:
    named = [(value, Title(value, value)) for value in attribute.values]
    named += [(code, _word(code)) for code in ("true", "false") if attribute.type == "boolean"]
    return (*named, ("mixed", _word("mixed")), (TOTAL, _word("total")), (UNKNOWN, _word("unknown")))


def _rows(record: Record, keys: Sequence[Column], values: Sequence[Column]) -> list[Row]:
    """The row of a record; of a curve a row a point."""
    if record["measure"] != CURVE:
        return [(*(_key(record, column) for column in keys), *(_cell(record, column) for column in values))]
    rows: list[Row] = []
    for point in record["points"] or ():
        same = {"measure": "", "missing": record["missing"], "id": record["id"], "by": record["by"]}
        rows += _rows({**point, **same}, keys, values)
    return rows


def _key(record: Record, column: Column) -> Value:
    if column.name in record["by"] or column.name not in record:
        value = record["by"].get(column.name, TOTAL)
        return UNKNOWN if value is None else str(value).lower() if isinstance(value, bool) else value
    value = record[column.name]
    if value is None:
        return State.NOT_DELIVERED if column.name == "date" else UNKNOWN
    return date.fromisoformat(value) if column.datatype == "date" else value


def _cell(record: Record, column: Column) -> Value:
    value, field = _field(record, column.name)
    if value is not None:
        return value
    return State(record["missing"][field])


def _field(record: Record, name: str) -> tuple[Any, str]:
    """What a column shows, and the field of the record that it stands in."""
    if name in INTERVAL:
        limits = record["ci95_median"]
        return (limits[INTERVAL[name]] if limits else None), "ci95_median"
    end, _, days = name.partition("_")
    if days.isdigit():
        points = [point for point in record["ends"] or () if point["days"] == int(days)]
        return (points[0][end] if points else None), "ends"
    return record[name], name


def _word(name: str) -> Title:
    return Title(**_said()["keys"][name])


@cache
def _said() -> dict[str, Any]:
    text = (files("ketenmonitor.release") / "templates" / "columns.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
