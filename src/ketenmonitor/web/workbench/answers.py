"""The answers to questions, computed once: what was known does not change until something new is known.

Comes in: a home and a question. Goes out: figures. The promise: an answer is that of `measure`, of the receipts and the
definition that are there when it is asked; many who ask the same wait for one computation; and what is remembered takes no
more memory than is said here.
"""

from __future__ import annotations

import pickle
import threading
from dataclasses import dataclass, field, replace

from ketenmonitor.linking import Cases
from ketenmonitor.measures import Figures, compare, lead_time_curve, measure
from ketenmonitor.store import Home, ledger, open_view
from ketenmonitor.web.workbench.question import Question

KEPT, KEPT_BYTES = 200, 16_000_000  # answers, and bytes when written out: in memory some six times as much
LEAD_TIME = "lead-time"


@dataclass(frozen=True)
class Answer:
    """The figures of a question, or what moved; and of a lead time that is not broken down its curve.

    `pages`: its chart and its table on a page, by language: making these takes longer than all else of a page.
    """

    figures: Figures
    curves: tuple[dict[str, object], ...] = ()
    moves: Figures | None = None
    pages: dict[str, tuple[str, str]] = field(default_factory=dict, compare=False, repr=False)


class Answers:
    """Answers of one home, in one process."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._kept: dict[object, tuple[Answer, int]] = {}
        self._bytes = 0
        self._busy = threading.Lock()

    def answer(self, question: Question) -> Answer:
        """The answer, from memory when it was given before."""
        state = (ledger.stamp(self._home.tables_path(question.chain)), len(self._home.definitions(question.chain)))
        key = (question, state)
        if found := self._kept.get(key):
            return found[0]
        with self._busy:  # the engine takes all cores for one question
            if found := self._kept.get(key):
                return found[0]
            answer = self._computed(question)
            self._keep(key, answer)
            return answer

    def _keep(self, key: object, answer: Answer) -> None:
        """Remember an answer, and forget the oldest for it; one that is too large by itself is not remembered."""
        size = len(pickle.dumps(answer))
        if size > KEPT_BYTES:
            return
        self._kept[key] = answer, size
        self._bytes += size
        while len(self._kept) > KEPT or self._bytes > KEPT_BYTES:
            self._bytes -= self._kept.pop(next(iter(self._kept)))[1]

    def _computed(self, question: Question) -> Answer:
        cases = Cases(open_view(self._home, question.chain, question.known_at_us))
        figures = measure(cases, question.measure, question.id, question.selection)
        moves = None
        if question.compare_to_us is not None:
            then = self._computed(replace(question, known_at_us=question.compare_to_us, compare_to_us=None))
            moves = compare(figures, then.figures)
        return Answer(figures, _curves(cases, question, figures), moves)


def _curves(cases: Cases, question: Question, figures: Figures) -> tuple[dict[str, object], ...]:
    asked = question.selection
    if question.measure != LEAD_TIME or asked.by or asked.period or asked.basis != "entry":
        return ()
    ids = dict.fromkeys(record["id"] for record in figures.records)
    curves = (lead_time_curve(cases, cases.view.definition.lead_times[id], asked) for id in ids)
    return tuple(record for curve in curves for record in curve.records)
