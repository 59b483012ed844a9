"""Days on which work is done, and the clock of working time."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from ketenmonitor.instants import day_number
from ketenmonitor.measures.calendar import holidays_of
from ketenmonitor.whatif.calibrate.workdays import (
    is_worked,
    weekday_of,
    workdays_of,
    working_clock,
)

DAY_S = 86_400
FIRST = day_number(date(2024, 1, 1))  # a Monday
FREE = holidays_of("NL", 2023, 2026)


def departures(weekdays: set[int], skips: frozenset[date], days: int = 1000, each: int = 2) -> np.ndarray:
    off = {day_number(day) for day in skips}
    worked = [d for d in range(FIRST, FIRST + days) if (d + 3) % 7 in weekdays and d not in off]
    return np.repeat(worked, each) * DAY_S + 3600


def test_weekdays_are_those_of_the_calendar() -> None:
    assert weekday_of(np.array([FIRST, FIRST + 6])).tolist() == [0, 6]


@pytest.mark.parametrize("weekdays", [{0, 1, 2, 3, 4}, {1, 3}, set(range(7))])
def test_working_days_and_hearing_days_are_found(weekdays: set[int]) -> None:
    left = departures(weekdays, FREE)
    found = workdays_of(left, FIRST * DAY_S, (FIRST + 1000) * DAY_S, FREE)
    assert found.weekdays == weekdays
    assert not found.holidays


def test_work_that_goes_on_on_holidays_is_found() -> None:
    left = departures(set(range(5)), frozenset())
    assert workdays_of(left, FIRST * DAY_S, (FIRST + 1000) * DAY_S, FREE).holidays


def test_a_few_departures_say_nothing_of_days() -> None:
    found = workdays_of(departures({2}, FREE, days=100), FIRST * DAY_S, (FIRST + 100) * DAY_S, FREE)
    assert found.weekdays == set(range(7))


def test_now_and_then_on_a_sunday_is_no_working_day() -> None:
    left = np.concatenate((departures(set(range(5)), FREE), np.array([FIRST + 6]) * DAY_S))
    assert workdays_of(left, FIRST * DAY_S, (FIRST + 1000) * DAY_S, FREE).weekdays == set(range(5))


def test_the_clock_stands_still_on_free_days() -> None:
    work = workdays_of(departures(set(range(5)), FREE), FIRST * DAY_S, (FIRST + 1000) * DAY_S, FREE)
    worked = is_worked(FIRST, FIRST + 21, work, FREE)
    assert worked.tolist() == [d not in (0, 5, 6, 12, 13, 19, 20) for d in range(21)]  # 1 January is a holiday
    moments = (np.array([0, 1, 5, 7, 8]) + FIRST) * DAY_S + np.array([0, 60, 60, 0, 30])
    assert working_clock(moments, FIRST * DAY_S, worked).tolist() == [0, 60, 4 * DAY_S, 4 * DAY_S, 5 * DAY_S + 30]


def test_without_a_country_there_are_no_holidays() -> None:
    assert holidays_of(None, 2024, 2025) == frozenset()
    assert date(2024, 5, 5) in FREE  # every year, by the Algemene termijnenwet
