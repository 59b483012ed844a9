"""A chart to publish: the picture, the same in words, and the same as data.

Comes in: a panel, its alternative in words, and its data. Goes out: `Drawn`. The promise: the same figures give the
same bytes; a picture by itself has its title, its notes and its source in it; data are the same in every language, and
a value that is missing is the code of its reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ketenmonitor.charts.language import code_of
from ketenmonitor.charts.plain import Nothing, Panel, Record, Sheet
from ketenmonitor.charts.rooms import NARROW, WIDE, plot
from ketenmonitor.charts.said import Speaker
from ketenmonitor.charts.sheets import sheet_chart
from ketenmonitor.charts.svg import picture

Value = str | int | float


@dataclass(frozen=True)
class Data:
    """What is drawn, as a table: names of columns for machines, and rows of which no cell is empty."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True)
class Drawn:
    """One chart of a release. `id` names its files.

    `svg`: the picture to stand by itself, with title, notes and source. `wide` and `narrow`: the picture alone, for a
    page where those stand around it. `caption`: how to read it. `text`: what it shows, for who cannot see it.
    `reason`: why nothing could be drawn, in words; the pictures then say it too.
    """

    id: str
    title: str
    caption: str
    text: str
    svg: str
    wide: str
    narrow: str
    data: Data
    reason: str = ""


def drawn(
    speaker: Speaker, id: str, panel: Panel, heading: str, text: str, data: Data, records: Sequence[Record]
) -> Drawn:
    """Draw a panel. `heading` stands above its title; its `about` is the caption where it stands by itself."""
    language, reason = speaker.language, panel.shape.reason if isinstance(panel.shape, Nothing) else ""
    title, text = f"{heading}: {panel.title}", reason or text
    sheet = Sheet(heading, (panel,), speaker.source(records, is_internal=False))
    below = text if reason else f"{text} {speaker.say('in_table')}"
    plots = [picture(plot(panel.shape, language, room), f"{id}-{room.name}", title, below) for room in (WIDE, NARROW)]
    whole = picture(sheet_chart(sheet, language), id, title, text)
    return Drawn(id, title, " ".join(panel.about), text, whole, plots[0], plots[1], data, reason)


def nothing(speaker: Speaker, record: Record, field: str, kind: str) -> Nothing:
    """There is nothing to draw, because this field is missing."""
    return Nothing(speaker.say("chart_missing", reason=speaker.language.missing(record, field, kind)))


def cell(record: Record, field: str, kind: str = "count") -> Value:
    """A value of a record as data: itself, or the code of why there is none."""
    value: Value | None = record.get(field)
    return code_of(record, field, kind) if value is None else value


def key(value: str | None) -> str:
    """What names a row: itself, or that there is no such thing."""
    return value or "not-applicable"
