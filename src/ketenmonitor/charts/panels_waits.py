"""The panel of waiting between partners: half and nine in ten of what was sent, and what is still on its way.

Comes in: records of `handover`, one of each. Goes out: a panel. The promise: a time that is missing is words, and what
is on its way is said also where no time can be given.
"""

from __future__ import annotations

from collections.abc import Sequence

from ketenmonitor.charts.plain import Dots, Panel, Row, Series
from ketenmonitor.wording import Record
from ketenmonitor.wording.said import Speaker

LOOKS = {"median_days": "dark", "p90_days": "pale"}


def waits_panel(speaker: Speaker, records: Sequence[Record], title: str) -> Panel:
    """A row per hand-over."""
    series = tuple(Series(speaker.say(f"wait_{name}"), look) for name, look in LOOKS.items())
    rows = tuple(_row(speaker, record) for record in records)
    most = max([value for row in rows for value in row.values if value is not None], default=0)
    shape = Dots(series, rows, speaker.say("axis_wait_days"), max(most, 1) * 1.06)
    texts = [text for row in rows for text in (*row.says, row.reason)]
    return Panel(title, (speaker.say("handover_waits"),), shape, speaker.foot(records, texts))


def in_transit(speaker: Speaker, record: Record) -> str:
    """How many are on their way, or why that is not known."""
    return speaker.say("wait_in_transit", n=speaker.number(record, "in_transit"))


def wait(speaker: Speaker, record: Record, field: str) -> str:
    """A waiting time with its unit, or why there is none."""
    value = record[field]
    return speaker.days(record, field) if value is None else speaker.language.in_days(value)


def _row(speaker: Speaker, record: Record) -> Row:
    title, values = speaker.figure(record), tuple(record[name] for name in LOOKS)
    if values == (None, None):
        waiting = speaker.say("wait_none", reason=speaker.days(record, "median_days"))
        return Row(title, reason=f"{waiting}; {in_transit(speaker, record)}")
    said = [speaker.say(f"wait_says_{name}", days=wait(speaker, record, name)) for name in LOOKS]
    return Row(title, values, (*said, in_transit(speaker, record)))
