"""Hand-overs and terms on the page: a table with a row each, and bars that show the parts of the whole.

Comes in: protected records of `handover` and `term`. Goes out: a `Block` for each of both. The promise: no bar is drawn
from which a hidden number could be read.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from ketenmonitor.release import tables as t
from ketenmonitor.release.bar_charts import NARROW, WIDE, Parts, parts_chart
from ketenmonitor.release.language import Language
from ketenmonitor.release.notes import notes_of
from ketenmonitor.release.parts import Block, Picture
from ketenmonitor.release.shelf import Shelf
from ketenmonitor.release.svg import picture
from ketenmonitor.release.tables import Record, Row, Table

SENT = ("sent", "in_transit", "median_wait", "p90_wait", "received", "unmatched")
WAITS = {"median_wait": "median_days", "p90_wait": "p90_days"}
STATES = ("met", "missed", "running_late", "running", "stopped")


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
    names = tuple(language.say(f"segment_{name}") for name in ("arrived", "in_transit"))
    records = [record for _, record in rows]
    table = Table(language.say("handovers_table"), language.say("handover"), columns, tuple(cells))
    return Block(
        id="handovers",
        title="",
        picture=_picture([_sent(*row, names, language) for row in rows], names, "handovers", language),
        tables=(table,),
        notes=(language.say("handovers_note"), *notes_of(records, [table], language)),
        source=shelf.source(records[0], partners, language),
    )


def _waiting(language: Language, record: Record, name: str) -> t.Cell:
    return t.days(language, record, WAITS[name]) if name in WAITS else t.count(language, record, name)


def _sent(title: str, record: Record, names: tuple[str, ...], language: Language) -> Parts:
    cell = t.part(language, record, "in_transit", "sent")
    if cell.is_missing:
        return Parts(title, (), cell.text)
    share = record["in_transit"] / record["sent"]
    return Parts(title, ((names[0], 1 - share), (names[1], share)))


def terms_block(shelf: Shelf, language: Language) -> Block | None:
    """All terms; None when there are none."""
    terms = shelf.chain.terms.values()
    rows = [(term.title.in_language(language.code), r) for term in terms for r in shelf.records("term", term.id)[:1]]
    if not rows:
        return None
    partners = [shelf.chain.activities[a].partner for term in terms for a in term.activities]
    cells = [Row(title, tuple(t.count(language, record, name) for name in ("due", *STATES))) for title, record in rows]
    columns = tuple(language.say(f"column_{name}") for name in ("due", *STATES))
    names = tuple(language.say(f"segment_{name}") for name in STATES)
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
        picture=_picture([_states(*row, names, language) for row in rows], names, "terms", language),
        tables=(table,),
        notes=(*bases, *notes_of(records, [table], language)),
        source=shelf.source(records[0], partners, language),
    )


def _states(title: str, record: Record, names: tuple[str, ...], language: Language) -> Parts:
    cells = [t.part(language, record, state, "due") for state in STATES]
    if missing := [cell.text for cell in cells if cell.is_missing]:
        return Parts(title, (), missing[0])
    return Parts(title, tuple((name, record[state] / record["due"]) for name, state in zip(names, STATES, strict=True)))


def _picture(rows: Sequence[Parts], names: Sequence[str], kind: str, language: Language) -> Picture:
    title = language.say(f"{kind}_title")
    said = [_row_says(row, language) for row in rows]
    text = language.say("bars_text", rows=" ".join(said))
    drawn = [
        Markup(picture(parts_chart(rows, names, language, frame), f"{kind}-{frame.labels}", title, text))
        for frame in (WIDE, NARROW)
    ]
    return Picture(drawn[0], drawn[1], language.say(f"{kind}_caption"))


def _row_says(row: Parts, language: Language) -> str:
    shares = ", ".join(f"{name} {language.share(share)}" for name, share in row.shares if share > 0)
    return f"{row.title}: {shares or row.reason}."
