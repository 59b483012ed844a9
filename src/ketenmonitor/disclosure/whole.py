"""Everything that is published at once, protected together.

Comes in: what was asked, with the figures that answer it. Goes out: protected figures for each. The promise: one method
for every cell, wherever it stands.
"""

from __future__ import annotations

from collections.abc import Mapping

from ketenmonitor.disclosure.door import Secrets, protect
from ketenmonitor.disclosure.lattice import Question
from ketenmonitor.disclosure.protected import ProtectedFigures
from ketenmonitor.disclosure.scan import without_lone_rows
from ketenmonitor.disclosure.shown import Shown
from ketenmonitor.disclosure.stocks import given_for, protected_stocks
from ketenmonitor.measures import Figures

CELL_KEY = "cell-key"
OF_STOCKS = ("stock", "flow")


def protect_all(
    answers: Mapping[Question, Figures], stock_method: str, secrets: Secrets, shown: Shown | None = None
) -> dict[Question, ProtectedFigures]:
    """Protect the answers to all questions of a release; stocks by `stock_method`, all else by the cell-key method.

    `shown`: what earlier releases showed of stocks; what this one shows is added to it.
    """
    if stock_method == CELL_KEY:
        return {question: without_lone_rows(protect(figures, secrets)) for question, figures in answers.items()}
    shown = Shown() if shown is None else shown
    stocks = protected_stocks((a for q, a in answers.items() if q.measure == "stock"), stock_method, shown)
    methods = {q: stock_method if q.measure == "stock" else CELL_KEY for q in answers}
    found = {q: protect(a, secrets, given_for(a, stocks, shown), methods[q]) for q, a in answers.items()}
    return {q: f if q.measure in OF_STOCKS else without_lone_rows(f) for q, f in found.items()}
