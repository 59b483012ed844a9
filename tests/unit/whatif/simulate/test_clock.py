"""The working clock: every second of some weeks with free days, closures and holidays, counted one by one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ketenmonitor.whatif.model import Closed, Step
from ketenmonitor.whatif.simulate.clock import Clock, clock_of
from tests.unit.whatif.simulate.networks import DAY, START, places, step

N_DAYS = 30
HOLIDAY = START + timedelta(5)
SHUT = (Closed(START + timedelta(9), START + timedelta(16)),)
STEPS = {
    "every day": step(places=places(1)),
    "weekdays": step(places=places(1, workdays=frozenset(range(5)))),
    "two days": step(places=places(1, workdays=frozenset({1, 3})), closed=SHUT),
    "closed": step(places=places(1), closed=SHUT),
    "no places": step(closed=SHUT),
    "never": step(places=places(1), closed=(Closed(START, START + timedelta(99)),)),
}


def clock(of: Step) -> Clock:
    return clock_of(of, frozenset({HOLIDAY}), START, START + timedelta(N_DAYS))


def is_worked(of: Step, day: date) -> bool:
    closed = any(span.from_day <= day < span.until_day for span in of.closed)
    if of.places is None:
        return not closed
    holiday = day == HOLIDAY and not of.places.works_holidays
    return not closed and not holiday and day.weekday() in of.places.workdays


@pytest.mark.parametrize("name", STEPS)
def test_work_is_counted_as_hour_by_hour(name: str) -> None:
    of, found, worked = STEPS[name], clock(STEPS[name]), 0
    for now in range(0, N_DAYS * DAY, 3600):
        assert found.work(now) == worked
        assert found.work(now + 1) == worked + is_worked(of, START + timedelta(seconds=now))
        worked += 3600 * is_worked(of, START + timedelta(seconds=now))


@pytest.mark.parametrize("name", STEPS)
def test_there_and_back_is_the_same_second_or_the_next_that_is_worked(name: str) -> None:
    of, found = STEPS[name], clock(STEPS[name])
    for now in [edge + by for edge in range(0, N_DAYS * DAY, DAY) for by in (0, 1, 40_000, DAY - 1)]:
        back = found.wall(found.work(now))
        days = [day for day in range(now // DAY, N_DAYS) if is_worked(of, START + timedelta(day))]
        assert back == (now if days[:1] == [now // DAY] else days[0] * DAY if days else N_DAYS * DAY)


@pytest.mark.parametrize("name", STEPS)
def test_no_work_takes_no_time_and_more_work_never_less(name: str) -> None:
    found = clock(STEPS[name])
    for now in range(0, N_DAYS * DAY, 50_000):
        done = [found.after(now, work) for work in (0, 1, 3600, DAY, 5 * DAY, 400 * DAY)]
        assert done[0] == now
        assert done == sorted(done)
        assert done[-1] == N_DAYS * DAY


def test_three_days_of_work_over_a_weekend() -> None:
    """1 January 2026 is a Thursday, and the Tuesday after it was named a holiday above."""
    found = clock(STEPS["weekdays"])
    assert found.after(0, 2 * DAY + 3600) == 4 * DAY + 3600
    assert found.after(0, 3 * DAY + 3600) == 6 * DAY + 3600
