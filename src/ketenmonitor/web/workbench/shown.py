"""Figures of the workbench as a table: a row for each record, a column for each field, under the names of releases.

Comes in: records, a definition, a language. Goes out: a `Table`. The promise: no cell is empty, and a missing value says
why it is missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ketenmonitor.definition import Definition, Title
from ketenmonitor.release import Cell, Column, Figure, Row, Table, columns_of, counted, page_language
from ketenmonitor.wording import NOT_KNOWN_ANY_MORE, Language, Speaker

FIGURES = {"lead-time": "lead_times", "stock": "stocks", "flow": "stocks", "handover": "handovers", "term": "terms"}
KINDS = {"cases": "count", "days": "time", "share": "share", "ratio": "ratio"}
# How a value of each kind is written.
WAYS = {"count": Language.number, "time": Language.days, "share": Language.share, "ratio": Language.ratio}
Record = Mapping[str, Any]
# Of what is not published, and so is no column of a release.
OWN_COLUMNS = {
    "linkage": (
        Column("from", Title("van", "from"), "string"),
        Column("to", Title("naar", "to"), "string"),
        Column("objects", Title("objecten", "objects"), "integer", "cases"),
        Column("linked", Title("gekoppeld", "linked"), "integer", "cases"),
        Column("share", Title("aandeel gekoppeld", "share linked"), "number", "share"),
        Column("received", Title("ontvangen", "received"), "integer", "cases"),
        Column("traced", Title("herleid", "traced"), "integer", "cases"),
        Column("traced_share", Title("aandeel herleid", "share traced"), "number", "share"),
        Column("conflicts", Title("conflicten", "conflicts"), "integer", "cases"),
    ),
}


def table_of(records: Sequence[Record], chain: Definition, measure: str, language: Language) -> Table:
    """The table of one measure; fields that no record has are left out."""
    speaker = Speaker(chain, language)
    declared = OWN_COLUMNS.get(measure) or columns_of(measure)
    columns = [one for one in declared if any(one.name in record for record in records)]
    has = {name: any(record.get(name) for record in records) for name in ("period", "date", "by")}
    heads = [language.say(f"column_{name}") for name in ("period", "date", "by") if has[name]]
    rows = tuple(
        Row(speaker.figure(record), (*_place(record, has, speaker), *(_cell(record, one, language) for one in columns)))
        for record in records
    )
    names = (*heads, *(one.title.in_language(language.code) for one in columns))
    return Table(language.say(f"measure_{measure}"), language.say("column_figure"), names, rows)


def counted_of(chain: Definition, measure: str, id: str | None, code: str) -> dict[str, tuple[str, ...]]:
    """How each figure of a measure is counted, by its title; nothing for a measure without figures of its own."""
    figures: Mapping[str, Figure] = getattr(chain, FIGURES.get(measure, ""), {})
    words = page_language(code)
    return {
        figure.title.in_language(code): counted(chain, figure, words)
        for figure in figures.values()
        if id in (None, figure.id)
    }


def moves_of(records: Sequence[Record], chain: Definition, measure: str, language: Language) -> Table:
    """What moved between two moments of knowledge: a row for each value that is not the same."""
    speaker = Speaker(chain, language)
    titles = {one.name: one.title.in_language(language.code) for one in columns_of(measure)}
    rows = []
    for record in records:
        field = str(record.get("value_of") or record["field"])
        period = language.period(record["period"]) if record["period"] else language.say("all_time")
        told = [Cell(text, is_text=True) for text in (period, speaker.group(record), titles.get(field, field))]
        values = [_value(record, name, language) for name in ("compared", "value")]
        why = Cell(language.say(f"change_{record['change']}"), is_text=True)
        rows.append(Row(speaker.figure(record), (*told, *values, why)))
    names = ("column_period", "column_by", "column_field", "column_then", "column_now", "column_change")
    return Table(language.say("moves"), language.say("column_figure"), tuple(map(language.say, names)), tuple(rows))


def _value(record: Record, name: str, language: Language) -> Cell:
    value = record[name]
    if value is None:
        why = next((code for code in NOT_KNOWN_ANY_MORE if code in record["notes"]), "no_value")
        return Cell(language.say(why), is_missing=True)
    return Cell(language.number(value, 0 if value == round(value) else 3))


def _place(record: Record, has: Mapping[str, bool], speaker: Speaker) -> list[Cell]:
    language = speaker.language
    said = {
        "period": language.period(record["period"]) if record["period"] else language.say("all_time"),
        "date": language.date(date.fromisoformat(record["date"]))
        if record.get("date")
        else language.say("not-applicable"),
        "by": speaker.group(record),
    }
    return [Cell(said[name], is_text=True) for name in said if has[name]]


def _cell(record: Record, column: Any, language: Language) -> Cell:
    value, kind = record.get(column.name), KINDS.get(column.unit or "", "count")
    if value is None:
        return Cell(language.missing(record, column.name, kind), is_missing=True)
    if isinstance(value, str):
        return Cell(value, is_text=True)
    return Cell(WAYS[kind](language, value))
