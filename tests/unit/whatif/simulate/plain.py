"""The plainest simulation of a model: an event at a time, a case at a time, a day at a time. It is slow and it rules.

It shares with `simulate` the numbers that are drawn and nothing of how time goes on: no paths drawn beforehand, no sums over steps
without places, no arithmetic of working days.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from heapq import heappop, heappush

import numpy as np

from ketenmonitor.whatif.model import Diversion, Model, Step, Stood
from ketenmonitor.whatif.played import STAYS
from ketenmonitor.whatif.simulate.arriving import classes_of, coming
from ketenmonitor.whatif.simulate.draws import DIVERSION, IN_HAND, ONE, ROUTE, drawn, key_of, mixed, named, uniform
from ketenmonitor.whatif.simulate.ways import NEVER, ways_of

DAY = 86_400
NOT = -(10**12)
Visit = tuple[int, int, int, int, int, int]


@dataclass
class Case:
    number: int
    key: np.ndarray
    case_class: str | None
    visit: int = 0
    age: int = 0
    is_dormant: bool = False


@dataclass
class At:
    step: Step
    busy: int = 0
    line: list[tuple[int, Case, int, tuple[int, int, int]]] = field(default_factory=list)


class Plain:
    def __init__(self, model: Model, start: date, until: date, seed: int, replication: int) -> None:
        self.model, self.start, self.end = model, start, (until - start).days * DAY
        self.key = key_of(seed, replication)
        self.steps, self.names = [At(step) for step in model.steps.values()], list(model.steps)
        self.events: list[tuple[int, int, int, int, object]] = []
        self.visits: list[list[int]] = []
        self.came = 0

    def played(self, stood: Stood) -> list[Visit]:
        classes = classes_of(self.model)
        start_s = (self.start - date(1970, 1, 1)).days * DAY
        new = coming(self.model, self.start, self.start + timedelta(self.end // DAY), self.key)
        n = len(stood.step)
        for number in sorted(range(n), key=lambda one: stood.since_s[one]):
            value = stood.case_class[number] if stood.case_class else -1
            case = Case(number, mixed(named(self.key, "stood"), number), classes[value] if value >= 0 else None)
            case.age = start_s - stood.since_s[number]
            case.is_dormant = bool(stood.dormant) and stood.dormant[number]
            self.enter(0, case, stood.step[number])
        for at in self.steps:
            self.serve(0, at, opens=True)
            at.line = [(came, case, row, (work, to, work)) for came, case, row, (work, to, _) in at.line]
        for visit in self.visits:
            visit[3] = visit[2] if visit[3] != NOT else NOT
        for number, (key, step, at, value) in enumerate(
            zip(new.keys, new.step, new.at, new.case_class, strict=True), n
        ):
            case = Case(number, np.array([key]), classes[value] if value >= 0 else None)
            heappush(self.events, (int(at), 3, 0, number, (case, int(step))))
        for day in range(1, self.end // DAY):
            heappush(self.events, (day * DAY, 0, 0, 0, None))
        while self.events:
            now, kind, _, _, what = heappop(self.events)
            if now >= self.end:
                break
            if kind == 0:
                for at in self.steps:
                    self.serve(now, at)
            elif kind == 1:
                self.leave(now, *what)  # type: ignore[misc]
            else:
                self.enter(now, *what)  # type: ignore[misc]
        return [
            (case, step, *(-1 if at == NOT else at + start_s for at in (entered, began, left)), to)  # type: ignore[misc]
            for case, step, entered, began, left, to in self.visits
        ]

    def enter(self, now: int, case: Case, number: int) -> None:
        if now >= self.end:
            return
        at = self.steps[number]
        work, to, takes, left = self.draw(now, case, number)
        row = len(self.visits)
        self.visits.append([case.number, number, now - case.age, NOT, NOT, STAYS if work >= NEVER else -1])
        is_first = bool(case.age)
        case.age = 0
        if at.step.places and takes:
            at.line.append((self.came, case, row, (work, to, left)))
            self.came += 1
            if now or not is_first:
                self.serve(now, at)
            return
        if not at.step.places:
            self.visits[row][3] = self.visits[row][2]
        left = now + work if at.step.places else self.after(at.step, now, work)
        heappush(self.events, (left, 1, case.visit, case.number, (case, row, to, None)))

    def draw(self, now: int, case: Case, number: int) -> tuple[int, int, bool, int]:
        step, key = self.steps[number].step, mixed(case.key, case.visit)
        ways, route, hand = ways_of(step, self.names), uniform(key, ROUTE), uniform(key, IN_HAND)
        if case.is_dormant:
            return NEVER, -1, False, NEVER
        if case.age and step.places:
            (work, to, takes), left = ways.anew(route, hand)
            return int(work[0]), int(to[0]), bool(takes[0]), int(left[0])
        if case.age:
            work, to, takes = ways.remaining(np.array([case.age]), route, hand)
        else:
            work, to, takes = ways.drawn(route, hand)
            other = self.diverted(step, self.day(now), int(uniform(key, DIVERSION)[0]))
            if other:
                work = drawn(np.array([other.duration.quantiles]), np.zeros(1, np.int64), hand)
                to, takes = np.array([-1 if other.to is None else self.names.index(other.to)]), np.ones(1, bool)
        return int(work[0]), int(to[0]), bool(takes[0]), int(work[0])

    def diverted(self, step: Step, day: date, u: int) -> Diversion | None:
        low = 0.0
        for one in step.diversions:
            if one.from_day <= day and (one.until_day is None or day < one.until_day):
                if int(low * ONE) <= u < int((low + one.share) * ONE):
                    return one
                low += one.share
        return None

    def serve(self, now: int, at: At, opens: bool = False) -> None:
        step, day = at.step, self.day(now)
        count = step.places.count if step.places else 0
        count += sum(m.count for m in step.more if m.from_day <= day and (m.until_day is None or day < m.until_day))
        while at.line and at.busy < count:
            changed = step.first_from is None or step.first_from <= day
            first = () if opens else step.first if changed else step.first_before
            best = min(at.line, key=lambda one: (self.level(first, one[1]), one[0]))
            at.line.remove(best)
            at.busy += 1
            _, case, row, (anew, to, left) = best
            work = left if opens else anew
            began = self.after(step, now, 0, wait=True)
            if began < self.end:
                self.visits[row][3] = began
            heappush(
                self.events, (self.after(step, now, work, wait=True), 1, case.visit, case.number, (case, row, to, at))
            )

    def level(self, first: tuple[str, ...], case: Case) -> int:
        return first.index(case.case_class) if case.case_class in first else len(first)

    def leave(self, now: int, case: Case, row: int, to: int, at: At | None) -> None:
        self.visits[row][4:] = [now, to]
        if at:
            at.busy -= 1
        if to >= 0:
            case.visit += 1
            heappush(self.events, (now, 2, case.visit, case.number, (case, to)))
        if at:
            self.serve(now, at)

    def after(self, step: Step, now: int, work: int, wait: bool = False) -> int:
        """Day by day; `wait`: what takes no work is done when work goes on, not at once."""
        if work >= NEVER or (not work and not wait):
            return now + work
        while now < self.end:
            rest = DAY - now % DAY
            if self.is_worked(step, self.day(now)):
                if work < rest:
                    return now + work
                work -= rest
            now += rest
        return self.end

    def is_worked(self, step: Step, day: date) -> bool:
        if any(one.from_day <= day < one.until_day for one in step.closed):
            return False
        found = step.places
        return not found or (
            day.weekday() in found.workdays and (found.works_holidays or day not in self.model.holidays)
        )

    def day(self, now: int) -> date:
        return (datetime.combine(self.start, datetime.min.time()) + timedelta(seconds=now)).date()


def plain_play(model: Model, stood: Stood, start: date, until: date, seed: int, replication: int) -> list[Visit]:
    """Every visit: case, step, entered, began, left, following."""
    return sorted(Plain(model, start, until, seed, replication).played(stood))
