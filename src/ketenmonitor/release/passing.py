"""Hand-overs and terms on the page: a table with a row each, and bars that show the parts of the whole.

Comes in: protected records of `handover` and `term`. Goes out: a `Block` for each of both. The promise: no bar is drawn
from which a hidden number could be read.
"""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from ketenmonitor.charts import Language, picture
from ketenmonitor.charts.column_charts import NARROW, WIDE
from ketenmonitor.charts.plain import Bars, Series
from ketenmonitor.charts.plain import Row as Bar
from ketenmonitor.charts.row_charts import bars_chart
from ketenmonitor.release import tables as t
from ketenmonitor.release.notes import notes_of
from ketenmonitor.release.parts import Block, Picture
from ketenmonitor.release.shelf import Shelf
from ketenmonitor.release.tables import Record, Row, Table

SENT = ("sent", "in_transit", "median_wait", "p90_wait", "received", "unmatched")
WAITS = {"median_wait": "median_days", "p90_wait": "p90_days"}
PARTS = {"arrived": "dark", "in_transit": "light"}
STATES = {"met": "dark", "missed": "light", "running_late": "deep", "running": "pale", "stopped": "faint"}


def handovers_block(shelf: Shelf, language: Language) -> Block | None:
    """All hand-overs; None when there are none."""
    figures = shelf.chain.handovers.values()
    rows = [(h.title.in_language(language.code), r) for h in figures for r in shelf.records("handover", h.id)[:1]]
    if not rows:
        return None
    activities = shelf.chain.activities
    partners = [activities[a].partner for h in figures for a in (h.sent, h.received)]
    cells = [Row(title, tuple(_waiting(language, record, name) for name in SENT)) for title, record in rows]
    columns = tuple(language.say(f"column_{name}") for name in SENT)
    records = [record for _, record in rows]
    table = Table(language.say("handovers_table"), language.say("handover"), columns, tuple(cells))
    return Block(
        id="handovers",
        title="",
        picture=_picture(tuple(_sent(*row, language) for row in rows), PARTS, "handovers", language),
        tables=(table,),
        notes=(language.say("handovers_note"), *notes_of(records, [table], language)),
        source=shelf.source(records[0], partners, language),
    )


def _waiting(language: Language, record: Record, name: str) -> t.Cell:
    return t.days(language, record, WAITS[name]) if name in WAITS else t.count(language, record, name)


def _sent(title: str, record: Record, language: Language) -> Bar:
    cell = t.part(language, record, "in_transit", "sent")
    if cell.is_missing:
        return Bar(title, reason=cell.text)
    share = record["in_transit"] / record["sent"]
    return Bar(title, (1 - share, share))


def terms_block(shelf: Shelf, language: Language) -> Block | None:
    """All terms; None when there are none."""
    terms = shelf.chain.terms.values()
    rows = [(term.title.in_language(language.code), r) for term in terms for r in shelf.records("term", term.id)[:1]]
    if not rows:
        return None
    partners = [shelf.chain.activities[a].partner for term in terms for a in term.activities]
    cells = [Row(title, tuple(t.count(language, record, name) for name in ("due", *STATES))) for title, record in rows]
    columns = tuple(language.say(f"column_{name}") for name in ("due", *STATES))
    bases = tuple(
        language.say("term_basis", title=term.title.in_language(language.code), basis=term.basis)
        for term in terms
        if term.basis
    )
    records = [record for _, record in rows]
    table = Table(language.say("terms_table"), language.say("term"), columns, tuple(cells))
    return Block(
        id="terms",
        title="",
        picture=_picture(tuple(_states(*row, language) for row in rows), STATES, "terms", language),
        tables=(table,),
        notes=(*bases, *notes_of(records, [table], language)),
        source=shelf.source(records[0], partners, language),
    )


def _states(title: str, record: Record, language: Language) -> Bar:
    cells = [t.part(language, record, state, "due") for state in STATES]
    if missing := [cell.text for cell in cells if cell.is_missing]:
        return Bar(title, reason=missing[0])
    return Bar(title, tuple(record[state] / record["due"] for state in STATES))


def _picture(rows: tuple[Bar, ...], parts: Mapping[str, str], kind: str, language: Language) -> Picture:
    series = tuple(Series(language.say(f"segment_{name}"), look) for name, look in parts.items())
    title = language.say(f"{kind}_title")
    said = [_row_says(row, series, language) for row in rows]
    text = language.say("bars_text", rows=" ".join(said))
    shape = Bars(series, rows, "share", most=1)
    drawn = []
    for frame in (WIDE, NARROW):
        chart = bars_chart(shape, language, frame.width + 100, frame.legend_columns, beside=False)
        drawn.append(Markup(picture(chart, f"{kind}-{frame.labels}", title, text)))
    return Picture(drawn[0], drawn[1], language.say(f"{kind}_caption"))


def _row_says(row: Bar, series: tuple[Series, ...], language: Language) -> str:
    pairs = [(one.name, share) for one, share in zip(series, row.values, strict=False) if share]
    shares = ", ".join(f"{name} {language.share(share)}" for name, share in pairs)
    return f"{row.title}: {shares or row.reason}."
