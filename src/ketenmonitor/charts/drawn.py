"""A chart to publish: the picture, the same in words, and the same as data.

Comes in: a panel, its alternative in words, and its data. Goes out: `Drawn`. The promise: the same figures give the
same bytes; a picture by itself has its title, its notes and its source in it; data are the same in every language, and
a value that is missing is the code of its reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ketenmonitor.charts.plain import Nothing, Panel, Sheet
from ketenmonitor.charts.rooms import NARROW, WIDE, Room, plot
from ketenmonitor.charts.sheets import sheet_chart
from ketenmonitor.charts.svg import picture
from ketenmonitor.wording import Record
from ketenmonitor.wording.language import Language, code_of
from ketenmonitor.wording.said import Speaker

Value = str | int | float


@dataclass(frozen=True)
class Data:
    """What is drawn, as a table: names of columns for machines, and rows of which no cell is empty."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True)
class Drawn:
    """One chart of a release. `id` names its files, and `title` says what it is about.

    `caption`: how to read it. `text`: what it shows, for who cannot see it. `reason`: why nothing could be drawn, in
    words; the pictures then say it too. A picture is drawn when it is first asked for.
    """

    id: str
    title: str
    caption: str
    text: str
    sheet: Sheet
    language: Language
    data: Data

    @property
    def reason(self) -> str:
        """Why nothing could be drawn; empty when something is."""
        shape = self.sheet.panels[0].shape
        return shape.reason if isinstance(shape, Nothing) else ""

    @cached_property
    def svg(self) -> str:
        """The picture to stand by itself, with title, notes and source in it."""
        return picture(sheet_chart(self.sheet, self.language), self.id, self.title, self.text)

    @cached_property
    def wide(self) -> str:
        """The picture alone, for a page or a document where words and a table stand around it."""
        return self._alone(WIDE)

    @cached_property
    def narrow(self) -> str:
        """The same for a telephone."""
        return self._alone(NARROW)

    def _alone(self, room: Room) -> str:
        text = f"{self.text} {self.language.say('in_table')}"
        chart = plot(self.sheet.panels[0].shape, self.language, room)
        return picture(chart, f"{self.id}-{room.name}", self.title, text)


def drawn(
    speaker: Speaker, id: str, heading: str, panel: Panel, said: tuple[str, str], data: Data, records: Sequence[Record]
) -> Drawn:
    """A panel to publish. `heading` stands above its title; `said`: its caption, and what it shows in words."""
    caption, text = said
    sheet = Sheet(heading, (panel,), speaker.source(records, is_internal=False))
    reason = panel.shape.reason if isinstance(panel.shape, Nothing) else ""
    return Drawn(id, f"{heading}: {panel.title}", caption, reason or text, sheet, speaker.language, data)


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
