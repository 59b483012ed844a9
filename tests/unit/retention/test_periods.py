"""Periods of retention over the whole calendar: none ends too early."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ketenmonitor.retention.periods import Period, period_of

DAYS = [date(2019, 12, 25) + timedelta(days=n) for n in range(366 * 5)]


@pytest.mark.parametrize(
    ("text", "period"),
    [("P5Y", Period(5)), ("P6M", Period(0, 6)), ("P10D", Period(0, 0, 10)), ("P1Y6M2D", Period(1, 6, 2))],
)
def test_a_period_is_read_and_written_the_same(text: str, period: Period) -> None:
    assert period_of(text) == period
    assert str(period) == text


@pytest.mark.parametrize("text", ["", "P", "5Y", "P5", "P0Y", "PT5H", "P5W", "P-1Y", "P5Y ", "p5y", "P1M1Y", "P1.5Y"])
def test_what_is_no_period_is_none(text: str) -> None:
    assert period_of(text) is None


def test_a_day_that_a_later_year_does_not_have_ends_on_the_first_day_after_it() -> None:
    assert Period(5).end(date(2020, 2, 29)) == date(2025, 3, 1)
    assert Period(4).end(date(2020, 2, 29)) == date(2024, 2, 29)
    assert Period(0, 1).end(date(2025, 1, 31)) == date(2025, 3, 1)
    assert Period(0, 1, 2).end(date(2025, 1, 30)) == date(2025, 3, 3)
    assert Period(5).end(date(2020, 12, 31)) == date(2025, 12, 31)


@pytest.mark.parametrize("text", ["P5Y", "P1Y", "P1M", "P6M", "P13M", "P1D", "P400D", "P1Y1M1D", "P2M30D", "P80Y"])
def test_the_last_start_of_every_day_is_the_last_of_which_the_period_is_over(text: str) -> None:
    period = period_of(text)
    assert period is not None
    for today in DAYS:
        last = period.last_start(today)
        assert period.end(last) <= today < period.end(last + timedelta(days=1)), today


def test_a_later_start_never_ends_earlier() -> None:
    for text in ("P5Y", "P1M", "P1Y1M1D"):
        period = period_of(text)
        assert period is not None
        ends = [period.end(day) for day in DAYS]
        assert ends == sorted(ends)
