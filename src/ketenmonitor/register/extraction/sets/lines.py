"""Which lines of a set of questions ask, and which answer: the likeliest reading of all lines together.

In go paragraphs in order; out comes a label for each. A line is read in the light of its neighbours: in a set with answers
a question is followed by its answer, in a set without them by a question. The best path is found by dynamic programming
(Viterbi), over the weights of `speaker` and the costs in the table below.
"""

from __future__ import annotations

from collections.abc import Sequence

from ketenmonitor.register.extraction.sets.speaker import asks, continues

OPEN, ASKED, MORE_OPEN, MORE_ASKED, ANSWER, MORE_ANSWER = (
    "open question",
    "answered question",
    "more of an open question",
    "more of an answered question",
    "answer",
    "more of an answer",
)
LABELS = (OPEN, ASKED, MORE_OPEN, MORE_ASKED, ANSWER, MORE_ANSWER)
ASKS = frozenset({OPEN, ASKED})
ANSWERS = frozenset({ANSWER, MORE_ANSWER})

# From a label to the next: what it costs. What is not here does not happen.
_CHANGE = -6.0  # From a set with answers to one without, or back: free only where a new set may begin.
_UNANSWERED = -6.0  # One question without an answer in a set that has answers.
_STEPS: dict[tuple[str, str], float] = {
    (OPEN, OPEN): 0.0,
    (OPEN, MORE_OPEN): 0.0,
    (OPEN, ASKED): _CHANGE,
    (MORE_OPEN, OPEN): 0.0,
    (MORE_OPEN, MORE_OPEN): 0.0,
    (MORE_OPEN, ASKED): _CHANGE,
    (ASKED, ANSWER): 0.0,
    (ASKED, MORE_ASKED): 0.0,
    (ASKED, ASKED): _UNANSWERED,
    (MORE_ASKED, MORE_ASKED): 0.0,
    (MORE_ASKED, ANSWER): 0.0,
    (ANSWER, MORE_ANSWER): 0.0,
    (ANSWER, ASKED): 0.0,
    (ANSWER, OPEN): _CHANGE,
    (MORE_ANSWER, MORE_ANSWER): 0.0,
    (MORE_ANSWER, ASKED): 0.0,
    (MORE_ANSWER, OPEN): _CHANGE,
}
_START = {OPEN: 0.0, ASKED: 0.0}
_END = {OPEN: 0.0, MORE_OPEN: 0.0, ANSWER: 0.0, MORE_ANSWER: 0.0, ASKED: _UNANSWERED, MORE_ASKED: _UNANSWERED}
_MORE_OF_A_QUESTION = -2.0  # Rarer than a further paragraph of an answer.
_AN_ITEM = 6.0
_NOTHING = -1e9


def label(texts: Sequence[str], may_open: Sequence[bool]) -> list[str]:
    """The label of each paragraph. `may_open`: where a new set may begin without a heading."""
    if not texts:
        return []
    best = [{each: _START.get(each, _NOTHING) + _fits(each, texts, 0) for each in LABELS}]
    came: list[dict[str, str]] = []
    for i in range(1, len(texts)):
        scores, origin = {}, {}
        for each in LABELS:
            origin[each], before = _best_step(best[-1], each, may_open[i])
            scores[each] = before + _fits(each, texts, i)
        best.append(scores)
        came.append(origin)
    last = max(LABELS, key=lambda each: best[-1][each] + _END[each])
    path = [last]
    for origin in reversed(came):
        path.append(origin[path[-1]])
    return path[::-1]


def _best_step(before: dict[str, float], to: str, may_open: bool) -> tuple[str, float]:
    """From which label one best comes to `to`, and with what weight."""

    def step(origin: str) -> float:
        cost = _STEPS.get((origin, to), _NOTHING)
        return before[origin] + (0.0 if may_open and cost == _CHANGE else cost)

    origin = max(LABELS, key=step)
    return origin, step(origin)


def _fits(name: str, texts: Sequence[str], i: int) -> float:
    """How well a label fits the paragraph itself."""
    weight = asks(texts[i])
    if name in ASKS:
        return weight - (continues(texts[i], texts[i - 1]) if i else 0.0)
    if name in (MORE_OPEN, MORE_ASKED):
        if i == 0:
            return _NOTHING
        more = continues(texts[i], texts[i - 1])
        # An item of a list in a question may ask or state: who speaks says nothing there.
        return more + _MORE_OF_A_QUESTION - (0.0 if more >= _AN_ITEM else abs(weight))
    if name == MORE_ANSWER:
        return -weight + (min(continues(texts[i], texts[i - 1]), 2.5) if i else 0.0)
    return -weight
