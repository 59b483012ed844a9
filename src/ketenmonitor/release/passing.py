"""Hand-overs and terms on the page: a chart and a table with a row each.

Comes in: protected records of `handover` and `term`. Goes out: a `Block` for each of both. The promise: waiting never
stands without what is still on its way.
"""

from __future__ import annotations

from collections.abc import Iterable

from ketenmonitor.charts import draw_terms, draw_waits
from ketenmonitor.charts.panels_parts import STATES
from ketenmonitor.release import tables as t
from ketenmonitor.release.counted import Figure, counted
from ketenmonitor.release.notes import notes_of
from ketenmonitor.release.parts import Block
from ketenmonitor.release.shelf import Shelf
from ketenmonitor.release.tables import Record, Row, Table
from ketenmonitor.wording import Language

SENT = ("sent", "in_transit", "median_wait", "p90_wait", "received", "unmatched")
WAITS = {"median_wait": "median_days", "p90_wait": "p90_days"}


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
        chart=draw_waits(shelf.speaker(language), records),
        tables=(table,),
        counted=_counted(shelf, figures, language),
        notes=(language.say("handovers_note"), *notes_of(shelf, records, [table], language)),
        source=shelf.source(records[0], partners, language),
    )


def _waiting(language: Language, record: Record, name: str) -> t.Cell:
    return t.days(language, record, WAITS[name]) if name in WAITS else t.count(language, record, name)


def terms_block(shelf: Shelf, language: Language) -> Block | None:
    """All terms; None when there are none."""
    terms = shelf.chain.terms.values()
    rows = [(term.title.in_language(language.code), r) for term in terms for r in shelf.records("term", term.id)[:1]]
    if not rows:
        return None
    partners = [shelf.chain.activities[a].partner for term in terms for a in term.activities]
    cells = [Row(title, tuple(t.count(language, record, name) for name in ("due", *STATES))) for title, record in rows]
    columns = tuple(language.say(f"column_{name}") for name in ("due", *STATES))
    records = [record for _, record in rows]
    table = Table(language.say("terms_table"), language.say("term"), columns, tuple(cells))
    return Block(
        id="terms",
        title="",
        chart=draw_terms(shelf.speaker(language), records),
        tables=(table,),
        counted=_counted(shelf, terms, language),
        notes=notes_of(shelf, records, [table], language),
        source=shelf.source(records[0], partners, language),
    )


def _counted(shelf: Shelf, figures: Iterable[Figure], language: Language) -> tuple[str, ...]:
    """Of each figure how it is counted, after its name."""
    return tuple(
        f"{figure.title.in_language(language.code)}: {' '.join(counted(shelf.chain, figure, language))}"
        for figure in figures
    )
