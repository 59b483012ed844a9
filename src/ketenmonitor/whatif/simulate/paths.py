"""The way of every case through the chain, before anybody waits: which steps, and how long in hand in each.

Comes in: a model, and cases. Goes out: `Paths`, a row for each visit that a case may make. The promise: the ways of a case depend on
the case alone, not on time or on others; only how long it waits, and whether a diversion holds on the day that it comes, are left to
the play.

Ways are drawn visit by visit, for all cases at once. Where a diversion may take a case elsewhere both ways are drawn, the other as a
row beside the usual one. A way goes on until the case could not come there before the end even if it never waited, which bounds a case
that goes round for ever; a model in which cases go round in no time is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from ketenmonitor.errors import SimulationError
from ketenmonitor.whatif.model import Model
from ketenmonitor.whatif.played import Whole
from ketenmonitor.whatif.simulate.diversions import Diverting, diverting_of
from ketenmonitor.whatif.simulate.draws import DIVERSION, IN_HAND, ROUTE, Keys, mixed, uniform
from ketenmonitor.whatif.simulate.ways import NEVER, NOWHERE, Draws, Ways, staying, ways_of

MOST_VISITS = 5000
Yes = NDArray[np.bool_]
Instead = dict[int, list[tuple[int, int, int]]]


@dataclass(frozen=True)
class Starting:
    """Cases as they come in; first those that stood there, since `age` seconds (0 for the others), of which the `dormant` stay."""

    keys: Keys
    step: Whole
    at: Whole
    age: Whole
    dormant: Yes

    @property
    def n_stood(self) -> int:
        return len(self.dormant)


@dataclass(frozen=True)
class Paths:
    """Columns, a row for each visit. `work`: seconds in hand; `to`: the next step; `following`: the row of that visit, or -1.

    `in_hand`: whether it takes a place. `waves`: where the rows of first visits end, of second visits, and so on. `instead`: for a
    row that may be diverted, which row takes its place when: (from second, until second, row). `left`: of the cases that stood there
    what is left of the time in hand, for when they have their place already.
    """

    case: Whole
    step: Whole
    work: Whole
    to: Whole
    in_hand: Yes
    following: Whole
    waves: tuple[int, ...]
    instead: Instead
    left: Whole


@dataclass(frozen=True)
class _Wave:
    """Visits of the same number: whose, to which step, when at the earliest, and the key of what is drawn there."""

    case: Whole
    step: Whole
    at: Whole
    keys: Keys

    def taken(self, rows: Whole) -> _Wave:
        return _Wave(self.case[rows], self.step[rows], self.at[rows], self.keys[rows])

    def at_steps(self) -> Iterator[tuple[int, Whole]]:
        """The rows at each step."""
        order = np.argsort(self.step, kind="stable")
        steps, counts = np.unique(self.step, return_counts=True)
        for step, last, n in zip(steps.tolist(), np.cumsum(counts).tolist(), counts.tolist(), strict=True):
            yield step, order[last - n : last]


class Drawing:
    """Draws ways in a model up to a second."""

    def __init__(self, model: Model, start: date, end: int) -> None:
        steps = list(model.steps)
        self.end = end
        self.ways: list[Ways] = [ways_of(step, steps) for step in model.steps.values()]
        self.diverting: list[list[Diverting]] = [
            diverting_of(step.diversions, steps, start, end) for step in model.steps.values()
        ]
        self.has_places = [step.places is not None for step in model.steps.values()]

    def paths(self, cases: Starting) -> Paths:
        """The ways of all cases."""
        wave = _Wave(np.arange(len(cases.keys)), cases.step, cases.at, mixed(cases.keys, 0))
        (draws, left), first, offset = self._first(wave, cases), cases.n_stood, 0
        columns, waves, every = [], [], {}
        for visit in range(1, MOST_VISITS):
            wave, (work, to, in_hand), instead = self._beside(wave, draws, first, offset)
            every.update(instead)
            at_least = work.copy()
            at_least[:first] = np.minimum(work[:first], left[:first])
            onward = np.flatnonzero((to != NOWHERE) & (wave.at + at_least < self.end))
            offset += len(to)
            waves.append(offset)
            following = np.full(len(to), -1)
            columns.append((wave.case, wave.step, work, to, in_hand, following))
            if not len(onward):
                return _joined(columns, tuple(waves), every, left)
            case, step, at, which = self._met(wave.case[onward], to[onward], (wave.at + at_least)[onward])
            following[onward] = offset + which
            wave = _Wave(case, step, at, mixed(cases.keys[case], visit))
            draws, first = self._drawn(wave), 0
        raise SimulationError(
            f"a case made {MOST_VISITS} visits and is not at the end: the model has steps that follow each other in a circle with"
            " hardly any time in hand. Give one of them a duration, or a route that leads out."
        )

    def _met(self, case: Whole, step: Whole, at: Whole) -> tuple[Whole, Whole, Whole, Whole]:
        """Ways of a case that come to the same step at the same visit go on as one, from the earliest on; and which of them each is."""
        if not any(self.diverting):
            return case, step, at, np.arange(len(case))
        both, which = np.unique(case * len(self.ways) + step, return_inverse=True)
        earliest = np.full(len(both), self.end)
        np.minimum.at(earliest, which, at)
        return both // len(self.ways), both % len(self.ways), earliest, which

    def _drawn(self, wave: _Wave) -> Draws:
        u_route, u_hand = uniform(wave.keys, ROUTE), uniform(wave.keys, IN_HAND)
        return _gathered(
            len(wave.case),
            ((rows, self.ways[step].drawn(u_route[rows], u_hand[rows])) for step, rows in wave.at_steps()),
        )

    def _first(self, wave: _Wave, cases: Starting) -> tuple[Draws, Whole]:
        """First visits: of those that stood there what remains, also if they have their place; the dormant stay whatever was drawn."""
        u_route, u_hand = uniform(wave.keys, ROUTE), uniform(wave.keys, IN_HAND)
        parts, left = [], np.full(cases.n_stood, NEVER)
        for step, rows in wave.at_steps():
            ways, stood, new = self.ways[step], rows[rows < cases.n_stood], rows[rows >= cases.n_stood]
            parts.append((new, ways.drawn(u_route[new], u_hand[new])))
            if self.has_places[step]:
                anew, left[stood] = ways.anew(u_route[stood], u_hand[stood])
                parts.append((stood, anew))
            else:
                parts.append((stood, ways.remaining(cases.age[stood], u_route[stood], u_hand[stood])))
        parts.append((np.flatnonzero(cases.dormant), staying(int(cases.dormant.sum()))))
        return _gathered(len(wave.case), parts), left

    def _beside(self, wave: _Wave, draws: Draws, first: int, offset: int) -> tuple[_Wave, Draws, Instead]:
        """The wave with a row added for every way that a diversion may take a row from `first` on."""
        instead: Instead = {}
        if not any(self.diverting):
            return wave, draws, instead
        u, u_hand = uniform(wave.keys, DIVERSION), uniform(wave.keys, IN_HAND)
        taken, parts, n = [np.arange(len(u))], [draws], len(u)
        for step, rows in wave.at_steps():
            for other in self.diverting[step]:
                mine = rows[
                    (rows >= first) & (u[rows] >= other.low) & (u[rows] < other.high) & (wave.at[rows] < other.until_s)
                ]
                for place, row in enumerate(mine.tolist(), n):
                    instead.setdefault(offset + row, []).append((other.from_s, other.until_s, offset + place))
                n += len(mine)
                taken.append(mine)
                parts.append(other.drawn(u_hand[mine]))
        work, to, in_hand = (np.concatenate(column) for column in zip(*parts, strict=True))
        return wave.taken(np.concatenate(taken)), (work, to, in_hand), instead


def _gathered(n: int, parts: Iterable[tuple[Whole, Draws]]) -> Draws:
    """Draws for some rows each, as columns of `n` rows."""
    work, to, in_hand = np.zeros(n, np.int64), np.zeros(n, np.int64), np.zeros(n, bool)
    for rows, (some_work, some_to, some_in_hand) in parts:
        work[rows], to[rows], in_hand[rows] = some_work, some_to, some_in_hand
    return work, to, in_hand


def _joined(
    columns: list[tuple[Whole, Whole, Whole, Whole, Yes, Whole]], waves: tuple[int, ...], instead: Instead, left: Whole
) -> Paths:
    case, step, work, to, in_hand, following = zip(*columns, strict=True)
    return Paths(
        np.concatenate(case),
        np.concatenate(step),
        np.concatenate(work),
        np.concatenate(to),
        np.concatenate(in_hand),
        np.concatenate(following),
        waves,
        instead,
        left,
    )
