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
from ketenmonitor.disclosure.stocks import given_for, protected_stocks
from ketenmonitor.measures import Figures

OF_STOCKS = ("stock", "flow")


def protect_all(
    answers: Mapping[Question, Figures], stock_method: str, secrets: Secrets
) -> dict[Question, ProtectedFigures]:
    """Protect the answers to all questions of a release; stocks by `stock_method`, all else by the cell-key method."""
    if stock_method == "cell-key":
        return {question: without_lone_rows(protect(figures, secrets)) for question, figures in answers.items()}
    stocks = protected_stocks((a for q, a in answers.items() if q.measure == "stock"), stock_method)
    given = {q: given_for(a, stocks) for q, a in answers.items() if q.measure in OF_STOCKS}
    methods = {q: stock_method if q.measure == "stock" else "cell-key" for q in answers}
    found = {q: protect(a, secrets, given.get(q), methods[q]) for q, a in answers.items()}
    return {q: f if q.measure in OF_STOCKS else without_lone_rows(f) for q, f in found.items()}
