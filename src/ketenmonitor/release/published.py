"""What partners publish themselves, beside the figures of the monitor: their own public statistics.

Comes in: rows of figures as delivered (partner, measure, id, field, date or period, by, value). Goes out: a `Block` per
partner. The promise: only totals, and each with the date that the partner gave; the partner is named.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from ketenmonitor.charts import Language
from ketenmonitor.definition import Definition
from ketenmonitor.release.parts import Block
from ketenmonitor.release.tables import Cell, Row, Table

FIELDS = ("stock", "old", "entered", "left")
Column = tuple[str, str, str]  # measure, id, field


def published_blocks(chain: Definition, rows: Iterable[Mapping[str, Any]], language: Language) -> tuple[Block, ...]:
    """A block per partner, in the order of the chain."""
    by_partner: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        if not json.loads(row.get("by") or "{}"):
            by_partner[row["partner"]].append(row)
    return tuple(_block(chain, id, by_partner[id], language) for id in chain.partners if id in by_partner)


def _block(chain: Definition, partner: str, rows: list[Mapping[str, Any]], language: Language) -> Block:
    name = chain.partners[partner].title.in_language(language.code)
    values = {(_when(row), _column(row)): row["value"] for row in rows}
    whens = sorted({when for when, _ in values}, key=lambda when: (when[1] or "", when[0] or ""))
    columns = sorted({column for _, column in values}, key=lambda column: _place(chain, column))
    table_rows = [
        Row(_said(when, language), tuple(_cell(values.get((when, column)), language) for column in columns))
        for when in whens
    ]
    heads = tuple(_head(chain, column, language) for column in columns)
    caption = language.say("published_by", partner=name)
    table = Table(caption, language.say("published_date"), heads, tuple(table_rows))
    return Block(id=f"published-{partner}", title=name, tables=(table,))


def _when(row: Mapping[str, Any]) -> tuple[str | None, str | None]:
    return row.get("period"), None if row.get("date") is None else str(row["date"])


def _column(row: Mapping[str, Any]) -> Column:
    return row["measure"], row.get("id") or "", row["field"]


def _place(chain: Definition, column: Column) -> tuple[int, int, Column]:
    """Stocks of the chain first, with their fields in a fixed order; then what the chain does not know."""
    _, id, name = column
    stocks, fields = list(chain.stocks), list(FIELDS)
    return (
        stocks.index(id) if id in stocks else len(stocks),
        fields.index(name) if name in fields else len(fields),
        column,
    )


def _said(when: tuple[str | None, str | None], language: Language) -> str:
    period, day = when
    if day:
        return language.date(date.fromisoformat(day[:10]))
    return language.period(period) if period else language.say("unknown")


def _head(chain: Definition, column: Column, language: Language) -> str:
    _, id, name = column
    if id not in chain.stocks or name not in FIELDS:
        named = id if name == "value" and id else f"{id} {name}".strip()
        return named[:1].upper() + named[1:]
    stock = chain.stocks[id]
    field = language.say(f"field_{name}", days=language.number(stock.old_after_days or 0))
    return language.say("published_field", title=stock.title.in_language(language.code), field=field)


def _cell(value: float | None, language: Language) -> Cell:
    if value is None:
        return Cell(language.say("published_not"), is_missing=True)
    return Cell(language.number(value, 0 if float(value).is_integer() else 1))
