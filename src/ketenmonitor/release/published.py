"""What partners publish themselves, beside the figures of the monitor: their own public statistics.

Comes in: rows of figures as delivered (partner, measure, id, field, date or period, by, value), in a release with what is
`computed` of the same. Goes out: a `Block` per partner. The promise: only totals, and each with the date that the partner
gave; the partner is named; what is computed is the protected figure of this release.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from ketenmonitor.definition import Definition
from ketenmonitor.release.dataset import State, Value
from ketenmonitor.release.parts import Block
from ketenmonitor.release.reconciled import KINDS, difference_of
from ketenmonitor.release.tables import Cell, Row, Table
from ketenmonitor.wording import Language

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
    compared = [_compared(chain, column, rows, language) for column in columns]
    return Block(
        id=f"published-{partner}",
        figure=partner,
        title=name,
        tables=(table, *(one for one in compared if one)),
        notes=_explanations(chain, columns, language),
    )


def _compared(chain: Definition, column: Column, rows: list[Mapping[str, Any]], language: Language) -> Table | None:
    """One published figure beside what this release says of it; None when it says nothing."""
    mine = [row for row in rows if _column(row) == column]
    if all(row.get("computed", State.NOT_APPLICABLE) is State.NOT_APPLICABLE for row in mine):
        return None
    mine.sort(key=lambda row: _when(row)[::-1])
    found = [
        Row(_said(_when(row), language), tuple(_value(v, language) for v in (row["value"], *_ours(row))))
        for row in mine
    ]
    heads = tuple(language.say(f"compared_{name}") for name in ("published", "computed", "difference"))
    caption = language.say("compared", figure=_head(chain, column, language))
    return Table(caption, language.say("published_date"), heads, tuple(found))


def _ours(row: Mapping[str, Any]) -> tuple[Value, Value]:
    return row["computed"], difference_of(row)


def _value(value: Value, language: Language) -> Cell:
    if isinstance(value, State):
        return Cell(language.say(str(value)), is_missing=True)
    return _cell(float(value) if isinstance(value, int | float) else None, language)


def _explanations(chain: Definition, columns: list[Column], language: Language) -> tuple[str, ...]:
    """Why a published figure need not be what is computed, in the order of the columns."""
    return tuple(
        language.say(
            "compared_why",
            figure=_head(chain, column, language),
            kind=KINDS[one.kind].in_language(language.code),
            text=one.text.in_language(language.code),
        )
        for column in columns
        for one in chain.publication.differences
        if (one.measure, one.id, one.field) == column
    )


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
