"""The chain at a glance: where work is and what is on its way, from the first partner to the last.

Comes in: protected records of `stock` and `handover`. Goes out: a `Block` with the map and its tables. The promise: the
tables have a row for all that is on the map, and what is not known says why.
"""

from __future__ import annotations

from datetime import date

from ketenmonitor.charts import draw_chain
from ketenmonitor.release import tables as t
from ketenmonitor.release.notes import notes_of
from ketenmonitor.release.parts import Block
from ketenmonitor.release.shelf import Shelf
from ketenmonitor.release.tables import Cell, Record, Row, Table
from ketenmonitor.wording import Language


def chain_block(shelf: Shelf, language: Language) -> Block | None:
    """The map of the chain; None when there is no stock and no hand-over to show."""
    stocks = {id: latest for id in shelf.chain.stocks if (latest := shelf.latest(id))}
    handovers = {id: found[0] for id in shelf.chain.handovers if (found := shelf.records("handover", id))}
    records = [*stocks.values(), *handovers.values()]
    if not records:
        return None
    tables = (_stocks(shelf, stocks, language), *([_handovers(shelf, handovers, language)] if handovers else []))
    return Block(
        id="chain",
        title="",
        chart=draw_chain(shelf.speaker(language), stocks, handovers),
        tables=tables,
        notes=(*_old(shelf, stocks, language), *notes_of(shelf, records, tables, language)),
        source=shelf.source(records[0], shelf.chain.partners, language),
    )


def _stocks(shelf: Shelf, records: dict[str, Record], language: Language) -> Table:
    """A row for each stock of each partner, and one for a partner of which none is measured."""
    rows = []
    for partner in shelf.chain.partners.values():
        name = partner.title.in_language(language.code)
        mine = [stock for stock in shelf.chain.stocks.values() if stock.partner == partner.id]
        rows += [] if mine else [Row(name, (_none("map_no_stock", language),) * 3)]
        for stock in mine:
            head = language.say("partner_stock", partner=name, stock=stock.title.in_language(language.code))
            rows.append(Row(head, _held(records.get(stock.id), language)))
    columns = tuple(language.say(name) for name in ("reference_date", "column_stock", "column_old_all"))
    return Table(language.say("chain_stocks"), language.say("stocks"), columns, tuple(rows))


def _none(why: str, language: Language) -> Cell:
    return Cell(language.say(why), is_missing=True)


def _held(record: Record | None, language: Language) -> tuple[Cell, ...]:
    if record is None:
        return (_none("map_not_given", language),) * 3
    day = record["date"]
    at = Cell(language.date(date.fromisoformat(day)), is_text=True) if day else _none("not-delivered", language)
    return (at, t.count(language, record, "stock"), t.count(language, record, "old"))


def _handovers(shelf: Shelf, records: dict[str, Record], language: Language) -> Table:
    rows = []
    for id, handover in shelf.chain.handovers.items():
        record = records.get(id)
        given = record and (t.count(language, record, "in_transit"), t.days(language, record, "median_days"))
        rows.append(Row(handover.title.in_language(language.code), given or (_none("map_not_given", language),) * 2))
    columns = tuple(language.say(name) for name in ("column_in_transit", "column_median_wait"))
    return Table(language.say("chain_handovers"), language.say("handover"), columns, tuple(rows))


def _old(shelf: Shelf, stocks: dict[str, Record], language: Language) -> tuple[str, ...]:
    """What old means for each stock that is shown."""
    shown = [shelf.chain.stocks[id] for id in stocks]
    return tuple(
        language.say("old_means_of", title=s.title.in_language(language.code), days=language.number(s.old_after_days))
        for s in shown
        if s.old_after_days is not None
    )
