"""Stocks on the page: how much work there is at the end of each period, and how old it is.

Comes in: protected records of `stock`, and of `flow` when they are there. Goes out: blocks of each stock. The promise:
a period of which the figure is missing has its place, with the reason.
"""

from __future__ import annotations

from datetime import date

from ketenmonitor.charts import draw_flow, draw_stock
from ketenmonitor.charts.drawn_stock import stock_says
from ketenmonitor.charts.panels_stock import closes
from ketenmonitor.definition import Stock
from ketenmonitor.release import tables as t
from ketenmonitor.release.counted import counted
from ketenmonitor.release.notes import notes_of
from ketenmonitor.release.parts import Block
from ketenmonitor.release.shelf import Shelf
from ketenmonitor.release.tables import Cell, Record, Row, Table
from ketenmonitor.wording import Language

Records = tuple[Record, ...]


def stock_blocks(shelf: Shelf, figure: Stock, language: Language) -> tuple[Block, ...]:
    """One stock, and what came in and went out of it; as far as these are on the shelf."""
    records, flows = shelf.records("stock", figure.id), shelf.records("flow", figure.id)
    partners = [figure.partner, *(shelf.chain.activities[a].partner for a in figure.activities)]
    found = [_stock(shelf, figure, records, partners, language)] if records else []
    return (*found, *([_flow(shelf, figure, flows, partners, language)] if flows else []))


def _stock(shelf: Shelf, figure: Stock, records: Records, partners: list[str], language: Language) -> Block:
    speaker, last = shelf.speaker(language), records[-1]
    said = [stock_says(speaker, last)]
    if last["left_without_entry"]:
        said.append(language.say("left_without_entry", n=language.number(last["left_without_entry"])))
    tables = (_table(records, figure, language),)
    return Block(
        id=f"stock-{figure.id}",
        figure=figure.id,
        title=figure.title.in_language(language.code),
        says=tuple(said),
        chart=draw_stock(speaker, records),
        tables=tables,
        counted=counted(shelf.chain, figure, language),
        notes=notes_of(shelf, records, tables, language),
        source=shelf.source(last, partners, language),
    )


def _flow(shelf: Shelf, figure: Stock, records: Records, partners: list[str], language: Language) -> Block:
    tables = (_flows(records, figure, language),)
    return Block(
        id=f"flow-{figure.id}",
        figure=figure.id,
        title=language.say("flow_table", title=figure.title.in_language(language.code)),
        chart=draw_flow(shelf.speaker(language), records),
        tables=tables,
        counted=counted(shelf.chain, figure, language),
        notes=(*([language.say("flow_note")] if closes(records) else []), *notes_of(shelf, records, tables, language)),
        source=shelf.source(records[-1], partners, language),
    )


def _date(record: Record, language: Language) -> str:
    return language.date(date.fromisoformat(record["date"])) if record["date"] else language.say("not-delivered")


def _table(records: tuple[Record, ...], figure: Stock, language: Language) -> Table:
    columns = ["stock", *(["old", "old_share"] if figure.old_after_days is not None else []), "median_age", "p90_age"]
    rows = [Row(_date(r, language), tuple(_cell(name, r, language) for name in columns)) for r in records]
    caption = language.say("stock_table", title=figure.title.in_language(language.code))
    heads = tuple(language.say(f"column_{name}", days=language.number(figure.old_after_days or 0)) for name in columns)
    return Table(caption, language.say("reference_date"), heads, tuple(rows))


def _cell(name: str, record: Record, language: Language) -> Cell:
    if name == "old_share":
        return t.part(language, record, "old", "stock")
    if name in ("median_age", "p90_age"):
        return t.days(language, record, f"{name}_days", kind="count")
    return t.count(language, record, name)


def _flows(records: tuple[Record, ...], figure: Stock, language: Language) -> Table:
    """What came in and went out in each period: a sum that closes."""
    columns = ("start", "entered", "left", "end")
    rows = [
        Row(
            language.period(record["period"]) if record["period"] else language.say("not-delivered"),
            tuple(t.count(language, record, name) for name in columns),
        )
        for record in records
    ]
    caption = language.say("flow_table", title=figure.title.in_language(language.code))
    heads = tuple(language.say(f"column_{name}") for name in columns)
    return Table(caption, language.say("period"), heads, tuple(rows))
