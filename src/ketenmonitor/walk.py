"""The whole way in one page of code: from a partner's delivery to a figure that everyone may read.

    intake.receive       the delivery, whole: accepted or refused; a faulty row: quarantined with its reason
    store                one more version of the tables, or nothing; the ledger row is written last
    measures.prepare     what every question needs of each case, of the cases that the delivery reaches
    store.open_view      what was known at a moment
    linking.Cases        which objects and events belong to which chain case
    measures.measure     an expression: spans of cases -> risk sets -> curve -> quantiles; the engine does it
    disclosure.protect   Figures become ProtectedFigures, or the door stays shut
    release.write_page   a page, from protected figures only

No step goes back. docs/explanation/walk.md follows one made-up report by hand.
"""

from __future__ import annotations

from pathlib import Path

from ketenmonitor.disclosure import protect
from ketenmonitor.intake import Outcome, receive
from ketenmonitor.linking import Cases
from ketenmonitor.measures import Figures, Selection, lead_time_curve, measure, prepare
from ketenmonitor.release import write_page
from ketenmonitor.store import Home, open_view


def come_in(home: Home, delivery: Path, now_us: int) -> Outcome:
    """A delivery goes through the gate into the tables; what questions read of each case is brought up to date."""
    outcome = receive(home, delivery, now_us)
    for chain in home.chains():
        prepare(home, chain)
    return outcome


def go_out(home: Home, chain: str, folder: Path, language: str = "nl", notice: str | None = None) -> Path:
    """The chain's figures go through the door onto a page; returns its path."""
    view = open_view(home, chain)
    protected = [protect(figures) for figures in public_figures(Cases(view))]
    published = view.engine.run(
        view.figures.drop("receipt", "row").order_by(["partner", "id", "field", "date"])
    ).to_pylist()
    return write_page(folder, view.definition, protected, language=language, notice=notice, published=published)


def public_figures(cases: Cases) -> list[Figures]:
    """The figures of the page: lead times with their curves, stock and flow by year, hand-overs and terms."""
    curves = [lead_time_curve(cases, figure, Selection()) for figure in cases.view.definition.lead_times.values()]
    yearly = Selection(period="year")
    return [
        measure(cases, "lead-time"),
        *curves,
        measure(cases, "stock", selection=yearly),
        measure(cases, "flow", selection=yearly),
        measure(cases, "handover"),
        measure(cases, "term"),
    ]
