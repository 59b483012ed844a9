"""The loop of events: who comes to a place and who leaves one, in the order of time.

Comes in: the ways of cases, and the steps as desks. Goes out: for each row when it was in hand and when it left, and which rows were
taken instead of others. The promise: at the same second first dates change what they change, then who is finished leaves, then who
comes comes, each in the order of their rows: the same order on any machine.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from heapq import heapify, heappop, heappush

import numpy as np

from ketenmonitor.whatif.played import Whole
from ketenmonitor.whatif.simulate.clock import Clock
from ketenmonitor.whatif.simulate.paths import Paths
from ketenmonitor.whatif.simulate.queues import NOBODY, Change, Desk

# An event is one whole number: the second, what happens, and the row (of a date: which change) that it happens to.
_CHANGES, _LEAVES, _COMES = 0, 1 << 30, 2 << 30
_SECOND, _KIND, _ROW = 32, 3 << 30, (1 << 30) - 1
UNKNOWN, FROM_THE_BEGIN = -1, -2


class Events:
    """What happens in one simulation; `began`, `left`: of each row, `UNKNOWN` as long as it did not happen before the end.

    `FROM_THE_BEGIN`: of a case that stood there and had its place already; when it found it is not known.
    """

    def __init__(
        self,
        paths: Paths,
        sums: tuple[Whole, Whole],
        desks: Mapping[int, Desk],
        clocks: Sequence[Clock],
        changes: Sequence[tuple[int, int, Change]],
    ) -> None:
        self.delay, self.stop = _array(sums[0]), _array(sums[1])
        self.left_in_hand = _array(paths.left)
        self.work, self.following, self.step = _array(paths.work), _array(paths.following), _array(paths.step)
        self.in_hand, self.instead = paths.in_hand.tobytes(), paths.instead
        self.desks, self.clocks, self.end, self.changes = desks, clocks, clocks[0].end, changes
        self.began, self.left = _array(np.full(len(paths.step), UNKNOWN)), _array(np.full(len(paths.step), UNKNOWN))
        self.taken: dict[int, int] = {}
        self.heap: list[int] = []

    def stands(self, row: int) -> None:
        """A case stood there at the begin: in line, or on its way to its first stop."""
        desk = self.desks.get(self.step[row])
        if desk and self.in_hand[row]:
            desk.comes(row)
        else:
            self.comes(self.delay[row], self.stop[row])

    def opens(self) -> None:
        """Gives the places that there are at the begin to who stands in line for them: they have them already."""
        n_stood = len(self.left_in_hand)
        anew, self.work[:n_stood] = self.work[:n_stood], self.left_in_hand
        for at, step, change in self.changes:
            if not at:
                change(self.desks[step])
                self.serves(0, self.desks[step])
        for row in range(n_stood):
            if self.began[row] != UNKNOWN:
                self.began[row] = FROM_THE_BEGIN
            else:
                self.work[row] = anew[row]

    def comes(self, now: int, row: int) -> None:
        """A case comes to a stop: a place, or a step that is not the same on all days."""
        while row >= 0 and now < self.end:
            row = self._taken(now, row)
            step = self.step[row]
            if self.in_hand[row] and step in self.desks:
                heappush(self.heap, now << _SECOND | _COMES | row)
                return
            now = self.clocks[step].after(now, self.work[row])
            if now >= self.end:
                return
            self.left[row] = now
            row = self.following[row]
            if row >= 0:
                now, row = now + self.delay[row], self.stop[row]

    def _taken(self, now: int, row: int) -> int:
        for from_s, until_s, other in self.instead.get(row, ()):
            if from_s <= now < until_s:
                self.taken[row] = other
                return other
        return row

    def begins(self, now: int, row: int, desk: Desk) -> None:
        """A case has a place, and is in hand as soon as work is done."""
        clock = desk.clock
        done = clock.work(now)
        left = clock.wall(done + self.work[row])
        began = clock.wall(done)
        if began < self.end:
            self.began[row] = began
        if left < self.end:
            self.left[row] = left
            heappush(self.heap, left << _SECOND | _LEAVES | row)

    def serves(self, now: int, desk: Desk) -> None:
        """Gives every free place to who is next."""
        while (row := desk.next()) != NOBODY:
            self.begins(now, row, desk)

    def run(self) -> None:
        """Until the end."""
        heap, desks, step, following = self.heap, self.desks, self.step, self.following
        heap += [at << _SECOND | _CHANGES | number for number, (at, _, _) in enumerate(self.changes) if at]
        heapify(heap)
        while heap:
            event = heappop(heap)
            now, row = event >> _SECOND, event & _ROW
            if event & _COMES:
                desk = desks[step[row]]
                if desk.busy < desk.count:
                    desk.busy += 1
                    self.begins(now, row, desk)
                else:
                    desk.comes(row)
            elif event & _LEAVES:
                desk = desks[step[row]]
                desk.busy -= 1
                onward = following[row]
                if onward >= 0:
                    self.comes(now + self.delay[onward], self.stop[onward])
                self.serves(now, desk)
            else:
                _, at_step, change = self.changes[row]
                change(desks[at_step])
                self.serves(now, desks[at_step])


def _array(column: Whole) -> array[int]:
    return array("q", np.ascontiguousarray(column, np.int64).tobytes())
