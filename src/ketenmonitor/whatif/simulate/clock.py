"""The working clock of a step: which seconds on the wall count as work.

Comes in: the days of a simulation, and on which of them a step works. Goes out: seconds of work for seconds on the wall, and back. The
promise: exact in whole seconds; going there and back is the same second, or, where nobody works, the first one in which work goes on.

A day on which work is done counts whole (24 h); a closure, a holiday or a free weekday counts nothing. Times are seconds since the
begin of the simulation, which is the begin of a day.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from ketenmonitor.whatif.model import Step

DAY_S = 86_400
EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True)
class Clock:
    """`before`: seconds of work before each day; `works`: whether work is done on it; `days`: those on which it is; `end`: no later."""

    before: list[int]
    works: list[bool]
    days: list[int]
    end: int

    def work(self, now: int) -> int:
        """The seconds of work up to a moment."""
        day, within = divmod(now, DAY_S)
        return self.before[day] + within if self.works[day] else self.before[day]

    def wall(self, work: int) -> int:
        """When so much work is done and more can go on; `end` or later: not in this simulation."""
        day, within = divmod(work, DAY_S)
        return self.days[day] * DAY_S + within if day < len(self.days) else self.end

    def after(self, now: int, work: int) -> int:
        """When something that comes now and takes so much work is done; what takes none is done at once."""
        return self.wall(self.work(now) + work) if work else now


def clock_of(step: Step, holidays: Collection[date], start: date, until: date) -> Clock:
    """The clock of a step; one without places knows no weekdays and no holidays, but can be closed."""
    places = step.places
    workdays = places.workdays if places else EVERY_DAY
    free = frozenset(holidays) if places and not places.works_holidays else frozenset()
    days = [start + timedelta(n) for n in range((until - start).days)]
    return _clock([day.weekday() in workdays and day not in free and not _is_closed(step, day) for day in days])


def _is_closed(step: Step, day: date) -> bool:
    return any(closed.from_day <= day < closed.until_day for closed in step.closed)


def _clock(works: list[bool]) -> Clock:
    before, so_far = [], 0
    for is_worked in works:
        before.append(so_far)
        so_far += DAY_S * is_worked
    return Clock(before, works, [day for day, is_worked in enumerate(works) if is_worked], len(works) * DAY_S)
