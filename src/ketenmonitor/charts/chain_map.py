"""The map of a chain to publish: each partner with its latest stocks, and what is on its way between them.

Comes in: the latest protected record of each `stock`, and that of each `handover`. Goes out: `Drawn`. The promise:
partners stand in the order of the chain, and what is missing says why: not described, not in this release, not
delivered, suppressed or not reached; never 0 and never blank.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ketenmonitor.charts.drawn import Data, Drawn, Value, cell, drawn
from ketenmonitor.charts.map_chart import map_lines
from ketenmonitor.charts.panels_waits import in_transit, wait
from ketenmonitor.charts.plain import ChainMap, Held, Panel, Passing, Station
from ketenmonitor.definition import Handover, Stock
from ketenmonitor.wording import Record
from ketenmonitor.wording.said import Speaker

COLUMNS = (
    "kind", "id", "partner", "to_partner", "date", "complete_until", "number", "old", "median_days",
)  # fmt: skip
Records = Mapping[str, Record]
NOT_APPLICABLE = "not-applicable"


def draw_chain(speaker: Speaker, stocks: Records, handovers: Records) -> Drawn:
    """The whole chain; `stocks` and `handovers` have a record of each figure by its id, as far as there is one."""
    shape = map_of(speaker, stocks, handovers)
    records = [*stocks.values(), *handovers.values()]
    lines = map_lines(shape)
    caption, text = speaker.say("map_caption"), " ".join([speaker.say("map_text"), *lines])
    panel = Panel(speaker.say("map_title"), (caption,), shape, speaker.foot(records, lines))
    heading = speaker.chain.title.in_language(speaker.language.code)
    return drawn(speaker, "chain", heading, panel, (caption, text), _data(speaker, stocks, handovers), records)


def map_of(speaker: Speaker, stocks: Records, handovers: Records) -> ChainMap:
    """What the map shows."""
    chain = speaker.chain
    stations = []
    for partner in chain.partners.values():
        mine = [stock for stock in chain.stocks.values() if stock.partner == partner.id]
        held = tuple(_held(speaker, stock, stocks.get(stock.id)) for stock in mine)
        name = partner.title.in_language(speaker.language.code)
        stations.append(Station(partner.id, name, held, "" if held else speaker.say("map_no_stock")))
    passings = tuple(_passing(speaker, one, handovers.get(one.id)) for one in chain.handovers.values())
    return ChainMap(tuple(stations), passings, speaker.say("map_no_handover"))


def _held(speaker: Speaker, stock: Stock, record: Record | None) -> Held:
    title, language = stock.title.in_language(speaker.language.code), speaker.language
    if record is None:
        return Held(stock.id, title, speaker.say("map_not_given"), is_missing=True)
    at = speaker.say("map_at", date=language.date(date.fromisoformat(record["date"]))) if record["date"] else ""
    if record["stock"] is None:
        reason = language.missing(record, "stock", "count")
        return Held(stock.id, title, ", ".join(filter(None, [reason, at])), is_missing=True)
    old = _old(speaker, stock, record)
    share = record["old"] / record["stock"] if old and record["old"] and record["stock"] else None
    return Held(stock.id, title, language.number(record["stock"]), (at, *old), old_share=share)


def _old(speaker: Speaker, stock: Stock, record: Record) -> tuple[str, ...]:
    """How much of it is old; nothing where that would be more than there is, as it may where counts were changed."""
    if stock.old_after_days is None or (record["old"] or 0) > record["stock"]:
        return ()
    return (
        speaker.say("map_old", old=speaker.number(record, "old"), days=speaker.language.number(stock.old_after_days)),
    )


def _passing(speaker: Speaker, handover: Handover, record: Record | None) -> Passing:
    title = handover.title.in_language(speaker.language.code)
    start, end = _places(speaker, handover)
    if record is None:
        return Passing(handover.id, title, start, end, (speaker.say("map_not_given"),))
    waits = speaker.say("map_median", days=wait(speaker, record, "median_days"))
    return Passing(handover.id, title, start, end, (in_transit(speaker, record), waits), record["sent"])


def _places(speaker: Speaker, handover: Handover) -> tuple[int, int]:
    """The places in the chain of who sends and who receives."""
    partners, activities = list(speaker.chain.partners), speaker.chain.activities
    sent, received = (partners.index(activities[name].partner) for name in (handover.sent, handover.received))
    return sent, received


def _data(speaker: Speaker, stocks: Records, handovers: Records) -> Data:
    partners = list(speaker.chain.partners)
    rows: list[tuple[Value, ...]] = []
    for stock in speaker.chain.stocks.values():
        if record := stocks.get(stock.id):
            until, number = record["complete_until"] or "not-delivered", cell(record, "stock")
            at, old = record["date"] or "not-delivered", cell(record, "old")
            rows.append(("stock", stock.id, stock.partner, NOT_APPLICABLE, at, until, number, old, NOT_APPLICABLE))
    for handover in speaker.chain.handovers.values():
        if record := handovers.get(handover.id):
            until, number = record["complete_until"] or "not-delivered", cell(record, "in_transit")
            start, end = (partners[place] for place in _places(speaker, handover))
            wait_days = cell(record, "median_days", "time")
            rows.append(("handover", handover.id, start, end, NOT_APPLICABLE, until, number, NOT_APPLICABLE, wait_days))
    return Data(COLUMNS, tuple(rows))
