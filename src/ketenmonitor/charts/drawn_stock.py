"""Charts of stocks to publish: how much there is with its old part, and what came in and went out.

Comes in: protected records of `stock` or `flow`. Goes out: `Drawn`. The promise: a period of which the figure is
missing has its place, with the reason; an old part is never larger than its stock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ketenmonitor.charts.drawn import Data, Drawn, cell, drawn, key, nothing
from ketenmonitor.charts.panels_stock import MOVES, flow_panel, stock_panel
from ketenmonitor.wording import Record
from ketenmonitor.wording.said import Speaker


def draw_stock(speaker: Speaker, records: Sequence[Record]) -> Drawn:
    """One stock: a column per period, or one bar."""
    known = [record for record in records if record["stock"] is not None]
    title = speaker.say("stock_title")
    panel = stock_panel(speaker, records, title, max((r["stock"] for r in known), default=0))
    if not known:
        panel = replace(panel, shape=nothing(speaker, records[-1], "stock", "count"))
    said = list(dict.fromkeys(stock_says(speaker, record) for record in (*known[:1], *known[-1:])))
    first = records[0]
    fields = ("stock", "old")
    rows = tuple((key(r["period"]), r["date"] or "not-delivered", *(cell(r, name) for name in fields)) for r in records)
    text = " ".join([speaker.say("bars_text"), *said])
    id, data = f"stock-{first['id']}", Data(("period", "date", *fields), rows)
    return drawn(speaker, id, speaker.figure(first), panel, (_caption(speaker, first), text), data, records)


def stock_says(speaker: Speaker, record: Record) -> str:
    """A stock in a sentence. Where its old part is larger, as counts that were changed a little may be, without it."""
    stock, old, language = record["stock"], record["old"], speaker.language
    if stock is None:
        return speaker.say("stock_says_missing", reason=language.missing(record, "stock", "count"))
    said = {"date": language.date(date.fromisoformat(record["date"])), "stock": language.number(stock)}
    limit = speaker.chain.stocks[record["id"]].old_after_days
    if old is None or not stock or old > stock or limit is None:
        return speaker.say("stock_says_short", **said)
    share = language.share(old / stock)
    return speaker.say("stock_says", **said, old=language.number(old), share=share, days=language.number(limit))


def _caption(speaker: Speaker, record: Record) -> str:
    limit = speaker.chain.stocks[record["id"]].old_after_days
    if limit is None:
        return speaker.say("stock_caption")
    return speaker.say("stock_caption_old", days=speaker.language.number(limit))


def draw_flow(speaker: Speaker, records: Sequence[Record]) -> Drawn:
    """What entered and left one stock in each period, with the stock at its end."""
    first, last = records[0], records[-1]
    values = [record[name] for record in records for name in MOVES[1:] if record[name] is not None]
    # Of counts that the door changed a little each a residual says nothing: it is judged before they go out.
    plain = [{**record, "residual": None} for record in records]
    panel = flow_panel(speaker, plain, speaker.say("flow_title"), max(values, default=0))
    if not values:
        panel = replace(panel, shape=nothing(speaker, last, "entered", "count"))
    numbers = {name: speaker.number(last, name) for name in MOVES}
    period = speaker.language.period(last["period"]) if last["period"] else speaker.say("not-delivered")
    said = speaker.say("flow_says", period=period, **numbers)
    rows = tuple((key(r["period"]), *(cell(r, name) for name in MOVES)) for r in records)
    text = (speaker.say("flow_caption"), f"{speaker.say('bars_text')} {said}")
    id, data = f"flow-{first['id']}", Data(("period", *MOVES), rows)
    return drawn(speaker, id, speaker.figure(first), panel, text, data, records)
