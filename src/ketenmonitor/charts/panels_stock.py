"""Panels of stocks and flows.

Comes in: records of `stock` and `flow`. Goes out: panels. The promise: what is old, what is not, and what is not known
are three different things; a stock that does not follow from its flow is named.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ketenmonitor.charts.plain import Bar, Bars, Columns, Flow, Moved, Panel, Row, Series, Shape
from ketenmonitor.wording import Record
from ketenmonitor.wording.said import Speaker

MOVES = ("start", "entered", "left", "end")


def stock_panel(speaker: Speaker, records: Sequence[Record], title: str, most: int) -> Panel:
    """Over periods a column each; at one moment a bar per group."""
    limit = speaker.chain.stocks[records[0]["id"]].old_after_days
    shape: Shape
    about: tuple[str, ...]
    if any(record["period"] for record in records):
        bars = tuple(_bar(speaker, record) for record in records)
        shape = Columns(bars, limit, most)
        texts = [bar.reason for bar in bars]
        about = (speaker.unit(records),)
    else:
        rows = tuple(_row(speaker, record, limit) for record in records)
        shape = Bars(_series(speaker, limit, rows), rows, "count", most, speaker.say("axis_stock"))
        texts = [text for row in rows for text in (row.reason, *row.says)]
        day = records[0]["date"]
        at = [speaker.say("at_day", date=speaker.language.date(date.fromisoformat(day)))] if day else []
        about = (*at, speaker.unit(records), *speaker.broken_down(records))
    return Panel(title, (*about, *_about_age(speaker, records, limit)), shape, speaker.foot(records, texts))


def _about_age(speaker: Speaker, records: Sequence[Record], limit: int | None) -> list[str]:
    """What old means, and what could not be counted."""
    said = []
    if limit is not None:
        said.append(speaker.say("old_means", days=speaker.language.number(limit)))
        if any(record["stock"] is not None and record["old"] is None for record in records):
            said.append(speaker.say("old_unknown"))
    odd = max((record["left_without_entry"] or 0 for record in records), default=0)
    return [*said, *([speaker.say("left_without", n=speaker.language.number(odd))] if odd else [])]


def _bar(speaker: Speaker, record: Record) -> Bar:
    name = speaker.row(record)
    if record["stock"] is not None:
        return Bar(name, record["stock"], _part(record))
    return Bar(name, None, None, speaker.number(record, "stock"))


def _part(record: Record) -> int | None:
    """The old part: at most the whole, also where the door changed each of both a little."""
    return None if record["old"] is None else min(record["old"], record["stock"])


def _series(speaker: Speaker, limit: int | None, rows: Sequence[Row]) -> tuple[Series, ...]:
    if limit is None:
        return (Series(speaker.say("stock"), "dark"),)
    unknown = [Series(speaker.say("age_unknown"), "faint")] if any(len(row.values) > 2 for row in rows) else []
    return (Series(speaker.say("old"), "dark"), Series(speaker.say("young"), "pale"), *unknown)


def _row(speaker: Speaker, record: Record, limit: int | None) -> Row:
    title, stock, old = speaker.row(record), record["stock"], _part(record)
    if stock is None:
        return Row(title, reason=speaker.number(record, "stock"))
    values: tuple[float | None, ...] = (stock,)
    if limit is not None:
        values = (None, None, stock) if old is None else (old, stock - old)
    age = [speaker.say("age_says", days=speaker.days(record, "median_age_days", "count"))] if stock else []
    return Row(title, values, (speaker.language.number(stock), *age))


def flow_panel(speaker: Speaker, records: Sequence[Record], title: str, most: int) -> Panel:
    """What entered and left in each period, and what there was at its end."""
    periods = tuple(_moved(speaker, record) for record in records)
    residuals = [
        speaker.say("residual", period=period.name, n=speaker.language.number(record["residual"]))
        for period, record in zip(periods, records, strict=True)
        if record.get("residual")
    ]
    said = residuals or ([speaker.say("flow_closes")] if closes(records) else [])
    about = (speaker.unit(records), *said)
    return Panel(title, about, Flow(periods, most), speaker.foot(records, [period.reason for period in periods]))


def closes(records: Sequence[Record]) -> bool:
    """Whether start plus inflow minus outflow is the end in every period, by the numbers that are shown."""
    known = [[record[name] for name in MOVES] for record in records]
    known = [numbers for numbers in known if None not in numbers]
    return bool(known) and all(start + entered - left == end for start, entered, left, end in known)


def _moved(speaker: Speaker, record: Record) -> Moved:
    name = speaker.row(record)
    fields = ("entered", "left", "end")
    missing = [field for field in fields if record[field] is None]
    reason = speaker.number(record, missing[0]) if missing else ""
    return Moved(name, record["entered"], record["left"], record["end"], reason)
