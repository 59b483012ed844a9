"""The parliamentary calendar as data."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ketenmonitor.register.grammar.calendar import part_of, prinsjesdag, recess, shift, tables


def test_a_recess_that_was_published_needs_no_assumption() -> None:
    found = recess("zomer", 2024)
    assert (found.begin, found.end, found.assumption) == (date(2024, 7, 5), date(2024, 9, 2), None)


@pytest.mark.parametrize("name", [one["name"] for one in tables()["recess"]])
@pytest.mark.parametrize("year", range(2020, 2041))
def test_a_year_that_is_not_in_the_table_is_computed_and_that_is_said(name: str, year: int) -> None:
    found = recess(name, year)
    known = [
        one
        for one in next(row for row in tables()["recess"] if row["name"] == name)["years"]
        if one["begin"].year == year
    ]
    assert found.begin < found.end
    assert found.begin.weekday() == 4
    assert found.end.weekday() == 0
    assert found.assumption is not None or (known and not known[0].get("estimate"))


@pytest.mark.parametrize("name", [one["name"] for one in tables()["recess"]])
def test_the_rule_lies_within_ten_days_of_every_year_that_is_known(name: str) -> None:
    row = next(row for row in tables()["recess"] if row["name"] == name)
    _, day, month, _ = row["rule"].replace("friday on or after ", "x ").replace(",", "").split(" ", 3)
    number = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ].index(month) + 1
    for one in row["years"]:
        first = date(one["begin"].year, number, int(day))
        computed = first + timedelta(days=(4 - first.weekday()) % 7)
        assert abs((one["begin"] - computed).days) <= 10


@pytest.mark.parametrize(("year", "day"), [(2023, 19), (2024, 17), (2025, 16), (2026, 15), (2027, 21)])
def test_prinsjesdag_is_the_third_tuesday_of_september(year: int, day: int) -> None:
    assert prinsjesdag(year) == date(year, 9, day)


def test_parts_lie_within_the_whole() -> None:
    for length in range(1, 400):
        whole = (date(2026, 3, 1), date(2026, 3, 1) + timedelta(days=length - 1))
        for part in ("begin", "medio", "eind"):
            begin, end = part_of(whole, part)
            assert whole[0] <= begin <= end <= whole[1]


def test_a_shift_beyond_the_calendar_is_no_day() -> None:
    assert shift(date(2026, 1, 31), months=1) == date(2026, 2, 28)
    assert shift(date.max, days=1) is None
    assert shift(date.max, months=1) is None
    assert shift(date.min, months=-1) is None
