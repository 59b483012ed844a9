"""Stocks on the page: how much work there is at the end of each period, and how old it is.

Comes in: protected records of `stock`, and of `flow` when they are there. Goes out: a `Block` per stock. The promise:
a period of which the figure is missing has its place, with the reason.
"""

from __future__ import annotations

from datetime import date

from markupsafe import Markup

from ketenmonitor.charts import Language, picture
from ketenmonitor.charts.column_charts import NARROW, WIDE, stock_chart
from ketenmonitor.charts.plain import Bar, Columns
from ketenmonitor.definition import Stock
from ketenmonitor.release import tables as t
from ketenmonitor.release.notes import notes_of
from ketenmonitor.release.parts import Block, Picture
from ketenmonitor.release.shelf import Shelf
from ketenmonitor.release.tables import Cell, Record, Row, Table


def stock_block(shelf: Shelf, figure: Stock, language: Language) -> Block | None:
    """One stock; None when it is not on the shelf."""
    records = shelf.records("stock", figure.id)
    if not records:
        return None
    partners = [figure.partner, *(shelf.chain.activities[a].partner for a in figure.activities)]
    is_drawn = any(record["stock"] is not None for record in records)
    last, flows = records[-1], shelf.records("flow", figure.id)
    said = [_says(last, figure, language)]
    if last["left_without_entry"]:
        said.append(language.say("left_without_entry", n=language.number(last["left_without_entry"])))
    tables = (_table(records, figure, language), *([_flows(flows, figure, language)] if flows else []))
    return Block(
        id=f"stock-{figure.id}",
        title=figure.title.in_language(language.code),
        says=tuple(said),
        picture=_picture(records, figure, language) if is_drawn else None,
        tables=tables,
        notes=(*([language.say("flow_note")] if flows else []), *notes_of([*records, *flows], tables, language)),
        source=shelf.source(last, partners, language),
    )


def _says(record: Record, figure: Stock, language: Language) -> str:
    """The latest stock in a sentence."""
    stock, old = record["stock"], record["old"]
    if stock is None:
        return language.say("stock_says_missing", reason=language.missing(record, "stock", "count"))
    said = {"date": language.date(date.fromisoformat(record["date"])), "stock": language.number(stock)}
    if old is None or not stock or figure.old_after_days is None:
        return language.say("stock_says_short", **said)
    days, share = language.number(figure.old_after_days), language.share(old / stock)
    return language.say("stock_says", **said, old=language.number(old), share=share, days=days)


def _picture(records: tuple[Record, ...], figure: Stock, language: Language) -> Picture:
    bars = tuple(_bar(record, language) for record in records)
    shape = Columns(bars, figure.old_after_days, max(bar.stock or 0 for bar in bars))
    known = [record for record in records if record["stock"] is not None]
    first, last = (_says(record, figure, language) for record in (known[0], known[-1]))
    text = language.say("stock_text", first=first, last="" if first == last else last)
    title = f"{figure.title.in_language(language.code)}: {language.say('stock_title')}"
    days = figure.old_after_days
    drawn = [
        Markup(picture(stock_chart(shape, language, frame), f"stock-{figure.id}-{frame.labels}", title, text))
        for frame in (WIDE, NARROW)
    ]
    caption = language.say("stock_caption")
    if days is not None:
        caption = language.say("stock_caption_old", days=language.number(days))
    return Picture(drawn[0], drawn[1], caption)


def _bar(record: Record, language: Language) -> Bar:
    name = language.short_period(record["period"]) if record["period"] else _date(record, language)
    if record["stock"] is not None:
        return Bar(name, record["stock"], record["old"])
    is_hidden = "stock" in record["suppressed"]
    return Bar(name, None, None, language.say("short_suppressed" if is_hidden else "short_not-delivered"))


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
