"""The lattice: every question whose answer is published, as the definition declares them.

Comes in: a publication. Goes out: `Question` values, in a fixed order. The promise: what readers see was judged as a
whole; there is no other way to ask for protected figures, so nobody can average the noise away with groupings of their own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ketenmonitor.definition import Publication
from ketenmonitor.linking import Cases
from ketenmonitor.measures import Figures, Selection, lead_time_curve, measure

NEEDS_A_PERIOD = ("flow",)
CURVE = "lead-time-curve"


@dataclass(frozen=True)
class Question:
    """One measure in one breakdown by one kind of period; `()` and None: in total, over all time. `at`: a stock at a day."""

    measure: str
    by: tuple[str, ...] = ()
    period: str | None = None
    at: date | None = None

    @property
    def id(self) -> str:
        """What its table is called: `stock-by-region-month`; those of single days share one."""
        by = f"-by-{'-'.join(self.by)}" if self.by else ""
        return f"{self.measure}{by}{f'-{self.period}' if self.period else ''}{'-on-days' if self.at else ''}"


def lattice(publication: Publication, days: Iterable[date] = ()) -> tuple[Question, ...]:
    """Every question that is answered in a release; lead times come with their curve.

    `days`: on which partners publish stocks themselves, so that ours can stand beside them.
    """
    questions = [
        Question(name, by, period)
        for name in publication.measures
        for by in ((), *publication.breakdowns)
        for period in (None, *publication.periods)
        if period is not None or name not in NEEDS_A_PERIOD
    ]
    curves = [Question(CURVE)] if "lead-time" in publication.measures else []
    stocks = [Question("stock", at=day) for day in sorted(set(days))] if "stock" in publication.measures else []
    return (*questions, *curves, *stocks)


def answer(cases: Cases, question: Question) -> Figures:
    """The figures that answer a question; with record keys when the cases have them."""
    if question.measure != CURVE:
        selection = Selection(by=question.by, period=question.period, last_day=question.at)
        return measure(cases, question.measure, selection=selection)
    definition = cases.view.definition
    curves = [lead_time_curve(cases, figure, Selection()) for figure in definition.lead_times.values()]
    return Figures(definition.id, CURVE, tuple(record for curve in curves for record in curve.records))
